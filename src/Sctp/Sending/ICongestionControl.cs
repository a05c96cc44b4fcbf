namespace Sctp.Sending;

/// <summary>
/// The congestion control of one path: cwnd, ssthresh and what moves them (RFC 9260 section 7.2). All sizes are bytes of DATA chunks with header
/// and padding (9260-7.2-04). It is asked once for each SACK or timer, never for each chunk.
/// </summary>
internal interface ICongestionControl
{
    int CongestionWindow { get; }

    int SlowStartThreshold { get; }

    int PartialBytesAcked { get; }

    /// <summary>Other parameters hold from here on; cwnd and ssthresh stay.</summary>
    void SetOptions(SctpOptions options)
    {
    }

    /// <summary>Takes the initial values (section 7.2.1).</summary>
    void Reset(int pmdcs, bool isIPv6);

    /// <summary>A SACK newly acknowledged bytes sent to this path, or left nothing outstanding on it.</summary>
    /// <param name="acknowledgedBytes">Bytes newly acknowledged on this path; 0 where the last of it had been acknowledged before and taken back.</param>
    /// <param name="flightBefore">Outstanding bytes of this path before the SACK.</param>
    /// <param name="inFastRecovery">Whether the association is in Fast Recovery.</param>
    /// <param name="allAcknowledged">Whether nothing is outstanding on this path any more.</param>
    /// <param name="pmdcs">PMDCS of the path.</param>
    void OnAcknowledged(int acknowledgedBytes, int flightBefore, bool inFastRecovery, bool allAcknowledged, int pmdcs);

    /// <summary>Loss was found by SACKs, outside Fast Recovery (section 7.2.3).</summary>
    void OnFastRetransmit(int pmdcs);

    /// <summary>T3-rtx expired (section 7.2.3).</summary>
    void OnRetransmissionTimeout(int pmdcs);

    /// <summary>No data was sent to the path for some whole RTOs (section 7.2.1).</summary>
    /// <param name="rtos">How many.</param>
    /// <param name="isContinued">Whether earlier RTOs of the same idle time were reported before.</param>
    /// <param name="pmdcs">PMDCS of the path.</param>
    void OnIdle(long rtos, bool isContinued, int pmdcs);
}
