using System;
using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>
/// Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002): finds a part of a list that still fails and of which no
/// single entry can be taken away.
/// </summary>
public static class DeltaDebugging
{
    /// <summary>Takes away all that is not needed.</summary>
    /// <param name="entries">A list that fails.</param>
    /// <param name="fails">Whether a part of it, in the same order, fails in the same way. Once it refuses because a budget is spent, it must go on to say no.</param>
    /// <returns>The part; without a single superfluous entry unless <paramref name="fails"/> ran out of budget.</returns>
    public static IReadOnlyList<T> Minimise<T>(IReadOnlyList<T> entries, Func<IReadOnlyList<T>, bool> fails)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(fails);
        if (entries.Count == 0 || fails([]))
        {
            return [];
        }

        IReadOnlyList<T> current = entries;
        int size = (current.Count + 1) / 2;
        while (true)
        {
            // A failure that needs few entries of many is mostly within one half: look there first.
            if (size * 2 >= current.Count && current.Count > 1 && KeepOneHalf(current, fails) is { } half)
            {
                current = half;
                size = (current.Count + 1) / 2;
                continue;
            }

            int before = current.Count;
            current = RemoveBlocks(current, size, fails);
            if (size > 1)
            {
                size = Math.Max(1, Math.Min(size, current.Count) / 2);
            }
            else if (current.Count == before)
            {
                return current;
            }
        }
    }

    private static List<T>? KeepOneHalf<T>(IReadOnlyList<T> entries, Func<IReadOnlyList<T>, bool> fails)
    {
        int middle = entries.Count / 2;
        List<T> first = Part(entries, 0, middle);
        if (fails(first))
        {
            return first;
        }

        List<T> second = Part(entries, middle, entries.Count);
        return fails(second) ? second : null;
    }

    // From the end on: what comes late depends on what came before, seldom the other way round.
    private static IReadOnlyList<T> RemoveBlocks<T>(IReadOnlyList<T> entries, int size, Func<IReadOnlyList<T>, bool> fails)
    {
        IReadOnlyList<T> current = entries;
        for (int end = current.Count; end > 0; end -= size)
        {
            int start = Math.Max(0, end - size);
            if (end - start == current.Count)
            {
                continue;
            }

            List<T> rest = Part(current, 0, start);
            rest.AddRange(Part(current, end, current.Count));
            if (fails(rest))
            {
                current = rest;
            }
        }

        return current;
    }

    private static List<T> Part<T>(IReadOnlyList<T> entries, int start, int end)
    {
        List<T> part = new(end - start);
        for (int i = start; i < end; i++)
        {
            part.Add(entries[i]);
        }

        return part;
    }
}
