using System;
using System.Collections.Generic;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Scripts.Stack;

/// <summary>
/// Remembers which peers announced partial reliability (Forward-TSN-Supported of RFC 3758 in INIT or INIT ACK). Without it a message with a
/// policy is sent reliably, which this stack does; with it the policy would have to be kept, which it cannot.
/// </summary>
internal sealed class PartialReliabilityWatch
{
    private const ParameterType ForwardTsnSupported = (ParameterType)0xC000;

    private readonly List<(ushort Local, ushort Remote)> _announced = [];

    public bool HasAnnounced(ushort localPort, ushort remotePort) => _announced.Contains((localPort, remotePort));

    public void See(ReadOnlySpan<byte> bytes)
    {
        if (SctpPacket.TryParse(bytes) is not { } packet || packet.Chunks.Count == 0)
        {
            return;
        }

        ValueList<SctpParameter>? parameters = packet.Chunks[0] switch
        {
            Init init => init.Parameters,
            InitAck initAck => initAck.Parameters,
            _ => null,
        };
        if (parameters is not { } list)
        {
            return;
        }

        (ushort Local, ushort Remote) peer = (packet.DestinationPort, packet.SourcePort);
        _ = _announced.Remove(peer);
        foreach (SctpParameter parameter in list.Span)
        {
            if (parameter.Type == ForwardTsnSupported && !_announced.Contains(peer))
            {
                _announced.Add(peer);
            }
        }
    }
}
