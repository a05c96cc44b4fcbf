using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Runs;

/// <summary>Several clients and one server.</summary>
public class SeveralAssociationsTests
{
    [Theory]
    [InlineData(2, Opening.ClientConnects)]
    [InlineData(8, Opening.ClientConnects)]
    [InlineData(3, Opening.BothConnect)]
    public void Each_association_delivers_its_own_messages_and_ends(int count, Opening opening)
    {
        SimulationReport report = (RunScenarios.Steady with { Associations = count, Opening = opening }).RunClean();
        Assert.Equal(count, report.Associations.Count);
        foreach (AssociationReport association in report.Associations)
        {
            association.AssertAllDelivered();
            Assert.Equal(100, association.Client.MessagesDelivered);
            Assert.Equal(AssociationState.Closed, association.Server.State);
        }

        // Each has its own messages: with the same sizes in all of them their books would be equal.
        Assert.Equal(count, report.Associations.Select(a => a.Client.BytesDelivered).Distinct().Count());
    }

    [Fact]
    public void A_further_association_leaves_the_first_as_it_was()
    {
        AssociationReport alone = RunScenarios.Steady.RunClean().Associations[0];
        AssociationReport first = (RunScenarios.Steady with { Associations = 2 }).RunClean().Associations[0];
        Assert.Equal(alone.Client.BytesDelivered, first.Client.BytesDelivered);
        Assert.Equal(alone.LastDelivery, first.LastDelivery);
    }

    [Fact]
    public void The_outage_of_one_client_concerns_no_other()
    {
        var outage = new PathOutage(Duration.FromSeconds(1), Duration.FromSeconds(3), 0, Association: 1);
        SimulationReport report = (RunScenarios.Steady with { Associations = 2 }).With(outage).RunClean();
        Assert.Equal(0, report.Associations[0].Client.Retransmissions);
        Assert.True(report.Associations[1].Client.Retransmissions > 0);
    }

    [Fact]
    public void Overlapping_outages_last_until_both_are_over()
    {
        (_, var probes) = RunScenarios.Steady.With(
            new PathOutage(Duration.FromSeconds(1), Duration.FromSeconds(5), 0),
            new PathOutage(Duration.FromSeconds(2), Duration.FromSeconds(1), 0)).RunWatched();
        Assert.DoesNotContain(probes[0].Received, p => p.Time > At(1_100) && p.Time < At(6_000));
        Assert.Contains(probes[0].Received, p => p.Time > At(6_000));
    }

    [Fact]
    public void A_changed_path_is_another_until_the_faults_stop()
    {
        var slow = new LinkOptions { Delay = Duration.FromMilliseconds(700) };
        (_, var probes) = RunScenarios.Steady.With(new PathChange(Duration.FromSeconds(1), 0, slow)).RunWatched();
        Assert.DoesNotContain(probes[0].Received, p => p.Time > At(1_100) && p.Time < At(1_700));
        Assert.Contains(probes[0].Received, p => p.Time > At(1_700));
    }

    [Fact]
    public void Messages_that_are_written_down_are_the_ones_that_are_sent()
    {
        Scenario scenario = RunScenarios.Steady with
        {
            Associations = 2,
            Schedule = new Schedule
            {
                Messages =
                [
                    new PlannedSend(0, Side.Client, 3, 100, 0, false),
                    new PlannedSend(0, Side.Client, 70, 9_000, 2, true),
                    new PlannedSend(1, Side.Server, 0, 1, 1, false),
                ],
            },
        };
        (SimulationReport report, var probes) = scenario.RunWatched();
        Assert.Equal([3u, 70u], probes[0].Messages.Select(m => m.Id).Distinct().Order());
        Assert.Equal([0u], probes[1].Messages.Select(m => m.Id));
        Assert.Equal(9_100, report.Associations[0].Client.BytesDelivered);
        Assert.Equal(1, report.Associations[1].Server.BytesDelivered);
    }

    private static Instant At(long milliseconds) => Instant.Epoch + Duration.FromMilliseconds(milliseconds);
}
