using System.Collections.Generic;

namespace Sctp.Cli.Conformance;

/// <summary>What was decided about a row that no test shows, or that tests show in part.</summary>
/// <param name="Id">The row.</param>
/// <param name="Kind">What was decided.</param>
/// <param name="Reason">Why.</param>
internal sealed record Decision(string Id, DecisionKind Kind, string Reason)
{
    public const string FileName = "decisions.tsv";

    public static List<Decision> Load(string path, List<string> problems)
    {
        var decisions = new List<Decision>();
        foreach (string line in RequirementCatalog.DataLines(path))
        {
            if (line.Split('\t') is [string id, string kind, { Length: > 0 } reason] && KindOf(kind) is { } known)
            {
                decisions.Add(new Decision(id, known, reason));
            }
            else
            {
                problems.Add($"{FileName}: not understood: {line}");
            }
        }

        return decisions;
    }

    private static DecisionKind? KindOf(string text) => text switch
    {
        "not done" => DecisionKind.NotDone,
        "in part" => DecisionKind.InPart,
        "not applicable" => DecisionKind.NotApplicable,
        _ => null,
    };
}

/// <summary>The kinds of decisions.</summary>
internal enum DecisionKind
{
    /// <summary>Deliberately not done. No test may cite the row.</summary>
    NotDone,

    /// <summary>Done for the most part, and tests show that; the reason says what is missing. The row does not count as shown.</summary>
    InPart,

    /// <summary>The condition of the row cannot come about here. No test may cite it.</summary>
    NotApplicable,
}
