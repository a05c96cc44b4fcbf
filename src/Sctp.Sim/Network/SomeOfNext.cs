using System;

namespace Sctp.Sim.Network;

/// <summary>Among the next so many packets some are lost, chosen at random: their number is exact, their places are not.</summary>
public sealed record SomeOfNext : LossModel
{
    /// <summary>How many are lost.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Among how many.</summary>
    public int Of { get; init; } = 10;

    /// <summary>The number of the first packet that counts. A model that a link gets later counts from its next packet on.</summary>
    public long From { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Of);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count, Of);
        ArgumentOutOfRangeException.ThrowIfNegative(From);
    }
}
