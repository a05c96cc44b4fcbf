using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Runs;

/// <summary>Small scenarios that the tests of runs vary.</summary>
internal static class RunScenarios
{
    /// <summary>Both sides send a message every 50 ms for 5 s over a perfect path of 20 ms each way, then the client shuts down.</summary>
    public static Scenario Steady { get; } = new()
    {
        Seed = 11,
        Paths = [new PathOptions(Link, Link)],
        HealAfter = Duration.FromSeconds(20),
        Client = Side,
        Server = Side,
    };

    private static LinkOptions Link => new() { Delay = Duration.FromMilliseconds(20) };

    private static SideOptions Side => new()
    {
        Endpoint = new SctpOptions { HeartbeatInterval = Duration.FromSeconds(1) },
        Workload = new WorkloadOptions { MessageCount = 100, LargestMessage = 5_000, SendInterval = Duration.FromMilliseconds(50) },
    };

    public static Scenario With(this Scenario scenario, params Fault[] faults) => scenario with { Faults = faults };

    public static SimulationReport RunClean(this Scenario scenario)
    {
        SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions());
        Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
        Assert.Equal(report.TraceHash, SimulationRun.Run(scenario, new SimulationOptions()).TraceHash);
        return report;
    }

    /// <summary>Runs a scenario and keeps what one of the probes saw.</summary>
    public static (SimulationReport Report, List<Probe> Probes) RunWatched(this Scenario scenario)
    {
        List<Probe> probes = [];
        var options = new SimulationOptions
        {
            ObserverFactories =
            [
                (_, _) =>
                {
                    probes.Add(new Probe());
                    return probes[^1];
                },
            ],
        };
        SimulationReport report = SimulationRun.Run(scenario, options);
        Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
        return (report, probes);
    }

    public static void AssertAllDelivered(this AssociationReport association)
    {
        Assert.Equal(association.Client.MessagesSent, association.Client.MessagesDelivered);
        Assert.Equal(association.Server.MessagesSent, association.Server.MessagesDelivered);
        Assert.True(association.Client.MessagesDelivered > 0);
        Assert.True(association.Server.MessagesDelivered > 0);
    }

    /// <summary>Writes down when what came to whom.</summary>
    internal sealed class Probe : Observer
    {
        public override Hooks Hooks => Hooks.PacketSent | Hooks.PacketReceived | Hooks.MessageReceived | Hooks.AssociationEvent | Hooks.BeganAnew;

        public List<(int Side, Instant Time)> Sent { get; } = [];

        public List<(int Side, Instant Time)> Received { get; } = [];

        public List<(int Side, Instant Time, uint Id)> Messages { get; } = [];

        public List<(int Side, Instant Time, SctpEventKind Kind, LossReason Reason)> Events { get; } = [];

        public List<(int Side, Instant Time)> NewBeginnings { get; } = [];

        public IEnumerable<SctpEventKind> EventsOf(Side side) => Events.Where(e => e.Side == (int)side).Select(e => e.Kind);

        public override void OnPacketSent(AssociationSide side, WirePacket packet) => Sent.Add((side.Index, side.Now));

        public override void OnPacketReceived(AssociationSide side, WirePacket packet) => Received.Add((side.Index, side.Now));

        public override void OnMessageReceived(AssociationSide side, in ReceivedPart part) => Messages.Add((side.Index, side.Now, part.Id));

        public override void OnAssociationEvent(AssociationSide side, in SctpEvent e) => Events.Add((side.Index, side.Now, e.Kind, e.LossReason));

        public override void OnBeganAnew(AssociationSide side) => NewBeginnings.Add((side.Index, side.Now));
    }
}
