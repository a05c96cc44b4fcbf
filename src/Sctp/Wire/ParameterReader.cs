using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>
/// Walks parameters (RFC 9260 section 3.2.1) or error causes (section 3.3.10), which have the same shape. It stops at the end, or at a length
/// below 4 or beyond the end. Padding is skipped unread (9260-3.2.1-04), whether or not the length of the chunk counted the padding of its last
/// parameter (9260-3.2-09).
/// </summary>
internal ref struct ParameterReader
{
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _current;

    /// <summary>A reader that stands before the first parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ParameterReader(ReadOnlySpan<byte> parameters)
    {
        _rest = parameters;
        _current = default;
        IsMalformed = false;
    }

    /// <summary>Whether the reader stopped at something that is no whole parameter.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The parameter reached by the last <see cref="MoveNext"/> that returned true.</summary>
    public readonly ParameterView Current => new(_current);

    /// <summary>The bytes behind the current parameter and its padding; after a stop at something malformed, what stands there.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Goes to the next parameter; false at the end or at something malformed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        ReadOnlySpan<byte> rest = _rest;
        if (rest.Length < ParameterView.HeaderLength)
        {
            IsMalformed |= rest.Length != 0;
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (length < ParameterView.HeaderLength || length > rest.Length)
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
