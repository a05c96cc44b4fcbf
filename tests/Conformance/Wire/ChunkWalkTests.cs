using System;
using Sctp.Wire;

namespace Sctp.Conformance;

/// <summary>How the chunks of a packet and the parameters of a chunk are found: RFC 9260 sections 3.2, 3.2.1 and 6.10.</summary>
public sealed class ChunkWalkTests
{
    private const string Header = "000000000000000000000000";

    [Theory]
    [Requirement("9260-3.2-07")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_Chunk_Length_below_4_ends_the_walk_behind_the_chunks_before_it(int length)
    {
        (string chunks, bool isMalformed) = Walk($"0b000004" + $"0400000{length}" + "0b000004");
        Assert.Equal("0b000004", chunks);
        Assert.True(isMalformed);
    }

    [Theory]
    [Requirement("9260-6.10-06")]
    [Requirement("9260-6.10-07")]
    [InlineData("0b000004" + "04000009" + "00000000", "0b000004")]
    [InlineData("0b000004" + "0400ffff" + "00000000", "0b000004")]
    [InlineData("0b000004" + "0400", "0b000004")]
    [InlineData("0b000004" + "04", "0b000004")]
    [InlineData("04000005", "")]
    public void A_partial_chunk_is_dropped_and_the_chunks_before_it_are_kept(string packet, string expected)
    {
        (string chunks, bool isMalformed) = Walk(packet);
        Assert.Equal(expected, chunks);
        Assert.True(isMalformed);
    }

    [Fact]
    [Requirement("9260-3.2-13")]
    public void Padding_of_any_value_is_skipped()
    {
        (string chunks, bool isMalformed) = Walk("0a000005" + "11ffffff" + "0a000006" + "2222eeee" + "0a000007" + "333333dd" + "0b000004");
        Assert.Equal("0a00000511 0a0000062222 0a000007333333 0b000004", chunks);
        Assert.False(isMalformed);
    }

    [Theory]
    [InlineData("0a00000511")]
    [InlineData("0a0000051100")]
    [InlineData("0a000005110000")]
    public void A_last_chunk_without_all_its_padding_is_whole(string packet)
    {
        (string chunks, bool isMalformed) = Walk(packet);
        Assert.Equal("0a00000511", chunks);
        Assert.False(isMalformed);
    }

    [Fact]
    public void A_packet_without_chunks_is_not_malformed_and_one_without_a_common_header_is()
    {
        Assert.Equal(("", false), Walk(""));
        for (int length = 0; length < 12; length++)
        {
            ChunkReader reader = new(new byte[length]);
            Assert.False(reader.MoveNext());
            Assert.True(reader.IsMalformed);
        }
    }

    [Theory]
    [Requirement("9260-3.2-09")]
    [Requirement("9260-3.2.1-04")]
    [InlineData("8001000511", "8001000511")]
    [InlineData("8001000511000000", "8001000511")]
    [InlineData("8001000511ffffff", "8001000511")]
    [InlineData("8001000511ffffff" + "8002000622220000", "8001000511 800200062222")]
    [InlineData("8001000511ffffff" + "800200062222", "8001000511 800200062222")]
    [InlineData("", "")]
    public void Parameters_are_found_whether_or_not_the_length_counted_the_padding_of_the_last(string parameters, string expected)
    {
        (string found, bool isMalformed) = WalkParameters(parameters);
        Assert.Equal(expected, found);
        Assert.False(isMalformed);
    }

    [Theory]
    [Requirement("9260-3.2.1-10")]
    [InlineData("80010004" + "80020003", "80010004")]
    [InlineData("80010004" + "80020000", "80010004")]
    [InlineData("80010004" + "80020005", "80010004")]
    [InlineData("80010004" + "8002ffff00", "80010004")]
    [InlineData("80010004" + "8002", "80010004")]
    public void A_parameter_with_an_impossible_length_ends_the_walk_behind_those_before_it(string parameters, string expected)
    {
        (string found, bool isMalformed) = WalkParameters(parameters);
        Assert.Equal(expected, found);
        Assert.True(isMalformed);
    }

    [Theory]
    [InlineData("00050008c0000201", "192.0.2.1")]
    [InlineData("0006001420010db8000000000000000000000001", "2001:db8::1")]
    [InlineData("0006001400000000000000000000ffffc0000201", "192.0.2.1")]
    [InlineData("00050007c00002", null)]
    [InlineData("00050009c000020100", null)]
    [InlineData("00060008c0000201", null)]
    [InlineData("000b0008c0000201", null)]
    public void Address_parameters_are_read_when_type_and_length_fit(string parameter, string? expected)
    {
        bool isRead = AddressParameter.TryRead(new ParameterView(Convert.FromHexString(parameter)), out SctpAddress address);
        Assert.Equal(expected is not null, isRead);
        Assert.Equal(expected ?? "none", address.ToString());
    }

    private static (string Chunks, bool IsMalformed) Walk(string chunks)
    {
        ChunkReader reader = new(Convert.FromHexString(Header + chunks));
        string[] found = [];
        while (reader.MoveNext())
        {
            found = [.. found, Convert.ToHexStringLower(reader.Current.Bytes)];
        }

        return (string.Join(' ', found), reader.IsMalformed);
    }

    private static (string Parameters, bool IsMalformed) WalkParameters(string parameters)
    {
        ParameterReader reader = new(Convert.FromHexString(parameters));
        string[] found = [];
        while (reader.MoveNext())
        {
            found = [.. found, Convert.ToHexStringLower(reader.Current.Bytes)];
        }

        return (string.Join(' ', found), reader.IsMalformed);
    }
}
