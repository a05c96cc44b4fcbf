using System;

namespace Sctp.Sending;

/// <summary>Slow start, congestion avoidance and the reaction to loss as RFC 9260 section 7.2 writes them.</summary>
internal sealed class Rfc9260CongestionControl : ICongestionControl
{
    // Far above any send buffer, and far below where sums of two windows would overflow.
    private const int MaxCongestionWindow = 1 << 29;

    private SctpOptions _options;

    public Rfc9260CongestionControl(SctpOptions options) => _options = options;

    public int CongestionWindow { get; private set; }

    public int SlowStartThreshold { get; private set; }

    public int PartialBytesAcked { get; private set; }

    public void SetOptions(SctpOptions options) => _options = options;

    public void Reset(int pmdcs, bool isIPv6)
    {
        CongestionWindow = Math.Min(4 * pmdcs, Math.Max(2 * pmdcs, isIPv6 ? 4344 : 4404)); // 9260-7.2.1-01
        SlowStartThreshold = int.MaxValue; // 9260-7.2.1-03
        PartialBytesAcked = 0; // 9260-7.2.2-05
    }

    public void OnAcknowledged(int acknowledgedBytes, int flightBefore, bool inFastRecovery, bool allAcknowledged, int pmdcs)
    {
        bool wasFull = flightBefore >= CongestionWindow;
        if (CongestionWindow <= SlowStartThreshold)
        {
            SlowStart(acknowledgedBytes, wasFull && !inFastRecovery, pmdcs);
        }
        else
        {
            AvoidCongestion(acknowledgedBytes, wasFull, pmdcs);
        }

        if (allAcknowledged)
        {
            PartialBytesAcked = 0; // 9260-7.2.2-10
        }
    }

    public void OnFastRetransmit(int pmdcs)
    {
        // 9260-7.2.3-01
        SlowStartThreshold = Math.Max(CongestionWindow / 2, 4 * pmdcs);
        CongestionWindow = SlowStartThreshold;
        PartialBytesAcked = 0;
    }

    public void OnRetransmissionTimeout(int pmdcs)
    {
        // 9260-7.2.3-02, 9260-6.3.3-01
        SlowStartThreshold = Math.Max(CongestionWindow / 2, 4 * pmdcs);
        CongestionWindow = pmdcs;
        PartialBytesAcked = 0;
    }

    public void OnIdle(long rtos, bool isContinued, int pmdcs)
    {
        // cwnd = max(cwnd / 2, 4 * PMDCS) must not raise a window that is below 4 * PMDCS, as the initial one and that after T3-rtx are.
        int floor = 4 * pmdcs;
        if (CongestionWindow <= floor)
        {
            return;
        }

        if (!isContinued)
        {
            SlowStartThreshold = CongestionWindow; // 9260-7.2.1-13
        }

        for (long i = 0; i < rtos && CongestionWindow > floor; i++)
        {
            CongestionWindow = Math.Max(CongestionWindow / 2, floor); // 9260-7.2.1-12, 9260-7.2.2-09
        }
    }

    private void SlowStart(int acknowledgedBytes, bool mayGrow, int pmdcs)
    {
        // 9260-7.2.1-06, 9260-7.2.1-07
        if (mayGrow)
        {
            long limit = (long)_options.SlowStartLimit * pmdcs;
            Grow((int)Math.Min(acknowledgedBytes, limit)); // 9260-7.2.1-08
        }
    }

    private void AvoidCongestion(int acknowledgedBytes, bool wasFull, int pmdcs)
    {
        PartialBytesAcked += acknowledgedBytes; // 9260-7.2.2-06, without duplicates: a peer could make them up
        if (!wasFull)
        {
            PartialBytesAcked = Math.Min(PartialBytesAcked, CongestionWindow); // 9260-7.2.2-07
        }
        else if (PartialBytesAcked >= CongestionWindow && acknowledgedBytes != 0)
        {
            PartialBytesAcked -= CongestionWindow; // 9260-7.2.2-08
            Grow(pmdcs);
        }
    }

    private void Grow(int bytes) => CongestionWindow = Math.Min(CongestionWindow + bytes, MaxCongestionWindow);
}
