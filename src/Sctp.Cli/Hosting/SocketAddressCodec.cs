using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Sctp.Cli.Hosting;

/// <summary>
/// Between <see cref="SctpAddress"/> and the system's socket addresses without an object per datagram. On an IPv6 socket IPv4 addresses travel
/// in their mapped form.
/// </summary>
internal static class SocketAddressCodec
{
    private const int PortOffset = 2;
    private const int IPv4Offset = 4;
    private const int IPv6Offset = 8;

    public static SctpAddress Read(SocketAddress address)
    {
        ReadOnlySpan<byte> bytes = address.Buffer.Span;
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(bytes[PortOffset..]);
        return address.Family == AddressFamily.InterNetwork
            ? SctpAddress.FromBytes(bytes.Slice(IPv4Offset, 4), port)
            : SctpAddress.FromBytes(bytes.Slice(IPv6Offset, 16), port);
    }

    /// <summary>Writes an address into a socket address of the socket's family; false where that family cannot reach it.</summary>
    public static bool TryWrite(in SctpAddress address, SocketAddress destination)
    {
        Span<byte> bytes = destination.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[PortOffset..], address.UdpPort);
        if (destination.Family == AddressFamily.InterNetwork)
        {
            return address.Kind == SctpAddressKind.IPv4 && address.TryWriteBytes(bytes[IPv4Offset..]) != 0;
        }

        bytes[IPv4Offset..IPv6Offset].Clear(); // the flow label
        Span<byte> ip = bytes.Slice(IPv6Offset, 16);
        if (address.Kind == SctpAddressKind.IPv4)
        {
            ip[..10].Clear();
            ip[10] = 0xFF;
            ip[11] = 0xFF;
            return address.TryWriteBytes(ip[12..]) != 0;
        }

        return address.Kind == SctpAddressKind.IPv6 && address.TryWriteBytes(ip) != 0;
    }
}
