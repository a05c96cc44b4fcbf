using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim replay</c>: runs the scenario of a file.</summary>
internal static class SimReplayCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A scenario (*.sim.json)." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var trace = new Option<bool>("--trace") { Description = "Print every packet and event." };
        Option<string[]> oracles = NamedOracles.CreateOption();
        var command = new ExampleCommand(
            "replay",
            "Runs the scenario of a file: a failure that was stored, or one that a person wrote. Exit codes: 0 clean, 1 an invariant was violated, 2 usage, 4 an exception in the core.",
            "sctp sim replay failure.sim.json",
            "sctp sim replay failure.sim.json --trace",
            "sctp sim replay tests/Properties/corpus/seed-34.sim.json --json")
        {
            file, oracles, json, trace,
        };
        command.SetAction(result =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            TextWriter error = result.InvocationConfiguration.Error;
            return Replay(result.GetRequiredValue(file), result.GetValue(oracles)!, result.GetValue(json), result.GetValue(trace), output, error);
        });
        return command;
    }

    public static int Replay(FileInfo file, string[] oracles, bool json, bool trace, TextWriter output, TextWriter error)
    {
        if (!ScenarioFile.TryRead(file, error, out Scenario scenario))
        {
            return ExitCode.Usage;
        }

        // With --json the trace goes where it does not mix with the object.
        TextWriter? traceWriter = !trace ? null : json ? error : output;
        long start = Stopwatch.GetTimestamp();
        SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions { Trace = traceWriter, Oracles = oracles });
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        string again = "sctp sim replay " + file + NamedOracles.Argument(oracles);
        if (json)
        {
            ReportJson.Write(output, report, again);
        }
        else
        {
            ReportText.Write(output, report, elapsed, again);
        }

        return SimRunCommand.ExitCodeOf(report.Outcome);
    }
}
