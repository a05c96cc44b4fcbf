using FsCheck.Xunit;

namespace Sctp.Sim.Xunit;

/// <summary>
/// A test over generated scenarios: its method takes a <see cref="Scenario"/>, or parts of one (<see cref="WorkloadOptions"/>, <see cref="Network.LinkOptions"/>,
/// <see cref="PathOptions"/>), and is called for some of them. FsCheck draws and does not shrink: <see cref="SimulationAssert"/> does that, for it knows what a
/// scenario is made of. Every run of the test draws the same scenarios, unless <see cref="PropertyAttribute.Replay"/> says otherwise.
/// </summary>
[System.AttributeUsage(System.AttributeTargets.Method)]
public sealed class SimulationPropertyAttribute : PropertyAttribute
{
    /// <summary>A property with 20 scenarios.</summary>
    public SimulationPropertyAttribute()
    {
        Arbitrary = [typeof(ScenarioArbitraries)];
        MaxTest = 20;
        QuietOnSuccess = true;
        Replay = "9260,3";
    }
}
