using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Sctp.Wire.Forms;

/// <summary>A chunk parameter in printable form (RFC 9260 section 3.2.1).</summary>
public abstract record SctpParameter : TlvForm
{
    private protected SctpParameter()
    {
    }

    /// <summary>The parameter type; may be a value that <see cref="ParameterType"/> does not name.</summary>
    public abstract ParameterType Type { get; }

    internal sealed override ushort Code => (ushort)Type;

    /// <summary>
    /// The parameters in <paramref name="bytes"/>, one behind the other; what is no whole parameter becomes a <see cref="MalformedParameter"/> at
    /// the end.
    /// </summary>
    public static ValueList<SctpParameter> ParseList(ReadOnlySpan<byte> bytes)
    {
        List<SctpParameter> list = [];
        ParameterReader reader = new(bytes);
        int position = 0;
        while (reader.MoveNext())
        {
            ParameterView parameter = reader.Current;
            int end = bytes.Length - reader.Rest.Length;
            int length = parameter.Bytes.Length;
            int expectedPadding = reader.Rest.IsEmpty ? 0 : Wire.Padding.Padded(length) - length;
            list.Add(Parse(parameter) with { Padding = Unusual(bytes[(position + length)..end], expectedPadding) });
            position = end;
        }

        if (reader.IsMalformed)
        {
            list.Add(new MalformedParameter(new ByteString(reader.Rest)));
        }

        return [.. list];
    }

    private static SctpParameter Parse(ParameterView parameter)
    {
        ReadOnlySpan<byte> value = parameter.Value;
        ParameterType type = (ParameterType)parameter.Type;
        return type switch
        {
            ParameterType.HeartbeatInfo => new HeartbeatInfo(new ByteString(value)),
            ParameterType.IPv4Address when value.Length == IPv4Address.ValueLength => new IPv4Address(new ByteString(value)),
            ParameterType.IPv6Address when value.Length == IPv6Address.ValueLength => new IPv6Address(new ByteString(value)),
            ParameterType.StateCookie => new StateCookie(new ByteString(value)),
            ParameterType.UnrecognizedParameter => new UnrecognizedParameter(new ByteString(value)),
            ParameterType.CookiePreservative when value.Length == sizeof(uint) =>
                new CookiePreservative(BinaryPrimitives.ReadUInt32BigEndian(value)),
            ParameterType.HostNameAddress => new HostNameAddress(new ByteString(value)),
            ParameterType.SupportedAddressTypes when value.Length % sizeof(ushort) == 0 => new SupportedAddressTypes(ReadTypes(value)),
            _ => new UnknownParameter(type, new ByteString(value)),
        };
    }

    internal static ValueList<ushort> ReadTypes(ReadOnlySpan<byte> value)
    {
        ushort[] types = new ushort[value.Length / sizeof(ushort)];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = BinaryPrimitives.ReadUInt16BigEndian(value[(sizeof(ushort) * i)..]);
        }

        return [.. types];
    }
}
