using System;

namespace Sctp.Sim.Network;

/// <summary>One direction of one path between two addresses.</summary>
public sealed class Link
{
    private const int RecentCount = 16; // a power of 2 above the greatest number of packets that one may overtake

    /// <summary>The counters; a field so that they are counted in place.</summary>
    internal LinkStatistics Counters;

    private readonly long[] _recentArrivals = new long[RecentCount];
    private readonly int[] _gathered = new int[LinkOptions.MostReorderSpan];
    private int _recent;
    private byte[] _previous = [];

    internal Link(int index, NetworkAddress from, NetworkAddress to, LinkOptions options, Bottleneck bottleneck)
    {
        Index = index;
        From = from;
        To = to;
        Options = options;
        Bottleneck = bottleneck;
    }

    /// <summary>The number of the link: its entity in the simulation's randomness. Forged packets between addresses without a link have one with a negative number.</summary>
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

    /// <summary>Its rate and its queue, perhaps shared with other links.</summary>
    internal Bottleneck Bottleneck { get; }

    /// <summary>The latest arrival among packets that keep their order.</summary>
    internal Instant LastArrival { get; set; }

    /// <summary>Packets that wait to arrive in reverse order.</summary>
    internal ReadOnlySpan<int> Gathered => _gathered.AsSpan(0, GatheredCount);

    internal int GatheredCount { get; private set; }

    /// <summary>How many are to be gathered; 0 while none are.</summary>
    internal int GatherTarget { get; private set; }

    /// <summary>Tells one gathering from those before it.</summary>
    internal uint Gathering { get; private set; }

    /// <summary>The packet that the link carried before, undamaged; empty when it is not kept.</summary>
    internal ReadOnlySpan<byte> Previous => _previous.AsSpan(0, PreviousLength);

    private int PreviousLength { get; set; }

    /// <summary>From and to, as in <c>0.0->1.0</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{From}->{To}");

    internal void KeepPrevious(ReadOnlySpan<byte> packet)
    {
        if (packet.Length > _previous.Length)
        {
            _previous = new byte[Math.Max(packet.Length, 2_048)];
        }

        packet.CopyTo(_previous);
        PreviousLength = packet.Length;
    }

    internal void NoteArrival(Instant arrival) => _recentArrivals[_recent++ & (RecentCount - 1)] = arrival.Nanoseconds;

    /// <summary>When the first of the last so many packets arrives that has not arrived yet; null if all have.</summary>
    internal Instant? FirstPendingOf(int count, Instant now)
    {
        long first = long.MaxValue;
        for (int i = 1; i <= Math.Min(count, Math.Min(_recent, RecentCount)); i++)
        {
            long arrival = _recentArrivals[(_recent - i) & (RecentCount - 1)];
            if (arrival > now.Nanoseconds)
            {
                first = Math.Min(first, arrival);
            }
        }

        return first == long.MaxValue ? null : Instant.FromNanoseconds(first);
    }

    internal void BeginGathering(int target)
    {
        Gathering++;
        GatherTarget = Math.Min(target, _gathered.Length);
    }

    internal void Gather(int handle) => _gathered[GatheredCount++] = handle;

    internal void EndGathering()
    {
        GatheredCount = 0;
        GatherTarget = 0;
    }
}
