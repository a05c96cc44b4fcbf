using System;

namespace Sctp.Timers;

/// <summary>
/// All timers of one association: a deadline for each kind, and for the kinds that belong to a path one for each path. The earliest deadline is
/// one minimum over a short array, kept until a timer changes, so that an association which ended provably has no timer left.
/// </summary>
internal sealed class TimerTable
{
    private const int SingleKinds = (int)TimerKind.T3Rtx;
    private const int PathKinds = (int)TimerKind.HeartbeatTimeout - (int)TimerKind.T3Rtx + 1;

    private Instant[] _deadlines = NewSlots(SingleKinds + PathKinds);
    private int _used = SingleKinds;
    private Instant _next = Instant.Never;
    private bool _stale;

    /// <summary>The earliest deadline; <see cref="Instant.Never"/> when no timer runs.</summary>
    public Instant Next
    {
        get
        {
            if (_stale)
            {
                Instant next = Instant.Never;
                for (int i = 0; i < _used; i++)
                {
                    next = Instant.Min(next, _deadlines[i]);
                }

                _next = next;
                _stale = false;
            }

            return _next;
        }
    }

    /// <summary>Makes room for the timers of paths 0 to <paramref name="count"/> - 1.</summary>
    public void EnsurePaths(int count)
    {
        int needed = SingleKinds + (count * PathKinds);
        if (needed > _deadlines.Length)
        {
            Instant[] grown = NewSlots(needed);
            _deadlines.AsSpan(0, _used).CopyTo(grown);
            _deadlines = grown;
        }

        _used = Math.Max(_used, needed);
    }

    public Instant Deadline(TimerKind kind, int pathIndex = 0) => _deadlines[Slot(kind, pathIndex)];

    public bool IsRunning(TimerKind kind, int pathIndex = 0) => !Deadline(kind, pathIndex).IsNever;

    /// <summary>Starts a timer, or restarts it.</summary>
    public void Start(TimerKind kind, Instant deadline, int pathIndex = 0)
    {
        ref Instant slot = ref _deadlines[Slot(kind, pathIndex)];
        if (slot == deadline)
        {
            return;
        }

        if (!_stale)
        {
            if (deadline <= _next)
            {
                _next = deadline;
            }
            else if (slot == _next)
            {
                _stale = true;
            }
        }

        slot = deadline;
    }

    public void Stop(TimerKind kind, int pathIndex = 0)
    {
        ref Instant slot = ref _deadlines[Slot(kind, pathIndex)];
        if (slot.IsNever)
        {
            return;
        }

        _stale |= slot == _next;
        slot = Instant.Never;
    }

    public void StopAll()
    {
        Array.Fill(_deadlines, Instant.Never);
        _next = Instant.Never;
        _stale = false;
    }

    /// <summary>
    /// Takes the earliest timer that is due. Of those due at one instant come first the timers of the association, then those of one path after the other, each
    /// in the order of <see cref="TimerKind"/>.
    /// </summary>
    public bool TryTakeExpired(Instant now, out TimerKind kind, out int pathIndex)
    {
        Instant deadline = Next;
        if (deadline > now || deadline.IsNever)
        {
            kind = default;
            pathIndex = 0;
            return false;
        }

        int slot = 0;
        while (_deadlines[slot] != deadline)
        {
            slot++;
        }

        _deadlines[slot] = Instant.Never;
        _stale = true;
        if (slot < SingleKinds)
        {
            kind = (TimerKind)slot;
            pathIndex = 0;
        }
        else
        {
            kind = (TimerKind)(SingleKinds + ((slot - SingleKinds) % PathKinds));
            pathIndex = (slot - SingleKinds) / PathKinds;
        }

        return true;
    }

    private static int Slot(TimerKind kind, int pathIndex) =>
        kind < TimerKind.T3Rtx ? (int)kind : SingleKinds + (pathIndex * PathKinds) + ((int)kind - SingleKinds);

    private static Instant[] NewSlots(int count)
    {
        var slots = new Instant[count];
        Array.Fill(slots, Instant.Never);
        return slots;
    }
}
