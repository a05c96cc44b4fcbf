using System;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using Sctp.Cli;
using Sctp.Cli.Simulation;
using Sctp.Sim;

namespace Sctp.Conformance.Cli;

public class SimRunTests
{
    [Fact]
    public void One_seed_is_told_to_a_person()
    {
        (int exitCode, string output, _) = Run("sim", "run", "--seed", "7");
        Assert.Equal(0, exitCode);
        Assert.Contains("outcome     clean", output, StringComparison.Ordinal);
        Assert.Contains(SimulationRun.Run(7).TraceHash, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_told_in_words()
    {
        const ulong Seed = 30_100_729;
        Assert.Contains(Scenario.Generate(Seed).Faults, fault => fault is PathChange { Options.Loss: not null });
        (_, string output, _) = Run("sim", "run", "--seed", "30100729");
        Assert.Contains("fault       from ", output, StringComparison.Ordinal);
        Assert.Contains(", loss of packets ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", output, StringComparison.Ordinal);
        Assert.DoesNotContain('{', output);
        Assert.All(output.Split('\n'), line => Assert.True(line.Length < 600, line));
    }

    [Fact]
    public void The_default_run_shows_two_paths_and_their_faults()
    {
        Scenario scenario = Scenario.Generate(SimRunCommand.DefaultSeed);
        Assert.Equal(2, scenario.Paths.Count);
        Assert.NotEmpty(scenario.Faults);
        SimulationReport report = SimulationRun.Run(SimRunCommand.DefaultSeed);
        Assert.Equal(SimulationOutcome.Clean, report.Outcome);
        Assert.True(report.Packets is { Lost: > 0, Duplicated: > 0, Reordered: > 0, Corrupted: > 0, DroppedDown: > 0 });
    }

    [Fact]
    public void A_trace_shows_packets_and_events()
    {
        (int exitCode, string output, _) = Run("sim", "run", "--seed", "7", "--trace");
        Assert.Equal(0, exitCode);
        Assert.Contains("INIT[", output, StringComparison.Ordinal);
        Assert.Contains("CommunicationUp", output, StringComparison.Ordinal);
        Assert.Contains("ShutdownComplete", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_seeds_give_one_JSON_object_a_line()
    {
        (int exitCode, string output, string error) = Run("sim", "run", "--seeds", "10..14", "--json");
        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            using var json = JsonDocument.Parse(lines[i]);
            Assert.Equal(10 + i, json.RootElement.GetProperty("seed").GetInt32());
            Assert.Equal("clean", json.RootElement.GetProperty("outcome").GetString());
        }
    }

    [Fact]
    public void Many_seeds_are_summed_up()
    {
        (int exitCode, string output, _) = Run("sim", "run", "--seeds", "1..5");
        Assert.Equal(0, exitCode);
        Assert.Contains("1..5: 5 runs, all clean", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--seeds", "5..1")]
    [InlineData("--seeds", "5")]
    [InlineData("--seeds", "..")]
    [InlineData("--seed", "x")]
    [InlineData("--seed", "1", "--seeds", "1..2")]
    [InlineData("--trace", "--seeds", "1..2")]
    public void A_wrong_command_line_is_refused(params string[] arguments) =>
        Assert.NotEmpty(SctpCommand.Create().Parse(["sim", "run", .. arguments]).Errors);

    [Fact]
    public void A_violation_is_reported_with_its_oracle_its_section_and_how_to_replay_it()
    {
        var report = new SimulationReport
        {
            Scenario = Scenario.Generate(99),
            Outcome = SimulationOutcome.Violation,
            Violations = [new Violation("O-D1", "exactly-once", "Each message is delivered exactly once.", "6.2", Instant.FromNanoseconds(1_500_000_000), "server", "message 4 again")],
            Paths = [new PathReport(default, default), new PathReport(default, default)],
        };
        var output = new StringWriter();
        ReportText.Write(output, report, elapsed: null);
        string text = output.ToString();
        Assert.Contains("O-D1 exactly-once", text, StringComparison.Ordinal);
        Assert.Contains("Each message is delivered exactly once.", text, StringComparison.Ordinal);
        Assert.Contains("RFC 9260 section 6.2", text, StringComparison.Ordinal);
        Assert.Contains("1.500000000s", text, StringComparison.Ordinal);
        Assert.Contains("sctp sim run --seed 99", text, StringComparison.Ordinal);
        Assert.Equal(1, SimRunCommand.ExitCodeOf(report.Outcome));
        Assert.Equal(4, SimRunCommand.ExitCodeOf(SimulationOutcome.Crash));
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int exitCode = SctpCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString().ReplaceLineEndings("\n"), error.ToString());
    }
}
