using System.Collections.Generic;
using System.Numerics;
using Sctp.Sim.Associations.Marks;

namespace Sctp.Sim;

/// <summary>Which marks were reached.</summary>
public sealed class MarkSet
{
    private readonly ulong[] _words = new ulong[(MarkCatalog.All.Count / 64) + 1];

    /// <summary>How many were reached.</summary>
    public int Count
    {
        get
        {
            // Where an observer has no mark for what it sees, it reaches the one that is none.
            int count = IsReached(Mark.None) ? -1 : 0;
            foreach (ulong word in _words)
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>Whether a mark was reached.</summary>
    public bool IsReached(MarkDescription mark)
    {
        System.ArgumentNullException.ThrowIfNull(mark);
        return IsReached((Mark)mark.Number);
    }

    /// <summary>Adds the marks of another set.</summary>
    public void Add(MarkSet other)
    {
        System.ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < _words.Length; i++)
        {
            _words[i] |= other._words[i];
        }
    }

    /// <summary>The marks that were not reached.</summary>
    public IReadOnlyList<MarkDescription> Unreached()
    {
        List<MarkDescription> unreached = [];
        foreach (MarkDescription mark in MarkCatalog.All)
        {
            if (!IsReached(mark))
            {
                unreached.Add(mark);
            }
        }

        return unreached;
    }

    internal bool IsReached(Mark mark) => (_words[(int)mark >> 6] & (1UL << ((int)mark & 63))) != 0;

    internal void Reach(Mark mark) => _words[(int)mark >> 6] |= 1UL << ((int)mark & 63);

    internal void ReachIf(bool condition, Mark mark)
    {
        if (condition)
        {
            Reach(mark);
        }
    }
}
