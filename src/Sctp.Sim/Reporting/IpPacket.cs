using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Reporting;

/// <summary>Puts an IPv4 or IPv6 header in front of an SCTP packet, for programs that read captures.</summary>
internal static class IpPacket
{
    private const int IPv4HeaderLength = 20;
    private const int IPv6HeaderLength = 40;
    private const byte Sctp = 132;
    private const byte TimeToLive = 64;

    public static byte[] Wrap(in SctpAddress from, in SctpAddress to, ReadOnlySpan<byte> packet) =>
        from.Kind == SctpAddressKind.IPv4 ? WrapIPv4(from, to, packet) : WrapIPv6(from, to, packet);

    private static byte[] WrapIPv4(in SctpAddress from, in SctpAddress to, ReadOnlySpan<byte> packet)
    {
        byte[] bytes = new byte[IPv4HeaderLength + packet.Length];
        bytes[0] = 0x45;

        // The length field holds 16 bits; a longer packet, which cannot be on a real wire, keeps zero as segmentation offload does.
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), bytes.Length <= ushort.MaxValue ? (ushort)bytes.Length : (ushort)0);
        bytes[8] = TimeToLive;
        bytes[9] = Sctp;
        from.TryWriteBytes(bytes.AsSpan(12));
        to.TryWriteBytes(bytes.AsSpan(16));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(10), HeaderChecksum(bytes.AsSpan(0, IPv4HeaderLength)));
        packet.CopyTo(bytes.AsSpan(IPv4HeaderLength));
        return bytes;
    }

    private static byte[] WrapIPv6(in SctpAddress from, in SctpAddress to, ReadOnlySpan<byte> packet)
    {
        byte[] bytes = new byte[IPv6HeaderLength + packet.Length];
        bytes[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)Math.Min(packet.Length, ushort.MaxValue));
        bytes[6] = Sctp;
        bytes[7] = TimeToLive;
        from.TryWriteBytes(bytes.AsSpan(8));
        to.TryWriteBytes(bytes.AsSpan(24));
        packet.CopyTo(bytes.AsSpan(IPv6HeaderLength));
        return bytes;
    }

    private static ushort HeaderChecksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (int i = 0; i < header.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        }

        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
