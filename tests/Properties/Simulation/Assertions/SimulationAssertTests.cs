using System;
using System.IO;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Hunting;
using Sctp.Sim.Network;
using Sctp.Sim.Xunit;

namespace Sctp.Properties.Simulation.Assertions;

/// <summary>Simulations as tests: what is clean passes, and what fails says all that is needed to begin with.</summary>
public sealed class SimulationAssertTests
{
    private static readonly LinkOptions Copying = new() { DuplicatePerMillion = 200_000, LossPerMillion = 10_000 };

    private static readonly Scenario Buggy = new()
    {
        Seed = 12,
        Paths = [new PathOptions(Copying, Copying)],
        PlantedBug = PlantedBug.DeliversAgainAfterDuplicate,
    };

    // The use that the documentation shows: three lines.
    [Fact]
    public void Seed_42_is_clean() =>
        SimulationAssert.Clean(42);

    [Fact]
    public void A_planted_bug_fails_with_the_invariant_and_the_way_to_replay_it()
    {
        SimulationException failure = Assert.Throws<SimulationException>(() => SimulationAssert.Holds(Buggy));
        Violation seen = failure.Report.Violations[0];
        Assert.Equal("O-D1", seen.OracleId);
        Assert.Contains("O-D1 " + seen.OracleName, failure.Message, StringComparison.Ordinal);
        Assert.Contains(seen.Statement, failure.Message, StringComparison.Ordinal);
        Assert.Contains("RFC 9260 section " + seen.RfcSection, failure.Message, StringComparison.Ordinal);
        Assert.Contains(seen.Time.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("sctp sim replay " + failure.File, failure.Message, StringComparison.Ordinal);
        Assert.StartsWith(Path.Combine(Directory.GetCurrentDirectory(), "TestResults", "simulation"), failure.File, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_of_a_failure_is_smaller_and_fails_in_the_same_way()
    {
        SimulationException failure = Assert.Throws<SimulationException>(() => SimulationAssert.Holds(Buggy));
        Assert.True(ScenarioJson.TryRead(File.ReadAllText(failure.File), out Scenario scenario, out string error), error);
        SimulationReport replayed = SimulationRun.Run(scenario, new SimulationOptions());
        Assert.Equal(FailureKey.Of(failure.Report), FailureKey.Of(replayed));
        Assert.True(Shrinker.OperationsOf(scenario) < Shrinker.OperationsOf(Buggy) / 10, $"{Shrinker.OperationsOf(scenario)} messages are left");
    }

    [Fact]
    public void Only_the_oracles_that_are_named_judge()
    {
        SimulationAssert.Holds(Buggy, "O-D2", "O-W1");
        SimulationException failure = Assert.Throws<SimulationException>(() => SimulationAssert.Holds(Buggy, "O-W1", "O-D1"));
        Assert.Equal("O-D1", Assert.Single(failure.Report.Violations.Select(v => v.OracleId).Distinct()));
    }

    [Fact]
    public void An_oracle_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentException>(() => SimulationAssert.Holds(new Scenario(), "O-D1", "O-D1000"));

    [Fact]
    public void An_exception_fails_whatever_oracles_are_named()
    {
        Scenario throwing = Buggy with
        {
            PlantedBug = PlantedBug.ThrowsOnHeartbeatAfterDuplicate,
            Client = new SideOptions
            {
                Endpoint = new SctpOptions { HeartbeatInterval = Duration.FromMilliseconds(100) },
                Workload = new WorkloadOptions { SendInterval = Duration.FromMilliseconds(300), MessageCount = 20 },
            },
        };
        SimulationException failure = Assert.Throws<SimulationException>(() => SimulationAssert.Holds(throwing, "O-D3"));
        Assert.Contains("The core threw an exception: System.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("sctp sim replay ", failure.Message, StringComparison.Ordinal);
    }
}
