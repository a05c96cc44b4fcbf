using System;
using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>Writes down every packet that somebody else gives a fate other than plain delivery.</summary>
internal sealed class RecordingFates : IPacketFates
{
    private readonly IPacketFates _inner;
    private readonly PacketNames _names = new();
    private readonly List<PacketFault> _entries = [];

    public RecordingFates(IPacketFates inner) => _inner = inner;

    /// <summary>What was written down, in the order of sending.</summary>
    public IReadOnlyList<PacketFault> Entries => _entries;

    public PacketFate FateOf(Link link, long ordinal, ReadOnlySpan<byte> packet, Instant now)
    {
        _names.Take(link, packet);
        PacketFate fate = _inner.FateOf(link, ordinal, packet, now);
        if (!fate.IsPlain)
        {
            PacketFaults.Add(_entries, link.Index, _names.Text, fate);
        }

        return fate;
    }

    public bool MaySplice(Link link) => _inner.MaySplice(link);
}
