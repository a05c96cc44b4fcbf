namespace Sctp.Sim.Network;

/// <summary>Controlled delay as RFC 8289 section 5 describes it, in whole numbers.</summary>
internal struct CoDelControl
{
    private const int SameEpisode = 16; // RFC 8289 section 5.5: intervals within which the next episode begins where the last one ended

    private Instant? _aboveSince;
    private Instant _next;
    private long _count;
    private long _lastCount;

    /// <summary>Whether packets are given up at present.</summary>
    public bool IsDropping { get; private set; }

    /// <summary>Whether to give up the packet that is next to leave.</summary>
    public bool GivesUp(CoDelOptions options, Duration sojourn, long bytesLeft, Instant now)
    {
        if (!HasBeenAbove(options, sojourn, bytesLeft, now))
        {
            IsDropping = false;
            return false;
        }

        if (IsDropping)
        {
            if (now < _next)
            {
                return false;
            }

            _count++;
            _next += Spacing(options);
            return true;
        }

        IsDropping = true;
        long delta = _count - _lastCount;
        _count = delta > 1 && now - _next < options.Interval * SameEpisode ? delta : 1;
        _lastCount = _count;
        _next = now + Spacing(options);
        return true;
    }

    private bool HasBeenAbove(CoDelOptions options, Duration sojourn, long bytesLeft, Instant now)
    {
        if (sojourn < options.Target || bytesLeft <= options.LeastBytes)
        {
            _aboveSince = null;
            return false;
        }

        _aboveSince ??= now;
        return now - _aboveSince.Value >= options.Interval;
    }

    // Interval / sqrt(count).
    private readonly Duration Spacing(CoDelOptions options) => Duration.FromNanoseconds((long)(((System.Int128)options.Interval.Nanoseconds << 16) / SquareRoot(_count)));

    // The square root in units of 2^-16.
    private static long SquareRoot(long value)
    {
        ulong square = (ulong)value << 32;
        ulong root = 0;
        for (ulong bit = 1UL << 31; bit != 0; bit >>= 1)
        {
            ulong next = root | bit;
            root = next * next <= square ? next : root;
        }

        return (long)root;
    }
}
