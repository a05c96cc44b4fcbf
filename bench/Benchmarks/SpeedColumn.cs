using System;
using System.Collections.Concurrent;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Sctp.Sim;

namespace Sctp.Benchmarks;

/// <summary>A figure that is drawn from the median time of a benchmark and from how much one invocation simulates.</summary>
internal sealed class SpeedColumn : IColumn
{
    private static readonly ConcurrentDictionary<WorkloadKind, Amount> Amounts = new();

    private readonly Func<Measured, double?> _figure;
    private readonly string _format;

    private SpeedColumn(string name, string legend, string format, Func<Measured, double?> figure)
    {
        ColumnName = name;
        Legend = legend;
        _format = format;
        _figure = figure;
    }

    public static SpeedColumn PacketRate { get; } = new("M packets/s", "Simulated packets a second, in millions", "F3", m => m.Amount.Packets / m.Seconds / 1e6);

    public static SpeedColumn SeedRate { get; } = new("Seeds/s", "Scenarios a second", "F0", m => m.Amount.Seeds / m.Seconds);

    public static SpeedColumn TimeRate { get; } = new("x real time", "Virtual seconds a second", "F0", m => m.Amount.VirtualSeconds / m.Seconds);

    public static SpeedColumn AgainstLoop { get; } = new("Loops/packet", "Time of a simulated packet in times of a datagram of the fixed loop", "F1", m =>
        m.LoopSeconds is { } loop ? m.Seconds / m.Amount.Packets / (loop / BareSimulation.Packets) : null);

    public static SpeedColumn BytesPerPacket { get; } = new("B/packet", "Bytes allocated for each simulated packet, the making of hosts included", "F1", m => m.AllocatedBytes / m.Amount.Packets);

    public string Id => "Speed." + ColumnName;

    public string ColumnName { get; }

    public string Legend { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        if (summary[benchmarkCase]?.ResultStatistics is not { } statistics)
        {
            return "NA";
        }

        var kind = (WorkloadKind)benchmarkCase.Parameters[nameof(SimulatorBenchmarks.Workload)];
        bool isLoop = benchmarkCase.Descriptor.Baseline;
        double? loop = null;
        foreach (BenchmarkReport report in summary.Reports)
        {
            if (report.BenchmarkCase.Descriptor.Baseline && kind.Equals(report.BenchmarkCase.Parameters[nameof(SimulatorBenchmarks.Workload)]))
            {
                loop = report.ResultStatistics?.Median / 1e9;
            }
        }

        var measured = new Measured(
            isLoop ? new Amount(BareSimulation.Packets, 0, 0) : Amounts.GetOrAdd(kind, AmountOf),
            statistics.Median / 1e9,
            loop,
            summary[benchmarkCase]!.GcStats.GetBytesAllocatedPerOperation(benchmarkCase) ?? 0);
        return _figure(measured) is { } value ? value.ToString(_format, CultureInfo.InvariantCulture) : "NA";
    }

    private static Amount AmountOf(WorkloadKind kind)
    {
        var amount = new Amount(0, 0, 0);
        foreach (Scenario scenario in Workload.Of(kind))
        {
            SimulationReport report = SimulationRun.Run(scenario, new SimulationOptions { ChecksOracles = false });
            amount = new Amount(amount.Packets + report.Packets.Sent, amount.Seeds + 1, amount.VirtualSeconds + ((report.EndTime - Instant.Epoch).Nanoseconds / 1e9));
        }

        return amount;
    }

    /// <summary>How much one invocation simulates.</summary>
    private sealed record Amount(long Packets, int Seeds, double VirtualSeconds);

    private sealed record Measured(Amount Amount, double Seconds, double? LoopSeconds, double AllocatedBytes);
}
