using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>An INIT or INIT ACK chunk in place (RFC 9260 sections 3.3.2 and 3.3.3), which share their layout.</summary>
internal readonly ref struct InitChunk
{
    /// <summary>Bytes before the first parameter.</summary>
    public const int FixedLength = 20;

    private readonly ReadOnlySpan<byte> _bytes;

    private InitChunk(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The Initiate Tag: the Verification Tag the sender wants to see.</summary>
    public uint InitiateTag => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>The Advertised Receiver Window Credit (a_rwnd), bytes.</summary>
    public uint AdvertisedWindow => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>Number of Outbound Streams (OS).</summary>
    public ushort OutboundStreams => BinaryPrimitives.ReadUInt16BigEndian(_bytes[12..]);

    /// <summary>Number of Inbound Streams (MIS).</summary>
    public ushort InboundStreams => BinaryPrimitives.ReadUInt16BigEndian(_bytes[14..]);

    /// <summary>The Initial TSN.</summary>
    public Tsn InitialTsn => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[16..]));

    /// <summary>The optional and variable-length parameters, for a <see cref="ParameterReader"/>.</summary>
    public ReadOnlySpan<byte> Parameters => _bytes[FixedLength..];

    /// <summary>Reads the chunk; false when it is shorter than its fixed fields. Field values and the chunk type are the caller's to check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(in ChunkView chunk, out InitChunk init)
    {
        init = new InitChunk(chunk.Bytes);
        return chunk.Bytes.Length >= FixedLength;
    }

    /// <summary>Writes the fixed fields; <paramref name="totalLength"/> includes the parameters but not the padding of the last (9260-3.2-08).</summary>
    public static void WriteHeader(
        Span<byte> destination,
        ChunkType type,
        int totalLength,
        uint initiateTag,
        uint advertisedWindow,
        ushort outboundStreams,
        ushort inboundStreams,
        Tsn initialTsn)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], initialTsn.Value);
        BinaryPrimitives.WriteUInt16BigEndian(destination[14..], inboundStreams);
        BinaryPrimitives.WriteUInt16BigEndian(destination[12..], outboundStreams);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], advertisedWindow);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], initiateTag);
        BinaryPrimitives.WriteUInt32BigEndian(destination, ((uint)type << 24) | (ushort)totalLength);
    }
}
