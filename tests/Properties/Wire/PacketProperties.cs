using System;
using System.Linq;
using FsCheck.Xunit;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Properties;

/// <summary>Readers and writers of packets, over generated packets, tampered packets and noise.</summary>
[Properties(Arbitrary = [typeof(PacketArbitraries)], MaxTest = 300)]
public sealed class PacketProperties
{
    [Property]
    public bool A_packet_written_and_parsed_is_the_same_packet(SctpPacket packet)
    {
        byte[] bytes = packet.ToArray();
        SctpPacket? parsed = SctpPacket.TryParse(bytes);
        return parsed is not null && CommonHeader.HasValidChecksum(bytes) && parsed == packet with { Checksum = parsed.Checksum };
    }

    [Property]
    public bool Equal_packets_have_equal_hash_codes_and_texts(PacketBytes packet)
    {
        SctpPacket a = SctpPacket.TryParse(packet.Bytes)!;
        SctpPacket b = SctpPacket.TryParse(packet.Bytes)!;
        return a == b && a.GetHashCode() == b.GetHashCode() && a.ToString() == b.ToString();
    }

    [Property]
    public bool A_tampered_packet_is_written_back_byte_for_byte(MutatedPacket packet) => RoundTrips(packet.Bytes);

    [Property]
    public bool Noise_of_12_bytes_and_more_is_written_back_byte_for_byte_and_shorter_noise_is_refused(byte[] noise) =>
        noise.Length < CommonHeader.Length ? SctpPacket.TryParse(noise) is null : RoundTrips(noise);

    [Property]
    public bool The_text_of_any_packet_is_one_line_of_printable_characters(MutatedPacket packet)
    {
        string text = SctpPacket.TryParse(packet.Bytes)!.ToString();
        return text.All(c => c is >= ' ' and < (char)0x7F);
    }

    [Property]
    public bool Readers_are_total_over_tampered_packets(MutatedPacket packet) => ReadAll(packet.Bytes) <= packet.Bytes.Length;

    [Property]
    public bool Readers_are_total_over_noise(byte[] noise, bool withLargeLengths)
    {
        if (withLargeLengths)
        {
            for (int i = 2; i < noise.Length; i += 4)
            {
                noise[i] = 0; // lengths below 256, so that a walk gets further
            }
        }

        return ReadAll(noise) <= noise.Length;
    }

    [Property]
    [Requirement("9260-6.10-07")]
    public bool The_chunk_reader_finds_the_chunks_of_the_printable_form(MutatedPacket packet)
    {
        SctpPacket form = SctpPacket.TryParse(packet.Bytes)!;
        ChunkReader reader = new(packet.Bytes);
        foreach (SctpChunk chunk in form.Chunks)
        {
            if (!reader.MoveNext() || reader.Current.Type != chunk.Type || reader.Current.Flags != chunk.Flags)
            {
                return false;
            }
        }

        return !reader.MoveNext() && reader.IsMalformed == !form.MalformedTail.IsEmpty;
    }

    [Property]
    [Requirement("9260-3.2-13")]
    [Requirement("9260-3.2.1-04")]
    public bool Padding_bytes_change_nothing_that_is_read(PacketBytes packet, byte value)
    {
        byte[] changed = packet.Bytes.ToArray();
        ChunkReader reader = new(packet.Bytes);
        int position = CommonHeader.Length;
        while (reader.MoveNext())
        {
            int end = packet.Bytes.Length - reader.Rest.Length;
            changed.AsSpan((position + reader.Current.Bytes.Length)..end).Fill(value);
            position = end;
        }

        SctpPacket a = SctpPacket.TryParse(packet.Bytes)!;
        SctpPacket b = SctpPacket.TryParse(changed)!;
        return a.ToString() == b.ToString() && a.Chunks.Count == b.Chunks.Count;
    }

    [Property]
    [Requirement("9260-6.10-01")]
    [Requirement("9260-6.10-05")]
    [Requirement("9260-3.2-10")]
    public bool The_packet_writer_places_whole_chunks_in_order_while_they_fit_under_the_limit(SctpPacket packet, ushort limit)
    {
        int pmtu = limit % 1500;
        byte[] buffer = Enumerable.Repeat((byte)0xAA, 1500).ToArray();
        PacketWriter writer = new(buffer, pmtu, packet.SourcePort, packet.DestinationPort, packet.VerificationTag);
        int placed = 0;
        foreach (SctpChunk chunk in packet.Chunks)
        {
            byte[] bytes = (chunk with { Padding = ByteString.Empty }).ToArray();
            bool fits = bytes.Length <= writer.Remaining;
            if (writer.TryAppendRaw(bytes) != fits)
            {
                return false;
            }

            if (!fits)
            {
                break;
            }

            placed++;
        }

        int length = writer.Seal();
        SctpPacket expected = packet with { Chunks = [.. packet.Chunks.Take(placed)] };
        return length <= pmtu
            && length % 4 == 0
            && (pmtu < CommonHeader.Length ? length == 0 : buffer.AsSpan(0, length).SequenceEqual(expected.ToArray()))
            && buffer.AsSpan(length).IndexOfAnyExcept((byte)0xAA) < 0;
    }

    [Property]
    public bool The_writer_of_parameters_writes_what_the_printable_form_writes(SctpPacket packet, ushort space)
    {
        byte[] buffer = Enumerable.Repeat((byte)0xAA, space % 300).ToArray();
        TlvWriter writer = new(buffer);
        ValueList<SctpParameter> parameters = [.. packet.Chunks.OfType<Init>().SelectMany(x => x.Parameters)];
        foreach (SctpParameter parameter in parameters)
        {
            byte[] raw = new Heartbeat([parameter]).ToArray();
            ParameterReader reader = new(raw.AsSpan(4..));
            bool moved = reader.MoveNext();
            int before = writer.Length;
            bool fits = ((before + 3) & ~3) + reader.Current.Bytes.Length <= buffer.Length;
            if (!moved || writer.TryAdd(parameter.Type, reader.Current.Value) != fits || (!fits && writer.Length != before))
            {
                return false;
            }
        }

        ParameterReader written = new(writer.Written);
        int count = 0;
        while (written.MoveNext())
        {
            count++;
        }

        return !written.IsMalformed
            && count <= parameters.Count
            && (count != parameters.Count || SctpParameter.ParseList(writer.Written) == parameters);
    }

    private static bool RoundTrips(byte[] bytes)
    {
        SctpPacket packet = SctpPacket.TryParse(bytes)!;
        return packet.ToArray(repairChecksum: false).AsSpan().SequenceEqual(bytes)
            && packet.Chunks.All(c => SctpChunk.TryParse(c.ToArray()) == c)
            && packet.ToString().Length != 0;
    }

    /// <summary>Reads everything that can be read in place and returns the number of steps taken.</summary>
    private static int ReadAll(ReadOnlySpan<byte> packet)
    {
        int steps = 0;
        uint sink = CommonHeader.VerificationTag(packet) ^ (uint)(CommonHeader.SourcePort(packet) + CommonHeader.DestinationPort(packet));
        sink ^= CommonHeader.HasValidChecksum(packet) ? CommonHeader.Checksum(packet) : 0;
        ChunkReader chunks = new(packet);
        while (chunks.MoveNext())
        {
            steps++;
            ChunkView chunk = chunks.Current;
            sink ^= chunk.Flags | ((uint)chunk.Type << 8);
            if (DataChunk.TryRead(chunk, out DataChunk data))
            {
                sink ^= data.Tsn.Value ^ data.StreamId ^ data.Ssn.Value ^ data.PayloadProtocolId ^ (uint)data.Payload.Length;
                sink ^= data.IsBeginning | data.IsEnding | data.IsImmediate | data.IsUnordered ? data.Flags : (uint)0;
            }

            if (SackChunk.TryRead(chunk, out SackChunk sack))
            {
                sink ^= sack.CumulativeTsn.Value ^ sack.AdvertisedWindow;
                for (int i = 0; i < sack.GapBlockCount; i++, steps++)
                {
                    sink ^= sack.GapBlock(i).Start ^ (uint)sack.GapBlock(i).End;
                }

                for (int i = 0; i < sack.DuplicateCount; i++, steps++)
                {
                    sink ^= sack.Duplicate(i).Value;
                }
            }

            if (InitChunk.TryRead(chunk, out InitChunk init))
            {
                sink ^= init.InitiateTag ^ init.AdvertisedWindow ^ init.OutboundStreams ^ init.InboundStreams ^ init.InitialTsn.Value;
                steps += ReadParameters(init.Parameters);
            }
            else
            {
                steps += ReadParameters(chunk.Value);
            }
        }

        GC.KeepAlive(sink);
        return steps;
    }

    private static int ReadParameters(ReadOnlySpan<byte> bytes)
    {
        int steps = 0;
        ParameterReader parameters = new(bytes);
        while (parameters.MoveNext())
        {
            steps++;
            Assert.Equal(parameters.Current.Bytes.Length, parameters.Current.Value.Length + 4);
            bool isAddress = AddressParameter.TryRead(parameters.Current, out SctpAddress address);
            Assert.Equal(isAddress, address.Kind is SctpAddressKind.IPv4 or SctpAddressKind.IPv6);
        }

        return steps;
    }
}
