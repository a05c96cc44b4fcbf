using System;
using System.Collections.Generic;
using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Benchmarks;

/// <summary>
/// The managed memory that a run holds: both hosts with their stacks, what is on its way between them, and the simulator's own books. It is what a full collection
/// leaves, looked at every so many packets, less what there was before the run.
/// </summary>
internal sealed class HeldMemory : INetworkObserver
{
    private const int PacketsBetweenLooks = 2_000;

    private long _packets;
    private long _before;

    /// <summary>The most that was held, in bytes.</summary>
    public long Peak { get; private set; }

    /// <summary>Measures the run of a scenario.</summary>
    public static HeldMemory Of(Scenario scenario, bool checksOracles)
    {
        // What a first run leaves behind for all others is not held by one of them.
        SimulationOptions options = new() { ChecksOracles = checksOracles, CollectsMarks = checksOracles };
        _ = SimulationRun.Run(scenario, options);
        var memory = new HeldMemory { _before = GC.GetTotalMemory(forceFullCollection: true) };
        _ = SimulationRun.Run(scenario, options with { NetworkObservers = [memory] });
        return memory;
    }

    /// <summary>Prints what each workload of a single association holds.</summary>
    public static void Print()
    {
        foreach (WorkloadKind kind in (ReadOnlySpan<WorkloadKind>)[WorkloadKind.Bulk, WorkloadKind.BulkLossy, WorkloadKind.Light])
        {
            List<Scenario> scenarios = Workload.Of(kind);
            Console.WriteLine(FormattableString.Invariant(
                $"{kind,-10} {Of(scenarios[0], checksOracles: false).Peak / 1048576.0,6:F1} MiB held without oracles, {Of(scenarios[0], checksOracles: true).Peak / 1048576.0,6:F1} MiB with all"));
        }
    }

    public void OnSent(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
    {
        if (++_packets % PacketsBetweenLooks == 0)
        {
            Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true) - _before);
        }
    }

    public void OnDropped(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet)
    {
    }

    public void OnDelivered(Link link, in Arrival arrival, ReadOnlySpan<byte> packet)
    {
    }
}
