using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

public class ScheduleTests
{
    private static readonly SimulationOptions Recording = new() { RecordsSchedule = true };

    private static readonly Link Link = new SimulatedNetworkOfTwo().Link;

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(1_000)]
    [InlineData(1_500)]
    public void A_run_from_its_schedule_alone_is_the_same_run(ulong first)
    {
        for (ulong seed = first; seed < first + 500; seed++)
        {
            Scenario scenario = Scenario.Generate(seed);

            SimulationReport recorded = SimulationRun.Run(scenario, Recording);
            SimulationReport replayed = SimulationRun.Run(Idle(scenario) with { Schedule = recorded.Schedule }, new SimulationOptions());
            Assert.Equal(recorded.Violations, replayed.Violations);
            Assert.True(recorded.TraceHash == replayed.TraceHash, $"seed {seed}: ended {recorded.EndTime}, replayed {replayed.EndTime}");
        }
    }

    [Fact]
    public void A_schedule_comes_back_from_JSON()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            Scenario scenario = Idle(Scenario.Generate(seed)) with { Schedule = SimulationRun.Run(Scenario.Generate(seed), Recording).Schedule };
            string json = ScenarioJson.Write(scenario);
            Assert.True(ScenarioJson.TryRead(json, out Scenario read, out string error), error);
            Assert.Equal(scenario.Schedule!.Packets, read.Schedule!.Packets);
            Assert.Equal(scenario.Schedule.Messages, read.Schedule.Messages);
            Assert.Equal(scenario.Schedule.Firings, read.Schedule.Firings);
            Assert.Equal(scenario.Schedule.Strikes, read.Schedule.Strikes);
            Assert.Equal(scenario.Schedule.Bound, read.Schedule.Bound);
            Assert.Equal(scenario.Schedule.Conditions, read.Schedule.Conditions);
        }
    }

    [Fact]
    public void A_replay_is_judged_under_the_conditions_of_the_recorded_run()
    {
        int differing = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            Scenario scenario = Scenario.Generate(seed);
            Schedule schedule = SimulationRun.Run(scenario, Recording with { ChecksOracles = false }).Schedule!;
            Scenario replay = Idle(scenario) with { Schedule = schedule };
            Assert.Equal(ScenarioConditions.Of(scenario), ScenarioConditions.Of(replay));
            Assert.Equal(schedule.Conditions, ScenarioConditions.NamesOf(ScenarioConditions.Of(scenario)));

            // A file of before has no conditions: they are found from what there is.
            Scenario old = replay with { Schedule = schedule with { Conditions = null } };
            differing += ScenarioConditions.Of(old) == ScenarioConditions.Of(scenario) ? 0 : 1;
        }

        Assert.True(differing > 0, "no scenario shows why a schedule keeps its conditions");
    }

    [Fact]
    public void What_is_added_to_a_scenario_by_hand_counts_beside_the_recorded_conditions()
    {
        var scenario = new Scenario { Schedule = new Schedule { Conditions = ["Mortal"] }, Faults = [new HostCrash(Duration.FromSeconds(1), Duration.FromSeconds(1), Side.Server)] };
        Assert.Equal(Conditions.Mortal | Conditions.Crashes, ScenarioConditions.Of(scenario));
    }

    [Fact]
    public void An_unknown_condition_is_refused_with_its_name_and_place()
    {
        string json = ScenarioJson.Write(new Scenario { Schedule = new Schedule { Conditions = ["Crashes"] } }).Replace("Crashes", "Crush");
        Assert.False(ScenarioJson.TryRead(json, out _, out string error));
        Assert.Contains("$.schedule.conditions", error);
        Assert.Contains("Crush", error);
    }

    [Fact]
    public void Every_packet_of_an_attacker_is_written_down_and_can_be_left_out()
    {
        Scenario scenario = AdversaryTests.Attacked(3, Knowledge.Blind);
        Schedule schedule = SimulationRun.Run(scenario, Recording).Schedule!;
        IReadOnlyList<int> strikes = schedule.Strikes!;
        Assert.True(strikes.Count > 10);
        Assert.Equal(strikes.Count, InjectedBy(scenario));
        Assert.Equal(strikes.Count, InjectedBy(scenario with { Schedule = schedule }));
        Assert.Equal(2, InjectedBy(scenario with { Schedule = schedule with { Strikes = [strikes[1], strikes[4]] } }));
        Assert.Equal(0, InjectedBy(scenario with { Schedule = schedule with { Strikes = [] } }));
        Assert.Null(SimulationRun.Run(scenario with { Attacker = null }, Recording).Schedule!.Strikes);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2, 2)]
    [InlineData(int.MaxValue, 0)]
    [InlineData(11)]
    public void Packets_of_an_attacker_are_listed_in_order_and_once_and_are_packets_that_it_sends(params int[] strikes)
    {
        var scenario = new Scenario { Attacker = new AttackerOptions { PacketsPerSecond = 10 }, Schedule = new Schedule { Strikes = [0, 10] } };
        Assert.True(ScenarioJson.TryRead(ScenarioJson.Write(scenario), out _, out string error), error);
        Assert.False(ScenarioJson.TryRead(ScenarioJson.Write(scenario with { Schedule = new Schedule { Strikes = strikes } }), out _, out error));
        Assert.Matches("strikes|packets of an attacker", error);
        Assert.False(ScenarioJson.TryRead(ScenarioJson.Write(scenario with { Attacker = null }), out _, out _));
    }

    [Fact]
    public void Recording_does_not_change_the_run()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            Assert.Equal(SimulationRun.Run(seed).TraceHash, SimulationRun.Run(Scenario.Generate(seed), Recording).TraceHash);
        }
    }

    [Fact]
    public void Taking_one_entry_away_leaves_the_fates_of_all_other_packets()
    {
        PacketFault[] all = [.. Enumerable.Range(0, 40).Select(i => Drop(i * 3, $"DATA+{i * 3}"))];
        for (int missing = 0; missing < all.Length; missing++)
        {
            ScheduledFates fates = new([.. all.Where((_, i) => i != missing)]);
            for (int i = 0; i < 120; i++)
            {
                Assert.Equal(i % 3 == 0 && i != missing * 3, Send(fates, i, i).IsLost);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(-5)]
    public void An_entry_meets_its_packet_though_others_are_sent_before_it_or_fail_to_be(int shift)
    {
        PacketFault[] all = [.. Enumerable.Range(3, 30).Select(i => Drop(i * 4, $"DATA+{i * 4}"))];
        ScheduledFates fates = new(all);
        for (int i = 0; i < 140; i++)
        {
            Assert.Equal(i % 4 == 0 && i is >= 12 and < 132, Send(fates, i + shift, i).IsLost);
        }

        Assert.Equal(all.Length, fates.MetCount);
    }

    [Fact]
    public void A_second_transmission_is_not_taken_for_the_first()
    {
        ScheduledFates fates = new([Drop(9, "DATA+3#2")]);
        for (int i = 0; i < 9; i++)
        {
            Assert.False(Send(fates, i, i).IsLost);
        }

        Assert.True(Send(fates, 9, 3).IsLost);
    }

    [Fact]
    public void An_entry_without_content_belongs_to_its_number()
    {
        ScheduledFates fates = new([Drop(2, "")]);
        Assert.False(Send(fates, 0, 0).IsLost);
        Assert.False(Send(fates, 1, 1).IsLost);
        Assert.True(Send(fates, 2, 2).IsLost);
        Assert.False(Send(fates, 3, 3).IsLost);
    }

    [Fact]
    public void All_entries_of_a_packet_make_up_its_fate()
    {
        PacketFate fate = new()
        {
            Ordinal = 0,
            Jitter = Duration.FromMilliseconds(1),
            OvertakingJitter = Duration.FromMilliseconds(2),
            Reorder = ReorderShape.BurstReversal,
            Held = Duration.FromMilliseconds(3),
            Span = 4,
            Copies = 2,
            DuplicateDelay = Duration.FromMilliseconds(5),
            LateCopyDelay = Duration.FromSeconds(6),
            IsCorrupted = true,
            Corruption = CorruptionKind.Overwrite,
            Treatment = ChecksumTreatment.Zero,
            CorruptionBits = ulong.MaxValue,
            IsMarked = true,
        };
        List<PacketFault> entries = [];
        PacketFaults.Add(entries, Link.Index, "DATA+0", fate);
        Assert.Equal(7, entries.Count);
        Assert.Equal(fate, Send(new ScheduledFates(entries), 0, 0));
    }

    [Fact]
    public void A_packet_is_named_by_its_chunks_and_its_first_TSN_from_the_initial_one()
    {
        var content = new PacketContent();
        Assert.Equal("INIT", Name(content, 0, 1, Packet(Init(1, uint.MaxValue))));
        Assert.Equal("INIT ACK", Name(content, 1, 0, Packet(Init(2, 70))));
        Assert.Equal("COOKIE ECHO,DATA+0", Name(content, 0, 1, Packet([10, 0, 0, 4], Data(uint.MaxValue))));
        Assert.Equal("DATA+1", Name(content, 0, 1, Packet(SackOf(70), Data(0), Data(1))));
        Assert.Equal("SACK+1", Name(content, 1, 0, Packet(SackOf(0))));
        Assert.Equal("192", Name(content, 1, 0, Packet([192, 0, 0, 4])));
        Assert.Equal("none", Name(content, 1, 0, [1, 2, 3]));

        // A restart counts anew from the first DATA on.
        Assert.Equal("INIT", Name(content, 0, 1, Packet(Init(1, 5_000))));
        Assert.Equal("DATA+2", Name(content, 0, 1, Packet(Data(1))));
        Assert.Equal("DATA+0", Name(content, 0, 1, Packet(Data(5_000))));
        Assert.Equal("DATA+3", Name(content, 0, 1, Packet(Data(5_003))));
    }

    private static Scenario Idle(Scenario scenario) => scenario with
    {
        Paths = [.. scenario.Paths.Select(path => new PathOptions(Idle(path.ToServer), Idle(path.ToClient)))],
        Faults = [.. scenario.Faults.Select(fault => fault is PathChange change ? change with { Options = Idle(change.Options) } : fault)],
        Buggify = [],
    };

    private static LinkOptions Idle(LinkOptions link) => link with
    {
        LossPerMillion = 0,
        Loss = null,
        Jitter = Duration.Zero,
        JitterTrace = [],
        OvertakingJitter = Duration.Zero,
        ReorderPerMillion = 0,
        DuplicatePerMillion = 0,
        LateCopyPerMillion = 0,
        CorruptPerMillion = 0,
        MarkPerMillion = 0,
    };

    private static int InjectedBy(Scenario scenario)
    {
        var counter = new InjectedCounter();
        SimulationRun.Run(scenario, new SimulationOptions { NetworkObservers = [counter] });
        return counter.Count;
    }

    private static PacketFault Drop(long ordinal, string content) => new() { Link = Link.Index, Ordinal = ordinal, Content = content };

    private static PacketFate Send(ScheduledFates fates, long ordinal, int tsn) => fates.FateOf(Link, ordinal, Packet(Data((uint)tsn)), Instant.Epoch);

    private static string Name(PacketContent content, int from, int to, byte[] packet)
    {
        var name = new char[PacketContent.MaxLength];
        return new string(name, 0, content.Name(from, to, packet, name));
    }

    private static byte[] Packet(params byte[][] chunks) => [.. new byte[12], .. chunks.SelectMany(chunk => chunk)];

    private static byte[] Data(uint tsn) => [0, 3, 0, 20, .. Word(tsn), 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4];

    private static byte[] Init(byte type, uint tsn) => [type, 0, 0, 20, .. Word(1), .. Word(2), 0, 1, 0, 1, .. Word(tsn)];

    private static byte[] SackOf(uint cumulative) => [3, 0, 0, 16, .. Word(cumulative), .. Word(1_000), 0, 0, 0, 0];

    private static byte[] Word(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private sealed class InjectedCounter : INetworkObserver
    {
        public int Count { get; private set; }

        public void OnInjected(Link link, ReadOnlySpan<byte> packet) => Count++;

        public void OnSent(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
        {
        }

        public void OnDropped(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet)
        {
        }

        public void OnDelivered(Link link, in Arrival arrival, ReadOnlySpan<byte> packet)
        {
        }
    }

    private sealed class SimulatedNetworkOfTwo : INetworkHost
    {
        public SimulatedNetworkOfTwo()
        {
            var network = new SimulatedNetwork(new EventLoop(), new Randomness(1));
            network.AddHost(this, 1);
            network.AddHost(this, 1);
            Link = network.Connect(new NetworkAddress(0, 0), new NetworkAddress(1, 0), LinkOptions.Perfect);
        }

        public Link Link { get; }

        public void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
        {
        }

        public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet)
        {
        }
    }
}
