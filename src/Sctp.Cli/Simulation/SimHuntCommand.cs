using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using Sctp.Cli.Hosting;
using Sctp.Sim;
using Sctp.Sim.Hunting;
using Spectre.Console;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim hunt</c>: runs seed after seed, goes on after failures, and makes those it found small.</summary>
internal static class SimHuntCommand
{
    private const int ShrinkRuns = 20_000;
    private static readonly TimeSpan ShrinkTime = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var seeds = new Option<string?>("--seeds") { Description = "The seeds from A to B, written A..B. Without it the seeds are an endless random stream (see --hunt)." };
        var hunt = new Option<ulong?>("--hunt") { Description = "The number of the random stream; default another one each time. All shards of a hunt need the same." };
        Option<string?> time = TimeText.CreateOption("How long to hunt: 90s, 10m, 8h (default 1m without --seeds, no limit with them).");
        var jobs = new Option<int?>("--jobs") { Description = "How many seeds run at a time (default one for each processor)." };
        var shard = new Option<string?>("--shard") { Description = "Which part of the seeds to take, written I/N with I from 0 to N-1; default from JOB_COMPLETION_INDEX, SLURM_ARRAY_TASK_ID, AWS_BATCH_JOB_ARRAY_INDEX or NOMAD_ALLOC_INDEX (with SCTP_HUNT_SHARDS for N), else all." };
        Option<string> profile = Profiles.CreateOption();
        Option<string[]> oracles = NamedOracles.CreateOption();
        var stopAfter = new Option<int?>("--stop-after") { Description = "End when this many seeds have failed." };
        var drill = new Option<PlantedBug?>("--drill") { Description = "Plant this bug in every run, to see what a finding looks like." };
        var outFolder = new Option<string>("--out") { Description = "Where the artefacts of failures go (default sctp-failures).", DefaultValueFactory = _ => "sctp-failures" };
        var noShrink = new Option<bool>("--no-shrink") { Description = "Leave failures as they are." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line: start, progress, failure, finding, summary." };
        var command = new ExampleCommand(
            "hunt",
            "Hunts for seeds whose simulation violates an invariant. Failures are grouped, the shortest of each group is shrunk and kept. Two of a hundred seeds are run twice to see that they do the same, and a canary, a bug planted in some of the first runs, must be found (unless oracles are named, which may not see it). Exit codes: 0 clean, 1 a violation was found or the canary was not, 2 usage, 3 two runs of one seed differed, 4 an exception in the core. Ctrl-C ends the hunt with its summary.",
            "sctp sim hunt --time 10m",
            "sctp sim hunt --seeds 1..100000 --jobs 8",
            "sctp sim hunt --hunt 7 --shard 3/16 --time 8h --json",
            "sctp sim hunt --seeds 1..2000 --drill DeliversAgainAfterDuplicate --stop-after 1")
        {
            seeds, hunt, time, jobs, shard, profile, oracles, stopAfter, drill, outFolder, noShrink, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(seeds) is { } range && (!HuntSeeds.TryParse(range, out _) || result.GetValue(hunt) is not null))
            {
                result.AddError($"--seeds {range}: expected A..B with A not above B, for example 1..1000, and no --hunt beside it.");
            }

            if (result.GetValue(shard) is { } part && !HuntShard.TryParse(part, out _))
            {
                result.AddError($"--shard {part}: expected I/N with I from 0 to N-1, for example 0/4.");
            }

            if (result.GetValue(jobs) < 1 || result.GetValue(stopAfter) < 1)
            {
                result.AddError("--jobs and --stop-after are 1 or more.");
            }
        });
        command.SetAction(result =>
        {
            TextWriter error = result.InvocationConfiguration.Error;
            if (!TryShard(result.GetValue(shard), error, out HuntShard part))
            {
                return ExitCode.Usage;
            }

            bool isRange = HuntSeeds.TryParse(result.GetValue(seeds), out HuntSeeds all);
            if (!isRange && part.Count > 1 && result.GetValue(hunt) is null)
            {
                error.WriteLine("The shards of one hunt need the same seeds: name them with --seeds, or their stream with --hunt.");
                return ExitCode.Usage;
            }

            string[] named = result.GetValue(oracles)!;
            string profileName = result.GetValue(profile)!;
            TimeSpan? limit = TimeText.TryParse(result.GetValue(time), out TimeSpan span) ? span : isRange ? null : TimeSpan.FromMinutes(1);
            var options = new HuntOptions
            {
                Seeds = isRange ? all : HuntSeeds.StreamOf(result.GetValue(hunt) ?? (ulong)RandomNumberGenerator.GetInt32(int.MaxValue)),
                Shard = part,
                Scenarios = Profiles.Get(profileName),
                Run = NamedOracles.Runner(named),
                CanarySeeds = named.Length == 0 ? new HuntOptions().CanarySeeds : 0,
                Drill = result.GetValue(drill),
            };
            var run = new HuntRun(options, profileName, result.GetValue(jobs) ?? Environment.ProcessorCount, limit, result.GetValue(stopAfter), result.GetValue(outFolder)!, !result.GetValue(noShrink));
            return run.Execute(DisplayFor(result.GetValue(json), result.InvocationConfiguration.Output));
        });
        return command;
    }

    private static bool TryShard(string? text, TextWriter error, out HuntShard shard)
    {
        if (text is not null)
        {
            return HuntShard.TryParse(text, out shard);
        }

        if (!HuntShard.TryDetect(Environment.GetEnvironmentVariable, out shard, out string? problem) && problem is not null)
        {
            error.WriteLine(problem);
            return false;
        }

        return true;
    }

    private static IHuntDisplay DisplayFor(bool json, TextWriter output)
    {
        bool isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;
        return json ? new JsonHuntDisplay(output) : isTerminal ? new LiveHuntDisplay(output, AnsiConsole.Console) : new PlainHuntDisplay(output);
    }

    private sealed record HuntRun(HuntOptions Options, string Profile, int Jobs, TimeSpan? Limit, int? StopAfter, string Root, bool Shrinks)
    {
        public int Execute(IHuntDisplay display)
        {
            using var stop = new StopSignal();
            var clock = Stopwatch.StartNew();
            ulong? seeds = Options.Seeds.CountOf(Options.Shard);
            display.OnStart(Options, Profile, Jobs);
            using var workers = new HuntWorkers(new Hunt(Options), Jobs);
            HuntSummary summary = display.Watch(() => workers.Run(
                s => !stop.IsSet && (Limit is not { } limit || clock.Elapsed < limit) && (StopAfter is not { } most || s.Failed < most) && s.Canary != CanaryState.Missed,
                (result, s, group) => OnResult(display, result, group),
                s => display.OnTick(new HuntStatus(s, clock.Elapsed, Limit, seeds))));
            TimeSpan elapsed = clock.Elapsed;
            foreach (FailureGroup group in summary.Groups)
            {
                display.OnFinding(Find(group, stop));
            }

            display.OnEnd(new HuntStatus(summary, elapsed, Limit, seeds), stop.IsSet);
            return summary.Worst switch
            {
                SeedOutcome.Crash => ExitCode.CoreCrash,
                SeedOutcome.Nondeterminism => ExitCode.Nondeterminism,
                SeedOutcome.Violation => ExitCode.Failure,
                _ => summary.Canary == CanaryState.Missed ? ExitCode.Failure : ExitCode.Success,
            };
        }

        // The scenario is kept at once: a hunt that is killed has lost nothing but the shrinking.
        private void OnResult(IHuntDisplay display, SeedResult result, FailureGroup? newGroup)
        {
            if (newGroup is not null)
            {
                if (result.Report is { } report)
                {
                    FailureArtefacts.For(Root, newGroup.Key, result.Seed).WriteScenario(report);
                }

                display.OnNewGroup(newGroup, result);
            }
        }

        private HuntFinding Find(FailureGroup group, StopSignal stop)
        {
            SeedResult example = group.Examples[0];
            if (example.Report is not { } report)
            {
                return new HuntFinding(group, example, null, string.Create(CultureInfo.InvariantCulture, $"sctp sim run --seed {example.Seed} --profile {Profile}"), []);
            }

            List<string> notes = [];
            foreach (SeedResult other in group.Examples)
            {
                FailureArtefacts.For(Root, group.Key, other.Seed).WriteScenario(other.Report ?? report);
            }

            FailureArtefacts artefacts = FailureArtefacts.For(Root, group.Key, example.Seed);
            bool mayShrink = Shrinks && !stop.IsSet && example.Outcome != SeedOutcome.Nondeterminism;
            if (mayShrink)
            {
                notes.Add(Shrink(artefacts, report.Scenario, stop));
            }

            return new HuntFinding(group, example, artefacts.Folder, artefacts.ReplayCommand(report), notes);
        }

        private string Shrink(FailureArtefacts artefacts, Scenario scenario, StopSignal stop)
        {
            var clock = Stopwatch.StartNew();
            ShrinkResult result = new Shrinker(Options.Run).Shrink(scenario, new ShrinkBudget(ShrinkRuns, () => !stop.IsSet && clock.Elapsed < ShrinkTime));
            artefacts.WriteShrunk(result);
            return ShrinkText.Describe(result, clock.Elapsed, Confirmation.Of(artefacts.ShrunkPath, result.Report));
        }
    }
}
