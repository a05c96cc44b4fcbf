namespace Sctp;

/// <summary>How one message is sent (RFC 9260 section 11.1.5). The default value sends ordered on stream 0.</summary>
public readonly record struct SendOptions
{
    /// <summary>The stream identifier, 0 to the number of outbound streams - 1.</summary>
    public ushort StreamId { get; init; }

    /// <summary>The payload protocol identifier; carried unchanged.</summary>
    public PayloadProtocolIdentifier PayloadProtocolId { get; init; }

    /// <summary>Whether the message may overtake others of its stream (U bit).</summary>
    public bool Unordered { get; init; }

    /// <summary>Whether the peer is asked to acknowledge at once: the I bit on the last DATA chunk of the message (RFC 7053).</summary>
    public bool SackImmediately { get; init; }

    /// <summary>Whether the message must not wait for others to share a packet with, where <see cref="SctpOptions.Nagle"/> is on.</summary>
    public bool NoBundle { get; init; }

    /// <summary>A value of the caller's that comes back in <see cref="SctpEventKind.SendFailed"/>.</summary>
    public ulong Context { get; init; }

    /// <summary>How long the message may wait for its first transmission; null for ever. Once a chunk of it was sent it is committed.</summary>
    public Duration? Lifetime { get; init; }

    /// <summary>The peer address to send to instead of the primary path; <see cref="SctpAddress.None"/> for the primary path.</summary>
    public SctpAddress Destination { get; init; }
}

/// <summary>What became of a message that was handed to an association.</summary>
public enum SendResult
{
    /// <summary>The message was taken.</summary>
    Queued,

    /// <summary>The send buffer has no room. <see cref="SctpEventKind.SendBufferDrained"/> tells when to try again. Nothing was taken.</summary>
    BufferFull,

    /// <summary>The association is shutting down, closed, or a passive one without its peer. Nothing was taken.</summary>
    Closed,
}
