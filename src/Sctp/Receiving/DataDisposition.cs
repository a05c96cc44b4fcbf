namespace Sctp.Receiving;

/// <summary>What became of a received DATA chunk (RFC 9260 section 6.2).</summary>
internal enum DataDisposition
{
    /// <summary>Recorded and kept for the user.</summary>
    Accepted,

    /// <summary>The TSN had been received before.</summary>
    Duplicate,

    /// <summary>Dropped for lack of window and not acknowledged.</summary>
    DroppedNoWindow,

    /// <summary>Dropped because the TSN is too far from the Cumulative TSN, and not acknowledged.</summary>
    DroppedOutOfRange,

    /// <summary>Recorded, but discarded: there is no such stream. The peer is told by an ERROR chunk with cause 1 (9260-6.5-03).</summary>
    InvalidStream,

    /// <summary>No user data: the association is aborted with cause 9 (9260-6.2-41).</summary>
    NoUserData,

    /// <summary>Fragments or sequence numbers that contradict each other: the association is aborted with cause 13.</summary>
    ProtocolViolation,
}
