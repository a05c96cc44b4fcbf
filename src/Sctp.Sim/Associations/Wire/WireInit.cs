using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations;

/// <summary>The fields of an INIT or INIT ACK chunk (RFC 9260 sections 3.3.2 and 3.3.3).</summary>
internal readonly ref struct WireInit(ReadOnlySpan<byte> chunk)
{
    public const int FixedLength = 20;

    private readonly ReadOnlySpan<byte> _chunk = chunk;

    public uint InitiateTag => BinaryPrimitives.ReadUInt32BigEndian(_chunk[4..]);

    public uint AdvertisedWindow => BinaryPrimitives.ReadUInt32BigEndian(_chunk[8..]);

    public ushort OutboundStreams => BinaryPrimitives.ReadUInt16BigEndian(_chunk[12..]);

    public ushort InboundStreams => BinaryPrimitives.ReadUInt16BigEndian(_chunk[14..]);

    public uint InitialTsn => BinaryPrimitives.ReadUInt32BigEndian(_chunk[16..]);

    public ReadOnlySpan<byte> Parameters => _chunk[FixedLength..];
}
