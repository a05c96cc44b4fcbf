using System;

namespace Sctp.Sim.Engine;

/// <summary>
/// A heap with four children a node, ordered by (time, priority, number). Four children make it half as deep as a binary heap, and the children of
/// a node lie side by side.
/// </summary>
internal sealed class EventHeap
{
    private const int Arity = 4;
    private const int NumberBits = 60;

    private Entry[] _entries = new Entry[64];

    public int Count { get; private set; }

    /// <summary>The time of the first event. Only for a heap that is not empty.</summary>
    public Instant NextTime => Instant.FromNanoseconds(_entries[0].Time);

    public void Push(in ScheduledEvent scheduled)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, _entries.Length * 2);
        }

        var entry = new Entry(
            scheduled.Time.Nanoseconds,
            ((ulong)scheduled.Priority << NumberBits) | (ulong)scheduled.Number,
            scheduled.Argument,
            scheduled.Actor,
            scheduled.Kind);
        Entry[] entries = _entries;
        int index = Count++;
        while (index > 0)
        {
            int parent = (index - 1) / Arity;
            if (!entry.IsBefore(entries[parent]))
            {
                break;
            }

            entries[index] = entries[parent];
            index = parent;
        }

        entries[index] = entry;
    }

    /// <summary>Takes the first event. Only for a heap that is not empty.</summary>
    public ScheduledEvent Pop()
    {
        Entry[] entries = _entries;
        Entry first = entries[0];
        Entry moved = entries[--Count];
        int index = 0;
        while (true)
        {
            int child = (index * Arity) + 1;
            if (child >= Count)
            {
                break;
            }

            int least = child;
            int end = Math.Min(child + Arity, Count);
            for (int i = child + 1; i < end; i++)
            {
                if (entries[i].IsBefore(entries[least]))
                {
                    least = i;
                }
            }

            if (!entries[least].IsBefore(moved))
            {
                break;
            }

            entries[index] = entries[least];
            index = least;
        }

        entries[index] = moved;
        return new ScheduledEvent(
            Instant.FromNanoseconds(first.Time),
            (EventPriority)(first.Order >> NumberBits),
            (long)(first.Order & ((1UL << NumberBits) - 1)),
            first.Actor,
            first.Kind,
            first.Argument);
    }

    private readonly struct Entry
    {
        public readonly long Time;
        public readonly ulong Order;
        public readonly long Argument;
        public readonly int Actor;
        public readonly int Kind;

        public Entry(long time, ulong order, long argument, int actor, int kind)
        {
            Time = time;
            Order = order;
            Argument = argument;
            Actor = actor;
            Kind = kind;
        }

        public bool IsBefore(in Entry other) => Time < other.Time || (Time == other.Time && Order < other.Order);
    }
}
