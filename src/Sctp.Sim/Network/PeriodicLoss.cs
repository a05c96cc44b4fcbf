using System;

namespace Sctp.Sim.Network;

/// <summary>Every so many packets of the link one is lost.</summary>
public sealed record PeriodicLoss : LossModel
{
    /// <summary>One of how many; 1 loses all.</summary>
    public int Period { get; init; } = 10;

    /// <summary>Which of them, from 0 on.</summary>
    public int Offset { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Period);
        ArgumentOutOfRangeException.ThrowIfNegative(Offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Offset, Period);
    }
}
