using System;

namespace Sctp.Sim.Associations;

/// <summary>One path of a side over one input: how it stood before and after, and what the packets say that happened to it.</summary>
internal sealed class PathStep
{
    private Credit[] _credits = new Credit[2];
    private int _creditCount;

    public PathStatus Before;
    public PathStatus After;

    /// <summary>Whether it was there before the input.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Bytes newly acknowledged that were last sent here.</summary>
    public int AckedBytes { get; set; }

    /// <summary>What each acknowledgement of the packet brought: there may be a SACK and a SHUTDOWN, and a SACK that takes acknowledgements back adds to what the next finds in flight.</summary>
    public ReadOnlySpan<Credit> Credits => _credits.AsSpan(0, _creditCount);

    /// <summary>Whether, before an acknowledgement, a chunk to be sent again did not fit what cwnd had left.</summary>
    public bool WasHeldBack { get; set; }

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
    /// <param name="flight">The bytes in flight here before.</param>
    /// <param name="ackedBytes">The bytes newly acknowledged by all of this packet so far.</param>
    public void AddCredit(long flight, int ackedBytes)
    {
        if (_creditCount == _credits.Length)
        {
            Array.Resize(ref _credits, _creditCount * 2);
        }

        _credits[_creditCount] = new Credit(_creditCount == 0 ? Before.FlightSize : flight, ackedBytes - AckedBytes);
        _creditCount++;
        AckedBytes = ackedBytes;
    }

    public void BeginStep()
    {
        _creditCount = 0;
        Before = After;
        IsKnown = true;
        AckedBytes = 0;
        WasHeldBack = false;
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

/// <summary>What one acknowledgement brought a path.</summary>
/// <param name="Flight">The bytes in flight before it.</param>
/// <param name="Bytes">The bytes it newly acknowledged.</param>
internal readonly record struct Credit(long Flight, int Bytes);
