using System;

namespace Sctp.Sim.Associations;

/// <summary>One path of a side over one input: how it stood before and after, and what the packets say that happened to it.</summary>
internal sealed class PathStep
{
    private Credit[] _credits = new Credit[2];
    private int _creditCount;

    public PathStatus Before;
    public PathStatus After;

    /// <summary>Its place among the paths of the side.</summary>
    public int Index { get; init; }

    /// <summary>Whether oracles have looked at it.</summary>
    public bool WasJudged { get; set; }

    /// <summary>Whether it was there before the input.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Bytes newly acknowledged that were last sent here.</summary>
    public int AckedBytes { get; set; }

    /// <summary>What each acknowledgement of the packet brought: there may be a SACK and a SHUTDOWN, and a SACK that takes acknowledgements back adds to what the next finds in flight.</summary>
    public ReadOnlySpan<Credit> Credits => _credits.AsSpan(0, _creditCount);

    /// <summary>Whether the acknowledgement left nothing in flight here.</summary>
    public bool WasDrained { get; set; }

    public bool HasT3Expired { get; set; }

    /// <summary>Whether the user changed the DSCP: the congestion control begins anew (section 7.2.5.1).</summary>
    public bool IsReinitialized { get; set; }

    /// <summary>Whether that expiry cuts cwnd: not when a zero window probe was all that was outstanding.</summary>
    public bool IsT3Loss { get; set; }

    /// <summary>Whether that expiry is an error of the path: not when SACKs answered the window probe.</summary>
    public bool IsT3Error { get; set; }

    /// <summary>Whether a HEARTBEAT was not answered within the RTO at which it was sent.</summary>
    public bool HasHeartbeatExpired { get; set; }

    /// <summary>Whether the HEARTBEAT ACK arrived that belongs to the last HEARTBEAT.</summary>
    public bool HasHeartbeatAck { get; set; }

    public Duration HeartbeatRoundTrip { get; set; }

    /// <summary>PathStateChanged events of this step.</summary>
    public int StateReports { get; set; }

    public PathState ReportedState { get; set; }

    public int NewDataBytes { get; set; }

    public int DataPackets { get; set; }

    public int ResentChunks { get; set; }

    public bool HasSentHeartbeat { get; set; }

    // Over all steps.

    public bool HasSentData { get; set; }

    /// <summary>Whether DATA was sent here since congestion control began anew, if it did.</summary>
    public bool HasSentSinceReset { get; set; }

    public Instant LastDataSent { get; set; }

    /// <summary>T3-rtx expired and no data sent here was acknowledged since: one packet may be in flight.</summary>
    public bool IsLimitedToOnePacket { get; set; }

    /// <summary>When DATA was last sent before this step.</summary>
    public Instant FormerDataSent { get; set; }

    public bool HadSentData { get; set; }

    /// <summary>When a chunk was last sent for the first time, a HEARTBEAT sent, answered or given up.</summary>
    public Instant LastActivity { get; set; }

    public Instant LastHeartbeat { get; set; }

    public bool IsHeartbeatAwaited { get; set; }

    public Instant HeartbeatDeadline { get; set; }

    public ulong HeartbeatHash { get; set; }

    /// <summary>Since when it has been active without a break; meaningless while it is not.</summary>
    public Instant ActiveSince { get; set; }

    public SampleSource Sample { get; set; }

    /// <summary>When the chunk was sent that gave the last round-trip time, and when that was taken.</summary>
    public Instant SampleSentAt { get; set; }

    public Instant SampleTakenAt { get; set; }

    /// <summary>When a round trip may have been taken in last, also one that changes nothing that is shown.</summary>
    public Instant PossibleSampleAt { get; set; }

    public Instant FormerSampleTakenAt { get; set; }

    public bool HasSampled { get; set; }

    public bool HadSampled { get; set; }

    /// <summary>PMDCS: the largest DATA chunk of a packet.</summary>
    public int Pmdcs => (After.PathMtu - 12) & ~3;

    /// <summary>PMTU when the path was first seen.</summary>
    public int FirstMtu { get; init; }

    /// <summary>max(cwnd / 2, 4 PMDCS) of section 7.2.3.</summary>
    public int CutOf(int congestionWindow) => Math.Max(congestionWindow / 2, 4 * Pmdcs);

    /// <summary>Whether the stack shows it otherwise than before, but for how many packets were counted, or packets of the input were about it.</summary>
    public bool HasChanged =>
        !IsKnown || HasHeartbeatAck || HasSentHeartbeat || IsReinitialized || StateReports != 0
        || (Before with { PacketsSent = After.PacketsSent, PacketsReceived = After.PacketsReceived }) != After;

    /// <summary>Whether no DATA was sent here for an RTO before this step (section 7.2.1).</summary>
    public bool MayHaveDecayed(Instant now) =>
        HadSentData && now - FormerDataSent >= Duration.Min(Before.RetransmissionTimeout, After.RetransmissionTimeout);

    public void NoteHeartbeat(Instant time, ulong hash, Duration rto)
    {
        HasSentHeartbeat = true;
        LastHeartbeat = time;
        LastActivity = time;
        IsHeartbeatAwaited = true;
        HeartbeatHash = hash;
        HeartbeatDeadline = time + rto;
    }

    /// <summary>An acknowledgement is taken in.</summary>
    /// <param name="found">How it found the sender; no bytes are counted yet.</param>
    /// <param name="ackedBytes">The bytes newly acknowledged by all of this packet so far.</param>
    public void AddCredit(in Credit found, int ackedBytes)
    {
        if (_creditCount == _credits.Length)
        {
            Array.Resize(ref _credits, _creditCount * 2);
        }

        _credits[_creditCount] = found with { Flight = _creditCount == 0 ? Before.FlightSize : found.Flight, Bytes = ackedBytes - AckedBytes };
        _creditCount++;
        AckedBytes = ackedBytes;
    }

    /// <summary>
    /// cwnd and partial_bytes_acked as sections 7.2.1 and 7.2.2 let the acknowledgements of the packet change them. Each is judged by what those in front of it left:
    /// "When cwnd is less than or equal to ssthresh, an SCTP endpoint MUST use the slow-start algorithm to increase cwnd" (7.2.1) and "When cwnd is greater than
    /// ssthresh" (7.2.2) ask for cwnd as it is then, and Fast Recovery is over once the Cumulative TSN Ack reaches its exit point (6.2.1 rule D-iv). So behind a
    /// SHUTDOWN, a SACK that section 9.2 has sent with it may find congestion avoidance where the SHUTDOWN found slow start, or no Fast Recovery any more.
    /// </summary>
    /// <param name="slowStartLimit">L of section 7.2.1.</param>
    /// <param name="growsWhenHeldBack">Whether cwnd counts as fully used in slow start when it had no room for a chunk that is to be sent again.</param>
    public AllowedWindow WindowAfterCredits(int slowStartLimit, bool growsWhenHeldBack)
    {
        long window = Before.CongestionWindow;
        long partial = Before.PartialBytesAcked;
        foreach (ref readonly Credit credit in Credits)
        {
            if (credit.Bytes == 0)
            {
                continue;
            }

            bool wasFull = credit.Flight >= window;
            if (window <= Before.SlowStartThreshold)
            {
                wasFull |= growsWhenHeldBack && credit.LargestMarked > window - credit.Flight;
                window += wasFull && !credit.WasInFastRecovery ? Math.Min(credit.Bytes, (long)slowStartLimit * Pmdcs) : 0;
                continue;
            }

            partial += credit.Bytes;
            if (!wasFull)
            {
                partial = Math.Min(partial, window);
            }
            else if (partial >= window)
            {
                partial -= window;
                window += Pmdcs;
            }
        }

        return new AllowedWindow(window, partial);
    }

    public void BeginStep()
    {
        _creditCount = 0;
        Before = After;
        IsKnown = true;
        AckedBytes = 0;
        WasDrained = false;
        HasT3Expired = false;
        IsReinitialized = false;
        IsT3Loss = false;
        IsT3Error = false;
        HasHeartbeatExpired = false;
        HasHeartbeatAck = false;
        StateReports = 0;
        NewDataBytes = 0;
        DataPackets = 0;
        ResentChunks = 0;
        HasSentHeartbeat = false;
        Sample = SampleSource.None;
        FormerDataSent = LastDataSent;
        HadSentData = HasSentData;
        FormerSampleTakenAt = SampleTakenAt;
        HadSampled = HasSampled;
    }
}

/// <summary>What one acknowledgement found and brought a path.</summary>
/// <param name="Flight">The bytes in flight before it.</param>
/// <param name="Bytes">The bytes it newly acknowledged.</param>
/// <param name="WasInFastRecovery">Whether Fast Recovery was on before it.</param>
/// <param name="LargestMarked">The size of the largest chunk that was to be sent again before it; 0 for none.</param>
internal readonly record struct Credit(long Flight, int Bytes, bool WasInFastRecovery, int LargestMarked);

/// <summary>What acknowledgements make of a path's congestion control.</summary>
/// <param name="CongestionWindow">The largest cwnd.</param>
/// <param name="PartialBytesAcked">partial_bytes_acked, if nothing reset it.</param>
internal readonly record struct AllowedWindow(long CongestionWindow, long PartialBytesAcked);
