using System;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;

namespace Sctp.Properties.Simulation.Runs;

/// <summary>Hosts that lose all they knew in mid-transfer.</summary>
public class CrashTests
{
    private static readonly Duration Start = Duration.FromMilliseconds(1_510);

    [Fact]
    public void A_client_that_crashed_restarts_the_association_and_delivers_what_it_sends_from_then_on()
    {
        (SimulationReport report, var probes) = RunScenarios.Steady.With(new HostCrash(Start, Duration.FromMilliseconds(300), Side.Client)).RunWatched();
        Assert.Contains(SctpEventKind.Restarted, probes[0].EventsOf(Side.Server));
        Assert.Equal(2, probes[0].EventsOf(Side.Client).Count(kind => kind == SctpEventKind.CommunicationUp));
        Assert.Equal(1, report.Client.Crashes);
        AssertExcusedAndNoMore(report);
        Assert.Equal(100, report.Client.MessagesSent);
        Assert.Equal(100, report.Server.MessagesSent);
    }

    [Fact]
    public void A_server_that_crashed_is_found_out_and_connected_to_again()
    {
        (SimulationReport report, var probes) = RunScenarios.Steady.With(new HostCrash(Start, Duration.FromMilliseconds(300), Side.Server)).RunWatched();
        Assert.Contains(probes[0].Events, e => e.Side == 0 && e.Kind == SctpEventKind.CommunicationLost && e.Reason == LossReason.PeerAborted);
        Assert.Equal(2, probes[0].EventsOf(Side.Client).Count(kind => kind == SctpEventKind.CommunicationUp));
        Assert.Equal(2, probes[0].EventsOf(Side.Server).Count(kind => kind == SctpEventKind.CommunicationUp));
        Assert.Equal(2, probes[0].NewBeginnings.Count);
        AssertExcusedAndNoMore(report);
    }

    [Theory]
    [InlineData(Side.Client)]
    [InlineData(Side.Server)]
    public void Without_another_connection_both_sides_end(Side side)
    {
        SimulationReport report = RunScenarios.Steady.With(new HostCrash(Start, Duration.FromMilliseconds(300), side, Reconnects: false)).RunClean();
        Assert.True(report.Client.MessagesDelivered < 100);
        Assert.Equal(AssociationState.Closed, report.Client.State);
        Assert.Equal(AssociationState.Closed, report.Server.State);
    }

    [Fact]
    public void A_server_crash_cuts_all_its_associations()
    {
        SimulationReport report = (RunScenarios.Steady with { Associations = 3 }).With(new HostCrash(Start, Duration.FromMilliseconds(300), Side.Server)).RunClean();
        Assert.All(report.Associations, association => Assert.Equal(1, association.Server.Crashes));
        Assert.All(report.Associations, association => Assert.Equal(100, association.Client.MessagesSent));
    }

    [Fact]
    public void A_client_crash_cuts_no_other_association()
    {
        SimulationReport report = (RunScenarios.Steady with { Associations = 2 }).With(new HostCrash(Start, Duration.FromMilliseconds(300), Side.Client, Association: 1)).RunClean();
        report.Associations[0].AssertAllDelivered();
        Assert.Equal(0, report.Associations[0].Client.Crashes);
        Assert.Equal(1, report.Associations[1].Client.Crashes);
    }

    [Fact]
    public void A_host_that_crashes_again_while_it_is_down_starts_when_both_outages_are_over()
    {
        Instant begin = Instant.Epoch + Start;
        Instant end = begin + Duration.FromSeconds(2);
        Fault[] faults =
        [
            new HostCrash(Start, Duration.FromSeconds(2), Side.Client),
            new HostCrash(Start + Duration.FromMilliseconds(500), Duration.FromMilliseconds(200), Side.Client),
        ];
        (SimulationReport report, var probes) = RunScenarios.Steady.With(faults).RunWatched();
        Assert.Equal(2, report.Client.Crashes);
        Assert.Contains(probes[0].Sent, sent => sent.Side == 0 && sent.Time == end);
        Assert.DoesNotContain(probes[0].Sent, sent => sent.Side == 0 && sent.Time > begin && sent.Time < end);
        Assert.DoesNotContain(probes[0].Received, received => received.Side == 0 && received.Time > begin && received.Time < end);
    }

    [Fact]
    public void A_message_that_is_delivered_again_after_a_crash_is_seen() => AssertSeen("O-D1", stack => new PlantedBugs.DeliversTwice(stack));

    [Fact]
    public void A_message_that_is_lost_after_the_restart_is_seen() => AssertSeen("O-D3", stack => new LosesAMessageOfTheSecondIncarnation(stack));

    private static void AssertSeen(string oracle, Func<ISctpStack, ISctpStack> plant)
    {
        Scenario scenario = RunScenarios.Steady.With(new HostCrash(Start, Duration.FromMilliseconds(300), Side.Server));
        int made = 0;
        SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions(), (stack, host) => host == 1 && ++made == 2 ? plant(stack) : stack);
        Assert.True(report.Violations.Any(v => v.OracleId == oracle), OracleTests.Describe(report));
    }

    // A few messages were on their way in each direction, and nothing else is missing.
    private static void AssertExcusedAndNoMore(SimulationReport report)
    {
        foreach (SideReport side in (SideReport[])[report.Client, report.Server])
        {
            Assert.InRange(side.MessagesExcused, 0, 5);
            Assert.InRange(side.MessagesDelivered, 50, 100);
            Assert.True(side.MessagesDelivered + side.MessagesExcused + side.MessagesFailed >= side.MessagesSent);
        }
    }

    private sealed class LosesAMessageOfTheSecondIncarnation(ISctpStack inner) : StackShim(inner)
    {
        private int _read;

        public override bool TryReceive(out SctpMessage message)
        {
            bool hasRead = InnerAssociation.TryReceive(out message);
            if (hasRead && !message.IsUnordered && message.IsEndOfMessage && ++_read == 5)
            {
                message.Dispose();
                hasRead = InnerAssociation.TryReceive(out message);
            }

            return hasRead;
        }
    }
}
