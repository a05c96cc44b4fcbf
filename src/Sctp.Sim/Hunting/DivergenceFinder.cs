using System;
using System.Collections.Generic;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Hunting;

/// <summary>
/// Finds the first event in which two runs of one scenario differ: by bisection over prefix hashes to a window of events, and by running again with the
/// events of that window kept. The runs differ by their nature, so the second pair may differ elsewhere; then the window is looked for again.
/// </summary>
internal static class DivergenceFinder
{
    private const int MostTries = 8;

    /// <param name="run">Runs the scenario and keeps its events; returns the trace hash at the end.</param>
    /// <returns>Null when no two runs differed.</returns>
    public static Divergence? Find(Func<EventRecord, string> run)
    {
        Divergence? found = null;
        long from = 1;
        for (int i = 0; i < MostTries; i++)
        {
            var first = new EventRecord(from, from + EventRecord.Interval - 1);
            var second = new EventRecord(from, from + EventRecord.Interval - 1);
            string firstHash = run(first);
            string secondHash = run(second);
            if (firstHash == secondHash && FirstDifference(first.Prefixes, second.Prefixes) == first.Prefixes.Count)
            {
                continue;
            }

            found ??= new Divergence(0, null, null);
            if (FirstDifference(first.Events, second.Events) is { } difference)
            {
                // Only what is the first of all is an answer: before the window everything must be equal.
                bool isFirst = PrefixesAgreeBefore(first.Prefixes, second.Prefixes, from);
                if (isFirst)
                {
                    return difference;
                }
            }

            from = ((long)FirstDifference(first.Prefixes, second.Prefixes) * EventRecord.Interval) + 1;
        }

        return found;
    }

    /// <summary>The first of two lists of prefix hashes that differ; the length of the shorter when none does.</summary>
    internal static int FirstDifference(IReadOnlyList<UInt128> first, IReadOnlyList<UInt128> second)
    {
        // A prefix hash covers all before it: once two differ, all that follow do.
        int equal = 0;
        int different = Math.Min(first.Count, second.Count);
        while (equal < different)
        {
            int middle = (equal + different) / 2;
            if (first[middle] == second[middle])
            {
                equal = middle + 1;
            }
            else
            {
                different = middle;
            }
        }

        return equal;
    }

    private static bool PrefixesAgreeBefore(IReadOnlyList<UInt128> first, IReadOnlyList<UInt128> second, long from)
    {
        int last = (int)((from - 1) / EventRecord.Interval) - 1;
        return last < 0 || (last < first.Count && last < second.Count && first[last] == second[last]);
    }

    private static Divergence? FirstDifference(IReadOnlyList<RecordedEvent> first, IReadOnlyList<RecordedEvent> second)
    {
        int count = Math.Max(first.Count, second.Count);
        for (int i = 0; i < count; i++)
        {
            RecordedEvent? one = i < first.Count ? first[i] : null;
            RecordedEvent? other = i < second.Count ? second[i] : null;
            if (one?.Hash != other?.Hash)
            {
                return new Divergence((one ?? other)!.Value.Ordinal, one, other);
            }
        }

        return null;
    }
}
