using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Sctp.Cli.Conformance;

namespace Sctp.Conformance.Documents;

/// <summary>
/// The requirements, and who names them. The attributes are read from the sources of all test projects, so that the verdict does not depend on what was
/// built before.
/// </summary>
public partial class RequirementCoverageTests
{
    private static readonly Lazy<Coverage> Project = new(() => Coverage.Of(Sources()));

    [Fact]
    public void Every_id_that_tests_scripts_sources_and_decisions_name_exists_and_no_decision_contradicts_a_test() =>
        Assert.Empty(Project.Value.Problems);

    [Fact]
    public void Every_row_of_RFC_9260_is_shown_or_decided()
    {
        DocumentCoverage document = Rfc9260();
        Assert.Equal(783, document.Rows.Count);
        Assert.Equal(765, document.Rows.Count(row => row.Row.IsObservable));
        Assert.Empty(CoverageText.OpenIds(document));
    }

    /// <summary>A MUST that a test showed once stays shown: what was decided about the few others is listed here, so that none can slip among them.</summary>
    [Fact]
    public void Every_MUST_of_RFC_9260_is_shown_but_for_those_listed_here()
    {
        string[] rest =
        [
            .. Rfc9260().Rows.Where(row => row.Row.Level is "MUST" or "MUST_NOT" && row.Row.IsObservable && row.Status != CoverageStatus.Shown).Select(row => row.Row.Id),
        ];
        Assert.Equal(["9260-5.4-13", "9260-6.3.3-04", "9260-11.1-01", "9260-12.4-04", "9260-12.4-05"], rest);
    }

    [Fact]
    public void The_shares_of_MUST_of_SHOULD_and_of_the_rest_stay_above_their_goals() =>
        Assert.All(Rfc9260().Goals(), goal => Assert.True(goal.Figures.ShownPerMille >= goal.PerMille, goal.ToString()));

    [Fact]
    public void An_assembly_names_what_its_sources_name()
    {
        var read = new List<Citation>();
        var problems = new List<string>();
        TestAssembly.Read(typeof(RequirementCoverageTests).Assembly.Location, read, problems);
        Assert.Empty(problems);

        string sources = Path.Combine(RepositoryFolder.Root, "tests", "Conformance");
        Assert.Equal(
            Attributes(sources).Select(citation => citation.Id).Order(StringComparer.Ordinal),
            read.Select(citation => citation.Id).Order(StringComparer.Ordinal));
        Assert.Contains(
            new Citation("9260-5.4-12", "Sctp.Conformance.Association.CookieTests.A_COOKIE_ECHO_from_an_unconfirmed_address_is_answered_there_with_a_HEARTBEAT"), read);
    }

    private static DocumentCoverage Rfc9260() => Project.Value.Documents.Single(document => document.Document.Name == "RFC 9260");

    private static CoverageSources Sources()
    {
        string root = RepositoryFolder.Root;
        CoverageSources sources = CoverageSources.Read(root, Path.Combine(root, CoverageSources.RequirementsFolder), [], []);
        sources.Tests.AddRange(Attributes(Path.Combine(root, "tests")));
        return sources;
    }

    private static IEnumerable<Citation> Attributes(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (Attribute().Match(line) is { Success: true } attribute)
                {
                    foreach (Match id in Id().Matches(attribute.Groups[1].Value))
                    {
                        yield return new Citation(id.Groups[1].Value, $"{Path.GetRelativePath(RepositoryFolder.Root, file)}:{number}");
                    }
                }
            }
        }
    }

    [GeneratedRegex(@"^\s*\[Requirement\((.*)\)\]\s*$")]
    private static partial Regex Attribute();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Id();
}
