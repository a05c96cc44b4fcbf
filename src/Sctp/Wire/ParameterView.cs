using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>One parameter (RFC 9260 section 3.2.1) or error cause (section 3.3.10): type or cause code, length and value, without padding.</summary>
internal readonly ref struct ParameterView
{
    /// <summary>Bytes of type and length.</summary>
    public const int HeaderLength = 4;

    /// <summary>The parameter in <paramref name="bytes"/>, which are at least 4 and as many as its length says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ParameterView(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>Header and value, no padding.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The parameter type, or the code of an error cause.</summary>
    public ushort Type => BinaryPrimitives.ReadUInt16BigEndian(Bytes);

    /// <summary>The parameter value, or the cause-specific information.</summary>
    public ReadOnlySpan<byte> Value => Bytes[HeaderLength..];
}
