namespace Sctp.Sim.Network;

/// <summary>
/// Loss in bursts (Gilbert 1960, Elliott 1963): the link is in a good or a bad state, each with a loss of its own, and may change after each packet. It begins
/// in the good state. All values are probabilities in millionths.
/// </summary>
public sealed record GilbertElliott : LossModel
{
    /// <summary>The probability that the good state ends after a packet.</summary>
    public int GoodToBadPerMillion { get; init; } = 10_000;

    /// <summary>The probability that the bad state ends after a packet: a burst lasts for its reciprocal of packets.</summary>
    public int BadToGoodPerMillion { get; init; } = 300_000;

    /// <summary>The loss in the good state.</summary>
    public int LossInGoodPerMillion { get; init; }

    /// <summary>The loss in the bad state.</summary>
    public int LossInBadPerMillion { get; init; } = 1_000_000;

    /// <inheritdoc/>
    public override void Validate()
    {
        PerMillion.Check(GoodToBadPerMillion, nameof(GoodToBadPerMillion));
        PerMillion.Check(BadToGoodPerMillion, nameof(BadToGoodPerMillion));
        PerMillion.Check(LossInGoodPerMillion, nameof(LossInGoodPerMillion));
        PerMillion.Check(LossInBadPerMillion, nameof(LossInBadPerMillion));
    }
}
