namespace Sctp.Wire;

/// <summary>The chunk types of RFC 9260 section 3.2. Every other value is a chunk type this stack does not recognize.</summary>
public enum ChunkType : byte
{
    /// <summary>Payload Data (RFC 9260 section 3.3.1).</summary>
    Data = 0,

    /// <summary>Initiation (RFC 9260 section 3.3.2).</summary>
    Init = 1,

    /// <summary>Initiation Acknowledgement (RFC 9260 section 3.3.3).</summary>
    InitAck = 2,

    /// <summary>Selective Acknowledgement (RFC 9260 section 3.3.4).</summary>
    Sack = 3,

    /// <summary>Heartbeat Request (RFC 9260 section 3.3.5).</summary>
    Heartbeat = 4,

    /// <summary>Heartbeat Acknowledgement (RFC 9260 section 3.3.6).</summary>
    HeartbeatAck = 5,

    /// <summary>Abort Association (RFC 9260 section 3.3.7).</summary>
    Abort = 6,

    /// <summary>Shutdown Association (RFC 9260 section 3.3.8).</summary>
    Shutdown = 7,

    /// <summary>Shutdown Acknowledgement (RFC 9260 section 3.3.9).</summary>
    ShutdownAck = 8,

    /// <summary>Operation Error (RFC 9260 section 3.3.10).</summary>
    Error = 9,

    /// <summary>Cookie Echo (RFC 9260 section 3.3.11).</summary>
    CookieEcho = 10,

    /// <summary>Cookie Acknowledgement (RFC 9260 section 3.3.12).</summary>
    CookieAck = 11,

    /// <summary>Reserved for Explicit Congestion Notification Echo (RFC 9260 section 3.2).</summary>
    Ecne = 12,

    /// <summary>Reserved for Congestion Window Reduced (RFC 9260 section 3.2).</summary>
    Cwr = 13,

    /// <summary>Shutdown Complete (RFC 9260 section 3.3.13).</summary>
    ShutdownComplete = 14,
}
