using System;

namespace Sctp.Sim.Hunting;

/// <summary>
/// A bug that is planted for good in some of the first runs of every hunt, beside the healthy ones. If nobody sees it, the hunt is blind: whatever it did
/// not find means nothing, and the hunt fails.
/// </summary>
internal static class Canary
{
    public const PlantedBug Bug = PlantedBug.DeliversAgainAfterDuplicate;

    /// <summary>The oracle that is for this bug.</summary>
    private const string OracleId = "O-D1";

    public static bool IsFoundIn(Scenario scenario, Func<Scenario, SimulationOptions, SimulationReport> run)
    {
        SimulationReport report = run(Honest(scenario) with { PlantedBug = Bug }, new SimulationOptions());
        for (int i = 0; i < report.Violations.Count; i++)
        {
            if (report.Violations[i].OracleId == OracleId)
            {
                return true;
            }
        }

        return false;
    }

    // The oracle is silent where somebody may have forged what it sees.
    private static Scenario Honest(Scenario scenario) =>
        SidesOf.WithBoth(GroupsOff.EachLink(scenario, l => l with { CorruptPerMillion = 0 }), s => s with { Behavior = null }) with { Attacker = null };
}
