using System.Runtime.CompilerServices;

namespace Sctp;

/// <summary>Why a received packet or chunk was discarded.</summary>
public enum DiscardReason
{
    /// <summary>Shorter than a common header and a chunk header.</summary>
    TooShort,

    /// <summary>CRC32c mismatch (RFC 9260 section 6.8).</summary>
    Checksum,

    /// <summary>Wrong port.</summary>
    Port,

    /// <summary>Wrong Verification Tag or T bit (RFC 9260 section 8.5).</summary>
    VerificationTag,

    /// <summary>Out of the blue (RFC 9260 section 8.4).</summary>
    OutOfTheBlue,

    /// <summary>A chunk or parameter with a bad length.</summary>
    Malformed,

    /// <summary>A chunk that the state does not allow.</summary>
    State,

    /// <summary>DATA for which the receive window had no room.</summary>
    Window,

    /// <summary>DATA whose TSN was too far ahead.</summary>
    OutOfRange,

    /// <summary>DATA with an invalid stream identifier.</summary>
    InvalidStream,

    /// <summary>A State Cookie with a wrong MAC, tag or port.</summary>
    Cookie,

    /// <summary>A SACK older than the Cumulative TSN Ack Point.</summary>
    StaleSack,

    /// <summary>A reply that found no room in the reply queue, or is larger than the host's buffer.</summary>
    ReplyQueueFull,

    /// <summary>A nonce in a HEARTBEAT ACK that was not sent.</summary>
    HeartbeatNonce,
}

/// <summary>One counter for each <see cref="DiscardReason"/>.</summary>
[InlineArray(14)]
public struct DiscardCounters
{
    private long _first;

    /// <summary>How often it happened.</summary>
    public readonly long Of(DiscardReason reason) => this[(int)reason];

    internal void Count(DiscardReason reason) => this[(int)reason]++;
}

/// <summary>One counter for each chunk type of RFC 9260 (0 to 14), and one for all others.</summary>
[InlineArray(16)]
public struct ChunkCounters
{
    private long _first;

    /// <summary>How many chunks of a type; types above 14 are counted together.</summary>
    public readonly long Of(Wire.ChunkType type) => this[System.Math.Min((int)type, 15)];

    internal void Count(Wire.ChunkType type) => this[System.Math.Min((int)type, 15)]++;
}

/// <summary>The counters of one association since it began (RFC 6458 section 8.2, with those that operators ask for).</summary>
public struct AssociationStatistics
{
    /// <summary>Packets sent.</summary>
    public long PacketsSent { get; internal set; }

    /// <summary>Packets received and accepted.</summary>
    public long PacketsReceived { get; internal set; }

    /// <summary>Bytes of SCTP packets sent.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>Bytes of SCTP packets received and accepted.</summary>
    public long BytesReceived { get; internal set; }

    /// <summary>User messages taken for sending.</summary>
    public long MessagesQueued { get; internal set; }

    /// <summary>User messages fully acknowledged.</summary>
    public long MessagesAcknowledged { get; internal set; }

    /// <summary>User messages reported as failed.</summary>
    public long MessagesFailed { get; internal set; }

    /// <summary>User messages (or parts) handed to the user.</summary>
    public long MessagesReceived { get; internal set; }

    /// <summary>User bytes taken for sending.</summary>
    public long UserBytesQueued { get; internal set; }

    /// <summary>User bytes handed to the user.</summary>
    public long UserBytesReceived { get; internal set; }

    /// <summary>DATA chunks sent again because T3-rtx expired.</summary>
    public long TimeoutRetransmissions { get; internal set; }

    /// <summary>DATA chunks sent again by fast retransmit.</summary>
    public long FastRetransmissions { get; internal set; }

    /// <summary>DATA chunks sent again for other causes, such as a crossing of INITs.</summary>
    public long OtherRetransmissions { get; internal set; }

    /// <summary>T3-rtx expiries.</summary>
    public long T3Expiries { get; internal set; }

    /// <summary>Fast recoveries entered.</summary>
    public long FastRecoveries { get; internal set; }

    /// <summary>Zero window probes sent.</summary>
    public long WindowProbes { get; internal set; }

    /// <summary>TSNs that the peer took back after a gap acknowledgement.</summary>
    public long GapAckRevocations { get; internal set; }

    /// <summary>DATA chunks received more than once.</summary>
    public long DuplicateTsnsReceived { get; internal set; }

    /// <summary>TSNs that the peer reported as received more than once.</summary>
    public long DuplicateTsnsReported { get; internal set; }

    /// <summary>Buffered DATA chunks that were dropped again to make room.</summary>
    public long Reneged { get; internal set; }

    /// <summary>Restarts of the peer.</summary>
    public long Restarts { get; internal set; }

    /// <summary>Chunks sent, by type.</summary>
    public ChunkCounters ChunksSent;

    /// <summary>Chunks received, by type.</summary>
    public ChunkCounters ChunksReceived;

    /// <summary>What was discarded, by reason.</summary>
    public DiscardCounters Discards;
}

/// <summary>The counters of an endpoint: what belongs to no association.</summary>
public struct EndpointStatistics
{
    /// <summary>Datagrams handed in.</summary>
    public long DatagramsReceived { get; internal set; }

    /// <summary>Packets sent outside of any association (INIT ACK, ABORT, SHUTDOWN COMPLETE, ERROR).</summary>
    public long StatelessReplies { get; internal set; }

    /// <summary>Associations accepted.</summary>
    public long AssociationsAccepted { get; internal set; }

    /// <summary>Associations opened.</summary>
    public long AssociationsOpened { get; internal set; }

    /// <summary>State Cookies refused as stale.</summary>
    public long StaleCookies { get; internal set; }

    /// <summary>What was discarded, by reason.</summary>
    public DiscardCounters Discards;
}
