using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>A SACK chunk in place (RFC 9260 section 3.3.4).</summary>
internal readonly ref struct SackChunk
{
    /// <summary>Bytes before the first Gap Ack Block.</summary>
    public const int FixedLength = 16;

    /// <summary>Bytes of a Gap Ack Block, and of a duplicate TSN.</summary>
    public const int EntryLength = 4;

    private readonly ReadOnlySpan<byte> _bytes;

    private SackChunk(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The Cumulative TSN Ack.</summary>
    public Tsn CumulativeTsn => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]));

    /// <summary>The Advertised Receiver Window Credit (a_rwnd), bytes.</summary>
    public uint AdvertisedWindow => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>Number of Gap Ack Blocks.</summary>
    public int GapBlockCount => BinaryPrimitives.ReadUInt16BigEndian(_bytes[12..]);

    /// <summary>Number of duplicate TSNs.</summary>
    public int DuplicateCount => BinaryPrimitives.ReadUInt16BigEndian(_bytes[14..]);

    /// <summary>
    /// Gap Ack Block <paramref name="index"/>: first and last TSN as offsets from <see cref="CumulativeTsn"/>, as sent; a peer may send an end
    /// before the start.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (ushort Start, ushort End) GapBlock(int index)
    {
        uint block = BinaryPrimitives.ReadUInt32BigEndian(_bytes[(FixedLength + (EntryLength * index))..]);
        return ((ushort)(block >> 16), (ushort)block);
    }

    /// <summary>Duplicate TSN <paramref name="index"/>.</summary>
    public Tsn Duplicate(int index) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[(FixedLength + (EntryLength * (GapBlockCount + index)))..]));

    /// <summary>Reads the chunk; false when it is shorter than its fixed fields or than its two counts say. Bytes behind are ignored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(in ChunkView chunk, out SackChunk sack)
    {
        sack = new SackChunk(chunk.Bytes);
        return chunk.Bytes.Length >= FixedLength
            && chunk.Bytes.Length >= FixedLength + (EntryLength * (sack.GapBlockCount + sack.DuplicateCount));
    }

    /// <summary>Bytes of a SACK with so many Gap Ack Blocks and duplicate TSNs.</summary>
    public static int LengthOf(int gapBlocks, int duplicates) => FixedLength + (EntryLength * (gapBlocks + duplicates));

    /// <summary>Writes the fixed fields.</summary>
    public static void WriteHeader(Span<byte> chunk, int totalLength, Tsn cumulativeTsn, uint advertisedWindow, int gapBlocks, int duplicates)
    {
        BinaryPrimitives.WriteUInt16BigEndian(chunk[14..], (ushort)duplicates);
        BinaryPrimitives.WriteUInt16BigEndian(chunk[12..], (ushort)gapBlocks);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[8..], advertisedWindow);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[4..], cumulativeTsn.Value);
        BinaryPrimitives.WriteUInt32BigEndian(chunk, ((uint)ChunkType.Sack << 24) | (ushort)totalLength);
    }

    /// <summary>Writes Gap Ack Block <paramref name="index"/>.</summary>
    public static void WriteGapBlock(Span<byte> chunk, int index, ushort start, ushort end) =>
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(FixedLength + (EntryLength * index))..], ((uint)start << 16) | end);

    /// <summary>Writes duplicate TSN <paramref name="index"/> behind <paramref name="gapBlocks"/> Gap Ack Blocks.</summary>
    public static void WriteDuplicate(Span<byte> chunk, int gapBlocks, int index, Tsn duplicate) =>
        BinaryPrimitives.WriteUInt32BigEndian(chunk[(FixedLength + (EntryLength * (gapBlocks + index)))..], duplicate.Value);
}
