using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Engine;

namespace Sctp.Properties.Simulation;

/// <summary>Sides that break the protocol and people who are neither side: the honest ones work on, or end, and never fail.</summary>
public class AdversaryTests
{
    private const int SeedsOfOneTest = 100;

    private static readonly SimulationOptions Options = new();

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public void Beside_a_side_that_misbehaves_the_other_keeps_to_the_protocol(int first)
    {
        for (int seed = first; seed < first + SeedsOfOneTest; seed++)
        {
            SimulationReport report = SimulationRun.Run(Misbehaving((ulong)seed), Options);
            Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
        }
    }

    [Fact]
    public void Every_behaviour_is_drawn_by_some_seed() =>
        Assert.Equal(
            PeerBehaviors.Kinds,
            Enumerable.Range(0, 400).Select(seed => Misbehaving((ulong)seed)).Select(s => (s.Client.Behavior ?? s.Server.Behavior)!.GetType()).Distinct().Count());

    [Theory]
    [InlineData(Knowledge.Blind)]
    [InlineData(Knowledge.KnowsTuple)]
    public void Who_does_not_know_the_tags_changes_nothing(Knowledge knowledge)
    {
        for (ulong seed = 0; seed < SeedsOfOneTest; seed++)
        {
            SimulationReport report = SimulationRun.Run(Attacked(seed, knowledge), Options);
            Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
            bool isAborted = report.Scenario.Ending.How == EndingKind.Abort;
            Assert.True(isAborted || (IsDelivered(report.Client) && IsDelivered(report.Server)), OracleTests.Describe(report));
        }
    }

    [Fact]
    public void Who_sits_on_the_path_can_end_an_association_but_break_nothing()
    {
        int ended = 0;
        for (ulong seed = 0; seed < 2 * SeedsOfOneTest; seed++)
        {
            SimulationReport report = SimulationRun.Run(Attacked(seed, Knowledge.OnPath), Options);
            Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
            ended += report.Client.LossReason == LossReason.None ? 0 : 1;
        }

        Assert.InRange(ended, 1, 2 * SeedsOfOneTest);
    }

    [Fact]
    public void A_hundred_thousand_packets_with_random_tags_change_nothing()
    {
        Scenario scenario = Attacked(1, Knowledge.KnowsTuple) with
        {
            HealAfter = Duration.FromSeconds(30),
            Attacker = new AttackerOptions { Knowledge = Knowledge.KnowsTuple, PacketsPerSecond = 50_000, Length = Duration.FromSeconds(2) },
        };
        SimulationReport report = SimulationRun.Run(scenario, Options);
        Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
        Assert.True(report.EventCount > 100_000);
        Assert.True(IsDelivered(report.Client) && IsDelivered(report.Server));
    }

    [Fact]
    public void An_attack_is_the_same_each_time()
    {
        foreach (Knowledge knowledge in Enum.GetValues<Knowledge>())
        {
            Assert.Equal(SimulationRun.Run(Attacked(7, knowledge), Options).TraceHash, SimulationRun.Run(Attacked(7, knowledge), Options).TraceHash);
        }

        Assert.Equal(SimulationRun.Run(Misbehaving(7), Options).TraceHash, SimulationRun.Run(Misbehaving(7), Options).TraceHash);
    }

    [Fact]
    public void The_association_before_the_run_is_whole()
    {
        SctpAddress[] addresses = [SctpAddress.FromIPv4(0x0A000001), SctpAddress.FromIPv4(0x0A000002)];
        var client = new SctpOptions { LocalPort = 5_000, LocalAddresses = [addresses[0]] };
        var server = new SctpOptions { LocalPort = 5_001, LocalAddresses = [addresses[1]] };
        List<OverheardPacket> packets = PreviousAssociation.Overhear(client, server, 5);
        foreach (byte type in (byte[])[WireChunk.Init, WireChunk.InitAck, WireChunk.CookieEcho, WireChunk.CookieAck, WireChunk.Data, WireChunk.Sack, WireChunk.Shutdown, WireChunk.ShutdownAck, WireChunk.ShutdownComplete])
        {
            Assert.Contains(packets, p => p.Bytes[12] == type);
        }
    }

    private static bool IsDelivered(SideReport side) => side.MessagesDelivered == side.MessagesSent && side.LossReason == LossReason.None;

    internal static Scenario Misbehaving(ulong seed)
    {
        var draw = new RandomSequence(new Randomness(seed), 0x7000, 0);
        PeerBehavior behavior = PeerBehaviors.Generate(draw);
        Scenario scenario = Tame(Scenario.Generate(seed, "lite"), draw.Chance(500_000));
        return draw.Chance(500_000)
            ? scenario with { Client = scenario.Client with { Behavior = behavior } }
            : scenario with { Server = scenario.Server with { Behavior = behavior } };
    }

    internal static Scenario Attacked(ulong seed, Knowledge knowledge) =>
        Scenario.Generate(seed, "lite") with { Attacker = AttackerOptions.Generate(new RandomSequence(new Randomness(seed), 0x7001, 0)) with { Knowledge = knowledge } };

    // A small load, since some behaviours make each message cost a timeout; and in every other scenario the usual limits.
    private static Scenario Tame(Scenario s, bool hasLimits) => s with { Client = Tame(s.Client, hasLimits), Server = Tame(s.Server, hasLimits) };

    private static SideOptions Tame(SideOptions side, bool hasLimits) => side with
    {
        Endpoint = side.Endpoint with
        {
            AssociationMaxRetrans = hasLimits ? 10 : side.Endpoint.AssociationMaxRetrans,
            MaxInitRetransmits = hasLimits ? 8 : side.Endpoint.MaxInitRetransmits,
            ShutdownGuard = hasLimits ? null : side.Endpoint.ShutdownGuard,
            RtoMax = Duration.FromSeconds(3),
        },
        Workload = side.Workload with { MessageCount = Math.Min(side.Workload.MessageCount, 30), LargestMessage = Math.Min(side.Workload.LargestMessage, 4_000) },
    };
}
