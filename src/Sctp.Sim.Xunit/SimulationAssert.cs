using System;
using System.Collections.Generic;
using System.IO;
using Sctp.Sim.Hunting;

namespace Sctp.Sim.Xunit;

/// <summary>
/// Runs scenarios in tests. One that fails is made smaller and written to a file, and the test fails with what was violated, where the RFC asks for it, when it
/// happened, and the command that replays it.
/// </summary>
public static class SimulationAssert
{
    /// <summary>The environment variable that names the folder for scenarios that fail; otherwise it is TestResults/simulation in the current folder.</summary>
    public const string FolderVariable = "SCTP_SIM_ARTEFACTS";

    /// <summary>The most runs that are spent on making a scenario smaller.</summary>
    private const int ShrinkRuns = 400;

    /// <summary>Runs the scenario of a seed; every invariant must hold.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="profile">One of <see cref="Scenario.Profiles"/>, with or without its version.</param>
    /// <exception cref="SimulationException">One does not.</exception>
    public static SimulationReport Clean(ulong seed, string profile = "swarm") => Holds(Scenario.Generate(seed, profile));

    /// <summary>Runs a scenario; every invariant must hold, or those that are named.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="oracles">The ids of the oracles that judge, as in <c>O-D1</c>; none for all. An exception of the core fails in any case.</param>
    /// <exception cref="SimulationException">One does not hold.</exception>
    /// <exception cref="ArgumentException">There is no such oracle, or the scenario holds a value outside its range.</exception>
    public static SimulationReport Holds(Scenario scenario, params IReadOnlyList<string> oracles)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(oracles);
        SimulationReport report = Run(scenario, new SimulationOptions());
        if (report.Outcome == SimulationOutcome.Clean)
        {
            return report;
        }

        ShrinkResult shrunk = new Shrinker(Run).Shrink(scenario, new ShrinkBudget(ShrinkRuns));
        throw new SimulationException(shrunk, Write(shrunk));

        SimulationReport Run(Scenario s, SimulationOptions options) => SimulationRun.Run(s, options with { Oracles = oracles });
    }

    private static string Write(ShrinkResult shrunk)
    {
        string folder = Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : Path.Combine("TestResults", "simulation");
        string name = FormattableString.Invariant($"{shrunk.Key!.ShortName}-{shrunk.Scenario.Seed}.json");
        string path = Path.GetFullPath(Path.Combine(Directory.CreateDirectory(folder).FullName, name));
        File.WriteAllText(path, ScenarioJson.Write(shrunk.Scenario) + "\n");
        return path;
    }
}
