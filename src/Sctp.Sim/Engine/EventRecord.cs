using System;
using System.Collections.Generic;

namespace Sctp.Sim.Engine;

/// <summary>One event of a run and the hash of all that happened up to its end.</summary>
/// <param name="Ordinal">Its number, from 1.</param>
/// <param name="Event">The event.</param>
/// <param name="Hash">The trace hash after it.</param>
public readonly record struct RecordedEvent(long Ordinal, ScheduledEvent Event, UInt128 Hash);

/// <summary>
/// What is kept of a run to compare it with another one: the trace hash after every <see cref="Interval"/> events, and every event of one window. A hash
/// covers all that came before it, so the first difference between two runs is found by bisection.
/// </summary>
public sealed class EventRecord
{
    /// <summary>The events between two prefix hashes.</summary>
    public const int Interval = 1_024;

    private readonly long _from;
    private readonly long _to;
    private readonly List<UInt128> _prefixes = [];
    private readonly List<RecordedEvent> _events = [];

    /// <summary>Keeps prefix hashes only.</summary>
    public EventRecord()
        : this(1, 0)
    {
    }

    /// <summary>Keeps prefix hashes, and the events from one number to another, both included.</summary>
    public EventRecord(long from, long to)
    {
        _from = from;
        _to = to;
    }

    /// <summary>The trace hash after <see cref="Interval"/>, twice <see cref="Interval"/>, ... events.</summary>
    public IReadOnlyList<UInt128> Prefixes => _prefixes;

    /// <summary>The events of the window.</summary>
    public IReadOnlyList<RecordedEvent> Events => _events;

    internal void Add(long ordinal, in ScheduledEvent happened, TraceHash hash)
    {
        if (ordinal % Interval == 0)
        {
            _prefixes.Add(hash.Value);
        }

        if (ordinal >= _from && ordinal <= _to)
        {
            _events.Add(new RecordedEvent(ordinal, happened, hash.Value));
        }
    }
}
