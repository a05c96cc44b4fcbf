using System;
using System.Collections.Generic;
using System.IO;

namespace Sctp.Cli.Conformance;

/// <summary>A report as Markdown.</summary>
internal static class CoverageMarkdown
{
    private const string Columns = "| shown | not done | not applicable | open | not built yet | rows |";
    private const string Line = "| ---: | ---: | ---: | ---: | ---: | ---: |";

    public static void Write(TextWriter output, Coverage coverage)
    {
        output.WriteLine("# Requirements and what shows them");
        output.WriteLine();
        output.WriteLine(CoverageWords.Explanation);
        output.WriteLine();
        output.WriteLine("| document " + Columns);
        output.WriteLine("| --- " + Line);
        foreach (DocumentCoverage document in coverage.Documents)
        {
            WriteFigures(output, $"{document.Document.Name}: {document.Document.Title}", document.Figures);
        }

        foreach (string problem in coverage.Problems)
        {
            output.WriteLine();
            output.WriteLine("**Problem:** " + Escape(problem));
        }

        foreach (DocumentCoverage document in coverage.Documents)
        {
            WriteDocument(output, document);
        }
    }

    private static void WriteDocument(TextWriter output, DocumentCoverage document)
    {
        output.WriteLine();
        output.WriteLine($"## {document.Document.Name}: {document.Document.Title}");
        if (document.Document.IsBuilt)
        {
            output.WriteLine();
            foreach ((string goal, CoverageFigures figures, int perMille) in document.Goals())
            {
                output.WriteLine($"- {goal}: {figures.Shown} of {figures.Applicable} that apply, {CoverageText.Percent(figures.ShownPerMille)} (goal {CoverageText.Percent(perMille)})");
            }

            List<string> open = CoverageText.OpenIds(document);
            output.WriteLine($"- Open: {(open.Count == 0 ? "none" : string.Join(", ", open))}");
        }

        WriteTable(output, "level", document.ByLevel());
        WriteTable(output, "topic", document.ByTopic());
        WriteDecided(output, document, CoverageStatus.NotDone, "Deliberately not done");
        WriteDecided(output, document, CoverageStatus.NotApplicable, "Not applicable");
        output.WriteLine();
        output.WriteLine("### Rows");
        output.WriteLine();
        foreach (RowCoverage row in document.Rows)
        {
            output.WriteLine($"- **{row.Row.Id}** {DocumentCoverage.Spoken(row.Row.Level)}, {row.Row.Topic}: {Escape(row.Row.Statement)} *{CoverageWords.Of(row.Status)}*");
            WritePlaces(output, row.Tests);
            WritePlaces(output, row.Scripts);
        }
    }

    private static void WritePlaces(TextWriter output, IReadOnlyCollection<string> places)
    {
        foreach (string place in places)
        {
            output.WriteLine($"  - `{place}`");
        }
    }

    private static void WriteTable(TextWriter output, string what, IEnumerable<(string Name, CoverageFigures Figures)> rows)
    {
        output.WriteLine();
        output.WriteLine($"| {what} {Columns}");
        output.WriteLine("| --- " + Line);
        foreach ((string name, CoverageFigures figures) in rows)
        {
            WriteFigures(output, name, figures);
        }
    }

    private static void WriteFigures(TextWriter output, string name, CoverageFigures figures) =>
        output.WriteLine($"| {name} | {figures.Shown} | {figures.NotDone} | {figures.NotApplicable} | {figures.Open} | {figures.NotBuilt} | {figures.Rows} |");

    private static void WriteDecided(TextWriter output, DocumentCoverage document, CoverageStatus status, string heading)
    {
        bool isFirst = true;
        foreach (RowCoverage row in document.Rows)
        {
            if (row.Status != status)
            {
                continue;
            }

            if (isFirst)
            {
                output.WriteLine();
                output.WriteLine("### " + heading);
                output.WriteLine();
                isFirst = false;
            }

            output.WriteLine($"- **{row.Row.Id}** ({DocumentCoverage.Spoken(row.Row.Level)}): {Escape(row.Row.Statement)} *{Escape(row.Reason)}*");
        }
    }

    /// <summary>Statements hold signs that Markdown would take for its own.</summary>
    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);
}
