using System;
using System.Collections.Generic;

namespace Sctp.Sim.Associations.Attack;

/// <summary>What somebody on the path of one association reads: what each direction tells, and some packets to use again.</summary>
internal sealed class Wiretap
{
    private const int Capacity = 256;

    private readonly List<OverheardPacket> _packets = [];
    private int _next;

    public FlowKnowledge ToServer { get; } = new() { KeepsData = true };

    public FlowKnowledge ToClient { get; } = new() { KeepsData = true };

    /// <summary>Packets that were read, the oldest of them overwritten.</summary>
    public IReadOnlyList<OverheardPacket> Packets => _packets;

    public FlowKnowledge To(bool server) => server ? ToServer : ToClient;

    public void Read(bool toServer, ReadOnlySpan<byte> packet)
    {
        To(toServer).Read(packet);
        var overheard = new OverheardPacket(toServer, packet.ToArray());
        if (_packets.Count < Capacity)
        {
            _packets.Add(overheard);
        }
        else
        {
            _packets[_next] = overheard;
            _next = (_next + 1) % Capacity;
        }
    }
}
