using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>
/// Zero window probing (RFC 9260 section 6.1 A). The window counts as closed when it is smaller than the next chunk and nothing is outstanding. The
/// first probe leaves one RTO after that; while it is unacknowledged T3-rtx repeats it with a growing interval, and when the peer takes a probe but
/// keeps its window closed the next wait is doubled.
/// </summary>
internal struct WindowProbe
{
    private int _doublings;

    /// <summary>Whether one chunk may be sent now although the window is closed.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Whether a probe was sent that is neither acknowledged nor overtaken by an open window.</summary>
    public bool IsOutstanding { get; private set; }

    /// <summary>Whether a SACK came since the probe was last sent (9260-6.1-07).</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The TSN of the probe.</summary>
    public Tsn Tsn { get; private set; }

    /// <summary>The time to wait for the next probe (9260-6.1-08, 9260-6.1-09).</summary>
    public readonly Duration Interval(Duration rto, Duration longest) => Duration.Min(rto * (1L << _doublings), longest);

    public void OnTimer() => IsDue = true;

    public void OnSent(Tsn tsn)
    {
        IsDue = false;
        IsOutstanding = true;
        IsAnswered = false;
        Tsn = tsn;
        if (_doublings < 30)
        {
            _doublings++;
        }
    }

    /// <summary>
    /// T3-rtx expired and the earliest outstanding chunk is sent again although the window the peer last announced has no room for it: a probe in effect, whether or not
    /// it was one at first.
    /// </summary>
    public void OnSentAgain(Tsn tsn)
    {
        IsOutstanding = true;
        IsAnswered = false;
        Tsn = tsn;
    }

    public void OnSack() => IsAnswered = true;

    public void OnConcluded() => IsOutstanding = false;

    /// <summary>The window is open, or nothing waits for it.</summary>
    public void OnOpen()
    {
        IsDue = false;
        if (!IsOutstanding)
        {
            _doublings = 0;
        }
    }

    /// <summary>DATA is outstanding, a probe or not: its acknowledgement or T3-rtx comes first, and no probe is due (9260-6.1-06).</summary>
    public void OnWaiting() => IsDue = false;
}
