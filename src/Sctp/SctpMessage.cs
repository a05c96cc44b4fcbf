using System;
using Sctp.Buffers;

namespace Sctp;

/// <summary>
/// A user message, or a part of one where partial delivery had to begin (RFC 9260 section 6.9). It borrows pooled memory: dispose it once, when
/// the bytes are no longer needed. Not for use after that, and not by two threads.
/// </summary>
public readonly struct SctpMessage : IDisposable
{
    private readonly PayloadBuffer? _payload;
    private readonly uint _generation;

    internal SctpMessage(PayloadBuffer payload, in MessageInfo info)
    {
        _payload = payload;
        _generation = payload.Generation;
        Info = info;
    }

    /// <summary>Stream, sequence numbers and flags.</summary>
    public MessageInfo Info { get; }

    /// <summary>The stream identifier.</summary>
    public ushort StreamId => Info.StreamId;

    /// <summary>The payload protocol identifier, as the sender's user gave it.</summary>
    public PayloadProtocolIdentifier PayloadProtocolId => Info.PayloadProtocolId;

    /// <summary>Whether the message was sent unordered.</summary>
    public bool IsUnordered => Info.IsUnordered;

    /// <summary>
    /// Whether this is the end of the message; false while more parts of it follow. Between the parts of an ordered message nothing else of its stream
    /// comes; between those of an unordered one whole messages may. All parts of a message have the same <see cref="MessageInfo.Tsn"/>.
    /// </summary>
    public bool IsEndOfMessage => Info.IsEndOfMessage;

    /// <summary>The number of bytes.</summary>
    public int Length => Payload.Length;

    /// <summary>The number of pieces that the bytes lie in: one for a message that came in one DATA chunk.</summary>
    public int SegmentCount => Payload.SegmentCount;

    private PayloadBuffer Payload =>
        _payload is { } payload && payload.Generation == _generation ? payload : throw new ObjectDisposedException(nameof(SctpMessage));

    /// <summary>One piece of the bytes, in order, without copying.</summary>
    /// <param name="index">0 to <see cref="SegmentCount"/> - 1.</param>
    public ReadOnlyMemory<byte> GetSegment(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, SegmentCount);
        return Payload.GetSegmentMemory(index);
    }

    /// <summary>Copies all bytes.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter than <see cref="Length"/>.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException($"The message has {Length} bytes, the destination {destination.Length}.", nameof(destination));
        }

        Payload.CopyTo(destination);
    }

    /// <summary>All bytes in a new array.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Gives the memory back. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_payload is { } payload && payload.Generation == _generation)
        {
            payload.Release();
        }
    }
}
