using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>Why a DATA chunk is marked for retransmission.</summary>
internal enum RetransmissionCause : byte
{
    /// <summary>T3-rtx expired (RFC 9260 section 6.3.3).</summary>
    Timeout,

    /// <summary>Three miss indications (RFC 9260 section 7.2.4).</summary>
    FastRetransmit,

    /// <summary>A COOKIE ECHO that is sent again with the DATA behind it, a crossing of INITs, or a window that opened behind a probe.</summary>
    Other,
}

/// <summary>A DATA chunk that has a TSN and is not yet cumulatively acknowledged.</summary>
internal struct OutstandingChunk
{
    /// <summary>The message, as a slot of the <see cref="MessageQueue"/>.</summary>
    public int Message;

    /// <summary>Where the user data begins in the message.</summary>
    public int Offset;

    /// <summary>Bytes of user data: the "data size" that rwnd is counted in (RFC 9260 section 6.2.1).</summary>
    public ushort Length;

    /// <summary>The B, E, U and I bits.</summary>
    public byte Flags;

    /// <summary>The path it was last sent to.</summary>
    public byte SentPath;

    /// <summary>The path a retransmission goes to, while it is marked.</summary>
    public byte NextPath;

    /// <summary>Miss indications so far (9260-6.7-06).</summary>
    public byte MissIndications;

    /// <summary>Why it is marked.</summary>
    public RetransmissionCause Cause;

    /// <summary>Whether a gap acknowledgement that was taken back had covered it since it was last sent.</summary>
    public bool WasGapAcked;

    /// <summary>Bytes of the chunk with header and padding: what cwnd and flightsize are counted in (9260-7.2-04).</summary>
    public readonly int Size => Padding.Padded(DataChunk.HeaderLength + Length);

    /// <summary>Bytes of the chunk without padding.</summary>
    public readonly int ChunkLength => DataChunk.HeaderLength + Length;
}
