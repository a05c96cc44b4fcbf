using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Runs;

/// <summary>Ends at any moment, those that no user asked for too.</summary>
public class EndingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(70)]
    [InlineData(2_000)]
    public void A_shutdown_may_be_asked_for_at_any_moment(int milliseconds)
    {
        foreach (EndingSide who in (EndingSide[])[EndingSide.Client, EndingSide.Server, EndingSide.Both])
        {
            SimulationReport report = (RunScenarios.Steady with { Ending = new EndingOptions { Who = who, When = EndingMoment.At, At = Duration.FromMilliseconds(milliseconds) } }).RunClean();
            Assert.True(report.Client.MessagesSent < 100);
            Assert.Equal(report.Client.MessagesSent, report.Client.MessagesDelivered);
            Assert.Equal(report.Server.MessagesSent, report.Server.MessagesDelivered);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(70)]
    [InlineData(2_000)]
    public void An_abort_may_be_asked_for_at_any_moment(int milliseconds)
    {
        foreach (EndingSide who in (EndingSide[])[EndingSide.Client, EndingSide.Server, EndingSide.Both])
        {
            SimulationReport report = (RunScenarios.Steady with
            {
                Ending = new EndingOptions { Who = who, How = EndingKind.Abort, When = EndingMoment.At, At = Duration.FromMilliseconds(milliseconds) },
            }).RunClean();
            Assert.Equal(AssociationState.Closed, report.Client.State);
            Assert.Equal(AssociationState.Closed, report.Server.State);
            Assert.True(report.EndTime < Instant.Epoch + Duration.FromSeconds(10));
        }
    }

    [Fact]
    public void An_association_whose_path_stays_down_longer_than_its_limits_allow_ends_by_itself()
    {
        SctpOptions limited = new() { AssociationMaxRetrans = 2, RtoMax = Duration.FromSeconds(2) };
        Scenario scenario = (RunScenarios.Steady with
        {
            Client = RunScenarios.Steady.Client with { Endpoint = limited },
            Server = RunScenarios.Steady.Server with { Endpoint = limited },
        }).With(new PathOutage(Duration.FromSeconds(2), Duration.FromSeconds(15), 0));
        SimulationReport report = scenario.RunClean();
        Assert.Equal(LossReason.PeerUnreachable, report.Client.LossReason);
        Assert.Equal(LossReason.PeerUnreachable, report.Server.LossReason);
        Assert.True(report.Client.MessagesFailed > 0);
        Assert.True(report.Client.MessagesDelivered + report.Client.MessagesFailed >= report.Client.MessagesSent);
    }

    [Fact]
    public void A_side_that_does_not_hear_of_the_end_is_given_up_by_its_user()
    {
        // The server never learns that the client is gone: it has nothing to send and sends no heartbeats.
        SctpOptions limited = new() { AssociationMaxRetrans = 2, RtoMax = Duration.FromSeconds(2), HeartbeatEnabled = false };
        Scenario scenario = (RunScenarios.Steady with
        {
            Client = RunScenarios.Steady.Client with { Endpoint = limited },
            Server = RunScenarios.Steady.Server with { Endpoint = limited, Workload = new WorkloadOptions { MessageCount = 0 } },
        }).With(new PathOutage(Duration.FromSeconds(2), Duration.FromSeconds(15), 0));
        SimulationReport report = scenario.RunClean();
        Assert.Equal(LossReason.PeerUnreachable, report.Client.LossReason);
        Assert.Equal(LossReason.LocalAbort, report.Server.LossReason);
        Assert.True(report.EndTime > Instant.Epoch + scenario.HealAfter);
    }

    [Fact]
    public void A_scenario_whose_limits_cannot_be_reached_is_judged_in_full()
    {
        Assert.Equal(Sctp.Sim.Associations.Conditions.None, ScenarioConditions.Of(RunScenarios.Steady));
        var lossy = new LinkOptions { LossPerMillion = 200_000 };
        Assert.Equal(Sctp.Sim.Associations.Conditions.Mortal, ScenarioConditions.Of(RunScenarios.Steady with { Paths = [new PathOptions(lossy, lossy)] }));
    }

    [Fact]
    public void A_failure_has_a_signature()
    {
        SimulationReport report = SimulationRun.Run(
            RunScenarios.Steady,
            new SimulationOptions(),
            (stack, host) => host == 1 ? new PlantedBugs.DeliversTwice(stack) : stack);
        Assert.NotNull(report.Signature);
        Assert.Equal("O-D1", report.Signature.OracleId);
        Assert.Equal("server", report.Signature.Where);
        Assert.Equal(AssociationState.Established, report.Signature.ServerState);
        Assert.Equal("SACK", report.Signature.LastOfClient);
        Assert.Null(RunScenarios.Steady.RunClean().Signature);
    }
}
