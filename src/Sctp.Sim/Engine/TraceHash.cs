using System;
using System.Globalization;
using System.Numerics;

namespace Sctp.Sim.Engine;

/// <summary>
/// A rolling hash of 128 bits over everything that happens in a run. Two runs of one scenario must end with the same value; the first event that
/// differs changes all that follow.
/// </summary>
public sealed class TraceHash
{
    private ulong _first = XxHash64.Prime1;
    private ulong _second = XxHash64.Prime5;

    /// <summary>How many words were added.</summary>
    public long Count { get; private set; }

    /// <summary>The hash of all that was added so far.</summary>
    public UInt128 Value =>
        new(XxHash64.Avalanche(_first + (ulong)Count), XxHash64.Avalanche(_second ^ BitOperations.RotateLeft(_first, 32)));

    /// <summary>Adds a word.</summary>
    public void Add(ulong word)
    {
        Count++;
        _first = XxHash64.Round(_first, word);
        _second = (BitOperations.RotateLeft(_second ^ (word * XxHash64.Prime3), 27) * XxHash64.Prime1) + XxHash64.Prime4;
    }

    /// <summary>Adds some bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => Add(XxHash64.Compute(bytes));

    /// <summary>The value in 32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
