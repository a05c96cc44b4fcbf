using System;
using System.Linq;
using Sctp.Wire;

namespace Sctp.Conformance;

/// <summary>The bytes of chunks as written and read in place: RFC 9260 sections 3, 3.2 and 3.3.</summary>
public sealed class ChunkLayoutTests
{
    [Fact]
    [Requirement("9260-3-03")]
    [Requirement("9260-3.3.1-01")]
    [Requirement("9260-3.3.1-07")]
    [Requirement("9260-3.3.1-11")]
    public void A_DATA_chunk_is_laid_out_in_network_byte_order()
    {
        byte[] chunk = new byte[19];
        DataChunk.WriteHeader(
            chunk, DataChunk.Beginning | DataChunk.Ending, 3, new Tsn(0x01020304), 0x0506, new Ssn(0x0708), 0x090A0B0C);
        new byte[] { 0xD1, 0xD2, 0xD3 }.CopyTo(chunk, DataChunk.HeaderLength);
        Assert.Equal("000300130102030405060708090a0b0cd1d2d3", Convert.ToHexStringLower(chunk));

        Assert.True(DataChunk.TryRead(new ChunkView(chunk), out DataChunk data));
        Assert.Equal(new Tsn(0x01020304), data.Tsn);
        Assert.Equal(0x0506, data.StreamId);
        Assert.Equal(new Ssn(0x0708), data.Ssn);
        Assert.Equal(0x090A0B0Cu, data.PayloadProtocolId);
        Assert.Equal([0xD1, 0xD2, 0xD3], data.Payload.ToArray());
    }

    [Fact]
    [Requirement("9260-3.3.1-01")]
    public void The_four_flags_of_DATA_are_the_low_bits_I_U_B_E()
    {
        for (int flags = 0; flags < 256; flags++)
        {
            byte[] chunk = new byte[17];
            DataChunk.WriteHeader(chunk, (byte)flags, 1, default, 0, default, 0);
            Assert.True(DataChunk.TryRead(new ChunkView(chunk), out DataChunk data));
            Assert.Equal((flags & 1) != 0, data.IsEnding);
            Assert.Equal((flags & 2) != 0, data.IsBeginning);
            Assert.Equal((flags & 4) != 0, data.IsUnordered);
            Assert.Equal((flags & 8) != 0, data.IsImmediate);
        }
    }

    [Fact]
    [Requirement("9260-3.3.1-08")]
    public void A_DATA_chunk_without_user_data_can_be_read_and_a_shorter_one_cannot()
    {
        Assert.True(DataChunk.TryRead(new ChunkView(new byte[16]), out DataChunk data));
        Assert.True(data.Payload.IsEmpty);
        for (int length = 4; length < 16; length++)
        {
            Assert.False(DataChunk.TryRead(new ChunkView(new byte[length]), out _));
        }
    }

    [Fact]
    [Requirement("9260-3-03")]
    [Requirement("9260-3.3.4-01")]
    [Requirement("9260-3.3.4-03")]
    [Requirement("9260-3.3.4-04")]
    public void The_SACK_of_the_example_in_the_standard_is_laid_out_as_there()
    {
        byte[] chunk = new byte[SackChunk.LengthOf(2, 1)];
        SackChunk.WriteHeader(chunk, chunk.Length, new Tsn(12), 4660, 2, 1);
        SackChunk.WriteGapBlock(chunk, 0, 2, 3);
        SackChunk.WriteGapBlock(chunk, 1, 5, 5);
        SackChunk.WriteDuplicate(chunk, 2, 0, new Tsn(0x00FFFFFF));
        Assert.Equal("0300001c" + "0000000c" + "00001234" + "00020001" + "00020003" + "00050005" + "00ffffff", Convert.ToHexStringLower(chunk));

        Assert.True(SackChunk.TryRead(new ChunkView(chunk), out SackChunk sack));
        Assert.Equal(new Tsn(12), sack.CumulativeTsn);
        Assert.Equal(4660u, sack.AdvertisedWindow);
        Assert.Equal(2, sack.GapBlockCount);
        Assert.Equal((2, 3), (sack.GapBlock(0).Start, sack.GapBlock(0).End));
        Assert.Equal((5, 5), (sack.GapBlock(1).Start, sack.GapBlock(1).End));
        Assert.Equal(1, sack.DuplicateCount);
        Assert.Equal(new Tsn(0x00FFFFFF), sack.Duplicate(0));
    }

    [Fact]
    public void A_SACK_whose_counts_go_beyond_its_length_cannot_be_read()
    {
        byte[] chunk = new byte[24];
        SackChunk.WriteHeader(chunk, chunk.Length, default, 0, 1, 1);
        Assert.True(SackChunk.TryRead(new ChunkView(chunk), out _));
        SackChunk.WriteHeader(chunk, chunk.Length, default, 0, 2, 1);
        Assert.False(SackChunk.TryRead(new ChunkView(chunk), out _));
        SackChunk.WriteHeader(chunk, chunk.Length, default, 0, 1, 65535);
        Assert.False(SackChunk.TryRead(new ChunkView(chunk), out _));
        SackChunk.WriteHeader(chunk, chunk.Length, default, 0, 65535, 65535);
        Assert.False(SackChunk.TryRead(new ChunkView(chunk), out _));
        Assert.False(SackChunk.TryRead(new ChunkView(new byte[15]), out _));
    }

    [Theory]
    [Requirement("9260-3-03")]
    [Requirement("9260-3.3.2.1-01")]
    [Requirement("9260-3.3.3.1-02")]
    [InlineData(ChunkType.Init, "01")]
    [InlineData(ChunkType.InitAck, "02")]
    public void INIT_and_INIT_ACK_have_their_parameters_behind_20_bytes_of_fixed_fields(ChunkType type, string firstByte)
    {
        byte[] chunk = new byte[28];
        InitChunk.WriteHeader(chunk, type, chunk.Length, 0x01020304, 0x05060708, 0x090A, 0x0B0C, new Tsn(0x0D0E0F10));
        TlvWriter parameters = new(chunk.AsSpan(InitChunk.FixedLength));
        Assert.True(parameters.TryAddAddress(SctpAddress.FromIPv4(0xC0000201)));
        Assert.Equal(
            firstByte + "00001c" + "01020304" + "05060708" + "090a0b0c" + "0d0e0f10" + "00050008c0000201", Convert.ToHexStringLower(chunk));

        Assert.True(InitChunk.TryRead(new ChunkView(chunk), out InitChunk init));
        Assert.Equal(0x01020304u, init.InitiateTag);
        Assert.Equal(0x05060708u, init.AdvertisedWindow);
        Assert.Equal(0x090A, init.OutboundStreams);
        Assert.Equal(0x0B0C, init.InboundStreams);
        Assert.Equal(new Tsn(0x0D0E0F10), init.InitialTsn);
        Assert.Equal(8, init.Parameters.Length);
        Assert.False(InitChunk.TryRead(new ChunkView(chunk.AsSpan(0, 19)), out _));
    }

    [Fact]
    [Requirement("9260-3.2-07")]
    [Requirement("9260-3.2-05")]
    public void An_empty_chunk_has_length_4_and_one_with_a_Tsn_length_8()
    {
        byte[] packet = new byte[64];
        PacketWriter writer = new(packet, 64, 1, 2, 3);
        Assert.True(writer.IsEmpty);
        Assert.True(writer.TryAppend(ChunkType.CookieAck, 0, []));
        Assert.True(writer.TryAppendWithTsn(ChunkType.Shutdown, 0, new Tsn(0x01020304)));
        Assert.False(writer.IsEmpty);
        Assert.Equal("0b000004" + "07000008" + "01020304", Convert.ToHexStringLower(packet.AsSpan(12, writer.Length - 12)));
    }

    [Fact]
    [Requirement("9260-3.2-10")]
    [Requirement("9260-3.2-11")]
    [Requirement("9260-3.2-12")]
    [Requirement("9260-3.3.1-12")]
    [Requirement("9260-3.3.1-13")]
    [Requirement("9260-3.3.1-14")]
    public void Chunks_are_filled_up_with_zeros_to_a_multiple_of_4_that_their_length_does_not_count()
    {
        for (int payload = 1; payload <= 64; payload++)
        {
            byte[] packet = Enumerable.Repeat((byte)0xFF, 200).ToArray();
            PacketWriter writer = new(packet, 200, 1, 2, 3);
            int remaining = writer.Remaining;
            Span<byte> chunk = writer.Reserve(DataChunk.HeaderLength + payload);
            DataChunk.WriteHeader(chunk, 0, payload, default, 0, default, 0);
            int occupied = remaining - writer.Remaining;
            int padding = occupied - chunk.Length;

            Assert.Equal(DataChunk.HeaderLength + payload, chunk.Length);
            Assert.Equal(0, occupied % 4);
            Assert.InRange(padding, 0, 3);
            Assert.Equal(DataChunk.HeaderLength + payload, (packet[14] << 8) | packet[15]);
            Assert.Equal(new byte[padding], packet[(12 + chunk.Length)..(12 + occupied)]);
            Assert.Equal(12 + occupied, writer.Seal());
        }
    }

    [Fact]
    [Requirement("9260-6.10-01")]
    [Requirement("9260-6.10-05")]
    public void A_chunk_that_does_not_fit_under_the_limit_is_refused_whole()
    {
        byte[] packet = new byte[100];
        PacketWriter writer = new(packet, 27, 1, 2, 3);
        Assert.Equal(12, writer.Remaining);
        Assert.False(writer.TryAppend(ChunkType.CookieEcho, 0, new byte[9]));
        Assert.Equal(12, writer.Length);
        Assert.True(writer.TryAppend(ChunkType.CookieEcho, 0, new byte[8]));
        Assert.False(writer.TryAppendWithTsn(ChunkType.Shutdown, 0, default));
        Assert.False(writer.TryAppendRaw(new byte[4]));
        Assert.Equal(24, writer.Seal());
    }

    [Fact]
    public void A_buffer_or_limit_below_a_common_header_gives_a_writer_without_space()
    {
        foreach ((int size, int limit) in new[] { (100, 11), (11, 100), (0, 0), (100, -5) })
        {
            PacketWriter writer = new(new byte[size], limit, 1, 2, 3);
            Assert.Equal(0, writer.Remaining);
            Assert.True(writer.IsEmpty);
            Assert.False(writer.TryAppend(ChunkType.CookieAck, 0, []));
            Assert.Equal(0, writer.Seal());
        }
    }
}
