using System;
using FsCheck;
using FsCheck.Fluent;
using Sctp.Sim.Network;

namespace Sctp.Sim.Xunit;

/// <summary>Draws scenarios and their parts for FsCheck, each from a seed by <see cref="Scenario.Generate(ulong)"/>, so that a seed alone tells which one it was. Nothing is shrunk.</summary>
public static class ScenarioArbitraries
{
    private const int SeedBits = 31;

    /// <summary>Scenarios.</summary>
    public static Arbitrary<Scenario> Scenarios() => Arb.From(Seeds.Select(Scenario.Generate));

    /// <summary>What the application of one side does.</summary>
    public static Arbitrary<WorkloadOptions> Workloads() => Arb.From(Seeds.Select(seed => Scenario.Generate(seed).Client.Workload));

    /// <summary>What one direction of a path does.</summary>
    public static Arbitrary<LinkOptions> Links() => Arb.From(Seeds.Select(seed => Scenario.Generate(seed).Paths[0].ToServer));

    /// <summary>Both directions of a path.</summary>
    public static Arbitrary<PathOptions> Paths() => Arb.From(Seeds.Select(seed => Scenario.Generate(seed).Paths[0]));

    private static Gen<ulong> Seeds => Gen.Choose(0, (int)((1U << SeedBits) - 1)).Select(Convert.ToUInt64);
}
