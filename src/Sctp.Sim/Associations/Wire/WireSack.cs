using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations;

/// <summary>The fields of a SACK chunk (RFC 9260 section 3.3.4).</summary>
internal readonly ref struct WireSack(ReadOnlySpan<byte> chunk)
{
    public const int FixedLength = 16;

    private readonly ReadOnlySpan<byte> _chunk = chunk;

    public uint CumulativeTsn => BinaryPrimitives.ReadUInt32BigEndian(_chunk[4..]);

    public uint AdvertisedWindow => BinaryPrimitives.ReadUInt32BigEndian(_chunk[8..]);

    public int GapBlockCount => BinaryPrimitives.ReadUInt16BigEndian(_chunk[12..]);

    public int DuplicateCount => BinaryPrimitives.ReadUInt16BigEndian(_chunk[14..]);

    /// <summary>Whether the counts fit the length of the chunk; the blocks may be read only then.</summary>
    public bool IsWellFormed => _chunk.Length >= FixedLength && FixedLength + (4 * (GapBlockCount + DuplicateCount)) <= _chunk.Length;

    public ushort GapStart(int i) => BinaryPrimitives.ReadUInt16BigEndian(_chunk[(FixedLength + (4 * i))..]);

    public ushort GapEnd(int i) => BinaryPrimitives.ReadUInt16BigEndian(_chunk[(FixedLength + (4 * i) + 2)..]);

    public uint Duplicate(int i) => BinaryPrimitives.ReadUInt32BigEndian(_chunk[(FixedLength + (4 * (GapBlockCount + i)))..]);
}
