using System;

namespace Sctp.Sim.Engine;

/// <summary>The decisions of one stream and entity taken in turn, where no better name than their order exists (as when a scenario is generated).</summary>
public sealed class RandomSequence
{
    private readonly Randomness _random;
    private readonly uint _stream;
    private readonly uint _entity;
    private ulong _ordinal;

    /// <summary>The sequence of a stream and an entity, from ordinal 0 on.</summary>
    public RandomSequence(Randomness random, uint stream, uint entity)
    {
        _random = random;
        _stream = stream;
        _entity = entity;
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => _random.Draw(_stream, _entity, _ordinal++);

    /// <summary>Whether something with this probability happens.</summary>
    public bool Chance(int perMillion) => Distribution.Chance(Next(), perMillion);

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public long Between(long least, long most) => Distribution.Between(Next(), least, most);

    /// <summary>One of some values.</summary>
    public T Pick<T>(ReadOnlySpan<T> values) => values[(int)Distribution.Below(Next(), (ulong)values.Length)];

    /// <summary>A duration between two, both included, in whole microseconds.</summary>
    public Duration Between(Duration least, Duration most) =>
        Duration.FromMicroseconds(Between(least.TotalMicroseconds, most.TotalMicroseconds));
}
