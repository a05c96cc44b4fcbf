using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>
/// Builds one packet in the caller's span: the common header, then chunks as long as they fit under the limit, each padded with zero bytes to a
/// multiple of 4 (9260-3.2-10, 9260-3.2-11), then the checksum. Only whole chunks are placed (9260-6.10-05).
/// </summary>
internal ref struct PacketWriter
{
    private readonly Span<byte> _buffer;

    /// <summary>
    /// Starts a packet of at most <paramref name="limit"/> bytes from the common header on (9260-6.10-01). A buffer or limit too small for the
    /// common header gives a writer without any space.
    /// </summary>
    public PacketWriter(Span<byte> buffer, int limit, ushort sourcePort, ushort destinationPort, uint verificationTag)
    {
        int size = Math.Min(buffer.Length, limit) & ~3;
        if (size < CommonHeader.Length)
        {
            _buffer = default;
            Length = 0;
            return;
        }

        _buffer = buffer[..size];
        Length = CommonHeader.Length;
        CommonHeader.Write(_buffer, sourcePort, destinationPort, verificationTag);
    }

    /// <summary>Bytes of the packet so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes left under the limit, a multiple of 4.</summary>
    public readonly int Remaining => _buffer.Length - Length;

    /// <summary>Whether the packet has no chunk yet.</summary>
    public readonly bool IsEmpty => Length <= CommonHeader.Length;

    /// <summary>
    /// Hands out the space of a chunk of <paramref name="chunkLength"/> bytes (not cleared) and zeroes its padding. The caller has made sure that
    /// the chunk fits into <see cref="Remaining"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int chunkLength)
    {
        int occupied = Padding.Padded(chunkLength);
        Span<byte> space = _buffer.Slice(Length, occupied);
        if (occupied != chunkLength)
        {
            space[chunkLength..].Clear();
        }

        Length += occupied;
        return space[..chunkLength];
    }

    /// <summary>Appends a chunk of the given value; false when it does not fit.</summary>
    public bool TryAppend(ChunkType type, byte flags, scoped ReadOnlySpan<byte> value)
    {
        int length = ChunkView.HeaderLength + value.Length;
        if (length > Remaining || length > ushort.MaxValue)
        {
            return false;
        }

        Span<byte> chunk = Reserve(length);
        WriteChunkHeader(chunk, type, flags);
        value.CopyTo(chunk[ChunkView.HeaderLength..]);
        return true;
    }

    /// <summary>Appends a chunk that is ready with its header, without padding; false when it does not fit.</summary>
    public bool TryAppendRaw(scoped ReadOnlySpan<byte> chunkBytes)
    {
        if (chunkBytes.Length > Remaining)
        {
            return false;
        }

        chunkBytes.CopyTo(Reserve(chunkBytes.Length));
        return true;
    }

    /// <summary>Appends a chunk whose value is one TSN, as in SHUTDOWN (RFC 9260 section 3.3.8); false when it does not fit.</summary>
    public bool TryAppendWithTsn(ChunkType type, byte flags, Tsn tsn)
    {
        const int ChunkLength = ChunkView.HeaderLength + sizeof(uint);
        if (ChunkLength > Remaining)
        {
            return false;
        }

        Span<byte> chunk = Reserve(ChunkLength);
        WriteChunkHeader(chunk, type, flags);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[ChunkView.HeaderLength..], tsn.Value);
        return true;
    }

    /// <summary>Fills in the checksum (9260-6.8-01) and returns the length of the packet in bytes.</summary>
    public readonly int Seal()
    {
        if (Length != 0)
        {
            CommonHeader.Seal(_buffer[..Length]);
        }

        return Length;
    }

    private static void WriteChunkHeader(Span<byte> chunk, ChunkType type, byte flags) =>
        BinaryPrimitives.WriteUInt32BigEndian(chunk, ((uint)type << 24) | ((uint)flags << 16) | (ushort)chunk.Length);
}
