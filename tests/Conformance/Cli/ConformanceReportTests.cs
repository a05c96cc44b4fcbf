using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using Sctp.Cli;
using Sctp.Cli.Conformance;
using Sctp.Conformance.PacketScripts;

namespace Sctp.Conformance.Cli;

/// <summary>The report over a small project of two documents, whose ids are made up.</summary>
public sealed class ConformanceReportTests : IDisposable
{
    private const string Test = "Sctp.Conformance.Cli.ConformanceReportTests.A_test_of_the_small_project";
    private const string ScriptTest = CoverageSources.ScriptTest;

    private readonly string _root = Directory.CreateTempSubdirectory("conformance").FullName;

    public ConformanceReportTests()
    {
        Write("documents.tsv", "file\tprefix\tdocument\ttitle\tstate", "base.tsv\tbase\tRFC 1\tBase\tbuilt", "more.tsv\tmore\tRFC 2\tMore\tnot built yet");
        Write(
            "base.tsv",
            "id\tsection\tlevel\ttopic\tstatement\tobservable\ttest_hint",
            "base-1-01\t1\tMUST\tone\tIs shown.\twire\t",
            "base-1-02\t1\tMUST\tone\t[=base-1-01] Says it again.\twire\t",
            "base-1-03\t1\tSHOULD\ttwo\t[implicit] Is <open> [as *this*].\tapi\t",
            "base-1-04\t1\tMAY\ttwo\tIs decided.\tapi\t",
            "base-1-05\t1\tMUST\ttwo\tIs for a registry.\tn/a\t",
            "base-1-06\t1\tMUST\ttwo\t[retired] Was a mistake.\twire\t");
        Write("more.tsv", "id\tsection\tlevel\ttopic\tstatement\tobservable\ttest_hint", "more-x-01\tx\tMUST\tone\tIs not built.\twire\t");
        Write("decisions.tsv", "id\tdecision\treason", "base-1-04\tnot done\tNobody asked for it.");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_row_is_shown_decided_not_applicable_open_or_not_built_and_repetitions_and_retired_rows_do_not_count()
    {
        Coverage coverage = Cover(new Citation("base-1-02", Test));
        Assert.Empty(coverage.Problems);
        Assert.Equal(
            [
                ("base-1-01", CoverageStatus.Shown), ("base-1-03", CoverageStatus.Open), ("base-1-04", CoverageStatus.NotDone), ("base-1-05", CoverageStatus.NotApplicable),
                ("more-x-01", CoverageStatus.NotBuilt),
            ],
            coverage.Documents.SelectMany(document => document.Rows).Select(row => (row.Row.Id, row.Status)));
        Assert.Equal("Nobody asked for it.", coverage.Find("base-1-04")!.Reason);
        Assert.Equal(new CoverageFigures(1, 1, 1, 1, 0), coverage.Documents[0].Figures);
        Assert.Equal(333, coverage.Documents[0].Figures.ShownPerMille);
        Assert.Equal(["MUST", "MAY", "SHOULD, without a keyword"], coverage.Documents[0].ByLevel().Select(level => level.Level));
        Assert.Equal([("one", 1), ("two", 3)], coverage.Documents[0].ByTopic().Select(topic => (topic.Topic, topic.Figures.Rows)));
    }

    [Theory]
    [InlineData("base-1-07", "T names base-1-07, which is no row")]
    [InlineData("base-1-06", "T names base-1-06, which is no row")]
    [InlineData("base-1-04", "decisions.tsv: base-1-04 is decided, but T shows it")]
    public void An_id_that_does_not_exist_or_is_decided_otherwise_is_a_problem(string id, string problem) =>
        Assert.Equal(problem, Assert.Single(Cover(new Citation(id, "T")).Problems));

    [Theory]
    [InlineData("base-1-09\tnot done\tWhy.", "decisions.tsv: base-1-09 is no row")]
    [InlineData("base-1-02\tnot done\tWhy.", "decisions.tsv: base-1-02 repeats base-1-01: decide that")]
    [InlineData("base-1-03\tin part\tWhy.", "decisions.tsv: base-1-03 is said to be done in part, but no test shows that part")]
    [InlineData("base-1-04\tnot done\tWhy.", "decisions.tsv: base-1-04 is decided twice")]
    [InlineData("base-1-03\tnot done\t", "decisions.tsv: not understood: base-1-03\tnot done\t")]
    [InlineData("base-1-03\tnot now\tWhy.", "decisions.tsv: not understood: base-1-03\tnot now\tWhy.")]
    public void A_decision_names_a_row_that_counts_once_and_gives_a_reason(string line, string problem)
    {
        Write("decisions.tsv", "id\tdecision\treason", "base-1-04\tnot done\tNobody asked for it.", line);
        Assert.Equal(problem, Assert.Single(Cover().Problems));
    }

    [Fact]
    public void A_row_done_in_part_names_its_tests_and_does_not_count_as_shown()
    {
        Write("decisions.tsv", "id\tdecision\treason", "base-1-01\tin part\tThe rest is missing.");
        RowCoverage row = Cover(new Citation("base-1-01", Test)).Find("base-1-01")!;
        Assert.Equal((CoverageStatus.NotDone, "In part: The rest is missing."), (row.Status, row.Reason));
        Assert.Equal([Test], row.Tests);
    }

    [Theory]
    [InlineData("base-2-01\t1\tMUST\tone\tText.\twire\t", "base-2-01 does not begin with its document and section")]
    [InlineData("base-1-01\t1\tMUST\tone\tText.\twire\t", "base-1-01 is there twice")]
    [InlineData("base-1-08\t1\tMUST\tone\t[=base-1-02] Text.\twire\t", "base-1-08 repeats base-1-02, which is no row or a repetition itself")]
    [InlineData("base-1-08\t1\tMUST\tone\tText.\twire", "base.tsv: not seven columns: base-1-08\t1\tMUST\tone\tText.\twire")]
    public void Data_that_cannot_be_is_a_problem(string line, string problem)
    {
        File.AppendAllText(Path.Combine(Requirements, "base.tsv"), line + "\n");
        Assert.Equal(problem, Assert.Single(Cover().Problems));
    }

    [Fact]
    public void Comments_of_sources_tests_and_scripts_are_read()
    {
        WriteFile("src/Core/A.cs", "int a; // base-1-01, not xbase-1-01", "string b = \"base-1-09\";", "/// <summary>(base-1-03)</summary>");
        WriteFile("tests/T/B.cs", "// base-1-99");
        WriteFile("tests/Conformance/scripts/one/c.pkt", "// base-1-03", "+0.0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3");
        Coverage coverage = Coverage.Of(Read());
        Assert.Equal(["src/Core/A.cs:1"], coverage.Find("base-1-01")!.Code);
        Assert.Equal(["src/Core/A.cs:3"], coverage.Find("base-1-03")!.Code);
        Assert.Equal(["tests/Conformance/scripts/one/c.pkt"], coverage.Find("base-1-03")!.Scripts);
        Assert.Equal(CoverageStatus.Shown, coverage.Find("base-1-03")!.Status);
        Assert.Equal("tests/T/B.cs:1 names base-1-99, which is no row", Assert.Single(coverage.Problems));
    }

    [Theory]
    [InlineData("Passed", CoverageStatus.Shown)]
    [InlineData("Failed", CoverageStatus.Open)]
    [InlineData("NotExecuted", CoverageStatus.Open)]
    [InlineData("Passed Passed NotExecuted", CoverageStatus.Shown)]
    [InlineData("Passed Failed", CoverageStatus.Open)]
    [InlineData("Failed Passed", CoverageStatus.Open)]
    [InlineData("", CoverageStatus.Open)]
    public void With_results_only_what_passed_counts(string outcomes, object status)
    {
        WriteFile("tests/Conformance/scripts/one/c.pkt", "// base-1-03");
        foreach (string cited in (string[])[Test, Test[..Test.LastIndexOf('.')], "tests/Conformance/scripts/one/c.pkt"])
        {
            WriteResults(cited.EndsWith(".pkt", StringComparison.Ordinal) ? ScriptTest : Test, outcomes.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            CoverageSources sources = CoverageSources.Read(_root, Requirements, [], [Path.Combine(_root, "results.trx")]);
            string id = cited.EndsWith(".pkt", StringComparison.Ordinal) ? "base-1-03" : "base-1-01";
            if (id == "base-1-01")
            {
                sources.Tests.Add(new Citation(id, cited));
            }

            Assert.Equal((CoverageStatus)status, Coverage.Of(sources).Find(id)!.Status);
        }
    }

    [Theory]
    [InlineData("two/c.pkt", CoverageStatus.Open)]
    [InlineData("one/abc.pkt", CoverageStatus.Open)]
    [InlineData("one/c.pkt", CoverageStatus.Shown)]
    public void The_result_of_a_script_of_the_same_name_in_another_folder_says_nothing(string script, object status)
    {
        WriteFile("tests/Conformance/scripts/" + script, "// base-1-03");
        WriteResults(ScriptTest, ["Passed"]);

        Assert.Equal((CoverageStatus)status, Coverage.Of(CoverageSources.Read(_root, Requirements, [], [Path.Combine(_root, "results.trx")])).Find("base-1-03")!.Status);
    }

    [Fact]
    public void A_script_is_shown_by_the_test_that_runs_it_alone()
    {
        WriteFile("tests/Conformance/scripts/one/c.pkt", "// base-1-03");
        WriteResults(ScriptTest[..ScriptTest.LastIndexOf('.')] + ".A_script_names_the_requirements_it_shows_in_its_first_line", ["Passed"]);

        Assert.Equal(CoverageStatus.Open, Coverage.Of(CoverageSources.Read(_root, Requirements, [], [Path.Combine(_root, "results.trx")])).Find("base-1-03")!.Status);
        Assert.Equal(ScriptTest, typeof(OwnScriptTests).FullName + "." + nameof(OwnScriptTests.A_script_of_ours_passes));
    }

    [Fact]
    public void The_command_prints_figures_and_open_ids_and_writes_three_files()
    {
        string folder = Path.Combine(_root, "out");
        (int exitCode, string output, string error) = Run("--root", _root, "--tests", typeof(ConformanceReportTests).Assembly.Location, "--out", folder);
        Assert.Equal((1, ""), (exitCode, error)); // The tests of this assembly name rows that the small project does not have.
        Assert.Contains("RFC 1 open: base-1-01 base-1-03", output, StringComparison.Ordinal);
        Assert.Contains("RFC 1 MUST and MUST NOT with a keyword: 0 of 1 that apply, 0.0 % (goal 100.0 %)", output, StringComparison.Ordinal);
        Assert.Contains("which is no row", output, StringComparison.Ordinal);

        string markdown = File.ReadAllText(Path.Combine(folder, ConformanceReportCommand.MarkdownFile));
        Assert.Contains("| RFC 1: Base | 0 | 1 | 1 | 2 | 0 | 4 |", markdown, StringComparison.Ordinal);
        Assert.Contains("- **base-1-03** SHOULD, two: \\[implicit] Is &lt;open> \\[as \\*this\\*]. *open*", markdown, StringComparison.Ordinal);
        Assert.Contains("### Deliberately not done\n\n- **base-1-04** (MAY): Is decided. *Nobody asked for it.*\n", markdown, StringComparison.Ordinal);

        string html = File.ReadAllText(Path.Combine(folder, ConformanceReportCommand.HtmlFile));
        Assert.Contains("Nobody asked for it.", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<open>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, ConformanceReportCommand.JsonFile)));
        JsonElement document = json.RootElement.GetProperty("documents")[0];
        Assert.Equal((2, 4), (document.GetProperty("figures").GetProperty("open").GetInt32(), document.GetProperty("rows").GetArrayLength()));
    }

    [Fact]
    public void JSON_goes_to_the_output()
    {
        (_, string output, _) = Run("--root", _root, "--tests", typeof(ConformanceReportTests).Assembly.Location, "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal("not done", json.RootElement.GetProperty("documents")[0].GetProperty("rows")[2].GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("There is no ", "--requirements", "nowhere")]
    [InlineData("There is no ", "--tests", "nowhere.dll")]
    [InlineData("There is no ", "--results", "nowhere.trx")]
    [InlineData("No test assembly was found")]
    public void What_is_not_there_is_a_usage_error(string expected, params string[] arguments)
    {
        (int exitCode, _, string error) = Run(["--root", _root, .. arguments]);
        Assert.Equal(2, exitCode);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tests", "no assembly")]
    [InlineData("--results", "no result file")]
    public void A_file_of_another_kind_is_a_usage_error(string option, string expected)
    {
        WriteFile("other.txt", "something else");

        (int exitCode, _, string error) = Run("--root", _root, "--tests", typeof(ConformanceReportTests).Assembly.Location, option, Path.Combine(_root, "other.txt"));

        Assert.Equal(2, exitCode);
        Assert.Contains("other.txt is " + expected, error, StringComparison.Ordinal);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        InvocationConfiguration configuration = new() { Output = output, Error = error };
        int exitCode = SctpCommand.Create().Parse(["conformance", "report", .. arguments]).Invoke(configuration);
        return (exitCode, output.ToString(), error.ToString());
    }

    private string Requirements => Path.Combine(_root, CoverageSources.RequirementsFolder);

    private Coverage Cover(params Citation[] tests)
    {
        CoverageSources sources = Read();
        sources.Tests.AddRange(tests);
        return Coverage.Of(sources);
    }

    private CoverageSources Read() => CoverageSources.Read(_root, Requirements, [], []);

    private void Write(string file, params IEnumerable<string> lines) => WriteFile(CoverageSources.RequirementsFolder + "/" + file, lines);

    private void WriteFile(string file, params IEnumerable<string> lines)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
    }

    private void WriteResults(string test, string[] outcomes)
    {
        string type = test[..test.LastIndexOf('.')];
        string method = test[(type.Length + 1)..];
        IEnumerable<string> results = outcomes.Select((outcome, i) => $"""<UnitTestResult testId="t{i}" testName="{method}(file: &quot;one/c.pkt&quot;, {i})" outcome="{outcome}" />""");
        IEnumerable<string> definitions = outcomes.Select((_, i) =>
            $"""<UnitTest id="t{i}" name="x"><TestMethod className="{type}" name="{method}(file: &quot;one/c.pkt&quot;, {i})" /></UnitTest>""");
        WriteFile(
            "results.trx",
            [
                """<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>""", .. results, "</Results><TestDefinitions>", .. definitions,
                "</TestDefinitions></TestRun>",
            ]);
    }
}
