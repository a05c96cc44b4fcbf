using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>
/// Walks the chunks of a packet in order (RFC 9260 section 6.10). It stops at the end, at a partial chunk (9260-6.10-07) or at a Chunk Length
/// below 4 (9260-3.2-07). Padding is skipped unread (9260-3.2-13); a last chunk whose padding is missing is whole.
/// </summary>
internal ref struct ChunkReader
{
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _current;

    /// <summary>A reader that stands before the first chunk of <paramref name="packet"/>, which starts with the common header.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ChunkReader(ReadOnlySpan<byte> packet)
    {
        _rest = packet.Length > CommonHeader.Length ? packet[CommonHeader.Length..] : default;
        _current = default;
        IsMalformed = packet.Length < CommonHeader.Length;
    }

    /// <summary>Whether the reader stopped at something that is no whole chunk.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The chunk reached by the last <see cref="MoveNext"/> that returned true.</summary>
    public readonly ChunkView Current => new(_current);

    /// <summary>The bytes behind the current chunk and its padding; after a stop at something malformed, what stands there.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Goes to the next chunk; false at the end or at something malformed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        ReadOnlySpan<byte> rest = _rest;
        if (rest.Length < ChunkView.HeaderLength)
        {
            IsMalformed |= rest.Length != 0;
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (length < ChunkView.HeaderLength || length > rest.Length)
        {
            IsMalformed = true;
            return false;
        }

        _current = rest[..length];
        int occupied = Padding.Padded(length);
        _rest = occupied < rest.Length ? rest[occupied..] : default;
        return true;
    }
}
