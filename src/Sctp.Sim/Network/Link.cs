using System;

namespace Sctp.Sim.Network;

/// <summary>One direction of one path between two addresses.</summary>
public sealed class Link
{
    /// <summary>The counters; a field so that they are counted in place.</summary>
    internal LinkStatistics Counters;

    internal Link(int index, NetworkAddress from, NetworkAddress to, LinkOptions options)
    {
        Index = index;
        From = from;
        To = to;
        Options = options;
    }

    /// <summary>The number of the link: its entity in the simulation's randomness.</summary>
    public int Index { get; }

    /// <summary>The sending address.</summary>
    public NetworkAddress From { get; }

    /// <summary>The receiving address.</summary>
    public NetworkAddress To { get; }

    /// <summary>What the link does to packets now.</summary>
    public LinkOptions Options { get; internal set; }

    /// <summary>What became of its packets.</summary>
    public LinkStatistics Statistics => Counters;

    /// <summary>Whether it ever splices packets, so that it must keep the one before.</summary>
    internal bool HasSplices { get; set; }

    internal long NextOrdinal { get; set; }

    /// <summary>When the last bit of what is queued leaves.</summary>
    internal Instant BusyUntil { get; set; }

    /// <summary>The latest arrival among packets that keep their order.</summary>
    internal Instant LastArrival { get; set; }

    /// <summary>The bytes that wait or are being sent at a time.</summary>
    internal long QueuedBytes(Instant now)
    {
        if (Options.BitsPerSecond == 0 || BusyUntil <= now)
        {
            return 0;
        }

        return (long)((Int128)(BusyUntil - now).Nanoseconds * Options.BitsPerSecond / 8_000_000_000);
    }

    /// <summary>The time that a packet of some bytes occupies the link.</summary>
    internal Duration SerialisationTime(int bytes) =>
        Options.BitsPerSecond == 0 ? Duration.Zero : Duration.FromNanoseconds((long)((Int128)bytes * 8_000_000_000 / Options.BitsPerSecond));

    /// <summary>From and to, as in <c>0.0->1.0</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{From}->{To}");
}
