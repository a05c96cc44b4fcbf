using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>
/// The one timer of a host, set for what its stack wants to do next. It goes by the clock of the host, which may be wrong, and the host may look at it now and
/// then only.
/// </summary>
internal sealed class HostTimer
{
    private readonly EventLoop _loop;
    private readonly int _actor;
    private readonly HostClock _clock = new();
    private Instant _at = Instant.MaxValue;
    private long _generation;
    private Instant _lateUntil;
    private Duration _granularity;

    /// <param name="loop">Virtual time.</param>
    /// <param name="actor">The node's number in it.</param>
    public HostTimer(EventLoop loop, int actor)
    {
        _loop = loop;
        _actor = actor;
    }

    /// <summary>The time that the host's clock shows.</summary>
    public Instant LocalNow => _clock.At(_loop.Now);

    /// <summary>Sets it, unless it expires earlier as it is.</summary>
    /// <param name="deadline">When it is to expire, by the host's clock; null for never.</param>
    /// <param name="notBefore">The virtual time before which the host does not look.</param>
    public void Set(Instant? deadline, Instant notBefore)
    {
        if (deadline is not { } local)
        {
            return;
        }

        Instant due = Instant.Max(WhenNoticed(_clock.WhenItShows(local)), notBefore);
        if (due < _at)
        {
            _at = due;
            _loop.Schedule(due, EventPriority.Timer, _actor, NodeEventKind.Timer, ++_generation);
        }
    }

    /// <summary>Sets it anew, whatever it was set for.</summary>
    /// <param name="deadline">When it is to expire, by the host's clock; null for never.</param>
    /// <param name="notBefore">The virtual time before which the host does not look.</param>
    public void Reset(Instant? deadline, Instant notBefore)
    {
        _at = Instant.MaxValue;
        Set(deadline, notBefore);
    }

    /// <summary>Takes an expiry.</summary>
    /// <param name="generation">What the event was scheduled with.</param>
    /// <returns>False when the timer was set anew or stopped since.</returns>
    public bool TryTakeExpiry(long generation)
    {
        if (generation != _generation)
        {
            return false;
        }

        _at = Instant.MaxValue;
        return true;
    }

    /// <summary>Stops it.</summary>
    public void Stop()
    {
        _at = Instant.MaxValue;
        _generation++;
    }

    /// <summary>The host looks only at multiples of some time for a while.</summary>
    public void MakeLate(Duration length, Duration granularity)
    {
        _lateUntil = _loop.Now + length;
        _granularity = granularity;
    }

    /// <summary>The clock runs at another rate from now on.</summary>
    public void Skew(int partsPerMillion) => _clock.Skew(_loop.Now, partsPerMillion);

    // When a host that looks at its timers now and then sees that one has expired.
    private Instant WhenNoticed(Instant due)
    {
        if (due >= _lateUntil)
        {
            return due;
        }

        long granularity = _granularity.Nanoseconds;
        long ticks = (due.Nanoseconds + granularity - 1) / granularity;
        return Instant.Min(Instant.FromNanoseconds(ticks * granularity), _lateUntil);
    }
}
