using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Sctp.Sim;

namespace Sctp.Properties.BugClasses;

/// <summary>Bug classes of what calls itself deterministic.</summary>
public sealed class DeterminismBugClasses : BugClass
{
    /// <summary>B60: a hidden clock, hidden entropy or the order of a hash table decides something.</summary>
    [Fact]
    public void B60_A_scenario_has_one_trace()
    {
        ulong[] seeds = [3, 14, 159, 2_653, 58_979];
        string[] first = [.. seeds.Select(TraceOf)];
        string[] backwards = [.. seeds.Reverse().Select(TraceOf).Reverse()];
        string[] beside = new string[seeds.Length];
        Parallel.For(0, seeds.Length, i => beside[i] = TraceOf(seeds[i]));
        Assert.Equal(first, backwards);
        Assert.Equal(first, beside);
        Assert.Equal(seeds.Length, first.Distinct().Count());

        static string TraceOf(ulong seed)
        {
            var text = new StringWriter();
            SimulationReport report = SimulationRun.Run(Scenario.Generate(seed), new SimulationOptions { Trace = text });
            return text + report.TraceHash;
        }
    }
}
