using System;
using System.Linq;
using System.Text;
using Sctp.Conformance.Support;
using Sctp.Setup;
using Sctp.Wire;

namespace Sctp.Conformance.Setup;

public class StateCookieTests
{
    private static readonly SctpAddress Peer = SctpAddress.Parse("192.0.2.1", 9899);
    private static readonly SctpAddress Second = SctpAddress.Parse("2001:db8::2");
    private static readonly SctpAddress Third = SctpAddress.Parse("198.51.100.3");
    private static readonly Instant Made = Instant.FromNanoseconds(5_000_000_000);
    private static readonly Duration Life = Duration.FromSeconds(60);

    private readonly CookieKeys _keys = new(new CountingEntropy(), Duration.FromSeconds(3600));

    private static StateCookie Sample(SctpAddress destination) => new()
    {
        CreationTime = Made,
        LifeSpan = Life,
        LocalTag = 0x1111_2222,
        PeerTag = 0x3333_4444,
        LocalInitialTsn = new Tsn(0x5555_6666),
        PeerInitialTsn = new Tsn(0x7777_8888),
        PeerWindow = 131_072,
        OutboundStreams = 10,
        InboundStreams = 65_535,
        LocalPort = 5000,
        PeerPort = 5001,
        Destination = destination,
    };

    private byte[] Write(in StateCookie cookie, params SctpAddress[] addresses)
    {
        byte[] bytes = new byte[cookie.Measure(addresses)];
        Assert.Equal(bytes.Length, cookie.Write(bytes, addresses, _keys));
        return bytes;
    }

    private CookieVerdict Read(byte[] bytes, Instant now, out StateCookie cookie, out Duration staleness) =>
        StateCookie.TryRead(bytes, _keys, 5000, 5001, Peer, 0x1111_2222, now, out cookie, out staleness);

    private CookieVerdict Read(byte[] bytes, Instant now) => Read(bytes, now, out _, out _);

    [Fact]
    [Requirement("9260-5.1.3-02")]
    [Requirement("9260-3.3.3.1.1-01")]
    [Requirement("9260-5.4-02")]
    public void A_cookie_gives_back_all_that_the_association_needs()
    {
        StateCookie made = Sample(Peer);
        made.LocalTieTag = 77;
        made.PeerTieTag = 88;
        byte[] bytes = Write(made, Peer, Second, Third, SctpAddress.FromHandle(4));

        Assert.Equal(CookieVerdict.Valid, Read(bytes, Made + Life, out StateCookie read, out Duration staleness));
        Assert.Equal(Duration.Zero, staleness);
        Assert.Equal(Made, read.CreationTime);
        Assert.Equal(Life, read.LifeSpan);
        Assert.Equal(0x1111_2222u, read.LocalTag);
        Assert.Equal(0x3333_4444u, read.PeerTag);
        Assert.Equal(77u, read.LocalTieTag);
        Assert.Equal(88u, read.PeerTieTag);
        Assert.Equal(new Tsn(0x5555_6666), read.LocalInitialTsn);
        Assert.Equal(new Tsn(0x7777_8888), read.PeerInitialTsn);
        Assert.Equal(131_072u, read.PeerWindow);
        Assert.Equal(10, read.OutboundStreams);
        Assert.Equal(65_535, read.InboundStreams);
        Assert.Equal(5000, read.LocalPort);
        Assert.Equal(5001, read.PeerPort);
        Assert.Equal(Peer, read.Destination);
        Assert.Equal(3, read.PeerAddressCount);
        var addresses = new SctpAddress[16];
        Assert.Equal(3, read.CopyPeerAddresses(addresses));
        Assert.Equal([Peer, Second.WithUdpPort(9899), Third.WithUdpPort(9899)], addresses.Take(3));
    }

    [Fact]
    [Requirement("9260-3.3.11-04")]
    [Requirement("9260-5.1.3-08")]
    public void A_cookie_is_small()
    {
        Assert.Equal(65, Write(Sample(Peer)).Length);
        Assert.Equal(61, Write(Sample(SctpAddress.FromHandle(1))).Length);
        Assert.Equal(77, Write(Sample(Second)).Length);
        StateCookie met = Sample(Peer);
        met.LocalTieTag = 1;
        met.PeerTieTag = 2;
        Assert.Equal(65 + 8 + 1 + 16 + 4, Write(met, Second, Third).Length);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::2")]
    [InlineData("#1")]
    [Requirement("9260-5.1.3-01")]
    [Requirement("9260-4-01")]
    [Requirement("9260-5.1.5-03")]
    [Requirement("9260-5.2.4-01")]
    public void A_cookie_with_any_bit_flipped_is_invalid(string destination)
    {
        SctpAddress address = destination == "#1" ? SctpAddress.FromHandle(1) : SctpAddress.Parse(destination, 9899);
        StateCookie made = Sample(address);
        made.LocalTieTag = 77;
        made.PeerTieTag = 88;
        byte[] bytes = Write(made, Peer, Second, Third);
        Assert.Equal(CookieVerdict.Valid, StateCookie.TryRead(bytes, _keys, 5000, 5001, address, 0x1111_2222, Made, out _, out _));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(CookieVerdict.Invalid, StateCookie.TryRead(bytes, _keys, 5000, 5001, address, 0x1111_2222, Made, out StateCookie cookie, out _));
            Assert.Equal(0u, cookie.LocalTag);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    [Requirement("9260-4-01")]
    public void A_cookie_that_is_cut_or_extended_is_invalid()
    {
        byte[] bytes = Write(Sample(Peer), Second, Third);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(CookieVerdict.Invalid, Read(bytes[..length], Made));
        }

        Assert.Equal(CookieVerdict.Invalid, Read([.. bytes, 0], Made));
    }

    [Theory]
    [InlineData(4999, 5001, 0x1111_2222u)]
    [InlineData(5000, 5002, 0x1111_2222u)]
    [InlineData(5001, 5000, 0x1111_2222u)]
    [InlineData(5000, 5001, 0x1111_2223u)]
    [InlineData(5000, 5001, 0u)]
    [Requirement("9260-5.1.5-04")]
    public void A_cookie_under_other_ports_or_another_tag_is_invalid(int localPort, int remotePort, uint tag)
    {
        byte[] bytes = Write(Sample(Peer));
        CookieVerdict verdict = StateCookie.TryRead(bytes, _keys, (ushort)localPort, (ushort)remotePort, Peer, tag, Made, out _, out _);
        Assert.Equal(CookieVerdict.Invalid, verdict);
        Assert.Equal(CookieVerdict.Valid, Read(bytes, Made));
    }

    [Fact]
    [Requirement("9260-5.1.3-01")]
    public void A_cookie_of_another_endpoint_is_invalid()
    {
        byte[] bytes = Write(Sample(Peer));
        var others = new CookieKeys(new CountingEntropy(9, 9, 9), Duration.FromSeconds(3600));
        Assert.Equal(CookieVerdict.Invalid, StateCookie.TryRead(bytes, others, 5000, 5001, Peer, 0x1111_2222, Made, out _, out _));
    }

    [Fact]
    [Requirement("9260-16-07")]
    [Requirement("9260-4-02")]
    [Requirement("9260-5.1.5-05")]
    [Requirement("9260-3.3.10.3-01")]
    public void A_cookie_older_than_its_life_span_is_stale_by_the_time_it_is_late()
    {
        Assert.Equal(Duration.FromSeconds(60), new SctpOptions().ValidCookieLife);
        byte[] bytes = Write(Sample(Peer));
        Assert.Equal(CookieVerdict.Valid, Read(bytes, Made + Life));
        Assert.Equal(CookieVerdict.Stale, Read(bytes, Made + Life + Duration.FromNanoseconds(1)));
        Assert.Equal(CookieVerdict.Stale, Read(bytes, Made + Life + Duration.FromMicroseconds(1_234_567), out StateCookie cookie, out Duration staleness));
        Assert.Equal(1_234_567, staleness.TotalMicroseconds);
        Assert.Equal(0x3333_4444u, cookie.PeerTag);

        byte[] causes = new byte[8];
        var writer = new TlvWriter(causes);
        Assert.True(ErrorCauses.TryAddStaleCookie(ref writer, staleness));
        Assert.Equal([0, 3, 0, 8, 0, 0x12, 0xD6, 0x87], causes);
    }

    [Fact]
    public void A_cookie_met_before_it_was_made_is_valid_because_clocks_may_go_back()
    {
        Assert.Equal(CookieVerdict.Valid, Read(Write(Sample(Peer)), Made - Duration.FromSeconds(4)));
    }

    [Fact]
    public void A_life_span_is_kept_in_milliseconds_rounded_up()
    {
        StateCookie made = Sample(Peer);
        made.LifeSpan = Duration.FromMicroseconds(10_001);
        Assert.Equal(CookieVerdict.Valid, Read(Write(made), Made, out StateCookie read, out _));
        Assert.Equal(Duration.FromMilliseconds(11), read.LifeSpan);
    }

    [Theory]
    [InlineData(true, 0, 60_000)]
    [InlineData(true, 1_300, 61_300)]
    [InlineData(true, 60_001, 120_000)]
    [InlineData(true, uint.MaxValue, 120_000)]
    [InlineData(false, 1_300, 60_000)]
    [Requirement("9260-3.3.2.1.3-02")]
    public void A_Cookie_Preservative_is_granted_up_to_twice_the_life_span(bool allowed, uint increment, int expected)
    {
        var options = new SctpOptions { CookiePreservative = allowed };
        Assert.Equal(Duration.FromMilliseconds(expected), StateCookie.GrantLifeSpan(options, Duration.FromMilliseconds(increment)));
    }

    [Fact]
    [Requirement("9260-5.1.3-07")]
    public void A_cookie_does_not_show_the_handle_of_a_transport_but_is_bound_to_it()
    {
        SctpAddress handle = SctpAddress.FromHandle(0x0123_4567_89AB_CDEF);
        byte[] bytes = Write(Sample(handle), Peer);
        Assert.DoesNotContain("0123456789ABCDEF", Convert.ToHexString(bytes), StringComparison.Ordinal);
        Assert.Equal(CookieVerdict.Valid, StateCookie.TryRead(bytes, _keys, 5000, 5001, handle, 0x1111_2222, Made, out StateCookie read, out _));
        Assert.Equal(handle, read.Destination);
        Assert.Equal(1, read.PeerAddressCount);
        SctpAddress other = SctpAddress.FromHandle(0x0123_4567_89AB_CDEE);
        Assert.Equal(CookieVerdict.Invalid, StateCookie.TryRead(bytes, _keys, 5000, 5001, other, 0x1111_2222, Made, out _, out _));
        Assert.Equal(CookieVerdict.Invalid, StateCookie.TryRead(bytes, _keys, 5000, 5001, Peer, 0x1111_2222, Made, out _, out _));
    }

    [Fact]
    public void A_cookie_may_come_back_from_another_address_of_the_peer()
    {
        byte[] bytes = Write(Sample(Peer), Third);
        Assert.Equal(CookieVerdict.Valid, StateCookie.TryRead(bytes, _keys, 5000, 5001, Third, 0x1111_2222, Made, out StateCookie read, out _));
        Assert.Equal(Peer, read.Destination);
    }

    [Fact]
    public void A_cookie_holds_255_further_addresses_and_no_more()
    {
        SctpAddress[] many = [.. Enumerable.Range(0, 300).Select(i => SctpAddress.Parse("2001:db8::1:" + (i + 1).ToString("x", null)))];
        byte[] bytes = Write(Sample(Second), many);
        Assert.True(bytes.Length <= StateCookie.MaxLength);
        Assert.Equal(CookieVerdict.Valid, Read(bytes, Made, out StateCookie read, out _));
        Assert.Equal(256, read.PeerAddressCount);
        var addresses = new SctpAddress[16];
        Assert.Equal(16, read.CopyPeerAddresses(addresses));
        Assert.Equal(many.Take(15), addresses.Skip(1));
        Assert.Equal(0, read.CopyPeerAddresses([]));
    }

    [Fact]
    [Requirement("9260-5.1-07")]
    public void Making_and_checking_a_cookie_allocates_nothing()
    {
        byte[] bytes = new byte[Sample(Peer).Measure([])];
        void MakeAndCheck()
        {
            for (int i = 0; i < 10; i++)
            {
                Sample(Peer).Write(bytes, [], _keys);
                StateCookie.TryRead(bytes, _keys, 5000, 5001, Peer, 0x1111_2222, Made, out _, out _);
            }
        }

        MakeAndCheck();
        Assert.Equal(0, AllocatedBytes.OfLeast(MakeAndCheck));
    }

    [Fact]
    public void Text_that_is_no_cookie_is_invalid()
    {
        Assert.Equal(CookieVerdict.Invalid, Read(Encoding.ASCII.GetBytes(new string('x', 200)), Made));
        Assert.Equal(CookieVerdict.Invalid, Read(new byte[StateCookie.MaxLength + 1], Made));
    }
}
