using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Properties.Simulation.Mutants;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Oracles;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

public partial class OracleTests
{
    private static Scenario SlowReading
    {
        get
        {
            SideOptions reader = Side with
            {
                Endpoint = Side.Endpoint with { ReceiveBufferSize = 4_000 },
                Workload = Side.Workload with { ReadInterval = Duration.FromMilliseconds(300), LargestMessage = 1_000 },
            };
            return Busy with { Client = reader, Server = reader };
        }
    }

    private static Scenario Mortal
    {
        get
        {
            SctpOptions limits = Side.Endpoint with { AssociationMaxRetrans = 3, PathMaxRetrans = 3, RtoMax = Duration.FromSeconds(1) };
            SideOptions side = Side with { Endpoint = limits };
            PathOutage outage = new(Duration.FromMilliseconds(200), Duration.FromSeconds(19), 0);
            return Busy with { Client = side, Server = side, Faults = [outage] };
        }
    }

    [Fact]
    public void An_input_that_causes_too_many_packets_is_seen() => AssertSeen("O-M3", s => new ResourceMutants.RepeatsSacks(s, 100));

    [Fact]
    public void An_exception_is_a_violation()
    {
        SimulationReport report = SimulationRun.Run(
            Busy,
            new SimulationOptions(),
            (stack, _) => new PlantedBugs.StatusBug(stack, _ => throw new InvalidOperationException("planted"), 0, null));
        Assert.Contains(report.Violations, v => v.OracleId == "O-M4");
    }

    [Fact]
    public void A_set_up_that_never_ends_is_seen()
    {
        Scenario scenario = Busy with { Faults = [new PathOutage(Duration.Zero, Duration.FromSeconds(10), 0)] };
        SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions { Oracles = ["O-L3"] }, (stack, _) => new ResourceMutants.ForgetsT1(stack));
        Assert.True(report.Violations.Any(v => v.OracleId == "O-L3"), Describe(report));
    }

    [Fact]
    public void A_window_that_stays_closed_is_seen() => AssertSeen("O-L4", s => new ResourceMutants.KeepsWindowClosed(s), SlowReading);

    [Fact]
    public void A_death_without_enough_time_outs_is_seen() => AssertSeen(
        "O-L6",
        s => new PlantedBugs.EventBug(s, SctpEventKind.None, new SctpEvent { Kind = SctpEventKind.CommunicationLost, LossReason = LossReason.PeerUnreachable }),
        Mortal);

    [Fact]
    public void A_death_that_the_time_outs_justify_is_no_violation()
    {
        SimulationReport report = SimulationRun.Run(Mortal, new SimulationOptions());
        Assert.True(report.Outcome == SimulationOutcome.Clean, Describe(report));
        Assert.Equal(LossReason.PeerUnreachable, report.Client.LossReason);
    }

    [Fact]
    public void Time_that_goes_back_is_seen()
    {
        List<Violation> violations = [];
        Oracle oracle = new SimulatorSanity();
        _ = new ObserverSet(new EventLoop(), violations, [oracle]);
        var packet = new WirePacket();
        foreach (int milliseconds in (int[])[5, 5, 6, 4])
        {
            packet.Set(new byte[16], Instant.Epoch + Duration.FromMilliseconds(milliseconds), new NetworkAddress(0, 0), new NetworkAddress(1, 0), PacketOrigin.Genuine, dontFragment: true);
            oracle.OnPacketSent(null!, packet);
        }

        Assert.Equal("O-Z1", Assert.Single(violations).OracleId);
    }

    [Fact]
    public void A_crash_and_a_restart_break_no_invariant()
    {
        foreach (int seed in Enumerable.Range(1, 40))
        {
            Scenario scenario = Crashing with { Seed = (ulong)seed };
            SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions());
            Assert.True(report.Outcome == SimulationOutcome.Clean, Describe(report));
        }
    }
}
