using System;
using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>Failures that are the same bug as far as their <see cref="FailureKey"/> tells. All are counted, and the shortest few are kept.</summary>
public sealed class FailureGroup
{
    private readonly List<SeedResult> _examples = [];
    private readonly int _most;

    internal FailureGroup(FailureKey key, int most)
    {
        Key = key;
        _most = most;
    }

    /// <summary>What they have in common.</summary>
    public FailureKey Key { get; }

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>The smallest seed that failed in this way.</summary>
    public ulong FirstSeed { get; private set; } = ulong.MaxValue;

    /// <summary>The examples with the fewest events; among equals those with the smallest seed.</summary>
    public IReadOnlyList<SeedResult> Examples => _examples;

    internal void Add(SeedResult result)
    {
        Count++;
        Keep(result);
    }

    internal void Merge(FailureGroup other)
    {
        Count += other.Count;
        for (int i = 0; i < other._examples.Count; i++)
        {
            Keep(other._examples[i]);
        }

        FirstSeed = Math.Min(FirstSeed, other.FirstSeed);
    }

    private static int Compare(SeedResult a, SeedResult b)
    {
        int order = EventsOf(a).CompareTo(EventsOf(b));
        return order != 0 ? order : a.Seed.CompareTo(b.Seed);
    }

    private static long EventsOf(SeedResult result) => result.Report?.EventCount ?? 0;

    private void Keep(SeedResult result)
    {
        FirstSeed = Math.Min(FirstSeed, result.Seed);
        int place = 0;
        while (place < _examples.Count && Compare(_examples[place], result) < 0)
        {
            place++;
        }

        bool isKnown = place < _examples.Count && _examples[place].Seed == result.Seed;
        if (isKnown || place >= _most)
        {
            return;
        }

        _examples.Insert(place, result);
        if (_examples.Count > _most)
        {
            _examples.RemoveAt(_most);
        }
    }
}
