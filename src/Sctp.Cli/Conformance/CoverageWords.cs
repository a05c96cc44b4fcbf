namespace Sctp.Cli.Conformance;

/// <summary>The words of a report for how a row stands.</summary>
internal static class CoverageWords
{
    public const string Explanation =
        "Each row is one normative statement; a row that repeats another is not counted. *Shown*: a test names it, and where test results were given, passed. " +
        "*Not done*: deliberately, or not in full, for the reason given. *Not applicable*: its condition cannot come about here, or no test could see it. " +
        "*Open*: none of these. *Not built yet*: the same, of a document that the stack does not claim.";

    public static string Of(CoverageStatus status) => status switch
    {
        CoverageStatus.Shown => "shown",
        CoverageStatus.NotDone => "not done",
        CoverageStatus.NotApplicable => "not applicable",
        CoverageStatus.Open => "open",
        _ => "not built yet",
    };
}
