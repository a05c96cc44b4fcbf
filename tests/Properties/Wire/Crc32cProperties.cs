using System;
using FsCheck.Xunit;
using Sctp.Wire;

namespace Sctp.Properties;

/// <summary>Every way to compute CRC32c gives what the table gives.</summary>
public sealed class Crc32cProperties
{
    private const int MaxLength = 4096;
    private const uint Register = 0x9ABCDEF0;

    [Fact]
    [Requirement("9260-A-01")]
    public void All_ways_agree_for_each_length_at_each_of_64_alignments()
    {
        byte[] buffer = Noise(MaxLength + 128);
        for (int alignment = 0; alignment < 64; alignment++)
        {
            uint register = Register;
            uint computed = uint.MaxValue;
            for (int length = 0; length <= MaxLength; length++)
            {
                ReadOnlySpan<byte> data = buffer.AsSpan(alignment, length);
                bool isWordAlignment = alignment < sizeof(ulong); // what matters to the instructions for 8 bytes
                if ((isWordAlignment && register != Crc32cScalar.Update(Register, data))
                    || (isWordAlignment && Crc32cThreeChains.IsSupported && register != Crc32cThreeChains.Update(Register, data))
                    || (Crc32cFolding.IsSupported && register != Crc32cFolding.Update(Register, data))
                    || ~computed != Crc32c.Compute(data))
                {
                    Assert.Fail($"length {length}, alignment {alignment}");
                }

                register = Crc32cTable.Update(register, buffer.AsSpan(alignment + length, 1));
                computed = Crc32cTable.Update(computed, buffer.AsSpan(alignment + length, 1));
            }
        }
    }

    [Property(MaxTest = 50)]
    public bool All_ways_agree_for_long_data(ushort length, byte offset, uint register)
    {
        ReadOnlySpan<byte> data = Noise(length + offset).AsSpan(offset);
        uint expected = Crc32cTable.Update(register, data);
        return expected == Crc32cScalar.Update(register, data)
            && (!Crc32cThreeChains.IsSupported || expected == Crc32cThreeChains.Update(register, data))
            && (!Crc32cFolding.IsSupported || expected == Crc32cFolding.Update(register, data));
    }

    [Fact]
    [Requirement("9260-6.8-02")]
    public void The_checksum_of_a_packet_is_that_of_its_copy_with_a_zero_checksum_field_for_each_length()
    {
        byte[] buffer = Noise(MaxLength);
        for (int length = 0; length <= MaxLength; length++)
        {
            ReadOnlySpan<byte> packet = buffer.AsSpan(0, length);
            byte[] copy = packet.ToArray();
            if (length >= CommonHeader.Length)
            {
                copy.AsSpan(8, 4).Clear();
            }

            Assert.Equal(~Crc32cTable.Update(uint.MaxValue, copy), Crc32c.ComputePacket(packet));
        }
    }

    [Fact]
    public void The_folding_constants_are_powers_of_x_modulo_the_polynomial()
    {
        (int Bits, ulong Earlier, ulong Later)[] constants =
        [
            (2048, Crc32cFolding.Earlier2048, Crc32cFolding.Later2048),
            (1536, Crc32cFolding.Earlier1536, Crc32cFolding.Later1536),
            (1024, Crc32cFolding.Earlier1024, Crc32cFolding.Later1024),
            (512, Crc32cFolding.Earlier512, Crc32cFolding.Later512),
            (384, Crc32cFolding.Earlier384, Crc32cFolding.Later384),
            (256, Crc32cFolding.Earlier256, Crc32cFolding.Later256),
            (128, Crc32cFolding.Earlier128, Crc32cFolding.Later128),
        ];
        foreach ((int bits, ulong earlier, ulong later) in constants)
        {
            Assert.Equal((ulong)ReflectedPower(bits + 63) << 32, earlier);
            Assert.Equal((ulong)ReflectedPower(bits - 1) << 32, later);
        }
    }

    /// <summary>x to the given power modulo the polynomial; bit 31 is the coefficient of x^0.</summary>
    private static uint ReflectedPower(int power)
    {
        uint value = 0x8000_0000;
        for (int i = 0; i < power; i++)
        {
            value = (value >> 1) ^ ((value & 1) != 0 ? 0x82F63B78 : 0);
        }

        return value;
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
