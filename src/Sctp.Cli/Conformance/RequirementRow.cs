using System;

namespace Sctp.Cli.Conformance;

/// <summary>One normative statement of a document.</summary>
/// <param name="Id">Its id, for example <c>9260-6.2-25</c>; never renumbered.</param>
/// <param name="Section">The section of the document.</param>
/// <param name="Level">MUST, MUST_NOT, SHOULD, SHOULD_NOT, MAY or PARAM.</param>
/// <param name="Topic">What it is about, in one word.</param>
/// <param name="Statement">The statement, in own words, behind its tags.</param>
/// <param name="Observable">Where a test can see it: wire, api, timing, internal; or n/a.</param>
internal sealed record RequirementRow(string Id, string Section, string Level, string Topic, string Statement, string Observable)
{
    private const string Repeats = "[=";

    /// <summary>The row that this one repeats, or null.</summary>
    public string? Repeated { get; } = RepeatedIn(Statement);

    /// <summary>Binding without a keyword of BCP 14: the level is ours.</summary>
    public bool IsImplicit => Statement.Contains("[implicit]", StringComparison.Ordinal);

    /// <summary>No longer counted; the id stays taken.</summary>
    public bool IsRetired => Statement.Contains("[retired]", StringComparison.Ordinal);

    /// <summary>Whether any test could see it: rules for registries, deployments and other documents cannot be seen.</summary>
    public bool IsObservable => Observable != "n/a";

    public static bool TryParse(string line, out RequirementRow row)
    {
        string[] cells = line.Split('\t');
        row = cells.Length == 7 ? new RequirementRow(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]) : null!;
        return cells.Length == 7;
    }

    private static string? RepeatedIn(string statement)
    {
        int from = statement.IndexOf(Repeats, StringComparison.Ordinal);
        int to = from < 0 ? -1 : statement.IndexOf(']', from);
        return to < 0 ? null : statement[(from + Repeats.Length)..to];
    }
}
