using System;
using System.Collections.Generic;

namespace Sctp.Cli.Conformance;

/// <summary>A document with what is known about its rows; repeated and retired rows are left out.</summary>
internal sealed class DocumentCoverage(RequirementDocument document, IReadOnlyList<RowCoverage> rows)
{
    private static readonly string[] Levels = ["MUST", "MUST_NOT", "SHOULD", "SHOULD_NOT", "MAY", "PARAM"];

    public RequirementDocument Document { get; } = document;

    public IReadOnlyList<RowCoverage> Rows { get; } = rows;

    public CoverageFigures Figures => CoverageFigures.Of(Rows);

    /// <summary>The figures of each level, strongest first; rows without a keyword of BCP 14 apart from the others.</summary>
    public IEnumerable<(string Level, CoverageFigures Figures)> ByLevel()
    {
        foreach (bool isImplicit in new[] { false, true })
        {
            foreach (string level in Levels)
            {
                CoverageFigures figures = CoverageFigures.Of(Rows, row => row.Row.Level == level && row.Row.IsImplicit == isImplicit);
                if (figures.Rows > 0)
                {
                    yield return (Spoken(level) + (isImplicit ? ", without a keyword" : ""), figures);
                }
            }
        }
    }

    /// <summary>The figures of each topic, by name.</summary>
    public IEnumerable<(string Topic, CoverageFigures Figures)> ByTopic()
    {
        var topics = new SortedSet<string>(StringComparer.Ordinal);
        foreach (RowCoverage row in Rows)
        {
            _ = topics.Add(row.Row.Topic);
        }

        foreach (string topic in topics)
        {
            yield return (topic, CoverageFigures.Of(Rows, row => row.Row.Topic == topic));
        }
    }

    /// <summary>The three shares that the project aims at. A level of rows without a keyword of BCP 14 is ours, so they count with the rest.</summary>
    public IEnumerable<(string Goal, CoverageFigures Figures, int PerMille)> Goals()
    {
        yield return ("MUST and MUST NOT with a keyword", CoverageFigures.Of(Rows, static row => IsMust(row) && !row.Row.IsImplicit), 1000);
        yield return ("SHOULD and SHOULD NOT with a keyword", CoverageFigures.Of(Rows, static row => IsShould(row) && !row.Row.IsImplicit), 950);
        yield return ("everything else", CoverageFigures.Of(Rows, static row => row.Row.IsImplicit || (!IsMust(row) && !IsShould(row))), 900);
    }

    /// <summary>A level as the RFC writes it.</summary>
    public static string Spoken(string level) => level.Replace('_', ' ');

    private static bool IsMust(RowCoverage row) => row.Row.Level is "MUST" or "MUST_NOT";

    private static bool IsShould(RowCoverage row) => row.Row.Level is "SHOULD" or "SHOULD_NOT";
}
