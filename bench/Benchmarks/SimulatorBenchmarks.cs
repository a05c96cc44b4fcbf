using System;
using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using Sctp.Sim;

namespace Sctp.Benchmarks;

/// <summary>The speed of simulations on one core, with all oracles and without any, beside a fixed loop.</summary>
[Config(typeof(SimulatorConfig))]
public class SimulatorBenchmarks
{
    private static readonly SimulationOptions All = new();
    private static readonly SimulationOptions None = new() { ChecksOracles = false, CollectsMarks = false };

    private readonly BareSimulation _bare = new();
    private List<Scenario> _scenarios = [];

    /// <summary>What is simulated.</summary>
    [ParamsAllValues]
    public WorkloadKind Workload { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scenarios = Benchmarks.Workload.Of(Workload);
        RunAll(All);
    }

    [Benchmark(Baseline = true, Description = "fixed loop")]
    public uint Reference() => _bare.Run();

    [Benchmark(Description = "no oracles")]
    public long WithoutOracles() => RunAll(None);

    [Benchmark(Description = "all oracles")]
    public long WithOracles() => RunAll(All);

    private long RunAll(SimulationOptions options)
    {
        long packets = 0;
        foreach (Scenario scenario in _scenarios)
        {
            SimulationReport report = SimulationRun.Run(scenario, options);
            if (report.Outcome != SimulationOutcome.Clean)
            {
                throw new InvalidOperationException($"Seed {scenario.Seed} ended as {report.Outcome}: a figure of it says nothing.");
            }

            packets += report.Packets.Sent;
        }

        return packets;
    }
}
