using System;
using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim.Hunting;

/// <summary>Whether a hunt can find anything at all.</summary>
public enum CanaryState
{
    /// <summary>The hunt has no canary.</summary>
    Absent,

    /// <summary>It has not been found, and there are seeds left in which it may be.</summary>
    Awaited,

    /// <summary>Its oracle saw it.</summary>
    Found,

    /// <summary>It was in the seeds that are over, and nobody saw it: what this hunt did not find means nothing.</summary>
    Missed,
}

/// <summary>
/// What a hunt has found so far. Summaries of shards are merged into one, in any order. The counts add up: every seed that was started is clean, failed, or
/// has not come back.
/// </summary>
public sealed class HuntSummary
{
    private readonly List<FailureGroup> _groups = [];
    private readonly int _examplesPerGroup;
    private readonly int _canarySeeds;
    private long _canaryTurns;

    /// <summary>The empty summary of a hunt.</summary>
    public HuntSummary(HuntOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _examplesPerGroup = options.ExamplesPerGroup;
        _canarySeeds = options.CanarySeeds;
    }

    /// <summary>Seeds that were handed out.</summary>
    public long Started { get; private set; }

    /// <summary>Seeds in whose run every invariant held.</summary>
    public long Clean { get; private set; }

    /// <summary>Seeds in whose run one did not.</summary>
    public long Violations { get; private set; }

    /// <summary>Seeds in whose run an exception was thrown.</summary>
    public long Crashes { get; private set; }

    /// <summary>Seeds that gave two different runs.</summary>
    public long Nondeterministic { get; private set; }

    /// <summary>Seeds that were handed out and have not come back.</summary>
    public long Unfinished => Started - Clean - Violations - Crashes - Nondeterministic;

    /// <summary>Seeds whose run was repeated and compared.</summary>
    public long Repeated { get; private set; }

    /// <summary>Seeds that failed in some way.</summary>
    public long Failed => Violations + Crashes + Nondeterministic;

    /// <summary>What became of the packets of all runs, repetitions and canaries not counted.</summary>
    public LinkStatistics Packets { get; private set; }

    /// <summary>Messages delivered in all runs.</summary>
    public long Messages { get; private set; }

    /// <summary>Events of all runs.</summary>
    public long Events { get; private set; }

    /// <summary>The virtual time of all runs in whole seconds.</summary>
    public long VirtualSeconds => VirtualMilliseconds / 1_000;

    /// <summary>The situations that runs came into.</summary>
    public MarkSet Marks { get; } = new();

    /// <summary>The failures, each group in the order in which its first example was found.</summary>
    public IReadOnlyList<FailureGroup> Groups => _groups;

    /// <summary>Runs with the canary.</summary>
    public long CanaryRuns { get; private set; }

    /// <summary>The seed in which the canary was found first; null when it was not.</summary>
    public ulong? CanarySeed { get; private set; }

    /// <summary>Whether the canary was found.</summary>
    public CanaryState Canary =>
        _canarySeeds == 0 ? CanaryState.Absent
        : CanarySeed is not null ? CanaryState.Found
        : _canaryTurns >= _canarySeeds ? CanaryState.Missed
        : CanaryState.Awaited;

    /// <summary>The run with the most severe outcome decides: an exception, then a violation, then a difference between two runs.</summary>
    public SeedOutcome Worst =>
        Crashes > 0 ? SeedOutcome.Crash
        : Nondeterministic > 0 ? SeedOutcome.Nondeterminism
        : Violations > 0 ? SeedOutcome.Violation
        : SeedOutcome.Clean;

    private long VirtualMilliseconds { get; set; }

    /// <summary>Counts a seed that is handed out.</summary>
    public void Start() => Started++;

    /// <summary>Counts a seed that came back.</summary>
    /// <returns>The new group, if it failed as none did before.</returns>
    public FailureGroup? Add(SeedResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Count(result);
        if (result.Report is { } report)
        {
            Packets = LinkStatistics.Add(Packets, report.Packets);
            Messages += report.Client.MessagesDelivered + report.Server.MessagesDelivered;
            Events += report.EventCount;
            if (report.Marks is { } marks)
            {
                Marks.Add(marks);
            }

            VirtualMilliseconds += (report.EndTime - Instant.Epoch).TotalMilliseconds;
        }

        if (result.Key is not { } key)
        {
            return null;
        }

        FailureGroup group = GroupOf(key, out bool isNew);
        group.Add(result);
        return isNew ? group : null;
    }

    /// <summary>Adds what another shard, or another worker, found.</summary>
    public void Merge(HuntSummary other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Started += other.Started;
        Clean += other.Clean;
        Violations += other.Violations;
        Crashes += other.Crashes;
        Nondeterministic += other.Nondeterministic;
        Repeated += other.Repeated;
        Packets = LinkStatistics.Add(Packets, other.Packets);
        Messages += other.Messages;
        Events += other.Events;
        Marks.Add(other.Marks);
        VirtualMilliseconds += other.VirtualMilliseconds;
        CanaryRuns += other.CanaryRuns;
        _canaryTurns += other._canaryTurns;
        if (other.CanarySeed is { } seed)
        {
            CanarySeed = Math.Min(seed, CanarySeed ?? ulong.MaxValue);
        }

        for (int i = 0; i < other._groups.Count; i++)
        {
            GroupOf(other._groups[i].Key, out _).Merge(other._groups[i]);
        }
    }

    private void Count(SeedResult result)
    {
        switch (result.Outcome)
        {
            case SeedOutcome.Clean:
                Clean++;
                break;
            case SeedOutcome.Violation:
                Violations++;
                break;
            case SeedOutcome.Crash:
                Crashes++;
                break;
            default:
                Nondeterministic++;
                break;
        }

        Repeated += result.IsRepeated ? 1 : 0;
        CanaryRuns += result.HasCanary ? 1 : 0;
        _canaryTurns += result.Turn < (ulong)_canarySeeds ? 1 : 0;
        if (result.IsCanaryFound)
        {
            CanarySeed = Math.Min(result.Seed, CanarySeed ?? ulong.MaxValue);
        }
    }

    // Groups are few: one for each bug.
    private FailureGroup GroupOf(FailureKey key, out bool isNew)
    {
        for (int i = 0; i < _groups.Count; i++)
        {
            if (_groups[i].Key == key)
            {
                isNew = false;
                return _groups[i];
            }
        }

        var group = new FailureGroup(key, _examplesPerGroup);
        _groups.Add(group);
        isNew = true;
        return group;
    }
}
