using System;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Hunting;

namespace Sctp.Properties.Simulation;

/// <summary>Planted bugs are found by a hunt, shrink to a few entries, and fail in the same way when they are read back from a file.</summary>
public class PlantedBugTests
{
    [Theory]
    [InlineData(PlantedBug.DeliversAgainAfterDuplicate)]
    [InlineData(PlantedBug.ChangesAByteAfterGap)]
    [InlineData(PlantedBug.DamagesLargeUnordered)]
    public void A_planted_bug_is_found_shrunk_and_replayed_from_its_file(PlantedBug bug)
    {
        SeedResult found = Find(bug);
        ShrinkResult result = new Shrinker().Shrink(found.Report!.Scenario, new ShrinkBudget(1_500));
        Assert.Equal(found.Key, result.Key);
        Assert.True(result.IsScheduled);
        Assert.InRange(result.FaultCount, 0, 6);
        Assert.InRange(result.OperationCount, 1, 10);
        Assert.True(ScenarioJson.TryRead(ScenarioJson.Write(result.Scenario), out Scenario read, out string error), error);
        SimulationReport replayed = SimulationRun.Run(read, new SimulationOptions());
        Assert.Equal(result.Key, FailureKey.Of(replayed));
        Assert.Equal(result.Report.TraceHash, replayed.TraceHash);
    }

    [Fact]
    public void An_explanation_names_the_necessary_faults_the_sibling_and_the_curve()
    {
        SeedResult found = Find(PlantedBug.ChangesAByteAfterGap);
        Scenario original = found.Report!.Scenario;
        ShrinkResult small = new Shrinker().Shrink(original, new ShrinkBudget(600));
        Explanation explanation = new Explainer { Reseeds = 5, Points = 2 }.Explain(small.Scenario, original, () => true);
        Assert.Equal(small.Key, explanation.Key);
        Assert.Equal(small.FaultCount, explanation.Faults.Count);
        Assert.Contains(explanation.Faults, f => f.Effect == RemovalEffect.Passes);
        Assert.Equal(SimulationOutcome.Clean, SimulationRun.Run(explanation.Sibling!.Scenario, new SimulationOptions()).Outcome);
        Assert.InRange(explanation.Sibling.PartsAt.Ordinal, 1, explanation.ViolatingEvent);
        Assert.Equal(3, explanation.Curve.Count);
        Assert.Equal(5, explanation.Curve[^1].Runs);
    }

    [Fact]
    public void Of_an_attack_only_the_packets_are_left_that_the_failure_needs()
    {
        var attack = new AttackerOptions { Knowledge = Knowledge.OnPath, PacketsPerSecond = 300 };
        var scenario = new Scenario { Seed = 1, Attacker = attack, PlantedBug = PlantedBug.ThrowsOnHeartbeatAfterDuplicate };
        ShrinkResult result = new Shrinker().Shrink(scenario, new ShrinkBudget(2_000));
        Assert.Equal(typeof(InvalidOperationException).FullName, result.Key?.Cause);
        Assert.True(result.OriginalFaultCount > 10);
        Assert.InRange(result.Scenario.Schedule!.Strikes!.Count, 1, 3); // A chunk of DATA, the same again, and a HEARTBEAT.
        Assert.Equal(result.FaultCount, result.Scenario.Schedule.Strikes.Count);
        Assert.True(result.Scenario.Attacker!.Length < attack.Length);
        Explanation explanation = new Explainer().Explain(result.Scenario, null, () => true);
        Assert.All(explanation.Faults, fault => Assert.StartsWith("attacker: packet ", fault.Fault, StringComparison.Ordinal));
        Assert.All(explanation.Faults, fault => Assert.Equal(RemovalEffect.Passes, fault.Effect));
    }

    internal static SeedResult Find(PlantedBug bug)
    {
        var hunt = new Hunt(new HuntOptions { Seeds = HuntSeeds.Range(1, 500), CanarySeeds = 0, RepeatedPerMillion = 0, Drill = bug });
        HuntSummary summary = hunt.Run(s => s.Failed == 0);
        return Assert.Single(summary.Groups).Examples.Single();
    }
}
