using System.Text;

namespace Sctp.Wire.Forms;

/// <summary>Heartbeat Info (RFC 9260 section 3.3.5).</summary>
/// <param name="Info">What the sender of the HEARTBEAT wants back.</param>
public sealed record HeartbeatInfo(ByteString Info) : SctpParameter
{
    /// <inheritdoc/>
    public override ParameterType Type => ParameterType.HeartbeatInfo;

    internal override void WriteValue(FormWriter writer) => writer.Write(Info.Span);

    internal override void Print(StringBuilder text) => text.Append("HEARTBEAT_INFORMATION[").Value(Info.Span).Append(']');
}

/// <summary>IPv4 Address (RFC 9260 section 3.3.2.1.1).</summary>
/// <param name="Bytes">The 4 bytes of the address.</param>
public sealed record IPv4Address(ByteString Bytes) : SctpParameter
{
    internal const int ValueLength = 4;

    /// <inheritdoc/>
    public override ParameterType Type => ParameterType.IPv4Address;

    /// <summary>The address; none if it does not have 4 bytes.</summary>
    public SctpAddress Address => Bytes.Length == ValueLength ? SctpAddress.FromBytes(Bytes.Span) : SctpAddress.None;

    internal override void WriteValue(FormWriter writer) => writer.Write(Bytes.Span);

    internal override void Print(StringBuilder text) => text.Append("IPV4_ADDRESS[addr=").Append(Address.ToString()).Append(']');
}

/// <summary>IPv6 Address (RFC 9260 section 3.3.2.1.2).</summary>
/// <param name="Bytes">The 16 bytes of the address.</param>
public sealed record IPv6Address(ByteString Bytes) : SctpParameter
{
    internal const int ValueLength = 16;

    /// <inheritdoc/>
    public override ParameterType Type => ParameterType.IPv6Address;

    /// <summary>The address, an IPv4 address if it is IPv4-mapped; none if it does not have 16 bytes.</summary>
    public SctpAddress Address => Bytes.Length == ValueLength ? SctpAddress.FromBytes(Bytes.Span) : SctpAddress.None;

    internal override void WriteValue(FormWriter writer) => writer.Write(Bytes.Span);

    internal override void Print(StringBuilder text)
    {
        string mapped = Address.Kind == SctpAddressKind.IPv4 ? "::ffff:" : "";
        text.Append("IPV6_ADDRESS[addr=").Append(mapped).Append(Address.ToString()).Append(']');
    }
}

/// <summary>State Cookie (RFC 9260 section 3.3.3.1.1).</summary>
/// <param name="Cookie">The cookie, opaque to everyone but its maker.</param>
public sealed record StateCookie(ByteString Cookie) : SctpParameter
{
    /// <inheritdoc/>
    public override ParameterType Type => ParameterType.StateCookie;

    internal override void WriteValue(FormWriter writer) => writer.Write(Cookie.Span);

    internal override void Print(StringBuilder text) => text.Append("STATE_COOKIE[").Value(Cookie.Span).Append(']');
}

/// <summary>Unrecognized Parameter (RFC 9260 section 3.3.3.1.2).</summary>
/// <param name="Parameter">The whole parameter that the sender of the INIT is told about, with its header.</param>
public sealed record UnrecognizedParameter(ByteString Parameter) : SctpParameter
{
    /// <inheritdoc/>
    public override ParameterType Type => ParameterType.UnrecognizedParameter;

    internal override void WriteValue(FormWriter writer) => writer.Write(Parameter.Span);

    internal override void Print(StringBuilder text) => text.Append("UNRECOGNIZED_PARAMETER[").Value(Parameter.Span).Append(']');
}

/// <summary>Cookie Preservative (RFC 9260 section 3.3.2.1.3).</summary>
/// <param name="Increment">The life-span increment asked for, milliseconds.</param>
public sealed record CookiePreservative(uint Increment) : SctpParameter
{
    /// <inheritdoc/>
    public override ParameterType Type => ParameterType.CookiePreservative;

    internal override void WriteValue(FormWriter writer) => writer.Write(Increment);

    internal override void Print(StringBuilder text) => text.Append("COOKIE_PRESERVATIVE[incr=").Number(Increment).Append(']');
}

/// <summary>Host Name Address (RFC 9260 section 3.3.2.1.4), deprecated.</summary>
/// <param name="HostName">The host name with its terminating null.</param>
public sealed record HostNameAddress(ByteString HostName) : SctpParameter
{
    /// <inheritdoc/>
    public override ParameterType Type => ParameterType.HostNameAddress;

    internal override void WriteValue(FormWriter writer) => writer.Write(HostName.Span);

    internal override void Print(StringBuilder text) => text.Append("HOSTNAME_ADDRESS[addr=").Quoted(HostName.Span).Append(']');
}

/// <summary>Supported Address Types (RFC 9260 section 3.3.2.1.5).</summary>
/// <param name="Types">The types of the address parameters the sender can use.</param>
public sealed record SupportedAddressTypes(ValueList<ushort> Types) : SctpParameter
{
    /// <inheritdoc/>
    public override ParameterType Type => ParameterType.SupportedAddressTypes;

    internal override void WriteValue(FormWriter writer)
    {
        foreach (ushort type in Types.Span)
        {
            writer.Write(type);
        }
    }

    internal override void Print(StringBuilder text) => text.Append("SUPPORTED_ADDRESS_TYPES[types=").Numbers(Types).Append(']');
}

/// <summary>A parameter of a type that is not recognized, or whose value does not have the layout of its type.</summary>
/// <param name="Type">The parameter type.</param>
/// <param name="Value">The parameter value.</param>
public sealed record UnknownParameter(ParameterType Type, ByteString Value) : SctpParameter
{
    /// <inheritdoc/>
    public override ParameterType Type { get; } = Type;

    internal override void WriteValue(FormWriter writer) => writer.Write(Value.Span);

    internal override void Print(StringBuilder text) =>
        text.Append("PARAMETER[type=").Number((uint)Type).Append(", ").Value(Value.Span).Append(']');
}

/// <summary>What stands at the end of the parameters and is no whole parameter.</summary>
/// <param name="Bytes">The bytes, with what may have been meant as a header.</param>
public sealed record MalformedParameter(ByteString Bytes) : SctpParameter
{
    /// <summary>The first two bytes, as far as they are there.</summary>
    public override ParameterType Type => (ParameterType)(Bytes.Length < 2 ? 0 : (Bytes.Span[0] << 8) | Bytes.Span[1]);

    internal override void WriteValue(FormWriter writer) => writer.Write(Bytes.Span);

    internal override void Write(FormWriter writer) => WriteValue(writer);

    internal override void Print(StringBuilder text) => text.Append("MALFORMED_PARAMETER[").Value(Bytes.Span).Append(']');
}
