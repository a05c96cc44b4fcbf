using System;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance;

/// <summary>The bytes and the text of each error cause: RFC 9260 section 3.3.10.</summary>
public sealed class ErrorCauseLayoutTests
{
    [Fact]
    [Requirement("9260-3.3.10.1-01")]
    public void Cause_1_holds_the_stream_and_16_reserved_bits() =>
        Check(new InvalidStreamIdentifier(500), "0001000801f40000", "INVALID_STREAM_IDENTIFIER[sid=500]");

    [Fact]
    [Requirement("9260-3.3.10.2-01")]
    public void Cause_2_holds_a_count_and_the_types() =>
        Check(new MissingMandatoryParameter([7]), "0002000a000000010007", "MISSING_MANDATORY_PARAMETER[types=[7]]");

    [Fact]
    public void Cause_2_with_a_count_that_does_not_fit_keeps_its_bytes() =>
        Check(
            new UnknownCause(ErrorCauseCode.MissingMandatoryParameter, [0x80, 0, 0, 1, 0, 7]),
            "0002000a800000010007",
            "CAUSE[code=2, len=6, val=800000010007]");

    [Fact]
    [Requirement("9260-3.3.10.3-01")]
    public void Cause_3_holds_microseconds() => Check(new StaleCookie(1_000_000), "00030008000f4240", "STALE_COOKIE_ERROR[staleness=1000000]");

    [Fact]
    [Requirement("9260-3.3.10.4-01")]
    public void Cause_4_is_empty() => Check(new OutOfResource(), "00040004", "OUT_OF_RESOURCES[]");

    [Fact]
    [Requirement("9260-3.3.10.5-01")]
    public void Cause_5_holds_the_whole_address_parameter() => Check(
        new UnresolvableAddress([new HostNameAddress([(byte)'a', 0])]), "0005000a" + "000b00066100", """UNRESOLVABLE_ADDRESS[HOSTNAME_ADDRESS[addr="a\x00"]]""");

    [Fact]
    [Requirement("9260-3.3.10.6-01")]
    public void Cause_6_holds_the_chunk_with_its_header() => Check(
        new UnrecognizedChunkType(new Unknown((ChunkType)0xFE, new ByteString(new byte[8])).ToArray().Form()),
        "00060010" + "fe00000c" + "0000000000000000",
        "UNRECOGNIZED_CHUNK_TYPE[len=12, val=fe00000c0000000000000000]");

    [Fact]
    [Requirement("9260-3.3.10.7-01")]
    public void Cause_7_is_empty() => Check(new InvalidMandatoryParameter(), "00070004", "INVALID_MANDATORY_PARAMETER[]");

    [Fact]
    [Requirement("9260-3.3.10.8-01")]
    public void Cause_8_holds_the_whole_parameters() => Check(
        new UnrecognizedParameters([new UnknownParameter((ParameterType)0xC001, [1]), new UnknownParameter((ParameterType)0xC002, [])]),
        "00080010" + "c001000501000000" + "c0020004",
        "UNRECOGNIZED_PARAMETERS[PARAMETER[type=49153, len=1, val=01], PARAMETER[type=49154, len=0, val=]]");

    [Fact]
    [Requirement("9260-3.3.10.9-01")]
    public void Cause_9_holds_the_Tsn() => Check(new NoUserData(new Tsn(0x01020304)), "0009000801020304", "NO_USER_DATA[tsn=16909060]");

    [Fact]
    [Requirement("9260-3.3.10.10-01")]
    public void Cause_10_is_empty() => Check(new CookieReceivedWhileShuttingDown(), "000a0004", "COOKIE_RECEIVED_WHILE_SHUTDOWN[]");

    [Fact]
    [Requirement("9260-3.3.10.11-01")]
    public void Cause_11_holds_the_address_parameters() => Check(
        new RestartWithNewAddresses([new IPv4Address([192, 0, 2, 1])]),
        "000b000c" + "00050008c0000201",
        "RESTART_WITH_NEW_ADDRESSES[IPV4_ADDRESS[addr=192.0.2.1]]");

    [Fact]
    [Requirement("9260-3.3.10.12-01")]
    public void Cause_12_holds_the_reason() =>
        Check(new UserInitiatedAbort("bye"u8.ToArray().Form()), "000c0007627965", """USER_INITIATED_ABORT[info="bye"]""");

    [Fact]
    [Requirement("9260-3.3.10.13-01")]
    [Requirement("9260-3.3.10.13-02")]
    public void Cause_13_holds_text_or_nothing()
    {
        Check(new ProtocolViolation(ByteString.Empty), "000d0004", """PROTOCOL_VIOLATION[info=""]""");
        Check(new ProtocolViolation("\"\\\n"u8.ToArray().Form()), "000d0007225c0a", """PROTOCOL_VIOLATION[info="\x22\x5c\x0a"]""");
    }

    [Fact]
    [Requirement("9260-3.3.10-01")]
    [Requirement("9260-3.3.10-02")]
    public void Several_causes_follow_one_another_in_ERROR_and_in_ABORT()
    {
        ValueList<SctpErrorCause> causes = [new UserInitiatedAbort([1]), new OutOfResource(), new NoUserData(new Tsn(1))];
        const string Bytes = "000c000501000000" + "00040004" + "0009000800000001";
        Assert.Equal("09000018" + Bytes, Convert.ToHexStringLower(new Error(causes).ToArray()));
        Assert.Equal("06000018" + Bytes, Convert.ToHexStringLower(new Abort(causes).ToArray()));
        Assert.Equal(causes, SctpErrorCause.ParseList(Convert.FromHexString(Bytes)));
    }

    /// <summary>Written by the form and by the writer of the packet path, parsed, and printed; in an ERROR and in an ABORT.</summary>
    private static void Check(SctpErrorCause cause, string bytes, string text)
    {
        byte[] expected = Convert.FromHexString(bytes);
        byte[] chunk = new Error([cause]).ToArray();
        Assert.Equal(bytes, Convert.ToHexStringLower(chunk.AsSpan(4, expected.Length)));
        Assert.Equal(expected.Length + 4, (chunk[2] << 8) | chunk[3]);
        Assert.Equal(new Error([cause]), SctpChunk.TryParse(chunk));
        Assert.Equal(new Abort([cause]), SctpChunk.TryParse(new Abort([cause]).ToArray()));
        Assert.Equal(text, cause.ToString());

        TlvWriter writer = new(new byte[64]);
        Assert.True(writer.TryAdd(cause.CauseCode, expected.AsSpan(4)));
        Assert.Equal(expected, writer.Written.ToArray());
    }
}

internal static class ByteStringOfBytes
{
    public static ByteString Form(this byte[] bytes) => new(bytes.AsSpan());
}
