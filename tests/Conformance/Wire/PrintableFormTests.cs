using System;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance;

/// <summary>The text of each chunk, which traces and snapshots rely on, and the bytes that only the printable form keeps.</summary>
public sealed class PrintableFormTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "00030014" + "00000001" + "00020003" + "00000004" + "aabbccdd", "DATA[flgs=BE, len=20, tsn=1, sid=2, ssn=3, ppid=4]" },
        { "000f0010" + "ffffffff" + "ffffffff" + "ffffffff", "DATA[flgs=IUBE, len=16, tsn=4294967295, sid=65535, ssn=65535, ppid=4294967295]" },
        { "00f10010" + "00000000" + "00000000" + "00000000", "DATA[flgs=E|0xf0, len=16, tsn=0, sid=0, ssn=0, ppid=0]" },
        { "01000014" + "00000001" + "000005dc" + "00010002" + "00000003", "INIT[flgs=0, tag=1, a_rwnd=1500, os=1, is=2, tsn=3]" },
        {
            "02000028" + "00000001" + "000005dc" + "00010002" + "00000003" + "0007000801020304" + "000c000800050006" + "80000004",
            "INIT_ACK[flgs=0, tag=1, a_rwnd=1500, os=1, is=2, tsn=3, STATE_COOKIE[len=4, val=01020304], "
            + "SUPPORTED_ADDRESS_TYPES[types=[5, 6]], PARAMETER[type=32768, len=0, val=]]"
        },
        {
            "0100003c" + "00000001" + "000005dc" + "00010001" + "00000001" + "0006001400000000000000000000ffffc0000201" + "0009000800000064"
            + "0008000880010004" + "80010003",
            "INIT[flgs=0, tag=1, a_rwnd=1500, os=1, is=1, tsn=1, IPV6_ADDRESS[addr=::ffff:192.0.2.1], COOKIE_PRESERVATIVE[incr=100], "
            + "UNRECOGNIZED_PARAMETER[len=4, val=80010004], MALFORMED_PARAMETER[len=4, val=80010003]]"
        },
        { "03000010" + "00000001" + "000005dc" + "00000000", "SACK[flgs=0, cum_tsn=1, a_rwnd=1500, gaps=[], dups=[]]" },
        {
            "03000020" + "00000001" + "000005dc" + "00020002" + "00020003" + "00050005" + "00000001" + "00000002",
            "SACK[flgs=0, cum_tsn=1, a_rwnd=1500, gaps=[2:3, 5:5], dups=[1, 2]]"
        },
        { "03000010" + "00000001" + "000005dc" + "00010000", "CHUNK[flgs=0, type=3, len=12, val=00000001000005dc00010000]" },
        { "0400000c" + "0001000801020304", "HEARTBEAT[flgs=0, HEARTBEAT_INFORMATION[len=4, val=01020304]]" },
        { "0500000c" + "0001000801020304", "HEARTBEAT_ACK[flgs=0, HEARTBEAT_INFORMATION[len=4, val=01020304]]" },
        { "06010008" + "000d0004", "ABORT[flgs=T, PROTOCOL_VIOLATION[info=\"\"]]" },
        { "06000004", "ABORT[flgs=0]" },
        { "07000008" + "00000001", "SHUTDOWN[flgs=0, cum_tsn=1]" },
        { "08000004", "SHUTDOWN_ACK[flgs=0]" },
        { "09000008" + "00040004", "ERROR[flgs=0, OUT_OF_RESOURCES[]]" },
        { "0900000a" + "00040004" + "00050000", "ERROR[flgs=0, OUT_OF_RESOURCES[], MALFORMED_CAUSE[len=2, val=0005]]" },
        {
            "0a000016" + "000102030405060708090a0b0c0d0e0f1011" + "0000",
            "COOKIE_ECHO[flgs=0, len=18, val=000102030405060708090a0b0c0d0e0f...]"
        },
        { "0bff0004", "COOKIE_ACK[flgs=0xff]" },
        { "0c000008" + "00000001", "CHUNK[flgs=0, type=12, len=4, val=00000001]" },
        { "0e010004", "SHUTDOWN_COMPLETE[flgs=T]" },
        { "0e030004", "SHUTDOWN_COMPLETE[flgs=T|0x02]" },
        { "c0000005" + "01000000", "CHUNK[flgs=0, type=192, len=1, val=01]" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_chunk_prints_as_one_line_and_is_written_back(string bytes, string text)
    {
        SctpChunk? chunk = SctpChunk.TryParse(Convert.FromHexString(bytes));
        Assert.NotNull(chunk);
        Assert.Equal(text, chunk.ToString());
        Assert.Equal(bytes, Convert.ToHexStringLower(chunk.ToArray()));
    }

    [Fact]
    public void A_packet_prints_its_ports_tag_chunks_and_malformed_tail()
    {
        byte[] bytes = Convert.FromHexString("13881389" + "00000007" + "11223344" + "0b000004" + "08000004" + "0400ffff");
        SctpPacket? packet = SctpPacket.TryParse(bytes);
        Assert.NotNull(packet);
        Assert.Equal("5000 > 5001 vtag=7: COOKIE_ACK[flgs=0]; SHUTDOWN_ACK[flgs=0]; MALFORMED[len=4, val=0400ffff]", packet.ToString());
        Assert.Equal(0x44332211u, packet.Checksum);
        Assert.Equal(bytes, packet.ToArray(repairChecksum: false));
        Assert.True(CommonHeader.HasValidChecksum(packet.ToArray()));
    }

    [Theory]
    [InlineData("0a00000511ffeedd")]
    [InlineData("0a00000511")]
    [InlineData("0a0000051100")]
    [InlineData("01000019" + "00000000" + "00000000" + "00000000" + "00000000" + "8001000511" + "ffffff")]
    [InlineData("0100001c" + "00000000" + "00000000" + "00000000" + "00000000" + "8001000511ffffff")]
    [InlineData("01000020" + "00000000" + "00000000" + "00000000" + "00000000" + "8001000511ffffff" + "80020004")]
    public void Unusual_padding_is_kept(string bytes)
    {
        SctpChunk? chunk = SctpChunk.TryParse(Convert.FromHexString(bytes));
        Assert.NotNull(chunk);
        Assert.Equal(bytes, Convert.ToHexStringLower(chunk.ToArray()));
    }

    [Fact]
    public void What_is_too_long_for_a_length_field_cannot_be_written()
    {
        Assert.Equal(65535, new CookieEcho(new ByteString(new byte[65531])).ToArray().Length - 1);
        Assert.Throws<InvalidOperationException>(() => new CookieEcho(new ByteString(new byte[65532])).ToArray());
    }

    [Fact]
    public void Deep_nesting_does_not_exhaust_the_stack()
    {
        byte[] value = new byte[65520];
        for (int i = 0; i < value.Length; i += 4)
        {
            value[i + 1] = 8; // Unrecognized Parameter in Unrecognized Parameter, and so on
            value[i + 2] = (byte)((value.Length - i) >> 8);
            value[i + 3] = (byte)(value.Length - i);
        }

        Error error = new([new UnrecognizedParameters(SctpParameter.ParseList(value))]);
        Assert.Equal(error, SctpChunk.TryParse(error.ToArray()));
    }
}
