using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>A DATA chunk in place (RFC 9260 section 3.3.1).</summary>
internal readonly ref struct DataChunk
{
    /// <summary>Bytes before the user data.</summary>
    public const int HeaderLength = 16;

    /// <summary>The E bit: last fragment of a message.</summary>
    public const byte Ending = 1;

    /// <summary>The B bit: first fragment of a message.</summary>
    public const byte Beginning = 2;

    /// <summary>The U bit: no Stream Sequence Number is assigned.</summary>
    public const byte Unordered = 4;

    /// <summary>The I bit: the sender asks for a SACK without delay.</summary>
    public const byte Immediate = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private DataChunk(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The Chunk Flags.</summary>
    public byte Flags => _bytes[1];

    /// <summary>The Transmission Sequence Number.</summary>
    public Tsn Tsn => new(BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]));

    /// <summary>The Stream Identifier.</summary>
    public ushort StreamId => BinaryPrimitives.ReadUInt16BigEndian(_bytes[8..]);

    /// <summary>The Stream Sequence Number; to be ignored where <see cref="IsUnordered"/>.</summary>
    public Ssn Ssn => new(BinaryPrimitives.ReadUInt16BigEndian(_bytes[10..]));

    /// <summary>The Payload Protocol Identifier, as a number in host order.</summary>
    public uint PayloadProtocolId => BinaryPrimitives.ReadUInt32BigEndian(_bytes[12..]);

    /// <summary>Whether this is the first fragment of a message.</summary>
    public bool IsBeginning => (_bytes[1] & Beginning) != 0;

    /// <summary>Whether this is the last fragment of a message.</summary>
    public bool IsEnding => (_bytes[1] & Ending) != 0;

    /// <summary>Whether the message is unordered.</summary>
    public bool IsUnordered => (_bytes[1] & Unordered) != 0;

    /// <summary>Whether the sender asks for a SACK without delay.</summary>
    public bool IsImmediate => (_bytes[1] & Immediate) != 0;

    /// <summary>The user data; empty is a protocol violation that the receiver answers (9260-3.3.1-08).</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    /// <summary>Reads the chunk; false when it is shorter than its fixed fields. The chunk type is the caller's to check.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(in ChunkView chunk, out DataChunk data)
    {
        data = new DataChunk(chunk.Bytes);
        return chunk.Bytes.Length >= HeaderLength;
    }

    /// <summary>Writes the 16 bytes before the user data.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteHeader(
        Span<byte> destination, byte flags, int payloadLength, Tsn tsn, ushort streamId, Ssn ssn, uint payloadProtocolId)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], payloadProtocolId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], ssn.Value);
        BinaryPrimitives.WriteUInt16BigEndian(destination[8..], streamId);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], tsn.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination, ((uint)flags << 16) | (ushort)(HeaderLength + payloadLength));
    }
}
