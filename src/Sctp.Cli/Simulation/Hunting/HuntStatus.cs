using System;
using System.Collections.Generic;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary>How far a hunt is.</summary>
/// <param name="Summary">What it found.</param>
/// <param name="Elapsed">The time it runs.</param>
/// <param name="Limit">The time it may run; null for no limit.</param>
/// <param name="Seeds">How many seeds its shard has; null where they never end.</param>
internal sealed record HuntStatus(HuntSummary Summary, TimeSpan Elapsed, TimeSpan? Limit, ulong? Seeds)
{
    private double Seconds => Math.Max(Elapsed.TotalSeconds, 1e-3);

    public double SeedsPerSecond => (Summary.Started - Summary.Unfinished) / Seconds;

    public double PacketsPerSecond => Summary.Packets.Sent / Seconds;

    /// <summary>The share that is done, from 0 to 1; null where there is no end to measure by.</summary>
    public double? Share
    {
        get
        {
            double? bySeeds = Seeds is { } seeds and > 0 ? (Summary.Started - Summary.Unfinished) / (double)seeds : null;
            double? byTime = Limit is { } limit ? Elapsed / limit : null;
            return bySeeds is null ? byTime : byTime is null ? bySeeds : Math.Max(bySeeds.Value, byTime.Value);
        }
    }

    public string Canary => Summary.Canary switch
    {
        CanaryState.Absent => "no canary",
        CanaryState.Found => FormattableString.Invariant($"canary ok (seed {Summary.CanarySeed})"),
        CanaryState.Missed => "CANARY MISSED",
        _ => FormattableString.Invariant($"canary awaited ({Summary.CanaryRuns} runs)"),
    };
}

/// <summary>A group of failures, and where its files are.</summary>
internal sealed record HuntFinding(FailureGroup Group, SeedResult Example, string? Folder, string Replay, IReadOnlyList<string> Notes);
