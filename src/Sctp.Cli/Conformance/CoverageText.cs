using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace Sctp.Cli.Conformance;

/// <summary>The figures of a report, for a terminal.</summary>
internal static class CoverageText
{
    public static void Write(TextWriter output, Coverage coverage)
    {
        output.WriteLine($"{"",-36} {"shown",6} {"not done",9} {"not appl.",10} {"open",5} {"not built",10}");
        foreach (DocumentCoverage document in coverage.Documents)
        {
            CoverageFigures figures = document.Figures;
            output.WriteLine($"{document.Document.Name,-36} {figures.Shown,6} {figures.NotDone,9} {figures.NotApplicable,10} {figures.Open,5} {figures.NotBuilt,10}");
        }

        foreach (DocumentCoverage document in coverage.Documents)
        {
            if (document.Document.IsBuilt)
            {
                output.WriteLine();
                WriteGoals(output, document);
                WriteOpen(output, document);
            }
        }

        foreach (string problem in coverage.Problems)
        {
            output.WriteLine("problem: " + problem);
        }
    }

    /// <summary>Tenths of a percent as percent.</summary>
    public static string Percent(int perMille) => string.Create(CultureInfo.InvariantCulture, $"{perMille / 10}.{perMille % 10} %");

    /// <summary>The ids of the open rows of a document.</summary>
    public static List<string> OpenIds(DocumentCoverage document)
    {
        var ids = new List<string>();
        foreach (RowCoverage row in document.Rows)
        {
            if (row.Status == CoverageStatus.Open)
            {
                ids.Add(row.Row.Id);
            }
        }

        return ids;
    }

    private static void WriteGoals(TextWriter output, DocumentCoverage document)
    {
        foreach ((string goal, CoverageFigures figures, int perMille) in document.Goals())
        {
            output.WriteLine($"{document.Document.Name} {goal}: {figures.Shown} of {figures.Applicable} that apply, {Percent(figures.ShownPerMille)} (goal {Percent(perMille)})");
        }
    }

    private static void WriteOpen(TextWriter output, DocumentCoverage document)
    {
        List<string> open = OpenIds(document);
        output.WriteLine($"{document.Document.Name} open: {(open.Count == 0 ? "none" : string.Join(' ', open))}");
    }
}
