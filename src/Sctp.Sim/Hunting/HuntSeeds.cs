using System;
using System.Globalization;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Hunting;

/// <summary>The seeds of a hunt, numbered from 0: those of a range, or an endless stream that looks random and is a function of the hunt's own number.</summary>
public readonly record struct HuntSeeds
{
    private const uint Stream = 0x300;

    private HuntSeeds(ulong first, ulong? last, bool isStream)
    {
        First = first;
        Last = last;
        IsStream = isStream;
    }

    /// <summary>The first seed of a range, or the number of the hunt.</summary>
    public ulong First { get; }

    /// <summary>The last seed of a range; null for a stream.</summary>
    public ulong? Last { get; }

    /// <summary>Whether it never ends.</summary>
    public bool IsStream { get; }

    /// <summary>The seeds from one to another, both included.</summary>
    public static HuntSeeds Range(ulong first, ulong last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        return new HuntSeeds(first, last, isStream: false);
    }

    /// <summary>The endless stream of a hunt.</summary>
    public static HuntSeeds StreamOf(ulong hunt) => new(hunt, null, isStream: true);

    /// <summary>Reads a range written <c>A..B</c>.</summary>
    public static bool TryParse(string? text, out HuntSeeds seeds)
    {
        seeds = default;
        int dots = text?.IndexOf("..", StringComparison.Ordinal) ?? -1;
        if (dots < 0
            || !ulong.TryParse(text![..dots], NumberStyles.None, CultureInfo.InvariantCulture, out ulong first)
            || !ulong.TryParse(text[(dots + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out ulong last)
            || last < first)
        {
            return false;
        }

        seeds = Range(first, last);
        return true;
    }

    /// <summary>The seed with a number.</summary>
    /// <returns>False when the range has fewer.</returns>
    public bool TryGet(ulong index, out ulong seed)
    {
        if (IsStream)
        {
            seed = new Randomness(First).Draw(Stream, 0, index);
            return true;
        }

        seed = unchecked(First + index);
        return index <= Last!.Value - First;
    }

    /// <summary>How many of them a shard has; null when they never end.</summary>
    public ulong? CountOf(HuntShard shard)
    {
        if (IsStream)
        {
            return null;
        }

        ulong greatest = Last!.Value - First;
        return (ulong)shard.Index > greatest ? 0 : ((greatest - (ulong)shard.Index) / (ulong)shard.Count) + 1;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        IsStream ? string.Create(CultureInfo.InvariantCulture, $"stream {First}") : string.Create(CultureInfo.InvariantCulture, $"{First}..{Last}");
}
