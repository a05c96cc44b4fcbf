using System;
using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Sctp.Wire.Forms;

/// <summary>Bytes that do not change and are compared by content.</summary>
[CollectionBuilder(typeof(ByteString), nameof(Create))]
public readonly struct ByteString : IEquatable<ByteString>, IEnumerable<byte>
{
    private readonly byte[]? _bytes;

    /// <summary>A copy of <paramref name="bytes"/>.</summary>
    public ByteString(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>No bytes.</summary>
    public static ByteString Empty => default;

    /// <summary>Number of bytes.</summary>
    public int Length => _bytes?.Length ?? 0;

    /// <summary>Whether there are no bytes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>A copy of <paramref name="bytes"/>.</summary>
    public static ByteString Create(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(ByteString a, ByteString b) => a.Equals(b);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(ByteString a, ByteString b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Crc32c.Compute(Span);

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToArray() => Span.ToArray();

    /// <inheritdoc/>
    public IEnumerator<byte> GetEnumerator() => ((IEnumerable<byte>)(_bytes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The bytes in hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);
}
