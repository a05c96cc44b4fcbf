using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Sctp.Wire;

/// <summary>The SCTP common header, the first 12 bytes of every packet (RFC 9260 section 3.1). Readers give 0 where the packet is too short.</summary>
internal static class CommonHeader
{
    /// <summary>Bytes of the common header.</summary>
    public const int Length = 12;

    /// <summary>The port of the sender.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort SourcePort(ReadOnlySpan<byte> packet) =>
        packet.Length < Length ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(packet);

    /// <summary>The port the packet is for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort DestinationPort(ReadOnlySpan<byte> packet) =>
        packet.Length < Length ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    /// <summary>The Verification Tag (RFC 9260 section 8.5).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint VerificationTag(ReadOnlySpan<byte> packet) =>
        packet.Length < Length ? 0 : BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);

    /// <summary>The CRC32c that the packet carries, in the form <see cref="Crc32c.ComputePacket"/> gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Checksum(ReadOnlySpan<byte> packet) =>
        packet.Length < Length ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(packet[8..]); // 9260-A-02

    /// <summary>Writes the header with a checksum of 0.</summary>
    public static void Write(Span<byte> packet, ushort sourcePort, ushort destinationPort, uint verificationTag)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], verificationTag);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(packet, sourcePort);
    }

    /// <summary>Fills in the CRC32c of the whole packet, whatever the checksum field held (RFC 9260 section 6.8).</summary>
    public static void Seal(Span<byte> packet) =>
        BinaryPrimitives.WriteUInt32LittleEndian(packet[8..], Crc32c.ComputePacket(packet)); // 9260-6.8-02

    /// <summary>Whether the checksum fits the packet; false for fewer than 12 bytes.</summary>
    public static bool HasValidChecksum(ReadOnlySpan<byte> packet) =>
        packet.Length >= Length && Checksum(packet) == Crc32c.ComputePacket(packet); // 9260-6.8-04
}
