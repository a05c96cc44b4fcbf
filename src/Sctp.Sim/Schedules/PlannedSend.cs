using System;
using System.Globalization;

namespace Sctp.Sim;

/// <summary>A message that an application sends.</summary>
/// <param name="Association">The association.</param>
/// <param name="Sender">The side that sends it.</param>
/// <param name="Id">Its number, which decides its content: unique, and ascending in the order of sending, for each association and sender.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="StreamId">Its stream.</param>
/// <param name="IsUnordered">Whether it is sent unordered.</param>
public sealed record PlannedSend(int Association, Side Sender, uint Id, int Length, ushort StreamId, bool IsUnordered)
{
    // There is a place in memory for each number.
    private const uint MostIds = 2 * WorkloadOptions.MostMessages;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Validate(SideOptions sender)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Association);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Association, Scenario.MostAssociations);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Id, MostIds);
        ArgumentOutOfRangeException.ThrowIfLessThan(Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Length, sender.LongestMessage);
    }

    /// <summary>Who sends what, as reports tell it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"association {Association}, {Sender} sends message {Id}: {Length} bytes on stream {StreamId}{(IsUnordered ? ", unordered" : "")}");
}
