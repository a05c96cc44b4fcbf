using System.Collections.Generic;

namespace Sctp.Cli.Conformance;

/// <summary>A row, and what is known about it.</summary>
/// <param name="Row">The row.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Reason">Why, where no test shows it.</param>
/// <param name="Tests">The tests that name it.</param>
/// <param name="Scripts">The packet scripts that name it.</param>
/// <param name="Code">The places of the sources that name it.</param>
internal sealed record RowCoverage(
    RequirementRow Row, CoverageStatus Status, string Reason, IReadOnlyCollection<string> Tests, IReadOnlyCollection<string> Scripts, IReadOnlyCollection<string> Code);

/// <summary>How a row stands.</summary>
internal enum CoverageStatus
{
    /// <summary>A test shows it.</summary>
    Shown,

    /// <summary>Deliberately not done, or not in full.</summary>
    NotDone,

    /// <summary>Its condition cannot come about, or nothing could see it.</summary>
    NotApplicable,

    /// <summary>Neither shown nor decided.</summary>
    Open,

    /// <summary>Neither shown nor decided, of a document that the stack does not claim yet.</summary>
    NotBuilt,
}
