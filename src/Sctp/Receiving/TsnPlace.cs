namespace Sctp.Receiving;

/// <summary>Where a TSN lies in a <see cref="TsnMap"/>.</summary>
internal enum TsnPlace
{
    /// <summary>Not yet received and near enough to be recorded.</summary>
    New,

    /// <summary>At or below the Cumulative TSN, or received above it.</summary>
    Received,

    /// <summary>Too far above the Cumulative TSN, or without an order to it.</summary>
    OutOfRange,
}
