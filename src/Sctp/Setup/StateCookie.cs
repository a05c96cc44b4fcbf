using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Sctp.Wire;

namespace Sctp.Setup;

/// <summary>
/// The State Cookie (RFC 9260 section 5.1.3): all that is needed to build an association once the peer has echoed it, so that nothing is kept until
/// then (9260-5.1-07). It is not encrypted, so it holds only what the peer knows or may know (9260-5.1.3-07): the numbers of both INIT chunks, the
/// peer's own addresses, and Tie-Tags that are random and stand for the real tags. A handle of a transport without addresses is covered by the MAC but
/// not written.
/// </summary>
/// <remarks>
/// Layout, all numbers big-endian: key number (1), flags (1), count of further addresses (1), creation time in ns (8), life span in ms (4), local tag (4),
/// peer's tag (4), local initial TSN (4), peer's initial TSN (4), peer's a_rwnd (4), outbound streams (2), inbound streams (2), local port (2), peer's port (2),
/// peer's UDP port (2); where the flags say so the two Tie-Tags (8); the address the INIT ACK was sent to (0, 4 or 16); one bit for each further address that
/// says whether it is IPv6; the further addresses (4 or 16 each); the MAC (16).
/// </remarks>
internal ref struct StateCookie
{
    /// <summary>Bytes of the MAC: HMAC-SHA-256 cut to its left half, which RFC 2104 section 5 allows and which keeps the cookie small (9260-5.1.3-03, 9260-5.1.3-08).</summary>
    public const int MacLength = 16;

    private const int FixedLength = 45;
    private const int TieTagsLength = 8;
    private const int HandleLength = sizeof(ulong);
    private const int MaxFurtherAddresses = 255;
    private const int BitsPerByte = 8;

    /// <summary>The longest cookie there is, in bytes.</summary>
    public const int MaxLength = FixedLength + TieTagsLength + 16 + (MaxFurtherAddresses / BitsPerByte) + 1 + (MaxFurtherAddresses * 16) + MacLength;

    private const byte TieTagsFlag = 0x01;
    private const byte KindMask = 0x06;
    private const int KindShift = 1;

    private ReadOnlySpan<byte> _furtherAddresses;
    private int _furtherCount;

    /// <summary>When the cookie was made.</summary>
    public Instant CreationTime;

    /// <summary>How long it is good for; kept in whole milliseconds, rounded up.</summary>
    public Duration LifeSpan;

    /// <summary>The own Initiate Tag of the INIT ACK.</summary>
    public uint LocalTag;

    /// <summary>The peer's Initiate Tag of the INIT.</summary>
    public uint PeerTag;

    /// <summary>The Local-Tie-Tag of the association that the INIT met, 0 for none (RFC 9260 section 5.2.2).</summary>
    public uint LocalTieTag;

    /// <summary>The Peer's-Tie-Tag of the association that the INIT met, 0 for none.</summary>
    public uint PeerTieTag;

    /// <summary>The own Initial TSN.</summary>
    public Tsn LocalInitialTsn;

    /// <summary>The peer's Initial TSN.</summary>
    public Tsn PeerInitialTsn;

    /// <summary>The a_rwnd of the INIT.</summary>
    public uint PeerWindow;

    /// <summary>Outbound streams as negotiated.</summary>
    public ushort OutboundStreams;

    /// <summary>Inbound streams as negotiated.</summary>
    public ushort InboundStreams;

    /// <summary>The own port.</summary>
    public ushort LocalPort;

    /// <summary>The peer's port.</summary>
    public ushort PeerPort;

    /// <summary>Where the INIT ACK was sent to, with its UDP port: the only peer address that is CONFIRMED at once (9260-5.4-02).</summary>
    public SctpAddress Destination;

    /// <summary>The number of peer addresses in a cookie that was read, <see cref="Destination"/> included.</summary>
    public readonly int PeerAddressCount => _furtherCount + 1;

    /// <summary>
    /// The life span that a cookie is given: Valid.Cookie.Life, and what a Cookie Preservative asks for on top of it, but not more than as much again, nor
    /// more than the time for which the key is sure to be kept
    /// (9260-3.3.2.1.3-02).
    /// </summary>
    public static Duration GrantLifeSpan(SctpOptions options, Duration preservativeIncrement) =>
        options.CookiePreservative && preservativeIncrement > Duration.Zero
            ? Duration.Min(options.ValidCookieLife + Duration.Min(preservativeIncrement, options.ValidCookieLife), options.CookieKeyLifetime)
            : options.ValidCookieLife;

    /// <summary>The bytes that <see cref="Write"/> will need.</summary>
    public readonly int Measure(ReadOnlySpan<SctpAddress> peerAddresses)
    {
        int count = 0;
        int length = FixedLength + (HasTieTags ? TieTagsLength : 0) + LengthOf(Destination.Kind) + MacLength;
        foreach (ref readonly SctpAddress address in peerAddresses)
        {
            if (IsWritten(address, count))
            {
                count++;
                length += LengthOf(address.Kind);
            }
        }

        return length + BitmapLength(count);
    }

    /// <summary>
    /// Writes the cookie with its MAC under the key that is current at <see cref="CreationTime"/>, and returns its length. Of
    /// <paramref name="peerAddresses"/> only IPv4 and IPv6 addresses other than <see cref="Destination"/> are written; all share its UDP port (RFC 6951).
    /// The destination must have <see cref="Measure"/> bytes.
    /// </summary>
    public readonly int Write(Span<byte> destination, ReadOnlySpan<SctpAddress> peerAddresses, CookieKeys keys)
    {
        ReadOnlySpan<byte> key = keys.Current(CreationTime, out byte keyId);
        destination[0] = keyId;
        destination[1] = (byte)((HasTieTags ? TieTagsFlag : 0) | ((int)Destination.Kind << KindShift));
        BinaryPrimitives.WriteInt64BigEndian(destination[3..], CreationTime.Nanoseconds);
        BinaryPrimitives.WriteUInt32BigEndian(destination[11..], Milliseconds(LifeSpan));
        BinaryPrimitives.WriteUInt32BigEndian(destination[15..], LocalTag);
        BinaryPrimitives.WriteUInt32BigEndian(destination[19..], PeerTag);
        BinaryPrimitives.WriteUInt32BigEndian(destination[23..], LocalInitialTsn.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[27..], PeerInitialTsn.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[31..], PeerWindow);
        BinaryPrimitives.WriteUInt16BigEndian(destination[35..], OutboundStreams);
        BinaryPrimitives.WriteUInt16BigEndian(destination[37..], InboundStreams);
        BinaryPrimitives.WriteUInt16BigEndian(destination[39..], LocalPort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[41..], PeerPort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[43..], Destination.UdpPort);
        int length = FixedLength;
        if (HasTieTags)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[length..], LocalTieTag);
            BinaryPrimitives.WriteUInt32BigEndian(destination[(length + 4)..], PeerTieTag);
            length += TieTagsLength;
        }

        length += Destination.TryWriteBytes(destination[length..]);
        length += WriteFurtherAddresses(destination[length..], peerAddresses, out int count);
        destination[2] = (byte)count;
        ComputeMac(key, destination[..length], Destination, destination.Slice(length, MacLength));
        return length + MacLength;
    }

    /// <summary>
    /// Reads and judges the value of a COOKIE ECHO chunk (RFC 9260 section 5.1.5) that came from <paramref name="source"/> under the given ports and
    /// Verification Tag. Unless the verdict is <see cref="CookieVerdict.Invalid"/> the contents are genuine; the addresses stay in <paramref name="value"/>.
    /// </summary>
    /// <param name="value">The Cookie field.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="localPort">The destination port of the packet.</param>
    /// <param name="remotePort">The source port of the packet.</param>
    /// <param name="source">Where the packet came from; it matters only where the transport has handles for addresses.</param>
    /// <param name="verificationTag">The Verification Tag of the packet.</param>
    /// <param name="now">The time.</param>
    /// <param name="cookie">The contents.</param>
    /// <param name="staleness">By how much the life span is exceeded; zero in time.</param>
    public static CookieVerdict TryRead(
        ReadOnlySpan<byte> value,
        CookieKeys keys,
        ushort localPort,
        ushort remotePort,
        in SctpAddress source,
        uint verificationTag,
        Instant now,
        out StateCookie cookie,
        out Duration staleness)
    {
        cookie = default;
        staleness = Duration.Zero;
        if (!TryParse(value, source, out StateCookie read)
            || !keys.TryGet(value[0], now, out ReadOnlySpan<byte> key) // 9260-5.1.5-01, 9260-5.1.5-02
            || !IsAuthentic(key, value, read.Destination) // 9260-5.1.5-03
            || read.LocalPort != localPort
            || read.PeerPort != remotePort
            || read.LocalTag != verificationTag) // 9260-5.1.5-04
        {
            return CookieVerdict.Invalid;
        }

        cookie = read;
        Duration age = now - read.CreationTime;
        if (age <= read.LifeSpan)
        {
            return CookieVerdict.Valid;
        }

        staleness = age - read.LifeSpan;
        return CookieVerdict.Stale; // 9260-5.1.5-05
    }

    /// <summary>Copies the peer's addresses of a cookie that was read, <see cref="Destination"/> first, and returns their number; what does not fit is left out.</summary>
    public readonly int CopyPeerAddresses(Span<SctpAddress> destination)
    {
        if (destination.IsEmpty)
        {
            return 0;
        }

        destination[0] = Destination;
        int count = Math.Min(_furtherCount, destination.Length - 1);
        int position = BitmapLength(_furtherCount);
        for (int i = 0; i < count; i++)
        {
            int length = LengthOf(KindOf(_furtherAddresses, i));
            destination[i + 1] = SctpAddress.FromBytes(_furtherAddresses.Slice(position, length), Destination.UdpPort);
            position += length;
        }

        return count + 1;
    }

    private readonly bool HasTieTags => (LocalTieTag | PeerTieTag) != 0;

    private static bool TryParse(ReadOnlySpan<byte> value, in SctpAddress source, out StateCookie cookie)
    {
        cookie = default;
        if (value.Length is < FixedLength + MacLength or > MaxLength)
        {
            return false;
        }

        int flags = value[1];
        var kind = (SctpAddressKind)((flags & KindMask) >> KindShift);
        ReadOnlySpan<byte> rest = value[FixedLength..^MacLength];
        cookie.CreationTime = Instant.FromNanoseconds(BinaryPrimitives.ReadInt64BigEndian(value[3..]));
        cookie.LifeSpan = Duration.FromMilliseconds(BinaryPrimitives.ReadUInt32BigEndian(value[11..]));
        cookie.LocalTag = BinaryPrimitives.ReadUInt32BigEndian(value[15..]);
        cookie.PeerTag = BinaryPrimitives.ReadUInt32BigEndian(value[19..]);
        cookie.LocalInitialTsn = new Tsn(BinaryPrimitives.ReadUInt32BigEndian(value[23..]));
        cookie.PeerInitialTsn = new Tsn(BinaryPrimitives.ReadUInt32BigEndian(value[27..]));
        cookie.PeerWindow = BinaryPrimitives.ReadUInt32BigEndian(value[31..]);
        cookie.OutboundStreams = BinaryPrimitives.ReadUInt16BigEndian(value[35..]);
        cookie.InboundStreams = BinaryPrimitives.ReadUInt16BigEndian(value[37..]);
        cookie.LocalPort = BinaryPrimitives.ReadUInt16BigEndian(value[39..]);
        cookie.PeerPort = BinaryPrimitives.ReadUInt16BigEndian(value[41..]);
        ushort udpPort = BinaryPrimitives.ReadUInt16BigEndian(value[43..]);
        if ((flags & TieTagsFlag) != 0)
        {
            if (rest.Length < TieTagsLength)
            {
                return false;
            }

            cookie.LocalTieTag = BinaryPrimitives.ReadUInt32BigEndian(rest);
            cookie.PeerTieTag = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            rest = rest[TieTagsLength..];
        }

        int length = LengthOf(kind);
        if (rest.Length < length)
        {
            return false;
        }

        cookie.Destination = kind switch
        {
            SctpAddressKind.Opaque => source,
            SctpAddressKind.None => SctpAddress.None.WithUdpPort(udpPort),
            _ => SctpAddress.FromBytes(rest[..length], udpPort),
        };
        cookie._furtherCount = value[2];
        cookie._furtherAddresses = rest[length..];
        return cookie.Destination.Kind == kind
            && (length != 0 || cookie._furtherCount == 0)
            && FurtherLength(cookie._furtherAddresses, cookie._furtherCount) == cookie._furtherAddresses.Length;
    }

    /// <summary>The bytes that so many further addresses take, by their bitmap; -1 when not even the bitmap is there.</summary>
    private static int FurtherLength(ReadOnlySpan<byte> bytes, int count)
    {
        int length = BitmapLength(count);
        if (length > bytes.Length)
        {
            return -1;
        }

        for (int i = 0; i < count; i++)
        {
            length += LengthOf(KindOf(bytes, i));
        }

        return length;
    }

    private readonly int WriteFurtherAddresses(Span<byte> destination, ReadOnlySpan<SctpAddress> addresses, out int count)
    {
        count = 0;
        foreach (ref readonly SctpAddress address in addresses)
        {
            count += IsWritten(address, count) ? 1 : 0;
        }

        int position = BitmapLength(count);
        destination[..position].Clear();
        int written = 0;
        foreach (ref readonly SctpAddress address in addresses)
        {
            if (!IsWritten(address, written))
            {
                continue;
            }

            if (address.Kind == SctpAddressKind.IPv6)
            {
                destination[written / BitsPerByte] |= (byte)(1 << (written % BitsPerByte));
            }

            position += address.TryWriteBytes(destination[position..]);
            written++;
        }

        return position;
    }

    private readonly bool IsWritten(in SctpAddress address, int count) =>
        count < MaxFurtherAddresses && LengthOf(address.Kind) != 0 && LengthOf(Destination.Kind) != 0 && !address.IsSameHost(Destination);

    private static SctpAddressKind KindOf(ReadOnlySpan<byte> bitmap, int index) =>
        (bitmap[index / BitsPerByte] >> (index % BitsPerByte) & 1) != 0 ? SctpAddressKind.IPv6 : SctpAddressKind.IPv4;

    private static int BitmapLength(int count) => (count + BitsPerByte - 1) / BitsPerByte;

    private static int LengthOf(SctpAddressKind kind) => kind switch
    {
        SctpAddressKind.IPv4 => 4,
        SctpAddressKind.IPv6 => 16,
        _ => 0,
    };

    private static uint Milliseconds(Duration duration) =>
        (uint)Math.Clamp((duration + Duration.FromNanoseconds(999_999)).TotalMilliseconds, 0, uint.MaxValue);

    private static bool IsAuthentic(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, in SctpAddress destination)
    {
        Span<byte> mac = stackalloc byte[MacLength];
        ComputeMac(key, value[..^MacLength], destination, mac);
        return CryptographicOperations.FixedTimeEquals(mac, value[^MacLength..]);
    }

    private static void ComputeMac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, in SctpAddress destination, Span<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (destination.Kind == SctpAddressKind.Opaque)
        {
            Span<byte> covered = stackalloc byte[FixedLength + TieTagsLength + HandleLength];
            content.CopyTo(covered);
            BinaryPrimitives.WriteUInt64BigEndian(covered[content.Length..], destination.Low);
            HMACSHA256.HashData(key, covered[..(content.Length + HandleLength)], full);
        }
        else
        {
            HMACSHA256.HashData(key, content, full);
        }

        full[..MacLength].CopyTo(mac);
    }
}
