using System.Linq;
using Sctp.Properties.Simulation.Runs;
using Sctp.Sim;

namespace Sctp.Properties.Simulation.Marks;

/// <summary>Situations that chance alone comes into once in a very long while, each made by the scenario that leads there.</summary>
public sealed class RareMarkTests
{
    /// <summary>RFC 9260 section 5.2.4 action A: the ERROR goes out, SHUTDOWN ACK is sent again, and the shutdown ends as it would have.</summary>
    [Fact]
    public void A_restart_that_meets_a_shutdown_is_refused_and_the_shutdown_goes_on()
    {
        Scenario scenario = RunScenarios.Steady with { Client = RunScenarios.Steady.Client with { Behavior = new CookieInShutdown() } };
        SimulationReport report = scenario.RunClean();
        Assert.True(IsReached(report, "ErrorCookieWhileShuttingDown"));
        Assert.True(IsReached(report, "ShutdownAckResent"));
        Assert.False(IsReached(report, "Restarted"));
        report.Associations[0].AssertAllDelivered();
        Assert.Equal(LossReason.None, report.Server.LossReason);
    }

    /// <summary>Each message is acknowledged before the next, so that SENDER DRY is reported again and again to an application that takes no event.</summary>
    [Fact]
    public void An_application_that_leaves_its_events_too_long_is_told_how_many_it_lost()
    {
        SimulationReport[] reports = [.. Enumerable.Range(1, 10).Select(seed => (RunScenarios.Steady with
        {
            Seed = (ulong)seed,
            Buggify = [BuggifySite.LateEvents, BuggifySite.SmallEventQueue],
        }).RunClean())];
        Assert.Contains(reports, report => IsReached(report, "EventsDropped"));
        Assert.All(reports, report => report.Associations[0].AssertAllDelivered());
    }

    private static bool IsReached(SimulationReport report, string mark) => report.Marks!.IsReached(MarkCatalog.All.Single(m => m.Name == mark));
}
