using System;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using Sctp.Sim;
using Sctp.Sim.Reporting;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim run</c>: runs simulations by their seeds and says what happened.</summary>
internal static class SimRunCommand
{
    /// <summary>Two paths, one of which fails for a while, and faults of every kind.</summary>
    public const ulong DefaultSeed = 1632;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var seed = new Option<ulong?>("--seed") { Description = $"Run the scenario of this seed (default {DefaultSeed}: two paths, one of which fails for a while, and faults of every kind)." };
        var seeds = new Option<string?>("--seeds") { Description = "Run the scenarios of all seeds from A to B, written A..B. Stops at the first that fails." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each run." };
        var trace = new Option<bool>("--trace") { Description = "Print every packet and event (one seed only)." };
        var file = new Argument<FileInfo?>("file") { Description = "Run the scenario of this file (*.sim.json) instead of one drawn by a seed.", Arity = ArgumentArity.ZeroOrOne };
        var save = new Option<FileInfo?>("--save") { Description = "Write the scenario to this file (one seed only)." };
        var capture = new Option<FileInfo?>("--pcapng") { Description = "Write the packets of both sides to this capture file (one seed only)." };
        var page = new Option<FileInfo?>("--html") { Description = "Write the run as a page for a browser to this file (one seed only)." };
        Option<string> profile = Profiles.CreateOption();
        Option<string[]> oracles = NamedOracles.CreateOption();
        var command = new ExampleCommand(
            "run",
            "Runs SCTP associations over a faulty simulated network and checks every invariant after every event. Exit codes: 0 clean, 1 an invariant was violated, 2 usage, 4 an exception in the core.",
            "sctp sim run",
            "sctp sim run --seed 42 --trace",
            "sctp sim run --seed 42 --pcapng run.pcapng --html run.html",
            "sctp sim run --seeds 1..10000",
            "sctp sim run --seeds 1..100 --json",
            "sctp sim run failure.sim.json")
        {
            file, seed, seeds, profile, oracles, save, capture, page, json, trace,
        };
        command.Validators.Add(result =>
        {
            string? range = result.GetValue(seeds);
            if (range is not null && !SeedRange.TryParse(range, out _))
            {
                result.AddError($"--seeds {range}: expected A..B with A not above B, for example 1..1000.");
            }
            else if (result.GetValue(file) is not null && (range is not null || result.GetValue(seed) is not null))
            {
                result.AddError("A file goes neither with --seed nor with --seeds.");
            }
            else if (range is not null && (result.GetValue(seed) is not null || result.GetValue(trace) || result.GetValue(save) is not null
                || result.GetValue(capture) is not null || result.GetValue(page) is not null))
            {
                result.AddError("--seeds goes with none of --seed, --trace, --save, --pcapng and --html.");
            }
        });
        command.SetAction(result =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            TextWriter error = result.InvocationConfiguration.Error;
            if (result.GetValue(file) is { } input)
            {
                return SimReplayCommand.Replay(input, result.GetValue(oracles)!, result.GetValue(json), result.GetValue(trace), output, error);
            }

            var options = new SimulationOptions { Oracles = result.GetValue(oracles)! };
            Func<ulong, Scenario> scenarios = Profiles.Get(result.GetValue(profile)!);
            if (SeedRange.TryParse(result.GetValue(seeds), out SeedRange range))
            {
                return RunMany(range, scenarios, options, result.GetValue(json), output, error);
            }

            Scenario scenario = scenarios(result.GetValue(seed) ?? DefaultSeed);
            if (result.GetValue(save) is { } target)
            {
                ScenarioFile.Write(target.FullName, scenario);
            }

            Record(scenario, options, result.GetValue(capture), result.GetValue(page));
            return RunOne(scenario, options, result.GetValue(json), result.GetValue(trace), output, error);
        });
        return command;
    }

    private static void Record(Scenario scenario, SimulationOptions options, FileInfo? capture, FileInfo? page)
    {
        if (capture is null && page is null)
        {
            return;
        }

        var recorder = new RunRecorder();
        SimulationReport report = SimulationRun.Run(scenario, recorder.Attach(options));
        if (capture is not null)
        {
            RunCapture.WriteCapture(capture.FullName, recorder, report);
        }

        if (page is not null)
        {
            RunCapture.WritePage(page.FullName, recorder, report);
        }
    }

    internal static int ExitCodeOf(SimulationOutcome outcome) => outcome switch
    {
        SimulationOutcome.Clean => ExitCode.Success,
        SimulationOutcome.Crash => ExitCode.CoreCrash,
        _ => ExitCode.Failure,
    };

    private static int RunOne(Scenario scenario, SimulationOptions options, bool json, bool trace, TextWriter output, TextWriter error)
    {
        // With --json the trace goes where it does not mix with the object.
        TextWriter? traceWriter = !trace ? null : json ? error : output;
        long start = Stopwatch.GetTimestamp();
        SimulationReport report = SimulationRun.Run(scenario, options with { Trace = traceWriter });
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (json)
        {
            ReportJson.Write(output, report);
        }
        else
        {
            ReportText.Write(output, report, elapsed);
        }

        return ExitCodeOf(report.Outcome);
    }

    private static int RunMany(SeedRange range, Func<ulong, Scenario> scenarios, SimulationOptions options, bool json, TextWriter output, TextWriter error)
    {
        var totals = new RunTotals();
        var progress = new Progress(error, range, isShown: !json && !Console.IsErrorRedirected);
        long start = Stopwatch.GetTimestamp();
        ulong seed = range.First;
        while (true)
        {
            SimulationReport report = SimulationRun.Run(scenarios(seed), options);
            totals.Add(report);
            if (json)
            {
                ReportJson.Write(output, report);
            }

            if (report.Outcome != SimulationOutcome.Clean)
            {
                progress.Clear();
                if (!json)
                {
                    ReportText.Write(output, report, elapsed: null);
                }

                return ExitCodeOf(report.Outcome);
            }

            progress.Show(seed, totals, Stopwatch.GetElapsedTime(start));
            if (seed == range.Last)
            {
                break;
            }

            seed++;
        }

        progress.Clear();
        if (!json)
        {
            ReportText.WriteTotals(output, range, totals, Stopwatch.GetElapsedTime(start));
        }

        return ExitCode.Success;
    }

    /// <summary>One line on a terminal that is written over and over.</summary>
    private sealed class Progress(TextWriter writer, SeedRange range, bool isShown)
    {
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

        private TimeSpan _last;

        public void Show(ulong seed, RunTotals totals, TimeSpan elapsed)
        {
            if (!isShown || elapsed - _last < Interval)
            {
                return;
            }

            _last = elapsed;
            ulong count = range.Last - range.First;
            double share = count == 0 ? 1 : (seed - range.First) / (double)count;
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"\r{share,4:P0}  seed {seed}  {totals.Runs / elapsed.TotalSeconds:N0} seeds/s  {totals.Packets.Sent / elapsed.TotalSeconds / 1e6:F2} M packets/s   "));
            writer.Flush();
        }

        public void Clear()
        {
            if (isShown && _last != default)
            {
                writer.Write("\r" + new string(' ', 70) + "\r");
                writer.Flush();
            }
        }
    }
}
