using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace Sctp.Wire.Forms;

/// <summary>An error cause of an ERROR or ABORT chunk in printable form (RFC 9260 section 3.3.10).</summary>
public abstract record SctpErrorCause : TlvForm
{
    private protected SctpErrorCause()
    {
    }

    /// <summary>The cause code; may be a value that <see cref="ErrorCauseCode"/> does not name.</summary>
    public abstract ErrorCauseCode CauseCode { get; }

    internal sealed override ushort Code => (ushort)CauseCode;

    /// <summary>
    /// The error causes in <paramref name="bytes"/>, one behind the other; what is no whole cause becomes a <see cref="MalformedCause"/> at the end.
    /// </summary>
    public static ValueList<SctpErrorCause> ParseList(ReadOnlySpan<byte> bytes)
    {
        List<SctpErrorCause> list = [];
        ParameterReader reader = new(bytes);
        int position = 0;
        while (reader.MoveNext())
        {
            ParameterView cause = reader.Current;
            int end = bytes.Length - reader.Rest.Length;
            int length = cause.Bytes.Length;
            int expectedPadding = reader.Rest.IsEmpty ? 0 : Wire.Padding.Padded(length) - length;
            list.Add(Parse(cause) with { Padding = Unusual(bytes[(position + length)..end], expectedPadding) });
            position = end;
        }

        if (reader.IsMalformed)
        {
            list.Add(new MalformedCause(new ByteString(reader.Rest)));
        }

        return [.. list];
    }

    private static SctpErrorCause Parse(ParameterView cause)
    {
        ReadOnlySpan<byte> value = cause.Value;
        ErrorCauseCode code = (ErrorCauseCode)cause.Type;
        return code switch
        {
            ErrorCauseCode.InvalidStreamIdentifier when value.Length == sizeof(uint) =>
                new InvalidStreamIdentifier(BinaryPrimitives.ReadUInt16BigEndian(value), BinaryPrimitives.ReadUInt16BigEndian(value[2..])),
            ErrorCauseCode.MissingMandatoryParameter when CountFits(value) =>
                new MissingMandatoryParameter(SctpParameter.ReadTypes(value[sizeof(uint)..])),
            ErrorCauseCode.StaleCookie when value.Length == sizeof(uint) => new StaleCookie(BinaryPrimitives.ReadUInt32BigEndian(value)),
            ErrorCauseCode.OutOfResource when value.IsEmpty => new OutOfResource(),
            ErrorCauseCode.UnresolvableAddress => new UnresolvableAddress(SctpParameter.ParseList(value)),
            ErrorCauseCode.UnrecognizedChunkType => new UnrecognizedChunkType(new ByteString(value)),
            ErrorCauseCode.InvalidMandatoryParameter when value.IsEmpty => new InvalidMandatoryParameter(),
            ErrorCauseCode.UnrecognizedParameters => new UnrecognizedParameters(SctpParameter.ParseList(value)),
            ErrorCauseCode.NoUserData when value.Length == sizeof(uint) =>
                new NoUserData(new Tsn(BinaryPrimitives.ReadUInt32BigEndian(value))),
            ErrorCauseCode.CookieReceivedWhileShuttingDown when value.IsEmpty => new CookieReceivedWhileShuttingDown(),
            ErrorCauseCode.RestartWithNewAddresses => new RestartWithNewAddresses(SctpParameter.ParseList(value)),
            ErrorCauseCode.UserInitiatedAbort => new UserInitiatedAbort(new ByteString(value)),
            ErrorCauseCode.ProtocolViolation => new ProtocolViolation(new ByteString(value)),
            _ => new UnknownCause(code, new ByteString(value)),
        };
    }

    /// <summary>Whether the value of a Missing Mandatory Parameter cause holds as many types as it says.</summary>
    private static bool CountFits(ReadOnlySpan<byte> value) => value.Length >= sizeof(uint)
        && BinaryPrimitives.ReadUInt32BigEndian(value) * (ulong)sizeof(ushort) == (ulong)(value.Length - sizeof(uint));
}
