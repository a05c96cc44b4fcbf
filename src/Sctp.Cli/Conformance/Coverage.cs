using System;
using System.Collections.Generic;

namespace Sctp.Cli.Conformance;

/// <summary>What is known about each row: who shows it, who implements it, what was decided. And what is wrong with that knowledge.</summary>
internal sealed class Coverage
{
    private const string Unobservable = "A rule for registries, deployments or other documents: no test can see it.";

    private Coverage(List<DocumentCoverage> documents, List<string> problems)
    {
        Documents = documents;
        Problems = problems;
    }

    public IReadOnlyList<DocumentCoverage> Documents { get; }

    /// <summary>Ids that do not exist, decisions that contradict tests, data that cannot be read. Empty in a tidy project.</summary>
    public IReadOnlyList<string> Problems { get; }

    public static Coverage Of(CoverageSources sources)
    {
        RequirementCatalog catalog = sources.Catalog;
        var problems = new List<string>(catalog.Problems);
        problems.AddRange(sources.Problems);
        Dictionary<string, SortedSet<string>> tests = Group(catalog, sources.Tests, problems);
        Dictionary<string, SortedSet<string>> scripts = Group(catalog, sources.Scripts, problems);
        Dictionary<string, SortedSet<string>> code = Group(catalog, sources.Code, problems);
        foreach (Citation comment in sources.TestComments)
        {
            _ = Known(catalog, comment, problems);
        }

        Dictionary<string, Decision> decisions = Decided(sources, tests, scripts, problems);
        var documents = new List<DocumentCoverage>();
        foreach (RequirementDocument document in catalog.Documents)
        {
            var rows = new List<RowCoverage>();
            foreach (RequirementRow row in document.Rows)
            {
                if (!row.IsRetired && row.Repeated is null)
                {
                    rows.Add(Judge(document, row, sources.Results, decisions.GetValueOrDefault(row.Id), Of(tests, row), Of(scripts, row), Of(code, row)));
                }
            }

            documents.Add(new DocumentCoverage(document, rows));
        }

        return new Coverage(documents, problems);
    }

    /// <summary>The row of an id; null also for a row that only repeats another one.</summary>
    public RowCoverage? Find(string id)
    {
        foreach (DocumentCoverage document in Documents)
        {
            foreach (RowCoverage row in document.Rows)
            {
                if (row.Row.Id == id)
                {
                    return row;
                }
            }
        }

        return null;
    }

    private static RowCoverage Judge(
        RequirementDocument document, RequirementRow row, TestResults? results, Decision? decision, SortedSet<string> tests, SortedSet<string> scripts, SortedSet<string> code)
    {
        bool isShown = Any(tests, test => results is null || results.Passed(test)) || Any(scripts, script => results is null || results.PassedScript(script));
        (CoverageStatus status, string reason) = decision switch
        {
            { Kind: DecisionKind.NotApplicable } => (CoverageStatus.NotApplicable, decision.Reason),
            { Kind: DecisionKind.InPart } => (CoverageStatus.NotDone, "In part: " + decision.Reason),
            { } => (CoverageStatus.NotDone, decision.Reason),
            null when isShown => (CoverageStatus.Shown, ""),
            null when !row.IsObservable => (CoverageStatus.NotApplicable, Unobservable),
            null => (document.IsBuilt ? CoverageStatus.Open : CoverageStatus.NotBuilt, tests.Count + scripts.Count > 0 ? "What names it did not pass." : ""),
        };
        return new RowCoverage(row, status, reason, tests, scripts, code);
    }

    private static Dictionary<string, Decision> Decided(
        CoverageSources sources, Dictionary<string, SortedSet<string>> tests, Dictionary<string, SortedSet<string>> scripts, List<string> problems)
    {
        var decisions = new Dictionary<string, Decision>(StringComparer.Ordinal);
        foreach (Decision decision in sources.Decisions)
        {
            RequirementRow? row = sources.Catalog.Find(decision.Id);
            bool isCited = tests.ContainsKey(decision.Id) || scripts.ContainsKey(decision.Id);
            if (row is null)
            {
                problems.Add($"{Decision.FileName}: {decision.Id} is no row");
            }
            else if (row.Repeated is { } target)
            {
                problems.Add($"{Decision.FileName}: {decision.Id} repeats {target}: decide that");
            }
            else if (decision.Kind != DecisionKind.InPart && isCited)
            {
                problems.Add($"{Decision.FileName}: {decision.Id} is decided, but {string.Join(", ", Of(tests, row))}{string.Join(", ", Of(scripts, row))} shows it");
            }
            else if (decision.Kind == DecisionKind.InPart && !isCited)
            {
                problems.Add($"{Decision.FileName}: {decision.Id} is said to be done in part, but no test shows that part");
            }

            if (!decisions.TryAdd(decision.Id, decision))
            {
                problems.Add($"{Decision.FileName}: {decision.Id} is decided twice");
            }
        }

        return decisions;
    }

    private static Dictionary<string, SortedSet<string>> Group(RequirementCatalog catalog, IEnumerable<Citation> citations, List<string> problems)
    {
        var groups = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (Citation citation in citations)
        {
            if (Known(catalog, citation, problems) is { } row)
            {
                if (!groups.TryGetValue(row.Id, out SortedSet<string>? places))
                {
                    groups.Add(row.Id, places = new SortedSet<string>(StringComparer.Ordinal));
                }

                _ = places.Add(citation.Where);
            }
        }

        return groups;
    }

    private static RequirementRow? Known(RequirementCatalog catalog, Citation citation, List<string> problems)
    {
        RequirementRow? row = catalog.Resolve(citation.Id);
        if (row is null || row.IsRetired)
        {
            problems.Add($"{citation.Where} names {citation.Id}, which is no row");
            return null;
        }

        return row;
    }

    private static SortedSet<string> Of(Dictionary<string, SortedSet<string>> groups, RequirementRow row) =>
        groups.TryGetValue(row.Id, out SortedSet<string>? places) ? places : [];

    private static bool Any(SortedSet<string> places, Predicate<string> predicate)
    {
        foreach (string place in places)
        {
            if (predicate(place))
            {
                return true;
            }
        }

        return false;
    }
}
