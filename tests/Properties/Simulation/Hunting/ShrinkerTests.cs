using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Hunting;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

/// <summary>The shrinker on runs that only pretend: what is left must be exactly what the pretended bug needs.</summary>
public class ShrinkerTests
{
    private static readonly PacketFault Needed = new() { Link = 1, Ordinal = 40, Content = "DATA+7", Kind = PacketFaultKind.Drop };

    private static readonly Scenario Large = new()
    {
        Seed = 9,
        Paths = [new PathOptions(Lossy, Lossy)],
        Faults =
        [
            new PathOutage(Duration.FromMilliseconds(1_234), Duration.FromMilliseconds(777), 0),
            new HostPause(Duration.FromMilliseconds(5_555), Duration.FromMilliseconds(612), Side.Server),
            new StalledReader(Duration.FromMilliseconds(2_000), Duration.FromMilliseconds(50), Side.Client),
        ],
        HealAfter = Duration.FromMilliseconds(31_337),
        Opening = Opening.BothConnect,
        Client = new SideOptions
        {
            Endpoint = new SctpOptions { Nagle = true, SackFrequency = 7, OutboundStreams = 9 },
            Workload = new WorkloadOptions { MessageCount = 80, StreamCount = 7 },
        },
        Server = new SideOptions { Workload = new WorkloadOptions { MessageCount = 30 } },
    };

    private static LinkOptions Lossy => new() { Delay = Duration.FromMilliseconds(33), LossPerMillion = 50_000, Jitter = Duration.FromMilliseconds(7) };

    [Fact]
    public void What_is_left_is_what_the_bug_needs_and_everything_else_is_plain()
    {
        ShrinkResult result = new Shrinker(Pretend).Shrink(Large, new ShrinkBudget(100_000));
        Assert.Equal(new FailureKey("O-D1", "Established/Closed"), result.Key);
        Assert.Equal(Needed, Assert.Single(result.Scenario.Schedule!.Packets));
        PlannedSend message = Assert.Single(result.Scenario.Schedule.Messages!);
        Assert.Equal(new PlannedSend(0, Side.Client, 12, 100, 0, false), message);
        HostPause pause = Assert.IsType<HostPause>(Assert.Single(result.Scenario.Faults));
        Assert.Equal(500, pause.Length.TotalMilliseconds);
        Assert.Equal(0, pause.At.Nanoseconds % 1_000_000_000);
        Assert.Equal(2, result.FaultCount);
        Assert.Equal(1, result.OperationCount);
        Assert.True(result.OriginalFaultCount > 100 && result.OriginalOperationCount == 110);
        Assert.Equal(Opening.ClientConnects, result.Scenario.Opening);
        Assert.Equal(LinkOptions.Perfect, result.Scenario.Paths[0].ToClient);
        Assert.Equal(new SctpOptions { SackFrequency = 3, OutboundStreams = 1 }, result.Scenario.Client.Endpoint with { SackFrequency = 3 });
        Assert.False(result.IsBudgetSpent);
    }

    [Fact]
    public void A_smaller_scenario_with_another_failure_is_not_taken()
    {
        // Without the outage another oracle speaks; the shrinker must keep it although it would be shorter.
        static SimulationReport Run(Scenario s, SimulationOptions o) =>
            Report(s, s.Faults.OfType<PathOutage>().Any() ? "O-D1" : "O-D3", AssociationState.Established);
        ShrinkResult result = new Shrinker(Run).Shrink(Large, new ShrinkBudget(10_000));
        Assert.Equal("O-D1", result.Report.Violations[0].OracleId);
        Assert.IsType<PathOutage>(Assert.Single(result.Scenario.Faults));
    }

    [Fact]
    public void The_same_oracle_in_another_state_is_another_bug()
    {
        static SimulationReport Run(Scenario s, SimulationOptions o) =>
            Report(s, "O-D1", s.Client.Workload.MessageCount >= 5 ? AssociationState.Established : AssociationState.ShutdownSent);
        ShrinkResult result = new Shrinker(Run).Shrink(Large, new ShrinkBudget(10_000));
        Assert.Equal(5, result.Scenario.Client.Workload.MessageCount);
    }

    [Fact]
    public void A_spent_budget_leaves_a_scenario_that_still_fails()
    {
        ShrinkResult result = new Shrinker(Pretend).Shrink(Large, new ShrinkBudget(30));
        Assert.True(result.IsBudgetSpent);
        Assert.Equal(30, result.Runs);
        Assert.Equal(result.Key, FailureKey.Of(Pretend(result.Scenario, new SimulationOptions())));
    }

    [Fact]
    public void It_stops_when_a_round_has_changed_nothing()
    {
        List<ShrinkProgress> stages = [];
        ShrinkResult result = new Shrinker(Pretend, stages.Add).Shrink(Large, new ShrinkBudget(100_000));
        Assert.False(result.IsBudgetSpent);
        Assert.InRange(stages.Count(progress => progress.Stage == "times"), 2, 4);
    }

    [Fact]
    public void What_does_not_fail_is_given_back()
    {
        ShrinkResult result = new Shrinker((s, _) => new SimulationReport { Scenario = s }).Shrink(Large, new ShrinkBudget(10));
        Assert.Null(result.Key);
        Assert.Same(Large, result.Scenario);
    }

    [Fact]
    public void A_path_that_is_not_needed_goes_and_links_get_new_numbers()
    {
        Scenario two = Large with { Paths = [new PathOptions(Lossy, Lossy), new PathOptions(Lossy, Lossy), new PathOptions(Lossy, Lossy)] };

        // With three paths links 2 * (3 * client + server) and the one behind it join two addresses; the needed one joins address 2 and address 2.
        PacketFault onThird = Needed with { Link = 17 };
        Scenario scheduled = two with { Faults = [new PathOutage(Duration.Zero, Duration.FromSeconds(1), 2)], Schedule = new Schedule { Packets = [onThird, onThird with { Link = 8 }] } };
        Scenario without = ScheduleLinks.WithoutPath(scheduled, 1)!;
        Assert.Equal(7, Assert.Single(without.Schedule!.Packets).Link);
        Assert.Equal(1, Assert.IsType<PathOutage>(Assert.Single(without.Faults)).Path);
    }

    // Fails while a message of 100 bytes or more is sent, the client acknowledges every third packet or later, the server pauses for half a second, and one
    // packet is lost.
    private static SimulationReport Pretend(Scenario s, SimulationOptions options)
    {
        bool pauses = s.Faults.OfType<HostPause>().Any(p => p.Length >= Duration.FromMilliseconds(500));
        bool loses = s.Schedule is { } schedule ? schedule.Packets.Contains(Needed) : s.Paths[0].ToClient.LossPerMillion > 0;
        bool sends = s.Schedule?.Messages is { } messages ? messages.Any(m => m.Id == 12 && m.Length >= 100) : s.Client.Workload.MessageCount > 12;
        bool fails = pauses && loses && sends && s.Client.Endpoint.SackFrequency >= 3;
        return Report(s, fails ? "O-D1" : null, AssociationState.Established) with { Schedule = ScheduleOf(s) };
    }

    private static Schedule ScheduleOf(Scenario s) => s.Schedule ?? new Schedule
    {
        Packets = [.. Enumerable.Range(0, 300).Select(i => Needed with { Link = i % 2, Ordinal = i }), Needed],
        Messages = [.. Messages(s, Side.Client), .. Messages(s, Side.Server)],
    };

    private static IEnumerable<PlannedSend> Messages(Scenario s, Side side) =>
        Enumerable.Range(0, (side == Side.Client ? s.Client : s.Server).Workload.MessageCount).Select(i => new PlannedSend(0, side, (uint)i, 1_000 + i, (ushort)(i % 4), i % 2 == 0));

    private static SimulationReport Report(Scenario s, string? oracle, AssociationState client) => new()
    {
        Scenario = s,
        Outcome = oracle is null ? SimulationOutcome.Clean : SimulationOutcome.Violation,
        Violations = oracle is null ? [] : [new Violation(oracle, "", "", "", Instant.Epoch, "client", "")],
        EndTime = Instant.Epoch + Duration.FromSeconds(8),
        Associations = [new AssociationReport { Client = new SideReport { State = client }, Server = new SideReport { State = AssociationState.Closed } }],
    };
}
