using System;

namespace Sctp.Sim.Network;

/// <summary>Parameters of <see cref="QueueDiscipline.Red"/>.</summary>
public sealed record RedOptions
{
    /// <summary>The average length of the queue in bytes from which on packets may be given up.</summary>
    public int MinBytes { get; init; } = 15_000;

    /// <summary>The average length of the queue in bytes from which on all are.</summary>
    public int MaxBytes { get; init; } = 45_000;

    /// <summary>The probability just below <see cref="MaxBytes"/>.</summary>
    public int MostPerMillion { get; init; } = 100_000;

    /// <summary>The weight of a new length in the average is 2 to the power of minus this.</summary>
    public int WeightShift { get; init; } = 9;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MinBytes);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxBytes, MinBytes);
        PerMillion.Check(MostPerMillion, nameof(MostPerMillion));
        ArgumentOutOfRangeException.ThrowIfNegative(WeightShift);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WeightShift, 16);
    }
}
