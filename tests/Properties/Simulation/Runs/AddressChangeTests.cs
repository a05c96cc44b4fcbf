using System;
using Sctp.Sim;

namespace Sctp.Properties.Simulation.Runs;

/// <summary>SCTP in UDP, NATs that forget, hosts that change their ports, and routers that lie.</summary>
public class AddressChangeTests
{
    private static readonly Scenario Encapsulated = RunScenarios.Steady with { UdpEncapsulation = true };

    private static readonly Duration Start = Duration.FromSeconds(2);

    [Fact]
    public void Addresses_have_UDP_ports_where_packets_are_encapsulated()
    {
        SimulationReport report = Encapsulated.RunClean();
        report.Associations[0].AssertAllDelivered();
        Assert.Equal(0, report.Client.Retransmissions);
    }

    [Theory]
    [InlineData(Side.Client)]
    [InlineData(Side.Server)]
    public void A_peer_that_changes_its_UDP_port_is_followed(Side side)
    {
        SimulationReport report = Encapsulated.With(new UdpPortChange(Start, side, 0)).RunClean();
        report.Associations[0].AssertAllDelivered();
        Assert.True(report.LastDelivery < Instant.Epoch + Duration.FromSeconds(10));
    }

    [Fact]
    public void A_NAT_that_forgets_gives_another_port_with_the_next_packet_of_the_client()
    {
        // The client has nothing to send but heartbeats, and until the next of them the server reaches nobody.
        Scenario quiet = Encapsulated with
        {
            Client = Encapsulated.Client with { Workload = new WorkloadOptions { MessageCount = 0 } },
            Server = Encapsulated.Server with { Endpoint = new SctpOptions { HeartbeatInterval = Duration.FromSeconds(30) } },
        };
        SimulationReport report = quiet.With(new NatRebinding(Start, 0)).RunClean();
        Assert.Equal(100, report.Server.MessagesDelivered);
        Assert.True(report.Server.Retransmissions > 0);
        Assert.Equal(0, quiet.RunClean().Server.Retransmissions);
    }

    [Fact]
    public void A_NAT_may_forget_after_each_silence()
    {
        SimulationReport report = Encapsulated.With(new NatTimeout(Duration.Zero, 0, Duration.FromMilliseconds(30))).RunClean();
        report.Associations[0].AssertAllDelivered();
    }

    [Fact]
    public void Another_address_is_no_part_of_the_association()
    {
        SimulationReport report = Encapsulated.With(new NatRebinding(Start, 0, ChangesAddress: true)).RunClean();
        Assert.True(report.Client.MessagesDelivered < 100);
        Assert.Equal(AssociationState.Closed, report.Client.State);
        Assert.Equal(AssociationState.Closed, report.Server.State);
    }

    [Fact]
    public void Only_a_forged_message_that_quotes_the_tag_lowers_the_path_MTU()
    {
        Assert.Equal(512, LargestPacketAfter(IcmpQuote.Genuine, 0));
        Assert.Equal(1_000, LargestPacketAfter(IcmpQuote.Genuine, 1_000));
        int untouched = LargestPacketAfter(IcmpQuote.Genuine, 65_535);
        Assert.True(untouched > 1_400);
        Assert.Equal(untouched, LargestPacketAfter(IcmpQuote.WrongTag, 0));
        Assert.Equal(untouched, LargestPacketAfter(IcmpQuote.UnknownAssociation, 0));
        Assert.Equal(untouched, LargestPacketAfter(IcmpQuote.Truncated, 0));
    }

    [Theory]
    [InlineData(ForgedUnreachableKind.Port, IcmpQuote.Genuine)]
    [InlineData(ForgedUnreachableKind.Host, IcmpQuote.Genuine)]
    [InlineData(ForgedUnreachableKind.Protocol, IcmpQuote.WrongTag)]
    public void What_is_said_to_be_unreachable_and_is_not_goes_on(ForgedUnreachableKind kind, IcmpQuote quote) =>
        RunScenarios.Steady.With(new ForgedUnreachable(Start, Side.Client, 0, kind, quote)).RunClean().Associations[0].AssertAllDelivered();

    [Fact]
    public void Protocol_Unreachable_with_the_right_tag_ends_the_association()
    {
        SimulationReport report = RunScenarios.Steady.With(new ForgedUnreachable(Start, Side.Client, 0, ForgedUnreachableKind.Protocol, IcmpQuote.Genuine)).RunClean();
        Assert.Equal(LossReason.ProtocolUnreachable, report.Client.LossReason);
    }

    [Fact]
    public void A_packet_that_somebody_else_sends_arrives()
    {
        (SimulationReport report, var probes) = RunScenarios.Steady.With(new Injection(Start, Side.Server, 0, "00010203")).RunWatched();
        report.Associations[0].AssertAllDelivered();
        Assert.Contains(probes[0].Received, p => p.Side == 1 && p.Time == Instant.Epoch + Start);
    }

    [Fact]
    public void What_does_not_fit_the_scenario_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RunScenarios.Steady.With(new NatRebinding(Start, 0)).RunClean());
        Assert.Throws<ArgumentException>(() => Encapsulated.With(new NatRebinding(Start, 1)).RunClean());
        Assert.Throws<ArgumentException>(() => RunScenarios.Steady.With(new HostPause(Start, Duration.FromSeconds(100), Side.Client)).RunClean());
        Assert.Throws<ArgumentException>(() => RunScenarios.Steady.With(new HostCrash(Start, Duration.Zero, Side.Client, Association: 1)).RunClean());
        Assert.Throws<ArgumentException>(() => RunScenarios.Steady.With(new Injection(Start, Side.Client, 0, "xy")).RunClean());
    }

    private static int LargestPacketAfter(IcmpQuote quote, int mtu)
    {
        Scenario scenario = RunScenarios.Steady.With(new ForgedTooBig(Start, Side.Client, 0, mtu, quote));
        var sizes = new SizesOfClient(Instant.Epoch + Start);
        SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions { NetworkObserverFactories = [loop => sizes.With(loop)] });
        Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
        report.Associations[0].AssertAllDelivered();
        return sizes.Largest;
    }

    private sealed class SizesOfClient(Instant from) : Sctp.Sim.Network.INetworkObserver
    {
        private Sctp.Sim.Engine.EventLoop? _loop;

        public int Largest { get; private set; }

        public SizesOfClient With(Sctp.Sim.Engine.EventLoop loop)
        {
            _loop = loop;
            return this;
        }

        public void OnSent(Sctp.Sim.Network.Link link, in Sctp.Sim.Network.PacketFate fate, ReadOnlySpan<byte> packet)
        {
            if (link.From.Host == 0 && _loop!.Now > from)
            {
                Largest = Math.Max(Largest, packet.Length);
            }
        }

        public void OnDropped(Sctp.Sim.Network.Link link, in Sctp.Sim.Network.PacketFate fate, Sctp.Sim.Network.DropReason reason, ReadOnlySpan<byte> packet)
        {
        }

        public void OnDelivered(Sctp.Sim.Network.Link link, in Sctp.Sim.Network.Arrival arrival, ReadOnlySpan<byte> packet)
        {
        }
    }
}
