using System;

namespace Sctp.Sim.Hunting;

/// <summary>
/// Makes a failing scenario as small and plain as it can while it fails in the same way: the same oracle, with both sides in the same states. What chance
/// decided is written down first, so that one lost packet or one message can be taken away while all others stay.
/// </summary>
public sealed class Shrinker
{
    private const int MostRounds = 6;

    private readonly Func<Scenario, SimulationOptions, SimulationReport> _run;
    private readonly Action<ShrinkProgress> _progress;

    /// <summary>A shrinker.</summary>
    /// <param name="run">What runs a scenario; null for <see cref="SimulationRun"/>.</param>
    /// <param name="progress">Told after each stage; null for nobody.</param>
    public Shrinker(Func<Scenario, SimulationOptions, SimulationReport>? run = null, Action<ShrinkProgress>? progress = null)
    {
        _run = run ?? SimulationRun.Run;
        _progress = progress ?? (static _ => { });
    }

    /// <summary>Makes a failing scenario smaller.</summary>
    public ShrinkResult Shrink(Scenario scenario, ShrinkBudget budget)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(budget);
        SimulationReport report = _run(scenario, Recording);
        if (FailureKey.Of(report) is not { } key)
        {
            return new ShrinkResult { Scenario = scenario, Report = report };
        }

        var search = new ShrinkSearch(s => _run(s, Recording), budget, scenario, report, key);
        Scenario original = Scheduled(search.Best, report);
        Reduce(search, budget);
        return new ShrinkResult
        {
            Scenario = search.Best,
            Report = search.Report,
            Key = key,
            FaultCount = FaultsOf(search.Best),
            OperationCount = OperationsOf(search.Best),
            OriginalFaultCount = FaultsOf(original),
            OriginalOperationCount = OperationsOf(original),
            Runs = budget.Spent,
            IsBudgetSpent = budget.IsExhausted,
        };
    }

    /// <summary>How many faults a scenario names: of packets, paths and hosts, buggify sites that act, and packets of an attacker that are listed.</summary>
    public static int FaultsOf(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return ShrinkEntry.FaultsOf(scenario).Count;
    }

    /// <summary>How many messages its applications send.</summary>
    public static int OperationsOf(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Schedule?.Messages?.Count
            ?? (scenario.Client.Workload.MessageCount + scenario.Server.Workload.MessageCount) * scenario.Associations;
    }

    private static SimulationOptions Recording { get; } = new() { RecordsSchedule = true };

    // What chance decided in a run, as data, and links that decide nothing by chance.
    private static Scenario Scheduled(Scenario scenario, SimulationReport report) => report.Schedule is { } schedule
        ? GroupsOff.EachLink(scenario, GroupsOff.Fateless) with { Schedule = schedule, Buggify = schedule.Firings.Count == 0 ? [] : scenario.Buggify }
        : scenario;

    private void Reduce(ShrinkSearch search, ShrinkBudget budget)
    {
        Tell("groups off", search, budget);
        GroupsOff.Apply(search);
        if (search.Best.Schedule is null)
        {
            // Some failures need less before they are written down: a shorter run has fewer entries.
            Operations.MinimiseMessages(search);
            Tell("schedule", search, budget);
            search.Try(Scheduled(search.Best, search.Report));
        }
        else if (search.Best is { Attacker: not null, Schedule.Strikes: null })
        {
            search.Try(ShrinkEntry.WithStrikesListed(search.Best, search.Report.Schedule));
        }

        Scenario? before = null;
        for (int round = 0; round < MostRounds && before?.IsSameAs(search.Best) != true && !search.IsExhausted; round++)
        {
            before = search.Best; // What one stage takes back that another did is no progress.
            Tell("tail", search, budget);
            Tail.Cut(search);
            Tell("faults", search, budget);
            Operations.MinimiseFaults(search);
            Anchors.MoveEarlier(search);
            Tell("operations", search, budget);
            Operations.MinimiseMessages(search);
            Anchors.Name(search);
            Tell("values", search, budget);
            PlainValues.Apply(search);
            Tell("sizes", search, budget);
            Sizes.Reduce(search);
            Tell("times", search, budget);
            RoundTimes.Relax(search);
        }
    }

    private void Tell(string stage, ShrinkSearch search, ShrinkBudget budget) =>
        _progress(new ShrinkProgress(stage, FaultsOf(search.Best), OperationsOf(search.Best), budget.Spent));
}
