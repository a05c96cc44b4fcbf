using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Sctp.Wire;

/// <summary>
/// CRC32c, the checksum of SCTP (RFC 9260 section 6.8 and appendix A): polynomial 0x11EDC6F41, reflected, register preset to all ones, result
/// complemented (9260-A-01).
/// </summary>
public static class Crc32c
{
    internal const uint ReflectedPolynomial = 0x82F63B78;

    private static readonly uint[] s_table = CreateTable();

    /// <summary>The CRC32c of <paramref name="data"/>; it is stored little-endian in a packet.</summary>
    public static uint Compute(ReadOnlySpan<byte> data) => ~UpdateScalar(uint.MaxValue, data);

    /// <summary>The CRC32c of a whole SCTP packet as if its checksum field, bytes 8 to 11, held zeros, whatever it holds.</summary>
    public static uint ComputePacket(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < CommonHeader.Length)
        {
            return Compute(packet);
        }

        uint register = BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(packet));
        register = BitOperations.Crc32C(register, 0u);
        return ~UpdateScalar(register, packet[CommonHeader.Length..]);
    }

    /// <summary>The register after <paramref name="data"/>, byte by byte from a table: the reference of the other ways.</summary>
    internal static uint UpdateTable(uint register, ReadOnlySpan<byte> data)
    {
        foreach (byte b in data)
        {
            register = s_table[(byte)(register ^ b)] ^ (register >> 8);
        }

        return register;
    }

    /// <summary>The register after <paramref name="data"/>, by one chain of CRC32c instructions where the processor has them.</summary>
    internal static uint UpdateScalar(uint register, ReadOnlySpan<byte> data)
    {
        while (data.Length >= sizeof(ulong))
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (byte b in data)
        {
            register = BitOperations.Crc32C(register, b);
        }

        return register;
    }

    private static uint[] CreateTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint entry = i;
            for (int bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) != 0 ? ReflectedPolynomial ^ (entry >> 1) : entry >> 1;
            }

            table[i] = entry;
        }

        return table;
    }
}
