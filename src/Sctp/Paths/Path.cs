using System;
using Sctp.Sending;

namespace Sctp.Paths;

/// <summary>One peer transport address and everything that RFC 9260 keeps for each: RTO, congestion window, error counter, PMTU and heartbeat state.</summary>
internal sealed class Path
{
    public Path(int index, in SctpAddress remote, SctpOptions options, ICongestionControl congestion)
    {
        Index = index;
        Remote = remote;
        Rto = new RtoEstimator(options);
        Congestion = congestion;
        Mtu = options.InitialPathMtu(remote);
        MaxRetrans = options.PathMaxRetrans;
        HeartbeatEnabled = options.HeartbeatEnabled;
        Congestion.Reset(Pmdcs, IsIPv6);
    }

    public int Index { get; }

    /// <summary>The peer address; its UDP port follows the peer (RFC 6951 section 5.4).</summary>
    public SctpAddress Remote { get; set; }

    /// <summary>The source address to send from; <see cref="SctpAddress.None"/> lets the host choose.</summary>
    public SctpAddress Local { get; set; }

    public bool IsIPv6 => Remote.Kind == SctpAddressKind.IPv6;

    public RtoEstimator Rto { get; }

    public ICongestionControl Congestion { get; set; }

    /// <summary>Whether the address is known to be the peer's (section 5.4).</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>Whether the error counter has not exceeded Path.Max.Retrans (section 8.2).</summary>
    public bool IsActive { get; set; } = true;

    public PathState State => !IsActive ? PathState.Inactive : IsConfirmed ? PathState.Active : PathState.Unconfirmed;

    /// <summary>Whether user data may be sent to it.</summary>
    public bool IsUsable => IsConfirmed && IsActive;

    /// <summary>PMTU: bytes of SCTP packet.</summary>
    public int Mtu { get; set; }

    /// <summary>PMDCS: the largest DATA chunk with its header that fits an own packet (section 1.3).</summary>
    public int Pmdcs => (Mtu - Wire.CommonHeader.Length) & ~3;

    /// <summary>Outstanding bytes on this path: DATA chunks with header and padding that were sent here and are neither acknowledged nor marked for retransmission.</summary>
    public int FlightSize { get; set; }

    /// <summary>Whether T3-rtx expired and no acknowledgement of data sent here came since: only one packet may be in flight (9260-7.2.1-02).</summary>
    public bool IsLimitedToOnePacket { get; set; }

    /// <summary>When DATA was last sent here; never used for the decay before the first DATA.</summary>
    public Instant LastDataSent { get; set; }

    public bool HasSentData { get; set; }

    /// <summary>Error counter of section 8.2.</summary>
    public int ErrorCount { get; set; }

    public int MaxRetrans { get; set; }

    public bool HeartbeatEnabled { get; set; }

    /// <summary>Whether a HEARTBEAT should leave with the next packet to this path.</summary>
    public bool HeartbeatDue { get; set; }

    /// <summary>The nonce of the last HEARTBEAT; 0 when none is awaited.</summary>
    public ulong HeartbeatNonce { get; set; }

    public Instant HeartbeatSentAt { get; set; }

    /// <summary>When something that gives an RTT sample was last sent (9260-8.3-04).</summary>
    public Instant LastRttProbe { get; set; }

    public long HeartbeatsSent { get; set; }

    public long HeartbeatAcksReceived { get; set; }

    public long PacketsSent { get; set; }

    public long PacketsReceived { get; set; }

    /// <summary>Back to initial values after a change of the network (section 7.2.5).</summary>
    public void ResetCongestion()
    {
        Congestion.Reset(Pmdcs, IsIPv6);
        IsLimitedToOnePacket = false;
        HasSentData = false;
    }

    /// <summary>Takes over what holds for the address, not for the association; another object stood for it so far.</summary>
    public void TakeSettings(Path former)
    {
        Mtu = former.Mtu;
        MaxRetrans = former.MaxRetrans;
        HeartbeatEnabled = former.HeartbeatEnabled;
        Local = former.Local;
        Congestion.Reset(Pmdcs, IsIPv6);
    }

    public override string ToString() => FormattableString.Invariant($"{Index}:{Remote} {State}");
}
