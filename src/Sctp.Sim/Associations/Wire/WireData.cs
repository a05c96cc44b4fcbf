using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations;

/// <summary>The fields of a DATA chunk (RFC 9260 section 3.3.1).</summary>
internal readonly ref struct WireData(ReadOnlySpan<byte> chunk)
{
    public const int HeaderLength = 16;

    private readonly ReadOnlySpan<byte> _chunk = chunk;

    public uint Tsn => BinaryPrimitives.ReadUInt32BigEndian(_chunk[4..]);

    public ushort StreamId => BinaryPrimitives.ReadUInt16BigEndian(_chunk[8..]);

    public ushort Ssn => BinaryPrimitives.ReadUInt16BigEndian(_chunk[10..]);

    public uint PayloadProtocolId => BinaryPrimitives.ReadUInt32BigEndian(_chunk[12..]);

    public byte Flags => _chunk[1];

    public bool IsEnding => (_chunk[1] & 1) != 0;

    public bool IsBeginning => (_chunk[1] & 2) != 0;

    public bool IsUnordered => (_chunk[1] & 4) != 0;

    public bool IsImmediate => (_chunk[1] & 8) != 0;

    public ReadOnlySpan<byte> Payload => _chunk[HeaderLength..];
}
