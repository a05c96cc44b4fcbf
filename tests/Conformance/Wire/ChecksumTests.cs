using System;
using System.Linq;
using System.Text;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance;

/// <summary>RFC 9260 section 6.8 and appendix A.</summary>
public sealed class ChecksumTests
{
    [Fact]
    [Requirement("9260-A-01")]
    public void The_check_value_of_CRC32c_is_E3069283() => Assert.Equal(0xE3069283u, Crc32c.Compute(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    [Requirement("9260-A-01")]
    public void The_test_vectors_of_RFC_3720_appendix_B_4_come_out()
    {
        Assert.Equal(0x8A9136AAu, Crc32c.Compute(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32c.Compute(Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, Crc32c.Compute(Enumerable.Range(0, 32).Select(x => (byte)x).ToArray()));
        Assert.Equal(0x113FDB5Cu, Crc32c.Compute(Enumerable.Range(0, 32).Select(x => (byte)(31 - x)).ToArray()));
    }

    [Fact]
    [Requirement("9260-A-02")]
    [Requirement("9260-3.1-07")]
    [Requirement("9260-6.8-01")]
    [Requirement("9260-6.8-02")]
    public void The_checksum_is_computed_with_a_zero_field_and_the_final_tag_and_stored_low_byte_first()
    {
        byte[] packet = new byte[64];
        PacketWriter writer = new(packet, 64, 0x1234, 0x5678, 0xCAFEBABE);
        Assert.True(writer.TryAppend(ChunkType.CookieAck, 0, []));
        Assert.Equal(16, writer.Seal());

        byte[] withZeros = packet[..16];
        withZeros.AsSpan(8, 4).Clear();
        uint crc = BitByBit(withZeros);
        Assert.Equal([0x12, 0x34, 0x56, 0x78, 0xCA, 0xFE, 0xBA, 0xBE], packet[..8]);
        Assert.Equal([(byte)crc, (byte)(crc >> 8), (byte)(crc >> 16), (byte)(crc >> 24)], packet[8..12]);
        Assert.True(CommonHeader.HasValidChecksum(packet.AsSpan(0, 16)));
    }

    [Fact]
    [Requirement("9260-6.8-04")]
    public void Each_single_bit_flipped_anywhere_in_a_packet_makes_it_invalid()
    {
        byte[] packet = new SctpPacket(5000, 5001, 7, [new Data(new Tsn(1), 2, new Ssn(3), 4, new ByteString(new byte[200]))]).ToArray();
        Assert.True(CommonHeader.HasValidChecksum(packet));
        for (int bit = 0; bit < packet.Length * 8; bit++)
        {
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(CommonHeader.HasValidChecksum(packet));
            packet[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Fewer_than_12_bytes_have_no_valid_checksum_and_fields_of_0()
    {
        for (int length = 0; length < CommonHeader.Length; length++)
        {
            byte[] packet = Enumerable.Repeat((byte)0xFF, length).ToArray();
            Assert.False(CommonHeader.HasValidChecksum(packet));
            Assert.Equal(0, CommonHeader.SourcePort(packet));
            Assert.Equal(0, CommonHeader.DestinationPort(packet));
            Assert.Equal(0u, CommonHeader.VerificationTag(packet));
            Assert.Equal(0u, CommonHeader.Checksum(packet));
        }
    }

    /// <summary>The definition: a division of polynomials, one bit after the other, lowest bit of a byte first.</summary>
    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        uint register = uint.MaxValue;
        foreach (byte b in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool carry = ((register ^ (uint)(b >> bit)) & 1) != 0;
                register = (register >> 1) ^ (carry ? 0x82F63B78 : 0);
            }
        }

        return ~register;
    }
}
