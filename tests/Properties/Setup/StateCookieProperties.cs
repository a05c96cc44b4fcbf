using System;
using System.Buffers.Binary;
using System.Linq;
using FsCheck.Xunit;
using Sctp.Setup;
using Sctp.Wire;

namespace Sctp.Properties.Setup;

[Properties(MaxTest = 300)]
public class StateCookieProperties
{
    private static readonly SctpAddress Source = SctpAddress.Parse("192.0.2.1", 9899);

    private static CookieKeys Keys(byte value = 1) => new(new FixedEntropy(value), Duration.FromSeconds(3600));

    // The same number gives the same address, so that lists hold repeats of the destination too.
    private static SctpAddress Address(byte number) => (number % 5) switch
    {
        0 => SctpAddress.FromHandle(number),
        1 or 2 => SctpAddress.FromIPv4(0x0A00_0000u + number),
        _ => SctpAddress.FromBytes([0x20, 0x01, .. new byte[13], number]),
    };

    [Property]
    public void What_is_written_is_read_back_the_same(
        (uint LocalTag, uint PeerTag, uint LocalTie, uint PeerTie) tags,
        (uint Local, uint Peer) tsns,
        uint window,
        (ushort Outbound, ushort Inbound, ushort LocalPort, ushort PeerPort, ushort UdpPort) numbers,
        long created,
        byte destination,
        byte[] others)
    {
        SctpAddress to = Address(destination);
        to = to.Kind == SctpAddressKind.Opaque ? to : to.WithUdpPort(numbers.UdpPort);
        SctpAddress[] addresses = [.. others.Select(Address)];
        Instant now = Instant.FromNanoseconds(created);
        StateCookie made = new()
        {
            CreationTime = now,
            LifeSpan = Duration.FromSeconds(60),
            LocalTag = tags.LocalTag,
            PeerTag = tags.PeerTag,
            LocalTieTag = tags.LocalTie,
            PeerTieTag = tags.PeerTie,
            LocalInitialTsn = new Tsn(tsns.Local),
            PeerInitialTsn = new Tsn(tsns.Peer),
            PeerWindow = window,
            OutboundStreams = numbers.Outbound,
            InboundStreams = numbers.Inbound,
            LocalPort = numbers.LocalPort,
            PeerPort = numbers.PeerPort,
            Destination = to,
        };
        CookieKeys keys = Keys();
        byte[] bytes = new byte[made.Measure(addresses)];
        Assert.Equal(bytes.Length, made.Write(bytes, addresses, keys));
        Assert.True(bytes.Length <= StateCookie.MaxLength);

        CookieVerdict verdict = StateCookie.TryRead(bytes, keys, numbers.LocalPort, numbers.PeerPort, to, tags.LocalTag, now, out StateCookie read, out _);
        Assert.Equal(CookieVerdict.Valid, verdict);
        Assert.Equal(tags, (read.LocalTag, read.PeerTag, read.LocalTieTag, read.PeerTieTag));
        Assert.Equal(tsns, (read.LocalInitialTsn.Value, read.PeerInitialTsn.Value));
        Assert.Equal(window, read.PeerWindow);
        Assert.Equal((numbers.Outbound, numbers.Inbound), (read.OutboundStreams, read.InboundStreams));
        Assert.Equal((numbers.LocalPort, numbers.PeerPort), (read.LocalPort, read.PeerPort));
        Assert.Equal(now, read.CreationTime);
        SctpAddress[] expected = to.Kind == SctpAddressKind.Opaque
            ? [to]
            : [to, .. addresses.Where(a => a.Kind != SctpAddressKind.Opaque && !a.IsSameHost(to)).Select(a => a.WithUdpPort(numbers.UdpPort))];
        var peers = new SctpAddress[300];
        Assert.Equal(expected, peers.Take(read.CopyPeerAddresses(peers)));
        Assert.Equal(expected.Length, read.PeerAddressCount);
    }

    [Property]
    public void Any_bytes_are_invalid(byte[] bytes, int padTo, byte source)
    {
        byte[] padded = [.. bytes, .. new byte[Math.Max(0, (padTo & 255) - bytes.Length)]];
        foreach (byte[] candidate in new[] { bytes, padded })
        {
            CookieVerdict verdict = StateCookie.TryRead(candidate, Keys(), 0, 0, Address(source), 0, Instant.Epoch, out StateCookie read, out Duration staleness);
            Assert.Equal(CookieVerdict.Invalid, verdict);
            Assert.Equal(Duration.Zero, staleness);
            Assert.Equal(1, read.PeerAddressCount);
        }
    }

    // With the right key an attacker is played who can make any content: the parser has to be total behind the MAC too.
    [Property(MaxTest = 5)]
    public void Any_content_under_a_right_MAC_is_read_or_invalid(byte filling, uint nowNanoseconds)
    {
        const int Fixed = 45;
        CookieKeys keys = Keys();
        int read = 0;
        for (int flags = 0; flags < 16; flags++)
        {
            for (int count = 0; count < 4; count++)
            {
                for (int length = 0; length < Fixed + 8 + 16 + 1 + (3 * 16) + 2; length++)
                {
                    byte[] content = new byte[length];
                    content.AsSpan().Fill(filling);
                    byte[] head = [0, (byte)flags, (byte)count];
                    head.AsSpan(0, Math.Min(length, head.Length)).CopyTo(content);
                    read += ReadUnderRightMac(content, keys, Instant.FromNanoseconds(nowNanoseconds)) ? 1 : 0;
                }
            }
        }

        Assert.True(read >= 2 * (4 + 1), "Each count with an IPv4 destination and no address with IPv6, with Tie-Tags and without.");
    }

    private static bool ReadUnderRightMac(byte[] content, CookieKeys keys, Instant now)
    {
        Span<byte> mac = stackalloc byte[32];
        System.Security.Cryptography.HMACSHA256.HashData(keys.Current(Instant.Epoch, out _), content, mac);
        byte[] bytes = [.. content, .. mac[..StateCookie.MacLength]];
        Span<byte> fields = stackalloc byte[64];
        content.AsSpan(0, Math.Min(content.Length, fields.Length)).CopyTo(fields);
        CookieVerdict verdict = StateCookie.TryRead(
            bytes,
            keys,
            BinaryPrimitives.ReadUInt16BigEndian(fields[39..]),
            BinaryPrimitives.ReadUInt16BigEndian(fields[41..]),
            Source,
            BinaryPrimitives.ReadUInt32BigEndian(fields[15..]),
            now,
            out StateCookie read,
            out Duration staleness);
        var peers = new SctpAddress[300];
        Assert.Equal(read.PeerAddressCount, read.CopyPeerAddresses(peers));
        Assert.Equal(verdict == CookieVerdict.Stale, staleness > Duration.Zero);
        return verdict != CookieVerdict.Invalid;
    }

    [Property]
    public void A_cookie_of_another_key_is_invalid(byte ours, byte theirs, uint tag)
    {
        StateCookie made = new() { LocalTag = tag, Destination = Source, LifeSpan = Duration.FromSeconds(1) };
        byte[] bytes = new byte[made.Measure([])];
        made.Write(bytes, [], Keys(ours));
        CookieVerdict verdict = StateCookie.TryRead(bytes, Keys(theirs), 0, 0, Source, tag, Instant.Epoch, out _, out _);
        Assert.Equal(ours == theirs ? CookieVerdict.Valid : CookieVerdict.Invalid, verdict);
    }
}
