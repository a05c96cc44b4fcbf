using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Sctp.Benchmarks;

/// <summary>A run takes from 50 ms to seconds, so each iteration is one run. All methods of a workload follow each other in one process.</summary>
internal sealed class SimulatorConfig : ManualConfig
{
    public SimulatorConfig()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithStrategy(BenchmarkDotNet.Engines.RunStrategy.Monitoring)
            .WithWarmupCount(2)
            .WithIterationCount(7)
            .WithInvocationCount(1)
            .WithUnrollFactor(1));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumn(StatisticColumn.Median, SpeedColumn.PacketRate, SpeedColumn.SeedRate, SpeedColumn.TimeRate, SpeedColumn.AgainstLoop, SpeedColumn.BytesPerPacket);
        HideColumns("RatioSD", "Gen0", "Gen1", "Gen2", "Alloc Ratio", "Error");
    }
}
