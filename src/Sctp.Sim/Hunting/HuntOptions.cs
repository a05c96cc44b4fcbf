using System;

namespace Sctp.Sim.Hunting;

/// <summary>What a hunt runs.</summary>
public sealed record HuntOptions
{
    /// <summary>The seeds, all shards together.</summary>
    public HuntSeeds Seeds { get; init; } = HuntSeeds.StreamOf(0);

    /// <summary>The part of them that this worker takes.</summary>
    public HuntShard Shard { get; init; } = HuntShard.Whole;

    /// <summary>The scenario of a seed.</summary>
    public Func<ulong, Scenario> Scenarios { get; init; } = Scenario.Generate;

    /// <summary>What runs a scenario. It is called by several threads at a time where the host has several, each with its own scenario.</summary>
    public Func<Scenario, SimulationOptions, SimulationReport> Run { get; init; } = SimulationRun.Run;

    /// <summary>The share of seeds, in millionths, that are run twice to compare the hashes; default 2 %. Which ones is a function of the seed.</summary>
    public int RepeatedPerMillion { get; init; } = 20_000;

    /// <summary>Among how many seeds, the first of each shard, the canary must be found, default 64; 0 for a hunt without canary.</summary>
    public int CanarySeeds { get; init; } = 64;

    /// <summary>How many failures of one group are kept, default 3.</summary>
    public int ExamplesPerGroup { get; init; } = 3;

    /// <summary>A bug to plant in every run, as a drill; null for none.</summary>
    public PlantedBug? Drill { get; init; }
}
