using System;
using Sctp.Sim;

namespace Sctp.Properties.Simulation.Runs;

/// <summary>Generated scenarios with several associations and with faults of hosts and addresses.</summary>
public class FaultySeedTests
{
    private const ulong Seeds = 60;

    [Fact]
    public void Several_associations_and_ends_at_any_moment() => AssertClean(FaultyScenarios.Several);

    [Fact]
    public void Slow_hosts_with_wrong_clocks() => AssertClean(FaultyScenarios.Slow);

    [Fact]
    public void Changing_addresses_and_forged_messages() => AssertClean(FaultyScenarios.Encapsulated);

    [Fact]
    public void Associations_that_may_end_by_themselves() => AssertClean(FaultyScenarios.Mortal);

    [Fact]
    public void Hosts_that_crash() => AssertClean(FaultyScenarios.Crashing);

    [Theory]
    [InlineData(787)]
    [InlineData(10_770)]
    public void What_once_failed_holds(ulong seed)
    {
        AssertClean(FaultyScenarios.Mortal, seed, seed);
        AssertClean(FaultyScenarios.Crashing, seed, seed);
        AssertClean(FaultyScenarios.Slow, seed, seed);
    }

    private static void AssertClean(Func<ulong, Scenario> generate, ulong first = 0, ulong last = Seeds - 1)
    {
        for (ulong seed = first; seed <= last; seed++)
        {
            Scenario scenario = generate(seed);
            SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions());
            Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
            if (seed % 10 == 0)
            {
                Assert.Equal(report.TraceHash, SimulationRun.Run(scenario, new SimulationOptions { ChecksOracles = false }).TraceHash);
            }
        }
    }
}
