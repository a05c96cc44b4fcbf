using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sctp;

/// <summary>What an <see cref="SctpAddress"/> holds.</summary>
public enum SctpAddressKind : byte
{
    /// <summary>No address: the host's default.</summary>
    None,

    /// <summary>An IPv4 address.</summary>
    IPv4,

    /// <summary>An IPv6 address.</summary>
    IPv6,

    /// <summary>A handle of a transport without addresses, such as DTLS (RFC 8261).</summary>
    Opaque,
}

/// <summary>
/// The address half of a transport address: IPv4, IPv6 or an opaque handle, with the UDP port of the encapsulation (RFC 6951) or 0 where
/// there is none. IPv4-mapped IPv6 addresses become IPv4 (RFC 9260 section 3.3.2.1.2).
/// </summary>
public readonly struct SctpAddress : IEquatable<SctpAddress>
{
    private readonly ulong _high;
    private readonly ulong _low;

    private SctpAddress(SctpAddressKind kind, ulong high, ulong low, ushort udpPort)
    {
        Kind = kind;
        _high = high;
        _low = low;
        UdpPort = udpPort;
    }

    /// <summary>No address.</summary>
    public static SctpAddress None => default;

    /// <summary>What the address holds.</summary>
    public SctpAddressKind Kind { get; }

    /// <summary>The UDP port of the encapsulation, 0 without.</summary>
    public ushort UdpPort { get; }

    /// <summary>Whether packets can be sent to one host by it: neither unspecified, multicast nor broadcast (RFC 9260 section 8.4 rule 1).</summary>
    public bool IsUnicast => Kind switch
    {
        SctpAddressKind.IPv4 => (uint)_low is not (0 or uint.MaxValue) && (uint)_low >> 28 != 0xE,
        SctpAddressKind.IPv6 => (_high | _low) != 0 && _high >> 56 != 0xFF,
        SctpAddressKind.Opaque => true,
        _ => false,
    };

    /// <summary>The handle of an opaque address, the 32 bits of an IPv4 address, or the low half of an IPv6 address.</summary>
    internal ulong Low => _low;

    internal ulong High => _high;

    /// <summary>An IPv4 address from its 32 bits in host order, for example 0x7F000001.</summary>
    public static SctpAddress FromIPv4(uint address, ushort udpPort = 0) => new(SctpAddressKind.IPv4, 0, address, udpPort);

    /// <summary>An IPv4 address from 4 bytes or an IPv6 address from 16 bytes in network order.</summary>
    /// <exception cref="ArgumentException">The length is neither 4 nor 16.</exception>
    public static SctpAddress FromBytes(ReadOnlySpan<byte> bytes, ushort udpPort = 0)
    {
        if (bytes.Length == 4)
        {
            return FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), udpPort);
        }

        if (bytes.Length != 16)
        {
            throw new ArgumentException("An address has 4 or 16 bytes.", nameof(bytes));
        }

        ulong high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        ulong low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return high == 0 && low >> 32 == 0xFFFF ? FromIPv4((uint)low, udpPort) : new SctpAddress(SctpAddressKind.IPv6, high, low, udpPort);
    }

    /// <summary>A handle for a transport that has no addresses.</summary>
    public static SctpAddress FromHandle(ulong handle) => new(SctpAddressKind.Opaque, 0, handle, 0);

    /// <summary>Converts a BCL address.</summary>
    public static SctpAddress FromIPAddress(IPAddress address, ushort udpPort = 0)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out int written);
        return FromBytes(bytes[..written], udpPort);
    }

    /// <summary>Reads an IPv4 or IPv6 literal.</summary>
    /// <exception cref="FormatException">The text is not an IP address.</exception>
    public static SctpAddress Parse(string text, ushort udpPort = 0) => FromIPAddress(IPAddress.Parse(text), udpPort);

    /// <summary>The same address with another UDP port.</summary>
    public SctpAddress WithUdpPort(ushort udpPort) => new(Kind, _high, _low, udpPort);

    /// <summary>Whether both name the same host address, whatever their UDP ports.</summary>
    public bool IsSameHost(in SctpAddress other) => Kind == other.Kind && _low == other._low && _high == other._high;

    /// <summary>The BCL form of an IPv4 or IPv6 address.</summary>
    /// <exception cref="InvalidOperationException">The address is opaque or none.</exception>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        int length = TryWriteBytes(bytes);
        return length == 0 ? throw new InvalidOperationException("Only IPv4 and IPv6 addresses have an IPAddress form.") : new IPAddress(bytes[..length]);
    }

    /// <summary>Writes the 4 or 16 bytes in network order and returns their number; 0 for an opaque address or none.</summary>
    public int TryWriteBytes(Span<byte> destination)
    {
        if (Kind == SctpAddressKind.IPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_low);
            return 4;
        }

        if (Kind != SctpAddressKind.IPv6)
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _low);
        return 16;
    }

    /// <summary>Whether address and UDP port are equal.</summary>
    public static bool operator ==(SctpAddress a, SctpAddress b) => a.Equals(b);

    /// <summary>Whether address or UDP port differ.</summary>
    public static bool operator !=(SctpAddress a, SctpAddress b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(SctpAddress other) => IsSameHost(other) && UdpPort == other.UdpPort;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SctpAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        ulong mixed = (_low ^ (_high * 0x9E3779B97F4A7C15UL) ^ ((ulong)UdpPort << 48)) * 0xD6E8FEB86659FD93UL;
        return (int)(mixed >> 32);
    }

    /// <summary>The literal, with <c>:port</c> behind it where there is a UDP port.</summary>
    public override string ToString() => Kind switch
    {
        SctpAddressKind.IPv4 or SctpAddressKind.IPv6 when UdpPort != 0 => new IPEndPoint(ToIPAddress(), UdpPort).ToString(),
        SctpAddressKind.IPv4 or SctpAddressKind.IPv6 => ToIPAddress().ToString(),
        SctpAddressKind.Opaque => "#" + _low.ToString(CultureInfo.InvariantCulture),
        _ => "none",
    };

    internal AddressFamily Family => Kind switch
    {
        SctpAddressKind.IPv4 => AddressFamily.InterNetwork,
        SctpAddressKind.IPv6 => AddressFamily.InterNetworkV6,
        _ => AddressFamily.Unspecified,
    };
}
