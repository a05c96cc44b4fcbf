using System;
using System.Diagnostics.CodeAnalysis;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Hunting;

/// <summary>
/// Runs seed after seed and finds those that fail. It has neither threads nor a clock: a host that has several threads lets each take turns by
/// <see cref="RunTurn"/> and adds the results to one <see cref="HuntSummary"/>; a host with a clock stops when its time is over.
/// </summary>
public sealed class Hunt
{
    private const uint RepetitionStream = 0x301;
    private const uint CanaryStream = 0x302;

    // One seed in two of the first ones, so that some are left where the canary is not planted by chance alone.
    private const int CanaryPerMillion = 500_000;

    private static readonly SimulationOptions Plain = new();

    /// <summary>A hunt.</summary>
    public Hunt(HuntOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
    }

    /// <summary>What it runs.</summary>
    public HuntOptions Options { get; }

    /// <summary>Runs turn after turn until the seeds are over or the host has enough.</summary>
    /// <param name="goesOn">Asked before each seed, with what was found so far.</param>
    public HuntSummary Run(Func<HuntSummary, bool> goesOn)
    {
        ArgumentNullException.ThrowIfNull(goesOn);
        var summary = new HuntSummary(Options);
        for (ulong turn = 0; HasTurn(turn) && goesOn(summary); turn++)
        {
            summary.Start();
            summary.Add(RunTurn(turn));
        }

        return summary;
    }

    /// <summary>Whether this worker's shard has so many seeds.</summary>
    public bool HasTurn(ulong turn) => Options.Seeds.TryGet(Options.Shard.IndexOf(turn), out _);

    /// <summary>Runs one seed of this worker's shard. What it returns depends on the options and on the turn alone; it may be called by several threads at a time.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A scenario that cannot be made or run is a finding too, and the hunt goes on.")]
    public SeedResult RunTurn(ulong turn)
    {
        if (!Options.Seeds.TryGet(Options.Shard.IndexOf(turn), out ulong seed))
        {
            throw new ArgumentOutOfRangeException(nameof(turn), turn, "The shard has fewer seeds.");
        }

        try
        {
            return RunSeed(turn, seed);
        }
        catch (Exception e)
        {
            string text = e.ToString();
            return new SeedResult { Turn = turn, Seed = seed, Outcome = SeedOutcome.Crash, Key = FailureKey.OfException(text), Exception = text };
        }
    }

    /// <summary>The first event in which runs of one scenario differ; null when none do.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="run">What runs it; null for <see cref="SimulationRun"/>.</param>
    public static Divergence? FindDivergence(Scenario scenario, Func<Scenario, SimulationOptions, SimulationReport>? run = null)
    {
        Func<Scenario, SimulationOptions, SimulationReport> runs = run ?? SimulationRun.Run;
        return DivergenceFinder.Find(record => runs(scenario, Plain with { Events = record }).TraceHash);
    }

    private SeedResult RunSeed(ulong turn, ulong seed)
    {
        Scenario scenario = Options.Scenarios(seed);
        if (Options.Drill is { } bug)
        {
            scenario = scenario with { PlantedBug = bug };
        }

        SimulationReport report = Options.Run(scenario, Plain);
        var random = new Randomness(seed);
        bool isRepeated = Distribution.Chance(random.Draw(RepetitionStream, 0, 0), Options.RepeatedPerMillion);
        bool isDifferent = isRepeated && Options.Run(scenario, Plain).TraceHash != report.TraceHash;
        bool hasCanary = turn < (ulong)Options.CanarySeeds && Distribution.Chance(random.Draw(CanaryStream, 0, 0), CanaryPerMillion);
        return new SeedResult
        {
            Turn = turn,
            Seed = seed,
            Outcome = isDifferent ? SeedOutcome.Nondeterminism : OutcomeOf(report),
            Key = isDifferent ? FailureKey.Nondeterminism : FailureKey.Of(report),
            Report = report,
            IsRepeated = isRepeated,
            Divergence = isDifferent ? FindDivergence(scenario) : null,
            HasCanary = hasCanary,
            IsCanaryFound = hasCanary && Canary.IsFoundIn(scenario, Options.Run),
        };
    }

    private Divergence FindDivergence(Scenario scenario) => FindDivergence(scenario, Options.Run) ?? new Divergence(0, null, null);

    private static SeedOutcome OutcomeOf(SimulationReport report) => report.Outcome switch
    {
        SimulationOutcome.Clean => SeedOutcome.Clean,
        SimulationOutcome.Crash => SeedOutcome.Crash,
        _ => SeedOutcome.Violation,
    };
}
