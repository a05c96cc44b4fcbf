using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using Sctp.Cli.Hosting;
using Sctp.Sim;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim shrink</c>: makes a failing scenario small.</summary>
internal static class SimShrinkCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "A scenario that fails (*.sim.json)." };
        var outFile = new Option<string?>("--out") { Description = "Where the shrunk scenario goes (default shrunk.sim.json beside the file)." };
        Option<string?> time = TimeText.CreateOption("How long to try (default 60s).");
        var runs = new Option<int?>("--runs") { Description = "How many runs to try (default 20000)." };
        Option<string[]> oracles = NamedOracles.CreateOption();
        var command = new ExampleCommand(
            "shrink",
            "Makes a failing scenario as small and plain as it can while the same oracle fails with both sides in the same states: switches groups of knobs off, writes down what chance decided, cuts the tail, takes away faults and messages, brings values to their defaults, rounds times, and confirms what is left in a fresh process. Exit codes: 0 shrunk, 1 the scenario does not fail or the fresh process saw something else, 2 usage.",
            "sctp sim shrink failure.sim.json",
            "sctp sim shrink failure.sim.json --time 5m --out small.sim.json")
        {
            file, outFile, time, runs, oracles,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(runs) < 1)
            {
                result.AddError("--runs is 1 or more.");
            }
        });
        command.SetAction(result =>
        {
            FileInfo input = result.GetRequiredValue(file);
            TextWriter error = result.InvocationConfiguration.Error;
            if (!ScenarioFile.TryRead(input, error, out Scenario scenario))
            {
                return ExitCode.Usage;
            }

            TimeSpan limit = TimeText.TryParse(result.GetValue(time), out TimeSpan span) ? span : TimeSpan.FromSeconds(60);
            string target = result.GetValue(outFile) ?? Path.Combine(input.DirectoryName ?? ".", FailureArtefacts.ShrunkName);
            return Shrink(scenario, result.GetValue(oracles)!, target, limit, result.GetValue(runs) ?? 20_000, result.InvocationConfiguration.Output, error);
        });
        return command;
    }

    private static int Shrink(Scenario scenario, string[] oracles, string target, TimeSpan limit, int runs, TextWriter output, TextWriter error)
    {
        using var stop = new StopSignal();
        var clock = Stopwatch.StartNew();
        var shrinker = new Shrinker(NamedOracles.Runner(oracles), progress: p => error.WriteLine($"{p.Stage,-12} {p.Faults} faults, {p.Operations} messages, {p.Runs} runs"));
        ShrinkResult result = shrinker.Shrink(scenario, new ShrinkBudget(runs, () => !stop.IsSet && clock.Elapsed < limit));
        if (result.Key is null)
        {
            error.WriteLine("The scenario does not fail: there is nothing to shrink.");
            return ExitCode.Failure;
        }

        ScenarioFile.Write(target, result.Scenario);
        Confirmation confirmation = Confirmation.Of(target, result.Report);
        output.WriteLine(result.Key);
        output.WriteLine(ShrinkText.Describe(result, clock.Elapsed, confirmation));
        output.WriteLine();
        output.Write(ScheduleText.Describe(result.Scenario));
        output.WriteLine();
        output.WriteLine("sctp sim replay " + target + NamedOracles.Argument(oracles));
        return confirmation.IsSame ? ExitCode.Success : ExitCode.Failure;
    }
}
