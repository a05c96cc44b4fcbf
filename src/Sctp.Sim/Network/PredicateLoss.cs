using System;

namespace Sctp.Sim.Network;

/// <summary>Among the packets that match, some in turn are lost.</summary>
public sealed record PredicateLoss : LossModel
{
    /// <summary>Which packets count.</summary>
    public PacketMatch Match { get; init; } = new();

    /// <summary>The first of them that is lost, from 0 on.</summary>
    public int First { get; init; }

    /// <summary>How many of them are lost from there on.</summary>
    public int Count { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        ArgumentNullException.ThrowIfNull(Match);
        Match.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(First);
        ArgumentOutOfRangeException.ThrowIfNegative(Count);
    }
}
