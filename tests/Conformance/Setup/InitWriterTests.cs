using System;
using System.Linq;
using Sctp.Setup;
using Sctp.Wire;

namespace Sctp.Conformance.Setup;

public class InitWriterTests
{
    private static readonly SctpAddress[] Local = [SctpAddress.Parse("::ffff:192.0.2.1"), SctpAddress.Parse("2001:db8::1"), SctpAddress.Parse("192.0.2.2")];

    private readonly byte[] _chunk = new byte[400];

    private int[] Types(int length)
    {
        Assert.True(InitChunk.TryRead(new ChunkView(_chunk.AsSpan(0, length)), out InitChunk init));
        var types = new System.Collections.Generic.List<int>();
        var reader = new ParameterReader(init.Parameters);
        while (reader.MoveNext())
        {
            types.Add(reader.Current.Type);
        }

        Assert.False(reader.IsMalformed);
        return [.. types];
    }

    [Fact]
    [Requirement("9260-5.1-01")]
    [Requirement("9260-5.1.1-01")]
    [Requirement("9260-3.3.2-08")]
    public void An_INIT_of_a_single_address_is_its_fixed_fields()
    {
        var writer = new InitWriter(_chunk);
        writer.AddLocalAddresses([Local[0]], AddressFamilies.Both);
        writer.AddSupportedAddressTypes(AddressFamilies.Both);
        int length = writer.Finish(ChunkType.Init, 0x01020304, 1500, 10, 2048, new Tsn(0xFFFF_FFFF));
        Assert.Equal([1, 0, 0, 20, 1, 2, 3, 4, 0, 0, 5, 0xDC, 0, 10, 8, 0, 255, 255, 255, 255], _chunk[..length]);
    }

    [Fact]
    [Requirement("9260-3.3.2.1.2-01")]
    [Requirement("9260-3.3.2.1.2-02")]
    [Requirement("9260-3.3.2-02")]
    [Requirement("9260-3.3.2-01")]
    public void An_IPv4_mapped_local_address_is_listed_as_IPv4()
    {
        var writer = new InitWriter(_chunk);
        writer.AddLocalAddresses(Local, AddressFamilies.Both);
        writer.AddCookiePreservative(Duration.FromMilliseconds(1300));
        int length = writer.Finish(ChunkType.Init, 1, 1500, 1, 1, new Tsn(1));
        Assert.Equal([5, 6, 5, 9], Types(length));
        Assert.Equal([0, 5, 0, 8, 192, 0, 2, 1], _chunk[20..28]);
        Assert.Equal([0, 9, 0, 8, 0, 0, 5, 0x14], _chunk[(length - 8)..length]);
    }

    [Fact]
    public void Addresses_of_a_family_that_the_peer_cannot_use_are_left_out()
    {
        var writer = new InitWriter(_chunk);
        writer.AddLocalAddresses(Local, AddressFamilies.IPv6);
        Assert.Equal([6], Types(writer.Finish(ChunkType.InitAck, 1, 1500, 1, 1, new Tsn(1))));
    }

    [Theory]
    [InlineData(1, new[] { 0, 12, 0, 6, 0, 5 })]
    [InlineData(2, new[] { 0, 12, 0, 6, 0, 6 })]
    [InlineData(3, new int[0])]
    [InlineData(0, new int[0])]
    [Requirement("9260-5.1.2-09")]
    [Requirement("9260-3.3.2.1.5-01")]
    public void Supported_Address_Types_names_the_only_family(int own, int[] expected)
    {
        var writer = new InitWriter(_chunk);
        writer.AddSupportedAddressTypes((AddressFamilies)own);
        int length = writer.Finish(ChunkType.Init, 1, 1500, 1, 1, new Tsn(1));
        Assert.Equal(expected, _chunk[20..length].Select(b => (int)b));
    }

    [Fact]
    [Requirement("9260-5.1-06")]
    [Requirement("9260-3.2.2-01")]
    [Requirement("9260-3.3.3.1.2-01")]
    [Requirement("9260-3.3.3-01")]
    public void An_INIT_ACK_holds_the_State_Cookie_and_each_unrecognized_parameter_in_one_of_its_own()
    {
        var keys = new CookieKeys(new CountingEntropy(), Duration.FromSeconds(3600));
        StateCookie cookie = new() { LocalTag = 5, LifeSpan = Duration.FromSeconds(60), Destination = Local[2] };
        var init = new InitParameters(16);
        byte[] first = InitParametersTests.Parameter(0xC123, 1, 2, 3, 4, 5);
        byte[] second = InitParametersTests.Parameter(0xC000);
        init.Read(ChunkType.Init, [.. first, .. second], Local[2], AddressFamilies.Both);

        var writer = new InitWriter(_chunk);
        Assert.True(writer.TryAddStateCookie(cookie, init.PeerAddresses, keys));
        writer.AddLocalAddresses(Local, AddressFamilies.Both);
        writer.AddUnrecognizedParameters(init.Report);
        Assert.Equal([7, 5, 6, 5, 8, 8], Types(writer.Finish(ChunkType.InitAck, 5, 1500, 1, 1, new Tsn(1))));

        byte[] report = [0, 8, 0, 13, .. first[..9], 0, 0, 0, 0, 8, 0, 8, .. second];
        Assert.Equal(report, _chunk[(writer.Length - report.Length)..writer.Length]);

        InitChunk.TryRead(new ChunkView(_chunk.AsSpan(0, writer.Length)), out InitChunk ack);
        var read = new InitParameters(16);
        read.Read(ChunkType.InitAck, ack.Parameters, Local[0], AddressFamilies.Both);
        Assert.Equal(
            CookieVerdict.Valid,
            StateCookie.TryRead(read.StateCookie(ack.Parameters), keys, 0, 0, Local[2], 5, Instant.Epoch, out _, out _));
    }

    [Fact]
    [Requirement("9260-12.4-08")]
    public void What_does_not_fit_is_left_out()
    {
        var keys = new CookieKeys(new CountingEntropy(), Duration.FromSeconds(3600));
        StateCookie cookie = new() { Destination = Local[2] };
        var narrow = new InitWriter(_chunk.AsSpan(0, InitChunk.FixedLength + 4 + cookie.Measure([]) - 1));
        Assert.False(narrow.TryAddStateCookie(cookie, [], keys));
        Assert.Equal(InitChunk.FixedLength, narrow.Length);
        narrow.AddUnrecognizedParameters(InitParametersTests.Parameter(0xC000, new byte[200]));
        Assert.Equal(InitChunk.FixedLength, narrow.Length);
        narrow.AddLocalAddresses([.. Local, .. Local, .. Local], AddressFamilies.Both);
        Assert.True(narrow.Length <= InitChunk.FixedLength + 4 + cookie.Measure([]));
    }

    [Theory]
    [InlineData(300_000, 1300)]
    [InlineData(300_900, 1300)]
    [InlineData(0, 1000)]
    [InlineData(-5, 1000)]
    [Requirement("9260-5.2.6-04")]
    [Requirement("9260-5.2.6-05")]
    public void The_life_span_asked_for_is_the_round_trip_and_a_second_at_most(long roundTripMicroseconds, long expectedMilliseconds) =>
        Assert.Equal(expectedMilliseconds, InitWriter.PreservativeFor(Duration.FromMicroseconds(roundTripMicroseconds)).TotalMilliseconds);
}
