using System;

namespace Sctp.Sim.Associations;

/// <summary>The clock of a host, which may run faster or slower than virtual time. Its time never jumps and never goes back.</summary>
internal sealed class HostClock
{
    private const long Million = 1_000_000;

    private Instant _from;
    private Instant _localFrom;
    private long _rate = Million;

    /// <summary>Whether it shows virtual time.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>What it shows at a virtual time.</summary>
    public Instant At(Instant time) =>
        IsExact ? time : _localFrom + Duration.FromNanoseconds((long)((Int128)(time - _from).Nanoseconds * _rate / Million));

    /// <summary>The first virtual time at which it shows some time or a later one.</summary>
    public Instant WhenItShows(Instant local)
    {
        if (IsExact || local == Instant.MaxValue)
        {
            return local;
        }

        if (local <= _localFrom)
        {
            return _from; // It showed that before its rate changed.
        }

        Int128 product = (Int128)(local - _localFrom).Nanoseconds * Million;
        Int128 elapsed = (product / _rate) + (product % _rate > 0 ? 1 : 0);
        return elapsed >= long.MaxValue ? Instant.MaxValue : _from + Duration.FromNanoseconds((long)elapsed);
    }

    /// <summary>Lets it run at another rate from a virtual time on.</summary>
    public void Skew(Instant now, int partsPerMillion)
    {
        _localFrom = At(now);
        _from = now;
        _rate = Million + partsPerMillion;
        IsExact = _rate == Million && _localFrom == _from;
    }
}
