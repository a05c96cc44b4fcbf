using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Sctp.Sim.Associations;

/// <summary>The CRC32c of a packet (RFC 9260 section 6.8 and appendix A), by the processor's instruction and not by the core's code.</summary>
internal static class WireChecksum
{
    private const int Offset = 8;

    public static bool IsValid(ReadOnlySpan<byte> packet) =>
        packet.Length >= 12 && BinaryPrimitives.ReadUInt32LittleEndian(packet[Offset..]) == Compute(packet);

    /// <summary>The checksum of a packet of at least 12 bytes, with the checksum field taken as zero.</summary>
    public static uint Compute(ReadOnlySpan<byte> packet)
    {
        uint crc = Add(uint.MaxValue, packet[..Offset]);
        crc = BitOperations.Crc32C(crc, 0u);
        return ~Add(crc, packet[12..]);
    }

    /// <summary>Writes the checksum into a packet of at least 12 bytes.</summary>
    public static void Seal(Span<byte> packet) => BinaryPrimitives.WriteUInt32LittleEndian(packet[Offset..], Compute(packet));

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return crc;
    }
}
