namespace Sctp.Sim;

/// <summary>An invariant that did not hold.</summary>
/// <param name="OracleId">The oracle's short name.</param>
/// <param name="OracleName">The oracle's name.</param>
/// <param name="Statement">The invariant as a sentence.</param>
/// <param name="RfcSection">The section that asks for it: of RFC 9260 where no other RFC is named.</param>
/// <param name="Time">The virtual time.</param>
/// <param name="Node">The node it was seen at.</param>
/// <param name="Detail">What was seen.</param>
public sealed record Violation(
    string OracleId,
    string OracleName,
    string Statement,
    string RfcSection,
    Instant Time,
    string Node,
    string Detail)
{
    /// <summary>The number of the association it concerns.</summary>
    public int Association { get; init; }
}
