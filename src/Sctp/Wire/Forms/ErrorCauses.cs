using System.Text;

namespace Sctp.Wire.Forms;

/// <summary>Invalid Stream Identifier (RFC 9260 section 3.3.10.1).</summary>
/// <param name="StreamId">The Stream Identifier of the DATA chunk in error.</param>
/// <param name="Reserved">Reserved bits, sent as 0.</param>
public sealed record InvalidStreamIdentifier(ushort StreamId, ushort Reserved = 0) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.InvalidStreamIdentifier;

    internal override void WriteValue(FormWriter writer)
    {
        writer.Write(StreamId);
        writer.Write(Reserved);
    }

    internal override void Print(StringBuilder text) => text.Append("INVALID_STREAM_IDENTIFIER[sid=").Number(StreamId).Append(']');
}

/// <summary>Missing Mandatory Parameter (RFC 9260 section 3.3.10.2).</summary>
/// <param name="Types">The types of the parameters that are missing.</param>
public sealed record MissingMandatoryParameter(ValueList<ushort> Types) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.MissingMandatoryParameter;

    internal override void WriteValue(FormWriter writer)
    {
        writer.Write((uint)Types.Count);
        foreach (ushort type in Types.Span)
        {
            writer.Write(type);
        }
    }

    internal override void Print(StringBuilder text) => text.Append("MISSING_MANDATORY_PARAMETER[types=").Numbers(Types).Append(']');
}

/// <summary>Stale Cookie (RFC 9260 section 3.3.10.3).</summary>
/// <param name="Staleness">The measure of staleness, microseconds; 0 when not disclosed.</param>
public sealed record StaleCookie(uint Staleness) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.StaleCookie;

    internal override void WriteValue(FormWriter writer) => writer.Write(Staleness);

    internal override void Print(StringBuilder text) => text.Append("STALE_COOKIE_ERROR[staleness=").Number(Staleness).Append(']');
}

/// <summary>Out of Resource (RFC 9260 section 3.3.10.4).</summary>
public sealed record OutOfResource : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.OutOfResource;

    internal override void WriteValue(FormWriter writer)
    {
    }

    internal override void Print(StringBuilder text) => text.Append("OUT_OF_RESOURCES[]");
}

/// <summary>Unresolvable Address (RFC 9260 section 3.3.10.5).</summary>
/// <param name="Addresses">The address parameter that cannot be resolved.</param>
public sealed record UnresolvableAddress(ValueList<SctpParameter> Addresses) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.UnresolvableAddress;

    internal override void WriteValue(FormWriter writer) => Write(Addresses, writer);

    internal override void Print(StringBuilder text)
    {
        text.Append("UNRESOLVABLE_ADDRESS[");
        Print(Addresses, text);
        text.Append(']');
    }
}

/// <summary>Unrecognized Chunk Type (RFC 9260 section 3.3.10.6).</summary>
/// <param name="Chunk">The chunk that was not recognized, with its header, possibly cut off.</param>
public sealed record UnrecognizedChunkType(ByteString Chunk) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.UnrecognizedChunkType;

    internal override void WriteValue(FormWriter writer) => writer.Write(Chunk.Span);

    internal override void Print(StringBuilder text) => text.Append("UNRECOGNIZED_CHUNK_TYPE[").Value(Chunk.Span).Append(']');
}

/// <summary>Invalid Mandatory Parameter (RFC 9260 section 3.3.10.7).</summary>
public sealed record InvalidMandatoryParameter : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.InvalidMandatoryParameter;

    internal override void WriteValue(FormWriter writer)
    {
    }

    internal override void Print(StringBuilder text) => text.Append("INVALID_MANDATORY_PARAMETER[]");
}

/// <summary>Unrecognized Parameters (RFC 9260 section 3.3.10.8).</summary>
/// <param name="Parameters">The parameters that were not recognized.</param>
public sealed record UnrecognizedParameters(ValueList<SctpParameter> Parameters) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.UnrecognizedParameters;

    internal override void WriteValue(FormWriter writer) => Write(Parameters, writer);

    internal override void Print(StringBuilder text)
    {
        text.Append("UNRECOGNIZED_PARAMETERS[");
        Print(Parameters, text);
        text.Append(']');
    }
}

/// <summary>No User Data (RFC 9260 section 3.3.10.9).</summary>
/// <param name="Tsn">The TSN of the DATA chunk without user data.</param>
public sealed record NoUserData(Tsn Tsn) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.NoUserData;

    internal override void WriteValue(FormWriter writer) => writer.Write(Tsn.Value);

    internal override void Print(StringBuilder text) => text.Append("NO_USER_DATA[tsn=").Number(Tsn.Value).Append(']');
}

/// <summary>Cookie Received While Shutting Down (RFC 9260 section 3.3.10.10).</summary>
public sealed record CookieReceivedWhileShuttingDown : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.CookieReceivedWhileShuttingDown;

    internal override void WriteValue(FormWriter writer)
    {
    }

    internal override void Print(StringBuilder text) => text.Append("COOKIE_RECEIVED_WHILE_SHUTDOWN[]");
}

/// <summary>Restart of an Association with New Addresses (RFC 9260 section 3.3.10.11).</summary>
/// <param name="Addresses">The address parameters that are new.</param>
public sealed record RestartWithNewAddresses(ValueList<SctpParameter> Addresses) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.RestartWithNewAddresses;

    internal override void WriteValue(FormWriter writer) => Write(Addresses, writer);

    internal override void Print(StringBuilder text)
    {
        text.Append("RESTART_WITH_NEW_ADDRESSES[");
        Print(Addresses, text);
        text.Append(']');
    }
}

/// <summary>User-Initiated Abort (RFC 9260 section 3.3.10.12).</summary>
/// <param name="Reason">The Upper Layer Abort Reason.</param>
public sealed record UserInitiatedAbort(ByteString Reason) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.UserInitiatedAbort;

    internal override void WriteValue(FormWriter writer) => writer.Write(Reason.Span);

    internal override void Print(StringBuilder text) => text.Append("USER_INITIATED_ABORT[info=").Quoted(Reason.Span).Append(']');
}

/// <summary>Protocol Violation (RFC 9260 section 3.3.10.13).</summary>
/// <param name="Information">Additional information.</param>
public sealed record ProtocolViolation(ByteString Information) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode => ErrorCauseCode.ProtocolViolation;

    internal override void WriteValue(FormWriter writer) => writer.Write(Information.Span);

    internal override void Print(StringBuilder text) => text.Append("PROTOCOL_VIOLATION[info=").Quoted(Information.Span).Append(']');
}

/// <summary>An error cause of a code that is not recognized, or whose value does not have the layout of its code.</summary>
/// <param name="CauseCode">The cause code.</param>
/// <param name="Information">The cause-specific information.</param>
public sealed record UnknownCause(ErrorCauseCode CauseCode, ByteString Information) : SctpErrorCause
{
    /// <inheritdoc/>
    public override ErrorCauseCode CauseCode { get; } = CauseCode;

    internal override void WriteValue(FormWriter writer) => writer.Write(Information.Span);

    internal override void Print(StringBuilder text) =>
        text.Append("CAUSE[code=").Number((uint)CauseCode).Append(", ").Value(Information.Span).Append(']');
}

/// <summary>What stands at the end of the error causes and is no whole cause.</summary>
/// <param name="Bytes">The bytes, with what may have been meant as a header.</param>
public sealed record MalformedCause(ByteString Bytes) : SctpErrorCause
{
    /// <summary>The first two bytes, as far as they are there.</summary>
    public override ErrorCauseCode CauseCode => (ErrorCauseCode)(Bytes.Length < 2 ? 0 : (Bytes.Span[0] << 8) | Bytes.Span[1]);

    internal override void WriteValue(FormWriter writer) => writer.Write(Bytes.Span);

    internal override void Write(FormWriter writer) => WriteValue(writer);

    internal override void Print(StringBuilder text) => text.Append("MALFORMED_CAUSE[").Value(Bytes.Span).Append(']');
}
