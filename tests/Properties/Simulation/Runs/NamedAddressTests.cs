using System;
using System.Collections.Generic;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Runs;

/// <summary>A user names some addresses of a peer that has more.</summary>
public class NamedAddressTests
{
    [Fact]
    public void An_address_that_was_not_named_gets_COOKIE_ECHO_beside_a_HEARTBEAT_only() => Assert.Equal([(0, false), (1, true)], CookieEchoes(named: 1));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void One_that_was_named_gets_it_alone(int named) => Assert.Equal([(0, false), (1, false)], CookieEchoes(named));

    [Fact]
    public void INIT_goes_to_named_addresses_only()
    {
        Assert.Equal([0, 0, 0], Inits(named: 1));
        Assert.Equal([0, 1, 0], Inits(named: 2));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(9)]
    public void More_than_there_can_be_are_refused(int named) => Assert.Throws<ArgumentOutOfRangeException>(() => Losing(WireChunk.Init, 0, named).Validate());

    private static List<(int Address, bool HasHeartbeat)> CookieEchoes(int named)
    {
        List<(int, bool)> seen = [];
        Watch(Losing(WireChunk.CookieAck, 1, named), packet =>
        {
            if (packet.Has(WireChunk.CookieEcho))
            {
                seen.Add((packet.To.Index, packet.Has(WireChunk.Heartbeat)));
            }
        });
        return seen;
    }

    private static List<int> Inits(int named)
    {
        List<int> seen = [];
        Watch(Losing(WireChunk.InitAck, 2, named), packet =>
        {
            if (packet.Has(WireChunk.Init))
            {
                seen.Add(packet.To.Index);
            }
        });
        return seen;
    }

    // Two paths that lose the first answers of one kind: by turns, or all on the first path where no other is used.
    private static Scenario Losing(byte kind, int count, int named)
    {
        LinkOptions link = new() { Delay = Duration.FromMilliseconds(20) };
        int onFirst = named == 1 ? count : (count + 1) / 2;
        return RunScenarios.Steady with
        {
            Paths = [new PathOptions(link, Without(link, kind, onFirst)), new PathOptions(link, Without(link, kind, count - onFirst))],
            Client = RunScenarios.Steady.Client with { NamedAddresses = named },
        };
    }

    private static LinkOptions Without(LinkOptions link, byte kind, int count) =>
        count == 0 ? link : link with { Loss = new PredicateLoss { Match = new PacketMatch { AnyKinds = [kind] }, First = 0, Count = count } };

    private static void Watch(Scenario scenario, Action<WirePacket> onSent)
    {
        var options = new SimulationOptions { ObserverFactories = [(_, _) => new Watcher(onSent)] };
        SimulationReport report = SimulationRun.Run(scenario, options);
        Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
        report.Associations[0].AssertAllDelivered();
    }

    private sealed class Watcher(Action<WirePacket> onSent) : Observer
    {
        public override Hooks Hooks => Hooks.PacketSent;

        public override void OnPacketSent(AssociationSide side, WirePacket packet)
        {
            if (side.Index == (int)Side.Client)
            {
                onSent(packet);
            }
        }
    }
}
