using System;
using System.Collections.Generic;
using System.Buffers.Binary;

namespace Sctp.Cli.Adapter;

/// <summary>
/// Remembers which peers announced partial reliability (Forward-TSN-Supported of RFC 3758 in INIT or INIT ACK). Without it a message with a
/// policy is sent reliably, which this stack does; with it the policy would have to be kept, which it cannot.
/// </summary>
internal sealed class PartialReliabilityWatch
{
    private const int CommonHeaderLength = 12;
    private const int InitLength = 20;
    private const ushort ForwardTsnSupported = 0xC000;

    private readonly Dictionary<(ushort Local, ushort Remote), bool> _announced = [];

    public bool HasAnnounced(ushort localPort, ushort remotePort) => _announced.GetValueOrDefault((localPort, remotePort));

    public void See(ReadOnlySpan<byte> packet)
    {
        // INIT and INIT ACK are alone in their packet or, for INIT ACK, at least its first chunk.
        if (packet.Length < CommonHeaderLength + InitLength || packet[CommonHeaderLength] is not (1 or 2))
        {
            return;
        }

        int length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(packet[(CommonHeaderLength + 2)..]), packet.Length - CommonHeaderLength);
        ushort remote = BinaryPrimitives.ReadUInt16BigEndian(packet);
        ushort local = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        _announced[(local, remote)] = length > InitLength && Lists(packet.Slice(CommonHeaderLength, length)[InitLength..]);
    }

    private static bool Lists(ReadOnlySpan<byte> parameters)
    {
        while (parameters.Length >= 4)
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(parameters) == ForwardTsnSupported)
            {
                return true;
            }

            int occupied = (BinaryPrimitives.ReadUInt16BigEndian(parameters[2..]) + 3) & ~3;
            if (occupied < 4 || occupied > parameters.Length)
            {
                return false;
            }

            parameters = parameters[occupied..];
        }

        return false;
    }
}
