using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Network;

/// <summary>Fates that are drawn by one seed up to some time and by another from then on: to see by when a failure was certain.</summary>
internal sealed class ReseededFates(IPacketFates before, Randomness after, Instant from) : IPacketFates
{
    private readonly DrawnFates _after = new(after);

    public PacketFate FateOf(Link link, long ordinal, ReadOnlySpan<byte> packet, Instant now) =>
        now < from ? before.FateOf(link, ordinal, packet, now) : _after.FateOf(link, ordinal, packet, now);
}
