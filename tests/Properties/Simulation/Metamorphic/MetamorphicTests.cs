using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Hunting;
using Sctp.Sim.Network;
using Sctp.Sim.Xunit;

namespace Sctp.Properties.Simulation.Metamorphic;

/// <summary>What must stay as it is when a scenario is changed in some way.</summary>
public sealed class MetamorphicTests
{
    /// <summary>Serial number arithmetic knows no absolute places.</summary>
    [SimulationProperty(MaxTest = 12)]
    public void Shifting_all_TSNs_changes_nothing_else(Scenario scenario, uint shift)
    {
        Scenario plain = Plain(scenario);
        Assert.Equal(NormalisedTrace.Of(From(plain, 1)), NormalisedTrace.Of(From(plain, unchecked(1 + (shift << 7) + shift))));
        Assert.Equal(NormalisedTrace.Of(From(plain, 1)), NormalisedTrace.Of(From(plain, uint.MaxValue - 10)));

        static Scenario From(Scenario s, uint tsn) => s with { Client = s.Client with { InitialTsn = tsn }, Server = s.Server with { InitialTsn = tsn } };
    }

    /// <summary>In a symmetric scenario, where both connect at once and both end at once, the sides are each other's mirror.</summary>
    [Fact]
    public void Swapping_the_sides_of_a_symmetric_scenario_mirrors_the_run()
    {
        var side = new SideOptions { InitialTsn = 77, Workload = new WorkloadOptions { MessageCount = 0 } };
        foreach (int milliseconds in (int[])[1, 20, 150])
        {
            var busy = side with { Workload = new WorkloadOptions { MessageCount = 30, LargestMessage = 3_000, SendInterval = Duration.FromMilliseconds(7) } };
            Scenario left = Symmetric(milliseconds, busy, side);
            Scenario right = Symmetric(milliseconds, side, busy);

            // The messages of a side are drawn by its number; written down they are the same.
            PlannedSend[] messages = [.. Enumerable.Range(0, 30).Select(i => new PlannedSend(0, Side.Client, (uint)i, 1 + (i * 97), (ushort)(i % 3), i % 4 == 0))];
            left = left with { Schedule = new Schedule { Messages = messages } };
            right = right with { Schedule = new Schedule { Messages = [.. messages.Select(m => m with { Sender = Side.Server })] } };
            List<string> trace = NormalisedTrace.Of(left);
            Assert.True(trace.Count > 50);
            AssertSameSet(Packets(trace), Packets(NormalisedTrace.MirrorOf(right)));
            SimulationReport leftReport = SimulationRun.Run(left, new SimulationOptions());
            SimulationReport rightReport = SimulationRun.Run(right, new SimulationOptions());
            Assert.Equal(30, leftReport.Client.MessagesDelivered);
            Assert.Equal(NumbersOf(leftReport.Client), NumbersOf(rightReport.Server));
            Assert.Equal(NumbersOf(leftReport.Server), NumbersOf(rightReport.Client));
            Assert.Equal(leftReport.EndTime, rightReport.EndTime);
        }

        static Scenario Symmetric(int milliseconds, SideOptions client, SideOptions server)
        {
            LinkOptions link = new() { Delay = Duration.FromMilliseconds(milliseconds) };
            return new Scenario
            {
                Seed = 3,
                Paths = [new PathOptions(link, link)],
                Opening = Opening.BothConnect,
                Ending = new EndingOptions { Who = EndingSide.Both },
                Client = client,
                Server = server,
            };
        }

        static (int, long, long, long, AssociationState) NumbersOf(SideReport side) =>
            (side.MessagesDelivered, side.BytesDelivered, side.Retransmissions, side.Statistics.MessagesQueued, side.State);

        // At one instant the order of the two hosts is not mirrored.
        static IEnumerable<string> Packets(List<string> lines) => lines.Take(lines.Count - 1).Order(StringComparer.Ordinal);

        static void AssertSameSet(IEnumerable<string> expected, IEnumerable<string> actual) => Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Splitting_a_hunt_over_shards_finds_the_same(int shards)
    {
        HuntOptions options = new() { Seeds = HuntSeeds.Range(500, 539), CanarySeeds = 0, RepeatedPerMillion = 0, Drill = PlantedBug.DeliversAgainAfterDuplicate };
        List<(ulong Seed, SeedOutcome Outcome, FailureKey? Key, string Hash)> whole = Results(options, HuntShard.Whole);
        Assert.Contains(whole, r => r.Outcome == SeedOutcome.Violation);
        Assert.Contains(whole, r => r.Outcome == SeedOutcome.Clean);
        IEnumerable<(ulong Seed, SeedOutcome, FailureKey?, string)> parts = Enumerable.Range(0, shards).SelectMany(i => Results(options, new HuntShard(i, shards))).OrderBy(r => r.Seed);
        Assert.Equal(whole, parts);

        static List<(ulong Seed, SeedOutcome Outcome, FailureKey? Key, string Hash)> Results(HuntOptions options, HuntShard shard)
        {
            var hunt = new Hunt(options with { Shard = shard });
            List<(ulong, SeedOutcome, FailureKey?, string)> results = [];
            for (ulong turn = 0; hunt.HasTurn(turn); turn++)
            {
                SeedResult result = hunt.RunTurn(turn);
                results.Add((result.Seed, result.Outcome, result.Key, result.Report!.TraceHash));
            }

            return results;
        }
    }

    /// <summary>Each packet's fate is its own: what is taken away from one leaves everything before it, and the fates of all others.</summary>
    [SimulationProperty(MaxTest = 12)]
    public void Deleting_the_loss_of_a_packet_changes_nothing_before_it(Scenario scenario)
    {
        const long Lost = 12;
        Scenario plain = Plain(scenario);
        List<string> with = NormalisedTrace.Of(Losing(plain, [3, Lost]));
        List<string> without = NormalisedTrace.Of(Losing(plain, [3]));
        int drop = with.FindIndex(line => line.EndsWith("Loss", StringComparison.Ordinal) && line.Contains($" 0> #{Lost} ", StringComparison.Ordinal));
        if (drop < 0)
        {
            Assert.Equal(without, with);
            return;
        }

        Assert.Equal(without.Take(drop), with.Take(drop));
        Assert.NotEqual(without[drop], with[drop]);

        static Scenario Losing(Scenario s, long[] ordinals) => s with
        {
            Paths = [.. s.Paths.Select((path, i) => i > 0 ? path : path with { ToServer = path.ToServer with { LossPerMillion = 0, Loss = new NthLoss { Ordinals = ordinals } } })],
        };
    }

    /// <summary>What befalls a packet that is lost anyway cannot matter.</summary>
    [SimulationProperty(MaxTest = 12)]
    public void Deleting_a_fault_of_a_packet_that_is_lost_changes_nothing(Scenario scenario)
    {
        Scenario outage = Plain(scenario) with { HealAfter = Duration.FromSeconds(40), Ending = new EndingOptions(), Faults = [new PathOutage(Duration.FromMilliseconds(150), Duration.FromSeconds(1), 0)] };
        Scenario doubled = outage with
        {
            Faults = [.. outage.Faults, new PathOutage(Duration.FromMilliseconds(200), Duration.FromMilliseconds(500), 0)],
        };
        Assert.Equal(NormalisedTrace.Of(outage), NormalisedTrace.Of(doubled));
    }

    /// <summary>Of a message, its length and stream decide what happens, never its bytes: the number of a message decides about those.</summary>
    [Fact]
    public void Other_bytes_in_the_messages_change_no_time()
    {
        LinkOptions link = new() { LossPerMillion = 0, BitsPerSecond = 5_000_000, QueueBytes = 20_000 };
        List<string> first = Run(0);
        Assert.True(first.Count > 100);
        Assert.Equal(first, Run(500));
        Assert.Equal(first, Run(1_000_000));

        List<string> Run(uint firstId) => NormalisedTrace.Of(new Scenario
        {
            Paths = [new PathOptions(link, link)],
            Schedule = new Schedule { Messages = [.. Enumerable.Range(0, 60).Select(i => new PlannedSend(0, Side.Client, firstId + (uint)i, 1 + (i * 113), (ushort)(i % 5), i % 3 == 0))] },
            Client = new SideOptions { InitialTsn = 1 },
            Server = new SideOptions { InitialTsn = 1, Workload = new WorkloadOptions { MessageCount = 0 } },
        });
    }

    // Without what acts on a packet by its bytes: damage hits other chunks when other numbers are in them, and crashes draw their TSNs anew.
    private static Scenario Plain(Scenario scenario) => scenario with
    {
        Faults = [.. scenario.Faults.Where(fault => fault is PathOutage)],
        Attacker = null,
        Buggify = [],
        Client = scenario.Client with { Behavior = null },
        Server = scenario.Server with { Behavior = null },
        Paths = [.. scenario.Paths.Select(path => new PathOptions(Undamaged(path.ToServer), Undamaged(path.ToClient)))],
    };

    private static LinkOptions Undamaged(LinkOptions link) => link with { CorruptPerMillion = 0 };
}
