using System;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>One chunk inside a packet (RFC 9260 section 3.2): at least its 4-byte header, without padding.</summary>
internal readonly ref struct ChunkView
{
    /// <summary>Bytes of the chunk header: type, flags and length.</summary>
    public const int HeaderLength = 4;

    /// <summary>The chunk in <paramref name="bytes"/>, which are at least 4 and as many as its Chunk Length says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ChunkView(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>Header and value, no padding.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The Chunk Type; may be a value that <see cref="ChunkType"/> does not name.</summary>
    public ChunkType Type => (ChunkType)Bytes[0];

    /// <summary>The Chunk Flags; bits without a meaning are to be ignored (9260-3.2-06).</summary>
    public byte Flags => Bytes[1];

    /// <summary>The Chunk Value.</summary>
    public ReadOnlySpan<byte> Value => Bytes[HeaderLength..];
}
