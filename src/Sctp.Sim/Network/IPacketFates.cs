using System;

namespace Sctp.Sim.Network;

/// <summary>Decides what chance does to each packet: by drawing (<see cref="DrawnFates"/>) or by a list.</summary>
public interface IPacketFates
{
    /// <summary>The fate of a packet. Called exactly once for each packet that a host sends, in the order of the numbers of its link.</summary>
    /// <param name="link">The link that is to carry it.</param>
    /// <param name="ordinal">Its number on the link, from 0 on.</param>
    /// <param name="packet">Its bytes; valid during the call only.</param>
    /// <param name="now">The time.</param>
    PacketFate FateOf(Link link, long ordinal, ReadOnlySpan<byte> packet, Instant now);

    /// <summary>Whether a fate on this link may be <see cref="CorruptionKind.Splice"/>, for which the link must keep the packet before.</summary>
    bool MaySplice(Link link) => true;
}
