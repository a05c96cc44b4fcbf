using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using Sctp.Sim;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary><c>sctp sim determinism</c>: sees that a seed does the same again: in the same process, in another order, in a fresh process, and as a ledger says.</summary>
internal static class SimDeterminismCommand
{
    private const int Shown = 10;
    private const int MostSeeds = 10_000_000; // Their hashes are kept.

    public static Command Create()
    {
        var seeds = new Option<string?>("--seeds") { Description = "The seeds from A to B, written A..B (default 1..1000, or those of the ledger)." };
        Option<string> profile = Profiles.CreateOption();
        var jobs = new Option<int?>("--jobs") { Description = "How many seeds run at a time (default one for each processor)." };
        var ledger = new Option<FileInfo?>("--ledger") { Description = "Compare with the hashes of this file." };
        var write = new Option<FileInfo?>("--write") { Description = "Write the hashes to this file." };
        var print = new Option<bool>("--print") { Description = "Print the hashes of one pass and compare nothing: what the fresh process does." };
        var noProcess = new Option<bool>("--no-process") { Description = "Without the fresh process." };
        var command = new ExampleCommand(
            "determinism",
            "Runs each seed twice in this process, the second time in the opposite order, and once in a fresh process, and compares the trace hashes; with --ledger also with those that another machine or build has written. Exit codes: 0 all the same, 2 usage, 3 a difference.",
            "sctp sim determinism --seeds 1..10000",
            "sctp sim determinism --ledger tests/Properties/corpus/golden.txt",
            "sctp sim determinism --seeds 1..1000 --write golden.txt")
        {
            seeds, profile, jobs, ledger, write, print, noProcess,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(seeds) is { } text)
            {
                if (!SeedRange.TryParse(text, out SeedRange range))
                {
                    result.AddError($"--seeds {text}: expected A..B with A not above B, for example 1..1000.");
                }
                else if (range.Last - range.First >= MostSeeds)
                {
                    result.AddError($"--seeds {text}: at most 10,000,000 seeds are compared at a time.");
                }
            }

            if (result.GetValue(jobs) < 1)
            {
                result.AddError("--jobs is 1 or more.");
            }
        });
        command.SetAction(result =>
        {
            TextWriter error = result.InvocationConfiguration.Error;
            IReadOnlyList<SeedHash> golden = [];
            if (result.GetValue(ledger) is { } file && !TryReadLedger(file, error, out golden))
            {
                return ExitCode.Usage;
            }

            var check = new Check(
                SeedsOf(result.GetValue(seeds), golden),
                result.GetValue(profile)!,
                result.GetValue(jobs) ?? Environment.ProcessorCount,
                result.InvocationConfiguration.Output);
            if (result.GetValue(print))
            {
                result.InvocationConfiguration.Output.Write(HashLedger.Write(check.RunPass(isBackwards: false)));
                return ExitCode.Success;
            }

            return check.Execute(golden, result.GetValue(write), !result.GetValue(noProcess));
        });
        return command;
    }

    private static ulong[] SeedsOf(string? text, IReadOnlyList<SeedHash> golden)
    {
        if (text is null && golden.Count > 0)
        {
            var named = new ulong[golden.Count];
            for (int i = 0; i < named.Length; i++)
            {
                named[i] = golden[i].Seed;
            }

            return named;
        }

        SeedRange range = SeedRange.TryParse(text, out SeedRange given) ? given : new SeedRange(1, 1_000);
        var seeds = new ulong[(int)(range.Last - range.First + 1)];
        for (int i = 0; i < seeds.Length; i++)
        {
            seeds[i] = range.First + (ulong)i;
        }

        return seeds;
    }

    private static bool TryReadLedger(FileInfo file, TextWriter error, out IReadOnlyList<SeedHash> hashes)
    {
        hashes = [];
        string problem;
        try
        {
            if (HashLedger.TryRead(File.ReadAllText(file.FullName), out hashes, out problem))
            {
                if (hashes.Count > 0)
                {
                    return true;
                }

                problem = "there is no hash in it";
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
        }

        error.WriteLine($"{file}: {problem}");
        return false;
    }

    private sealed record Check(ulong[] Seeds, string Profile, int Jobs, TextWriter Output)
    {
        public SeedHash[] RunPass(bool isBackwards)
        {
            Func<ulong, Scenario> scenarios = Profiles.Get(Profile);
            SeedHash[] hashes = ParallelSeeds.Map(Seeds.Length, Jobs, i =>
            {
                ulong seed = Seeds[isBackwards ? Seeds.Length - 1 - i : i];
                return new SeedHash(seed, SimulationRun.Run(scenarios(seed), new SimulationOptions()).TraceHash);
            });
            if (isBackwards)
            {
                Array.Reverse(hashes);
            }

            return hashes;
        }

        public int Execute(IReadOnlyList<SeedHash> golden, FileInfo? write, bool hasProcess)
        {
            SeedHash[] first = RunPass(isBackwards: false);
            int differences = Compare("again, in the opposite order", first, RunPass(isBackwards: true), namesEvent: true);
            if (hasProcess)
            {
                differences += Compare("in a fresh process", first, RunFresh(), namesEvent: false);
            }

            if (golden.Count > 0)
            {
                differences += Compare("in the ledger", first, golden, namesEvent: false);
            }

            if (write is not null)
            {
                File.WriteAllText(write.FullName, HashLedger.Write(first));
                Output.WriteLine($"written to {write}");
            }

            return differences == 0 ? ExitCode.Success : ExitCode.Nondeterminism;
        }

        private IReadOnlyList<SeedHash> RunFresh()
        {
            // The seeds go by the ledger that named them, or are a range.
            string range = string.Create(CultureInfo.InvariantCulture, $"{Seeds[0]}..{Seeds[^1]}");
            (int exitCode, string text, string error) = FreshProcess.Run("sim", "determinism", "--seeds", range, "--profile", Profile, "--jobs", Jobs.ToString(CultureInfo.InvariantCulture), "--print");
            return exitCode == ExitCode.Success && HashLedger.TryRead(text, out IReadOnlyList<SeedHash> hashes, out _)
                ? hashes
                : throw new InvalidOperationException("The fresh process failed: " + error);
        }

        // The other pass may know more seeds than this one; each of ours must be in it.
        private int Compare(string what, SeedHash[] ours, IReadOnlyList<SeedHash> others, bool namesEvent)
        {
            var bySeed = new Dictionary<ulong, string>(others.Count);
            foreach (SeedHash other in others)
            {
                bySeed[other.Seed] = other.Hash;
            }

            int missing = 0;
            int differences = 0;
            foreach (SeedHash hash in ours)
            {
                if (!bySeed.TryGetValue(hash.Seed, out string? other))
                {
                    missing++;
                    continue;
                }

                if (other != hash.Hash && ++differences <= Shown)
                {
                    Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {hash.Seed}: {hash.Hash}, {what} {other}"));
                    Divergence? divergence = namesEvent ? FindDivergence(hash.Seed) : null;
                    Output.WriteLine(divergence is null ? "" : "  differs at " + divergence);
                }
            }

            string unknown = missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {missing:N0} are not there");
            Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {ours.Length - missing:N0} seeds, {differences:N0} differ{unknown}"));
            return differences + missing;
        }

        private Divergence? FindDivergence(ulong seed) => Hunt.FindDivergence(Profiles.Get(Profile)(seed));
    }
}
