namespace Sctp.Sim.Reporting;

/// <summary>What a point of the plot of TSNs against time means.</summary>
public enum TsnPointKind
{
    /// <summary>DATA was sent for the first time.</summary>
    Sent,

    /// <summary>DATA was sent again.</summary>
    SentAgain,

    /// <summary>A cumulative acknowledgement arrived.</summary>
    Acknowledged,
}

/// <summary>A point of the plot of TSNs against time.</summary>
/// <param name="Time">The virtual time.</param>
/// <param name="Association">The number of the association.</param>
/// <param name="Side">The side that sends the DATA.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Offset">The TSN, counted from the side's initial TSN.</param>
public readonly record struct TsnPoint(Instant Time, int Association, Side Side, TsnPointKind Kind, uint Offset);
