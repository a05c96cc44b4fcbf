using System;
using System.Buffers.Binary;

namespace Sctp.Wire;

/// <summary>
/// Writes parameters (RFC 9260 section 3.2.1) or error causes (section 3.3.10) one behind the other into a span. The padding of each but the
/// last counts, as the Chunk Length wants it (9260-3.2-08). What does not fit is refused and changes nothing.
/// </summary>
internal ref struct TlvWriter
{
    private readonly Span<byte> _buffer;

    /// <summary>A writer over <paramref name="buffer"/>.</summary>
    public TlvWriter(Span<byte> buffer)
    {
        _buffer = buffer;
        Length = 0;
    }

    /// <summary>Bytes written, with all padding but that behind the last.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes of value that one more parameter or cause can have; negative when not even its header fits.</summary>
    public readonly int Remaining => Math.Min(_buffer.Length - Padding.Padded(Length), ushort.MaxValue) - ParameterView.HeaderLength;

    /// <summary>The bytes written.</summary>
    public readonly Span<byte> Written => _buffer[..Length];

    /// <summary>Adds a parameter or cause with a copy of <paramref name="value"/>.</summary>
    public bool TryAdd(ushort type, scoped ReadOnlySpan<byte> value)
    {
        if (!TryReserve(type, value.Length, out Span<byte> destination))
        {
            return false;
        }

        value.CopyTo(destination);
        return true;
    }

    /// <summary>Adds a parameter.</summary>
    public bool TryAdd(ParameterType type, scoped ReadOnlySpan<byte> value) => TryAdd((ushort)type, value);

    /// <summary>Adds an error cause.</summary>
    public bool TryAdd(ErrorCauseCode code, scoped ReadOnlySpan<byte> value) => TryAdd((ushort)code, value);

    /// <summary>Adds a copy of a whole parameter or cause, header included, as the reports of section 3.2.2 need it.</summary>
    public bool TryAddRaw(scoped ReadOnlySpan<byte> bytes)
    {
        int start = Padding.Padded(Length);
        if (bytes.Length > _buffer.Length - start)
        {
            return false;
        }

        _buffer[Length..start].Clear(); // 9260-3.2.1-02
        bytes.CopyTo(_buffer[start..]);
        Length = start + bytes.Length;
        return true;
    }

    /// <summary>Adds the header and hands out the space of the value, which the caller fills.</summary>
    public bool TryReserve(ushort type, int valueLength, out Span<byte> value)
    {
        int start = Padding.Padded(Length);
        int length = ParameterView.HeaderLength + valueLength;
        if (length > ushort.MaxValue || length > _buffer.Length - start)
        {
            value = default;
            return false;
        }

        _buffer[Length..start].Clear(); // 9260-3.2.1-02
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[start..], type);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(start + 2)..], (ushort)length);
        value = _buffer.Slice(start + ParameterView.HeaderLength, valueLength);
        Length = start + length;
        return true;
    }

    /// <summary>Adds an IPv4 Address or IPv6 Address parameter; false also for an address of another kind.</summary>
    public bool TryAddAddress(in SctpAddress address)
    {
        ParameterType type = address.Kind == SctpAddressKind.IPv4 ? ParameterType.IPv4Address : ParameterType.IPv6Address;
        int length = address.Kind switch
        {
            SctpAddressKind.IPv4 => 4,
            SctpAddressKind.IPv6 => 16,
            _ => 0,
        };
        if (length == 0 || !TryReserve((ushort)type, length, out Span<byte> value))
        {
            return false;
        }

        _ = address.TryWriteBytes(value);
        return true;
    }
}
