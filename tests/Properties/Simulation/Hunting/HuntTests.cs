using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Engine;
using Sctp.Sim.Hunting;

namespace Sctp.Properties.Simulation;

/// <summary>A hunt counts, groups and repeats, and knows when it is blind.</summary>
public class HuntTests
{
    private static readonly HuntOptions Quiet = new() { Seeds = HuntSeeds.Range(1, 60), CanarySeeds = 0, Run = Pretend };

    [Fact]
    public void A_hunt_goes_on_after_a_failure_and_its_totals_add_up()
    {
        HuntSummary summary = new Hunt(Quiet).Run(_ => true);
        Assert.Equal(60, summary.Started);
        Assert.Equal(0, summary.Unfinished);
        Assert.Equal(60, summary.Clean + summary.Violations + summary.Crashes + summary.Nondeterministic);
        Assert.Equal(6 + 4, summary.Violations);
        Assert.Equal(1, summary.Crashes);
        Assert.Equal(SeedOutcome.Crash, summary.Worst);
    }

    [Fact]
    public void Equal_failures_are_one_group_with_the_three_shortest_examples()
    {
        HuntSummary summary = new Hunt(Quiet).Run(_ => true);
        Assert.Equal(["O-A5 Closed/Closed", "O-D1 Closed/Closed", "System.InvalidOperationException Sctp.Core.Fail < Sctp.Core.Run"], summary.Groups.Select(g => g.Key.ToString()));
        FailureGroup first = summary.Groups[1];
        Assert.Equal(6, first.Count);
        Assert.Equal(10UL, first.FirstSeed);
        Assert.Equal([60UL, 50UL, 40UL], first.Examples.Select(e => e.Seed));
        Assert.Equal(summary.Violations + summary.Crashes, summary.Groups.Sum(g => g.Count));
    }

    [Fact]
    public void Shards_merge_to_the_whole_in_any_order()
    {
        HuntSummary whole = new Hunt(Quiet).Run(_ => true);
        var merged = new HuntSummary(Quiet);
        foreach (int index in (int[])[2, 0, 1])
        {
            merged.Merge(new Hunt(Quiet with { Shard = new HuntShard(index, 3) }).Run(_ => true));
        }

        Assert.Equal(whole.Started, merged.Started);
        Assert.Equal(whole.Clean, merged.Clean);
        Assert.Equal(whole.Packets, merged.Packets);
        Assert.Equal(Describe(whole), Describe(merged));

        static IEnumerable<string> Describe(HuntSummary summary) => summary.Groups
            .Select(g => $"{g.Key} {g.Count} {g.FirstSeed} {string.Join(' ', g.Examples.Select(e => e.Seed))}")
            .Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(0, 9, 4)]
    [InlineData(5, 5, 3)]
    [InlineData(ulong.MaxValue - 6, ulong.MaxValue, 2)]
    public void Every_seed_is_in_one_shard(ulong first, ulong last, int shards)
    {
        var seeds = HuntSeeds.Range(first, last);
        List<ulong> all = [];
        for (int i = 0; i < shards; i++)
        {
            var hunt = new Hunt(Quiet with { Seeds = seeds, Shard = new HuntShard(i, shards) });
            ulong turn = 0;
            for (; hunt.HasTurn(turn); turn++)
            {
                Assert.True(seeds.TryGet(hunt.Options.Shard.IndexOf(turn), out ulong seed));
                all.Add(seed);
            }

            Assert.Equal(turn, seeds.CountOf(hunt.Options.Shard));
        }

        all.Sort();
        Assert.Equal(last - first + 1, (ulong)all.Count);
        Assert.Equal(first, all[0]);
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public void The_stream_of_a_hunt_is_a_function_of_its_number()
    {
        ulong[] first = [.. Take(HuntSeeds.StreamOf(7))];
        Assert.Equal(first, Take(HuntSeeds.StreamOf(7)));
        Assert.Equal(100, first.Concat(Take(HuntSeeds.StreamOf(8))).Distinct().Count());
        Assert.Null(HuntSeeds.StreamOf(7).CountOf(HuntShard.Whole));

        static IEnumerable<ulong> Take(HuntSeeds seeds) => Enumerable.Range(0, 50).Select(i => seeds.TryGet((ulong)i, out ulong seed) ? seed : 0);
    }

    [Fact]
    public void The_host_ends_a_hunt_when_it_has_enough() =>
        Assert.Equal(7, new Hunt(Quiet with { Seeds = HuntSeeds.StreamOf(1) }).Run(s => s.Started < 7).Started);

    [Fact]
    public void Two_of_a_hundred_seeds_are_repeated()
    {
        HuntSummary summary = new Hunt(Quiet with { Seeds = HuntSeeds.Range(0, 4_999) }).Run(_ => true);
        Assert.InRange(summary.Repeated, 60, 140);
        Assert.Equal(0, summary.Nondeterministic);
    }

    [Fact]
    public void A_run_that_depends_on_anything_else_is_found_with_its_first_differing_event()
    {
        int calls = 0;
        HuntOptions options = Quiet with { Seeds = HuntSeeds.Range(3, 3), RepeatedPerMillion = 1_000_000, Run = (_, o) => Leak(o, ++calls) };
        HuntSummary summary = new Hunt(options).Run(_ => true);
        Assert.Equal(1, summary.Nondeterministic);
        Assert.Equal(SeedOutcome.Nondeterminism, summary.Worst);
        Divergence divergence = summary.Groups.Single().Examples.Single().Divergence!;
        Assert.Equal(Leaky.At, divergence.Ordinal);
        Assert.NotEqual(divergence.First!.Value.Event.Argument, divergence.Second!.Value.Event.Argument);
        Assert.Contains("event 2500", divergence.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_longer_run_differs_where_the_shorter_one_has_ended()
    {
        int calls = 0;
        Divergence? divergence = DivergenceFinder.Find(record => Count(record, ++calls % 2 == 0 ? 3_000 : 3_001));
        Assert.Equal(3_001, divergence!.Ordinal);
        Assert.Null(DivergenceFinder.Find(record => Count(record, 3_000)));

        static string Count(EventRecord record, int events)
        {
            var loop = new EventLoop { Record = record };
            int actor = loop.Register(new Leaky());
            for (int i = 0; i < events; i++)
            {
                loop.Schedule(Instant.FromNanoseconds(i), EventPriority.Timer, actor, 0, i);
            }

            loop.RunUntil(Instant.MaxValue);
            return loop.Hash.ToString();
        }
    }

    [Fact]
    public void The_canary_is_found_among_the_first_seeds()
    {
        HuntSummary summary = new Hunt(new HuntOptions { Seeds = HuntSeeds.Range(1, 64) }).Run(s => s.Canary != CanaryState.Found);
        Assert.Equal(CanaryState.Found, summary.Canary);
        Assert.Equal(0, summary.Failed);
        Assert.True(summary.CanaryRuns >= 1);
    }

    [Fact]
    public void The_canary_is_found_by_every_profile()
    {
        foreach (string profile in Scenario.Profiles.Where(p => !p.StartsWith("perf", StringComparison.Ordinal)))
        {
            HuntOptions options = new() { Seeds = HuntSeeds.Range(1, 64), RepeatedPerMillion = 0, Scenarios = seed => Scenario.Generate(seed, profile) };
            Assert.True(new Hunt(options).Run(s => s.Canary == CanaryState.Awaited).Canary == CanaryState.Found, profile);
        }
    }

    [Fact]
    public void A_hunt_that_does_not_see_its_canary_is_blind()
    {
        HuntOptions options = Quiet with { CanarySeeds = 20, Run = (s, o) => Report(s, SimulationOutcome.Clean) };
        HuntSummary summary = new Hunt(options).Run(s => s.Started < 20 || s.Canary == CanaryState.Awaited);
        Assert.Equal(CanaryState.Missed, summary.Canary);
        Assert.InRange(summary.Started, 20, 21);
    }

    [Fact]
    public void A_scenario_that_cannot_be_made_is_a_crash_and_the_hunt_goes_on()
    {
        HuntOptions options = Quiet with { Scenarios = seed => seed < 31 ? throw new InvalidOperationException("no scenario") : new Scenario { Seed = seed } };
        HuntSummary summary = new Hunt(options).Run(_ => true);
        Assert.Equal(60, summary.Started);
        Assert.Equal(30 + 1, summary.Crashes);
        Assert.Contains("no scenario", summary.Groups[0].Examples[0].Exception, StringComparison.Ordinal);
    }

    [Fact]
    public void A_drill_is_found_as_any_bug()
    {
        HuntOptions options = new() { Seeds = HuntSeeds.Range(1, 20), CanarySeeds = 0, Drill = PlantedBug.DamagesLargeUnordered };
        HuntSummary summary = new Hunt(options).Run(_ => true);
        Assert.Contains(summary.Groups, g => g.Key.Cause == "O-D2");
        Assert.Equal(summary.Failed, summary.Groups.Sum(g => g.Count));
    }

    // Every tenth seed violates O-D1, the later the shorter; every fifteenth that is no tenth O-A5; 59 throws.
    private static SimulationReport Pretend(Scenario scenario, SimulationOptions options) => scenario.Seed switch
    {
        var seed when seed % 10 == 0 => Report(scenario, SimulationOutcome.Violation, "O-D1"),
        var seed when seed % 15 == 0 || seed is 7 or 8 => Report(scenario, SimulationOutcome.Violation, "O-A5"),
        59 => Report(scenario, SimulationOutcome.Crash),
        _ => Report(scenario, SimulationOutcome.Clean),
    };

    private static SimulationReport Report(Scenario scenario, SimulationOutcome outcome, string oracle = "") => new()
    {
        Scenario = scenario,
        Outcome = outcome,
        EventCount = 1_000_000 - (long)scenario.Seed,
        TraceHash = scenario.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Violations = outcome == SimulationOutcome.Violation ? [new Violation(oracle, "", "", "", Instant.Epoch, "client", "")] : [],
        Exception = outcome == SimulationOutcome.Crash
            ? "System.InvalidOperationException: planted\n   at Sctp.Core.Fail(Int32 x) in /a/b.cs:line 4\n   at System.Linq.X()\n   at Sctp.Core.Run()"
            : null,
    };

    private static SimulationReport Leak(SimulationOptions options, int call)
    {
        var loop = new EventLoop { Record = options.Events };
        var actor = new Leaky();
        int number = loop.Register(actor);
        for (int i = 1; i <= 5_000; i++)
        {
            loop.Schedule(Instant.FromNanoseconds(i), EventPriority.Timer, number, 0, i == Leaky.At ? call : i);
        }

        loop.RunUntil(Instant.MaxValue);
        return new SimulationReport { Scenario = new Scenario { Seed = 3 }, TraceHash = loop.Hash.ToString() };
    }

    private sealed class Leaky : IActor
    {
        public const long At = 2_500;

        public void OnEvent(in ScheduledEvent scheduled)
        {
        }
    }
}
