using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using Sctp.Cli;
using Sctp.Cli.Simulation;
using Sctp.Sim;
using Sctp.Sim.Hunting;
using Spectre.Console;

namespace Sctp.Conformance.Cli;

/// <summary>The commands around hunting: each with a few seeds.</summary>
public sealed class SimHuntTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sctp-hunt-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_clean_hunt_says_what_it_did_and_its_totals_add_up()
    {
        (int exitCode, string output, _) = Run("sim", "hunt", "--seeds", "1..70", "--jobs", "2", "--out", _folder);
        Assert.Equal(0, exitCode);
        Assert.Contains("70 = 70 clean + 0 violations + 0 crashes + 0 nondeterministic + 0 unfinished", output, StringComparison.Ordinal);
        Assert.Contains("canary ok", output, StringComparison.Ordinal);
        Assert.Contains("failures     none", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_drill_is_reported_with_oracle_sentence_section_time_replay_and_artefacts()
    {
        (int exitCode, string output, _) = Run("sim", "hunt", "--seeds", "1..300", "--drill", "DamagesLargeUnordered", "--stop-after", "1", "--jobs", "1", "--no-shrink", "--out", _folder);
        Assert.Equal(1, exitCode);
        OracleDescription oracle = OracleDescription.All.Single(o => o.Id == "O-D2");
        Assert.Contains("O-D2 " + oracle.Name, output, StringComparison.Ordinal);
        Assert.Contains(oracle.Statement, output, StringComparison.Ordinal);
        Assert.Contains("RFC 9260 section " + oracle.RfcSection, output, StringComparison.Ordinal);
        Assert.Contains("s virtual", output, StringComparison.Ordinal);
        string scenario = Directory.GetFiles(_folder, "scenario.sim.json", SearchOption.AllDirectories).First(f => output.Contains("replay     sctp sim replay " + f, StringComparison.Ordinal));
        string?[] artefacts = [.. Directory.GetFiles(Path.GetDirectoryName(scenario)!).Select(Path.GetFileName)];
        Assert.All((string[])["report.txt", "scenario.sim.json", "schedule.txt", "trace.txt"], name => Assert.Contains(name, artefacts));

        // What the host does in the same event may follow. Which seed is shown depends on how many were begun before the hunt was over.
        Assert.Contains(File.ReadLines(Path.Combine(Path.GetDirectoryName(scenario)!, "trace.txt")), line => line.Contains("VIOLATION O-D2", StringComparison.Ordinal));

        (exitCode, output, _) = Run("sim", "replay", scenario, "--json");
        Assert.Equal(1, exitCode);
        using var json = JsonDocument.Parse(output);
        Assert.StartsWith("O-D2 ", json.RootElement.GetProperty("failure").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_of_another_profile_is_replayed_by_its_profile()
    {
        Assert.Equal("sctp sim run --seed 3 --trace", ReportText.ReplayCommand(new SimulationReport { Scenario = Scenario.Generate(3) }));
        Assert.StartsWith("sctp sim run --seed 3 --profile mortal", ReportText.ReplayCommand(new SimulationReport { Scenario = Scenario.Generate(3, "mortal") }), StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_is_one_object_a_line_from_start_to_summary()
    {
        (int exitCode, string output, _) = Run("sim", "hunt", "--hunt", "5", "--time", "2s", "--jobs", "1", "--shard", "1/2", "--json", "--out", _folder);
        Assert.Equal(0, exitCode);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement[] objects = [.. lines.Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal("start", objects[0].GetProperty("kind").GetString());
        Assert.Equal("1/2", objects[0].GetProperty("shard").GetString());
        JsonElement summary = objects[^1];
        Assert.Equal("summary", summary.GetProperty("kind").GetString());
        Assert.True(summary.GetProperty("started").GetInt64() > 0);
        Assert.Equal(summary.GetProperty("started").GetInt64(), summary.GetProperty("clean").GetInt64());
    }

    [Fact]
    public void Workers_find_the_same_as_one()
    {
        HuntOptions options = new() { Seeds = HuntSeeds.Range(1, 60), CanarySeeds = 8, Drill = PlantedBug.DeliversAgainAfterDuplicate };
        using var workers = new HuntWorkers(new Hunt(options), 3);
        HuntSummary many = workers.Run(_ => true, (_, _, _) => { }, _ => { });
        HuntSummary one = new Hunt(options).Run(_ => true);
        Assert.True(one.Failed > 0);
        Assert.Equal(one.Started, many.Started);
        Assert.Equal(one.Packets, many.Packets);
        Assert.Equal(0, many.Unfinished);
        Assert.Equal(Describe(one), Describe(many));

        static string[] Describe(HuntSummary summary) =>
            [.. summary.Groups.Select(g => $"{g.Key} {g.Count} {g.FirstSeed} {string.Join(' ', g.Examples.Select(e => e.Seed))}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void A_terminal_shows_speed_time_failures_and_canary()
    {
        var summary = new HuntSummary(new HuntOptions());
        summary.Start();
        var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        var display = new LiveHuntDisplay(text, console);
        console.Write(display.Draw(new HuntStatus(summary, TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(3), 100)));
        string shown = text.ToString();
        Assert.Contains("00:01:30 / 00:03:00", shown, StringComparison.Ordinal);
        Assert.Contains("[############............]", shown, StringComparison.Ordinal);
        Assert.Contains("canary awaited", shown, StringComparison.Ordinal);
        Assert.Contains("0 in 0 groups", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Determinism_compares_passes_and_a_ledger()
    {
        string ledger = Path.Combine(_folder, "golden.txt");
        (int exitCode, string output, _) = Run("sim", "determinism", "--seeds", "1..6", "--no-process", "--write", ledger);
        Assert.Equal(0, exitCode);
        Assert.Contains("again, in the opposite order: 6 seeds, 0 differ", output, StringComparison.Ordinal);
        Assert.Equal(0, Run("sim", "determinism", "--ledger", ledger, "--no-process").ExitCode);
        File.WriteAllText(ledger, File.ReadAllText(ledger).Replace("\n4 ", "\n4 f", StringComparison.Ordinal));
        (exitCode, output, _) = Run("sim", "determinism", "--ledger", ledger, "--no-process");
        Assert.Equal(3, exitCode);
        Assert.Contains("seed 4:", output, StringComparison.Ordinal);
        Assert.Contains("in the ledger: 6 seeds, 1 differ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_that_compares_nothing_is_no_success()
    {
        string ledger = Path.Combine(_folder, "golden.txt");
        File.WriteAllText(ledger, string.Empty);
        (int exitCode, _, string error) = Run("sim", "determinism", "--ledger", ledger, "--no-process");
        Assert.Equal(2, exitCode);
        Assert.Contains("there is no hash in it", error, StringComparison.Ordinal);

        Assert.Equal(0, Run("sim", "determinism", "--seeds", "1..2", "--no-process", "--write", ledger).ExitCode);
        (exitCode, string output, _) = Run("sim", "determinism", "--seeds", "2..4", "--ledger", ledger, "--no-process");
        Assert.Equal(3, exitCode);
        Assert.Contains("in the ledger: 1 seeds, 0 differ, 2 are not there", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fresh_process_gives_the_same_hashes()
    {
        (int exitCode, string output, _) = Run("sim", "determinism", "--seeds", "20..22", "--jobs", "1");
        Assert.Equal(0, exitCode);
        Assert.Contains("in a fresh process: 3 seeds, 0 differ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_corpus_is_filled_checked_and_pruned()
    {
        string corpus = Path.Combine(_folder, "corpus");
        string file = Path.Combine(_folder, "one.sim.json");
        ScenarioFile.Write(file, Scenario.Generate(7));
        Assert.Equal(0, Run("sim", "corpus", "add", file, "--note", "what it was", "--folder", corpus).ExitCode);
        Assert.Equal(0, Run("sim", "corpus", "add", file, "--name", "twin", "--note", "the same", "--folder", corpus).ExitCode);
        (int exitCode, string output, _) = Run("sim", "corpus", "check", "--folder", corpus);
        Assert.Equal(0, exitCode);
        Assert.Contains("2 scenarios, 0 not as expected", output, StringComparison.Ordinal);
        Assert.Contains("twin: removed, the same run as one", Run("sim", "corpus", "prune", "--folder", corpus).Output, StringComparison.Ordinal);

        // Another scenario under the old name gives another hash; a file that the ledger does not name is told.
        ScenarioFile.Write(Path.Combine(corpus, "one.sim.json"), Scenario.Generate(8));
        File.Copy(file, Path.Combine(corpus, "stray.sim.json"));
        (exitCode, output, _) = Run("sim", "corpus", "check", "--folder", corpus);
        Assert.Equal(1, exitCode);
        Assert.Contains("one: expected hash", output, StringComparison.Ordinal);
        Assert.Contains("it once showed: what it was", output, StringComparison.Ordinal);
        Assert.Contains("stray: not in the ledger", output, StringComparison.Ordinal);
        File.Delete(Path.Combine(corpus, "stray.sim.json"));
        Assert.Equal(0, Run("sim", "corpus", "check", "--update", "--folder", corpus).ExitCode);
        Assert.Equal(0, Run("sim", "corpus", "check", "--folder", corpus).ExitCode);
    }

    [Fact]
    public void All_oracles_are_listed()
    {
        string output = Run("sim", "oracles").Output;
        OracleDescription[] all = [.. OracleDescription.All, .. OracleDescription.Statistical];
        Assert.All(all, o => Assert.Contains(o.Statement, output, StringComparison.Ordinal));
        Assert.Equal(all.Length, Run("sim", "oracles", "--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(all.Length, all.Select(o => o.Id).Distinct().Count());
    }

    [Fact]
    public void All_marks_are_listed_and_a_hunt_names_those_it_did_not_reach()
    {
        string output = Run("sim", "marks").Output;
        Assert.All(MarkCatalog.All, m => Assert.Contains(m.Name, output, StringComparison.Ordinal));
        Assert.Equal(MarkCatalog.All.Count, Run("sim", "marks", "--json").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        string hunt = Run("sim", "hunt", "--seeds", "1..2", "--jobs", "1", "--json", "--out", _folder).Output;
        JsonElement summary = JsonDocument.Parse(hunt.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        Assert.Equal(MarkCatalog.All.Count, summary.GetProperty("marks").GetInt32() + summary.GetProperty("unreachedMarks").GetArrayLength());
    }

    [Theory]
    [InlineData("run")]
    [InlineData("hunt")]
    [InlineData("replay")]
    [InlineData("shrink")]
    [InlineData("explain")]
    [InlineData("determinism")]
    [InlineData("corpus", "check")]
    [InlineData("corpus", "add")]
    [InlineData("corpus", "prune")]
    [InlineData("oracles")]
    [InlineData("marks")]
    public void Help_shows_examples_that_parse(params string[] command)
    {
        string help = Run(["sim", .. command, "--help"]).Output;
        string[] examples = [.. help[help.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n').Skip(1).Select(l => l.Trim()).Where(l => l.Length > 0)];
        Assert.NotEmpty(examples);
        Assert.All(examples, e => Assert.Empty(SctpCommand.Create().Parse(e["sctp ".Length..]).Errors));
    }

    [Theory]
    [InlineData("hunt", "--seeds", "5..1")]
    [InlineData("hunt", "--seeds", "1..5", "--hunt", "3")]
    [InlineData("hunt", "--time", "soon")]
    [InlineData("hunt", "--time", "2147483647d")]
    [InlineData("hunt", "--shard", "4/4")]
    [InlineData("hunt", "--jobs", "0")]
    [InlineData("hunt", "--profile", "none")]
    [InlineData("hunt", "--drill", "NoSuchBug")]
    [InlineData("shrink")]
    [InlineData("shrink", "x.sim.json", "--time", "0")]
    [InlineData("explain", "x.sim.json", "--reseeds", "0")]
    [InlineData("determinism", "--seeds", "x")]
    [InlineData("determinism", "--seeds", "0..18446744073709551615")]
    [InlineData("corpus", "add", "x.sim.json")]
    [InlineData("run", "x.sim.json", "--seed", "1")]
    public void A_wrong_command_line_is_refused(params string[] arguments) =>
        Assert.NotEmpty(SctpCommand.Create().Parse(["sim", .. arguments]).Errors);

    [Theory]
    [InlineData("replay")]
    [InlineData("shrink")]
    [InlineData("explain")]
    public void A_file_that_is_no_scenario_is_a_matter_of_usage(string command)
    {
        string file = Path.Combine(_folder, "bad.sim.json");
        File.WriteAllText(file, "{ \"schemaVersion\": 1, \"sead\": 4 }");
        (int exitCode, _, string error) = Run("sim", command, file);
        Assert.Equal(2, exitCode);
        Assert.Contains("sead", error, StringComparison.Ordinal);
        Assert.Equal(2, Run("sim", command, file + ".gone").ExitCode);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5_400)]
    [InlineData("2d", 172_800)]
    public void Times_are_written_with_their_unit(string text, int seconds)
    {
        Assert.True(TimeText.TryParse(text, out TimeSpan time));
        Assert.Equal(seconds, time.TotalSeconds);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int exitCode = SctpCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString());
    }
}
