using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>The one round trip of a path that is being measured (RFC 9260 section 6.3.1, rules C4 and C5).</summary>
internal struct RttSample
{
    private Tsn _tsn;
    private Instant _sentAt;

    public bool IsRunning { get; private set; }

    public readonly Tsn Tsn => _tsn;

    /// <summary>Measures the round trip of a chunk sent for the first time, unless one is being measured: once each round trip (9260-6.3.1-04, 9260-6.3.1-05).</summary>
    public bool TryStart(Tsn tsn, Instant now)
    {
        if (IsRunning)
        {
            return false;
        }

        IsRunning = true;
        _tsn = tsn;
        _sentAt = now;
        return true;
    }

    /// <summary>A chunk is sent again: the sample of that chunk or of a later one says nothing any more (9260-6.3.1-07, 9260-6.3.1-08).</summary>
    public void OnRetransmitted(Tsn tsn) => IsRunning &= _tsn < tsn;

    /// <summary>The measured chunk was acknowledged.</summary>
    public Duration Take(Instant now)
    {
        IsRunning = false;
        return now - _sentAt;
    }
}
