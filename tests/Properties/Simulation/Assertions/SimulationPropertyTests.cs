using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Sctp.Sim;
using Sctp.Sim.Network;
using Sctp.Sim.Xunit;

namespace Sctp.Properties.Simulation.Assertions;

/// <summary>Tests over generated scenarios.</summary>
public sealed class SimulationPropertyTests
{
    [SimulationProperty(MaxTest = 10)]
    public void Scenarios_come_from_seeds(Scenario scenario) =>
        Assert.Equal(ScenarioJson.Write(Scenario.Generate(scenario.Seed)), ScenarioJson.Write(scenario));

    [SimulationProperty(MaxTest = 10)]
    public void Workloads_and_paths_can_be_drawn_alone(WorkloadOptions workload, LinkOptions link, PathOptions path)
    {
        var scenario = new Scenario { Paths = [new PathOptions(link, path.ToClient)], Client = new SideOptions { Workload = workload } };
        scenario.Validate();
    }

    [Fact]
    public void Different_scenarios_are_drawn_and_none_is_shrunk()
    {
        Arbitrary<Scenario> scenarios = ScenarioArbitraries.Scenarios();
        Scenario[] drawn = [.. scenarios.Generator.Sample(20)];
        Assert.True(drawn.Select(s => s.Seed).Distinct().Count() > 15);
        Assert.Empty(scenarios.Shrinker(drawn[0]));
    }

    [Fact]
    public void A_failure_is_shrunk_by_the_simulator_and_its_message_is_in_what_FsCheck_says()
    {
        Property property = Prop.ForAll(ScenarioArbitraries.Scenarios(), HoldsWithABug);
        Exception failure = Assert.ThrowsAny<Exception>(() => property.QuickCheckThrowOnFailure());
        Assert.Contains("(0 shrinks)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("O-D1", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("replay: sctp sim replay ", failure.ToString(), StringComparison.Ordinal);

        static void HoldsWithABug(Scenario scenario) =>
            SimulationAssert.Holds(scenario with { PlantedBug = PlantedBug.DeliversAgainAfterDuplicate }, "O-D1");
    }
}
