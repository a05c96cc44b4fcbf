using Sctp.Wire;

namespace Sctp;

/// <summary>The state of an association (RFC 9260 section 11.1.8, RFC 6458 section 8.2.1 <c>sctp_status</c>).</summary>
public readonly record struct AssociationStatus
{
    /// <summary>The state of section 4.</summary>
    public AssociationState State { get; init; }

    /// <summary>The peer's receive window as the sender reckons it, in bytes.</summary>
    public uint PeerReceiverWindow { get; init; }

    /// <summary>The own receive window, in bytes.</summary>
    public uint LocalReceiverWindow { get; init; }

    /// <summary>DATA chunks sent and not yet acknowledged.</summary>
    public int UnacknowledgedChunks { get; init; }

    /// <summary>User bytes queued or not yet acknowledged.</summary>
    public long BufferedBytes { get; init; }

    /// <summary>User bytes received and not yet read.</summary>
    public long ReceiveBufferedBytes { get; init; }

    /// <summary>Outbound streams.</summary>
    public int OutboundStreams { get; init; }

    /// <summary>Inbound streams.</summary>
    public int InboundStreams { get; init; }

    /// <summary>The largest user payload of one DATA chunk, in bytes.</summary>
    public int FragmentationPoint { get; init; }

    /// <summary>The index of the primary path.</summary>
    public int PrimaryPathIndex { get; init; }

    /// <summary>Consecutive retransmissions to the peer (RFC 9260 section 8.1).</summary>
    public int ErrorCount { get; init; }

    /// <summary>The Cumulative TSN Ack Point of the sender.</summary>
    public Tsn CumulativeTsnAckPoint { get; init; }

    /// <summary>The next TSN to be sent.</summary>
    public Tsn NextTsn { get; init; }

    /// <summary>The Cumulative TSN of the receiver.</summary>
    public Tsn ReceivedCumulativeTsn { get; init; }
}

/// <summary>The state of one path (RFC 6458 section 8.2.2 <c>sctp_paddrinfo</c>).</summary>
public readonly record struct PathStatus
{
    /// <summary>The peer address.</summary>
    public SctpAddress Address { get; init; }

    /// <summary>Whether user data can be sent to it.</summary>
    public PathState State { get; init; }

    /// <summary>Whether it is the primary path.</summary>
    public bool IsPrimary { get; init; }

    /// <summary>cwnd in bytes.</summary>
    public int CongestionWindow { get; init; }

    /// <summary>ssthresh in bytes.</summary>
    public int SlowStartThreshold { get; init; }

    /// <summary>partial_bytes_acked in bytes.</summary>
    public int PartialBytesAcked { get; init; }

    /// <summary>Outstanding bytes, DATA chunk headers and padding included.</summary>
    public int FlightSize { get; init; }

    /// <summary>SRTT; zero before the first sample.</summary>
    public Duration SmoothedRoundTripTime { get; init; }

    /// <summary>RTTVAR.</summary>
    public Duration RoundTripTimeVariation { get; init; }

    /// <summary>RTO with its back-off.</summary>
    public Duration RetransmissionTimeout { get; init; }

    /// <summary>PMTU in bytes of SCTP packet.</summary>
    public int PathMtu { get; init; }

    /// <summary>The error counter (RFC 9260 section 8.2).</summary>
    public int ErrorCount { get; init; }

    /// <summary>Path.Max.Retrans of this path.</summary>
    public int PathMaxRetrans { get; init; }

    /// <summary>Whether HEARTBEATs are sent when idle.</summary>
    public bool HeartbeatEnabled { get; init; }

    /// <summary>When T3-rtx of this path expires; null while it is stopped.</summary>
    public Instant? T3Deadline { get; init; }

    /// <summary>HEARTBEAT chunks sent.</summary>
    public long HeartbeatsSent { get; init; }

    /// <summary>HEARTBEAT ACK chunks received with a right nonce.</summary>
    public long HeartbeatAcksReceived { get; init; }

    /// <summary>Packets sent to it.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Packets received from it.</summary>
    public long PacketsReceived { get; init; }
}
