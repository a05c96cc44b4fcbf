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
    /// <summary>Who sends what, as reports tell it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"association {Association}, {Sender} sends message {Id}: {Length} bytes on stream {StreamId}{(IsUnordered ? ", unordered" : "")}");
}
