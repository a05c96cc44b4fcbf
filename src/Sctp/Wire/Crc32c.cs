using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>
/// CRC32c, the checksum of SCTP (RFC 9260 section 6.8 and appendix A): polynomial 0x11EDC6F41, reflected, register preset to all ones, result
/// complemented (9260-A-01). The way of computing is chosen by what the processor has; the result is the same by all of them.
/// </summary>
public static class Crc32c
{
    /// <summary>The generator polynomial without x^32, reflected: bit 31 is the coefficient of x^0.</summary>
    internal const uint ReflectedPolynomial = 0x82F63B78;

    /// <summary>The CRC32c of <paramref name="data"/>; it is stored little-endian in a packet.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => ~Update(uint.MaxValue, data);

    /// <summary>The CRC32c of a whole SCTP packet as if its checksum field, bytes 8 to 11, held zeros, whatever it holds.</summary>
    public static uint ComputePacket(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < CommonHeader.Length)
        {
            return Compute(packet);
        }

        // Ports and Verification Tag, then four zeros for the checksum field: 9260-6.8-02.
        uint register = BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(packet));
        register = BitOperations.Crc32C(register, 0u);
        return ~Update(register, packet[CommonHeader.Length..]);
    }

    // What IsSupported says is a constant of the just-in-time compiler, so of these branches only those by length are left.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Update(uint register, ReadOnlySpan<byte> data)
    {
        if (Crc32cFolding.IsSupported && data.Length >= Crc32cFolding.WorthwhileLength)
        {
            return Crc32cFolding.Update(register, data);
        }

        if (!Crc32cFolding.IsSupported && Crc32cThreeChains.IsSupported && data.Length >= Crc32cThreeChains.WorthwhileLength)
        {
            return Crc32cThreeChains.Update(register, data);
        }

        return Crc32cScalar.IsSupported ? Crc32cScalar.Update(register, data) : Crc32cTable.Update(register, data);
    }
}
