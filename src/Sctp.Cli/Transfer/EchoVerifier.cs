using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;

namespace Sctp.Cli.Transfer;

/// <summary>
/// Compares what comes back with what was sent, byte for byte: each stream keeps its order, so each has its own queue. Messages may come
/// back in parts.
/// </summary>
internal sealed class EchoVerifier
{
    private readonly Queue<Sent>[] _streams;
    private readonly int[] _offsets;
    private readonly uint _payloadProtocolId;

    public EchoVerifier(int streams, uint payloadProtocolId)
    {
        _payloadProtocolId = payloadProtocolId;
        _offsets = new int[streams];
        _streams = new Queue<Sent>[streams];
        for (int i = 0; i < streams; i++)
        {
            _streams[i] = new Queue<Sent>();
        }
    }

    /// <summary>Messages sent and not yet wholly back.</summary>
    public long Pending { get; private set; }

    public void Expect(ushort streamId, ReadOnlySpan<byte> message, long index)
    {
        byte[] copy = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(copy);
        _streams[streamId].Enqueue(new Sent(copy, message.Length, index));
        Pending++;
    }

    /// <summary>Takes a message or a part of one that came back; the text of the difference, or null.</summary>
    public string? Check(ushort streamId, uint payloadProtocolId, ReadOnlySpan<byte> part, bool isEnd)
    {
        if (streamId >= _streams.Length || !_streams[streamId].TryPeek(out Sent sent))
        {
            return string.Create(CultureInfo.InvariantCulture, $"a message came back on stream {streamId} that was not sent there");
        }

        int offset = _offsets[streamId];
        if (payloadProtocolId != _payloadProtocolId)
        {
            return string.Create(CultureInfo.InvariantCulture, $"message {sent.Index} came back with payload protocol identifier {payloadProtocolId}");
        }

        if (offset + part.Length > sent.Length || (isEnd && offset + part.Length != sent.Length))
        {
            return string.Create(CultureInfo.InvariantCulture, $"message {sent.Index} has {sent.Length} bytes and came back with {offset + part.Length}");
        }

        ReadOnlySpan<byte> expected = sent.Bytes.AsSpan(offset, part.Length);
        int same = expected.CommonPrefixLength(part);
        if (same != part.Length)
        {
            return string.Create(CultureInfo.InvariantCulture, $"message {sent.Index} on stream {streamId} differs at byte {offset + same}: {part[same]:x2} came back for {expected[same]:x2}");
        }

        if (isEnd)
        {
            _offsets[streamId] = 0;
            _ = _streams[streamId].Dequeue();
            ArrayPool<byte>.Shared.Return(sent.Bytes);
            Pending--;
        }
        else
        {
            _offsets[streamId] = offset + part.Length;
        }

        return null;
    }

    private readonly record struct Sent(byte[] Bytes, int Length, long Index);
}
