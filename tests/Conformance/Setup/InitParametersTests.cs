using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Setup;
using Sctp.Wire;

namespace Sctp.Conformance.Setup;

public class InitParametersTests
{
    private static readonly SctpAddress Source = SctpAddress.Parse("192.0.2.1", 9899);
    private static readonly byte[] A = Parameter(5, 198, 51, 100, 1);
    private static readonly byte[] B = Parameter(6, [.. SctpAddress.Parse("2001:db8::2").ToIPAddress().GetAddressBytes()]);

    private readonly InitParameters _read = new(16);

    internal static byte[] Parameter(ushort type, params byte[] value)
    {
        byte[] bytes = new byte[(4 + value.Length + 3) & ~3];
        (bytes[0], bytes[1]) = ((byte)(type >> 8), (byte)type);
        (bytes[2], bytes[3]) = ((byte)((4 + value.Length) >> 8), (byte)(4 + value.Length));
        value.CopyTo(bytes, 4);
        return bytes;
    }

    private static byte[] Join(params byte[][] parameters) => [.. parameters.SelectMany(p => p)];

    private InitParameters Read(byte[] parameters, ChunkType type = ChunkType.Init, AddressFamilies own = AddressFamilies.Both)
    {
        _read.Read(type, parameters, Source, own);
        return _read;
    }

    private static string Addresses(InitParameters read) => string.Join(' ', read.PeerAddresses.ToArray());

    [Fact]
    [Requirement("9260-5.1.2-01")]
    [Requirement("9260-3.3.2.1.2-03")]
    [Requirement("9260-3.3.3-31")]
    public void Without_addresses_the_source_is_the_only_one()
    {
        Assert.Equal("192.0.2.1:9899", Addresses(Read([])));
        Assert.Equal(AddressFamilies.Both, _read.PeerFamilies);
        Assert.False(_read.IsMalformed);
        Assert.True(_read.Report.IsEmpty);
    }

    [Fact]
    [Requirement("9260-5.1.2-05")]
    [Requirement("9260-3.3.2.1.2-04")]
    [Requirement("9260-3.3.3-30")]
    public void The_source_and_each_listed_address_once_are_the_peers_addresses_with_the_UDP_port_of_the_source() =>
        Assert.Equal("192.0.2.1:9899 198.51.100.1:9899 [2001:db8::2]:9899", Addresses(Read(Join(A, Parameter(5, 192, 0, 2, 1), B, A))));

    [Fact]
    [Requirement("9260-5.1.2-10")]
    [Requirement("9260-5.1.2-11")]
    [Requirement("9260-5.1.2-12")]
    public void Addresses_of_a_family_that_the_endpoint_has_not_got_are_ignored_without_an_error()
    {
        Assert.Equal("192.0.2.1:9899 198.51.100.1:9899", Addresses(Read(Join(B, A), own: AddressFamilies.IPv4)));
        Assert.True(_read.Report.IsEmpty);
        Assert.False(_read.IsMalformed);
    }

    [Fact]
    public void Addresses_that_are_not_of_one_host_are_ignored()
    {
        byte[] none = Parameter(5, 0, 0, 0, 0);
        byte[] multicast = Parameter(5, 224, 0, 0, 1);
        byte[] broadcast = Parameter(5, 255, 255, 255, 255);
        byte[] multicast6 = Parameter(6, [0xFF, 2, .. new byte[13], 1]);
        Assert.Equal("192.0.2.1:9899", Addresses(Read(Join(none, multicast, broadcast, multicast6, Parameter(6, new byte[16])))));
    }

    [Fact]
    public void An_IPv4_mapped_address_is_the_IPv4_address() =>
        Assert.Equal("192.0.2.1:9899 198.51.100.1:9899", Addresses(Read(Parameter(6, [.. new byte[10], 0xFF, 0xFF, 198, 51, 100, 1]), own: AddressFamilies.IPv4)));

    [Fact]
    public void No_more_addresses_are_kept_than_the_limit()
    {
        byte[] many = Join([.. Enumerable.Range(1, 200).Select(i => Parameter(5, 10, 0, 0, (byte)i))]);
        Read(many);
        Assert.Equal(16, _read.PeerAddresses.Length);
        Assert.Equal(SctpAddress.Parse("10.0.0.15", 9899), _read.PeerAddresses[15]);
    }

    [Fact]
    public void Addresses_mean_nothing_on_a_transport_without_addresses()
    {
        SctpAddress handle = SctpAddress.FromHandle(7);
        _read.Read(ChunkType.Init, A, handle, AddressFamily.OfEndpoint(new SctpOptions(), handle));
        Assert.Equal([handle], _read.PeerAddresses.ToArray());
    }

    [Theory]
    [InlineData("", "192.0.2.1", 1)]
    [InlineData("", "2001:db8::1", 2)]
    [InlineData("10.0.0.1 10.0.0.2", "2001:db8::1", 1)]
    [InlineData("10.0.0.1 2001:db8::7", "192.0.2.1", 3)]
    public void The_families_of_an_endpoint_are_those_of_its_addresses_else_that_of_the_packet(string local, string remote, int expected)
    {
        var options = new SctpOptions { LocalAddresses = [.. local.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => SctpAddress.Parse(a))] };
        Assert.Equal((AddressFamilies)expected, AddressFamily.OfEndpoint(options, SctpAddress.Parse(remote)));
    }

    [Fact]
    [Requirement("9260-5.1.2-13")]
    [Requirement("9260-5.1.2-14")]
    [Requirement("9260-3.3.2.1.5-02")]
    public void A_family_that_is_used_counts_as_supported_and_a_host_name_does_not_matter()
    {
        byte[] only6AndNames = Parameter(12, 0, 6, 0, 11);
        Assert.Equal(AddressFamilies.Both, Read(only6AndNames).PeerFamilies);
        Assert.False(_read.HasHostName);
        Assert.Equal(AddressFamilies.IPv4, Read(Parameter(12, 0, 5)).PeerFamilies);
        Assert.Equal(AddressFamilies.Both, Read(Join(Parameter(12, 0, 5), B)).PeerFamilies);
        Assert.False(_read.IsMalformed);
    }

    [Theory]
    [InlineData(0x3FFF, false, false)]
    [InlineData(0x7FFF, true, false)]
    [InlineData(0xBFFF, false, true)]
    [InlineData(0xFFFE, true, true)]
    [Requirement("9260-3.2.1-05")]
    [Requirement("9260-3.2.1-06")]
    [Requirement("9260-3.2.1-07")]
    [Requirement("9260-3.2.1-08")]
    [Requirement("9260-3.2.1-10")]
    public void An_unrecognized_parameter_is_treated_by_its_two_high_bits(int type, bool isReported, bool goesOn)
    {
        byte[] unknown = Parameter((ushort)type, 1, 2, 3, 4);
        Read(Join(A, unknown, B));
        Assert.Equal(goesOn ? 3 : 2, _read.PeerAddresses.Length);
        Assert.Equal(isReported ? unknown : [], _read.Report.ToArray());
        Assert.False(_read.IsMalformed);
    }

    [Theory]
    [InlineData(0x8000, false)] // ECN Capable
    [InlineData(0x8001, false)] // Zero Checksum Acceptable
    [InlineData(0x8002, false)] // Random
    [InlineData(0x8003, false)] // Chunk List
    [InlineData(0x8004, false)] // Requested HMAC Algorithm
    [InlineData(0x8008, false)] // Supported Extensions
    [InlineData(0xC000, true)] // Forward-TSN Supported
    [InlineData(0xC001, true)] // Add IP Address
    [InlineData(0xC006, true)] // Adaptation Layer Indication
    [Requirement("9260-3.2.1-07")]
    [Requirement("9260-3.2.1-08")]
    public void A_parameter_of_an_extension_is_an_unrecognized_one(int type, bool isReported)
    {
        byte[] parameter = Parameter((ushort)type, 1, 2, 3);
        Read(Join(parameter, A));
        Assert.Equal(2, _read.PeerAddresses.Length);
        Assert.Equal(isReported ? parameter[..7] : [], _read.Report.ToArray());
    }

    [Fact]
    [Requirement("9260-12.4-07")]
    public void What_is_reported_is_bounded()
    {
        byte[] big = Parameter(0xC0FF, new byte[2000]);
        byte[] small = Parameter(0xC0FE, new byte[9]);
        Assert.Equal(small[..13], Read(Join(big, small)).Report.ToArray());
        byte[] many = Join([.. Enumerable.Repeat(small, 500)]);
        Read(many);
        Assert.InRange(_read.Report.Length, InitParameters.MaxReportLength - 16, InitParameters.MaxReportLength);
    }

    [Fact]
    [Requirement("9260-3.3.2-05")]
    public void A_known_parameter_that_does_not_belong_into_an_INIT_is_skipped()
    {
        Read(Join(Parameter(7, 1, 2, 3), Parameter(8, 1, 2, 3, 4), Parameter(1, 9), A));
        Assert.False(_read.HasStateCookie);
        Assert.Equal(0, _read.UnrecognizedByPeer);
        Assert.Equal(2, _read.PeerAddresses.Length);
        Assert.True(_read.Report.IsEmpty);
        Assert.False(_read.IsMalformed);
    }

    [Fact]
    [Requirement("9260-3.3.3-27")]
    public void A_known_parameter_that_does_not_belong_into_an_INIT_ACK_is_skipped()
    {
        byte[] parameters = Join(Parameter(9, 0, 0, 1, 0), Parameter(1, 9), Parameter(7, 1, 2, 3), A);
        Read(parameters, ChunkType.InitAck);
        Assert.Equal(Duration.Zero, _read.CookiePreservative);
        Assert.True(_read.HasStateCookie);
        Assert.Equal(2, _read.PeerAddresses.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8000)]
    [Requirement("9260-3.3.11-03")]
    [Requirement("9260-3.3.3-26")]
    public void The_State_Cookie_is_found_whatever_its_length_and_padding(int length)
    {
        byte[] cookie = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        byte[] parameter = Parameter(7, cookie);
        byte[] later = Parameter(7, 0xEE);
        foreach (byte[] parameters in new List<byte[]> { parameter, parameter[..(4 + length)], Join(A, parameter, B, later) })
        {
            Read(parameters, ChunkType.InitAck);
            Assert.True(_read.HasStateCookie);
            Assert.Equal(cookie, _read.StateCookie(parameters).ToArray());
        }
    }

    [Fact]
    [Requirement("9260-3.3.3-32")]
    public void An_empty_State_Cookie_is_a_cookie_all_the_same() => Assert.True(Read(Parameter(7), ChunkType.InitAck).HasStateCookie);

    [Fact]
    public void What_the_peer_did_not_recognize_is_counted() =>
        Assert.Equal(2, Read(Join(Parameter(8, 0xC0, 0, 0, 4), Parameter(8, 0xC0, 6, 0, 4)), ChunkType.InitAck).UnrecognizedByPeer);

    [Fact]
    public void A_Cookie_Preservative_is_in_milliseconds()
    {
        Assert.Equal(Duration.FromMilliseconds(1300), Read(Parameter(9, 0, 0, 5, 0x14)).CookiePreservative);
        Assert.Equal(Duration.FromMilliseconds(uint.MaxValue), Read(Parameter(9, 255, 255, 255, 255)).CookiePreservative);
    }

    [Fact]
    [Requirement("9260-3.3.2-03")]
    public void A_Host_Name_Address_is_found_whole()
    {
        byte[] name = Parameter(11, [.. "host.example\0"u8]);
        byte[] parameters = Join(A, name, B);
        Assert.True(Read(parameters).HasHostName);
        Assert.Equal(name[..17], _read.HostName(parameters).ToArray());
    }

    [Fact]
    public void A_parameter_of_an_impossible_length_is_flagged_and_those_before_it_are_read()
    {
        foreach (byte[] bad in new List<byte[]>
        {
            new byte[] { 0, 5, 0, 3 },
            new byte[] { 0, 5, 0, 9, 1, 2, 3, 4 },
            new byte[] { 0 },
            Parameter(5, 1, 2, 3),
            Parameter(6, 1, 2, 3, 4),
            Parameter(9, 1, 2),
            Parameter(12, 0, 5, 0),
        })
        {
            Read(Join(A, bad));
            Assert.True(_read.IsMalformed);
            Assert.Equal(2, _read.PeerAddresses.Length);
        }
    }

    [Fact]
    public void Nothing_is_left_from_the_chunk_read_before()
    {
        Read(Join(A, Parameter(7, 1), Parameter(8, 1), Parameter(11, 1), Parameter(12, 0, 5), Parameter(0xC0FF), [1]), ChunkType.InitAck);
        Assert.True(_read.IsMalformed && _read.HasHostName && _read.HasStateCookie);
        Read(Parameter(9, 0, 0, 0, 1));
        Read([]);
        Assert.False(_read.IsMalformed || _read.HasHostName || _read.HasStateCookie);
        Assert.Equal(0, _read.UnrecognizedByPeer);
        Assert.Equal(Duration.Zero, _read.CookiePreservative);
        Assert.Equal(AddressFamilies.Both, _read.PeerFamilies);
        Assert.Equal(1, _read.PeerAddresses.Length);
        Assert.True(_read.Report.IsEmpty);
    }
}
