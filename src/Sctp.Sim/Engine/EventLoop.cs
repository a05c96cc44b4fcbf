using System;
using System.Collections.Generic;

namespace Sctp.Sim.Engine;

/// <summary>
/// Virtual time: events happen one after the other in the order of (time, priority, order of scheduling), and time jumps from one to the next. There
/// is no other clock. What happens is taken into a rolling hash.
/// </summary>
public sealed class EventLoop
{
    private readonly EventHeap _heap = new();
    private readonly List<IActor> _actors = [];
    private long _scheduled;

    /// <summary>The virtual time.</summary>
    public Instant Now { get; private set; }

    /// <summary>How many events happened.</summary>
    public long EventCount { get; private set; }

    /// <summary>How many events are still to happen.</summary>
    public int PendingCount => _heap.Count;

    /// <summary>The hash of all that happened; actors add what they do.</summary>
    public TraceHash Hash { get; } = new();

    /// <summary>Where events are kept to compare this run with another; null for nowhere.</summary>
    public EventRecord? Record { get; set; }

    /// <summary>Makes an actor known.</summary>
    /// <returns>The number to schedule its events with.</returns>
    public int Register(IActor actor)
    {
        _actors.Add(actor);
        return _actors.Count - 1;
    }

    /// <summary>Lets something happen to an actor; a time in the past means now.</summary>
    public void Schedule(Instant time, EventPriority priority, int actor, int kind, long argument = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(actor);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(actor, _actors.Count);
        _heap.Push(new ScheduledEvent(Instant.Max(time, Now), priority, _scheduled++, actor, kind, argument));
    }

    /// <summary>Lets the next event happen, if it is not later than <paramref name="limit"/>.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryStep(Instant limit, out ScheduledEvent happened)
    {
        if (_heap.Count == 0 || _heap.NextTime > limit)
        {
            happened = default;
            return false;
        }

        happened = _heap.Pop();
        Now = happened.Time;
        EventCount++;
        Hash.Add((ulong)happened.Time.Nanoseconds);
        Hash.Add(((ulong)happened.Actor << 40) ^ ((ulong)happened.Kind << 32) ^ (ulong)happened.Argument);
        _actors[happened.Actor].OnEvent(happened);
        Record?.Add(EventCount, happened, Hash);
        return true;
    }

    /// <summary>Lets everything happen up to a time and moves the time there.</summary>
    public void RunUntil(Instant limit)
    {
        while (TryStep(limit, out _))
        {
        }

        Now = Instant.Max(Now, limit);
    }
}
