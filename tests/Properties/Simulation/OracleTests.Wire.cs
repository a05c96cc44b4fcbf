using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Properties.Simulation.Mutants;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Oracles;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;
using Sctp.Wire;

namespace Sctp.Properties.Simulation;

public partial class OracleTests
{
    private static Scenario Damaging => Busy with { Paths = [new PathOptions(Damaged, Damaged)] };

    private static LinkOptions Damaged => new() { Delay = Duration.FromMilliseconds(20), CorruptPerMillion = 50_000, Corruption = CorruptionKind.BitFlips };

    [Fact]
    public void A_stack_that_takes_damaged_packets_is_seen() => AssertSeen("O-W2", s => new PacketMutants.IgnoresChecksums(s), Damaging);

    [Theory]
    [InlineData(ChunkType.Data)]
    [InlineData(ChunkType.Sack)]
    [InlineData(ChunkType.InitAck)]
    [InlineData(ChunkType.CookieAck)]
    [InlineData(ChunkType.ShutdownAck)]
    public void A_wrong_verification_tag_is_seen(ChunkType type) =>
        AssertSeen("O-W3", s => new PlantedBugs.PacketBug(s, type, 1, (packet, _) => (packet[7] ^= 1) >= 0));

    [Fact]
    public void A_tag_other_than_0_on_INIT_is_seen() => AssertSeen(
        "O-W3",
        s => new PlantedBugs.PacketBug(s, ChunkType.Init, 1, (packet, _) => (packet[7] ^= 1) >= 0),
        Busy with { Opening = Opening.BothConnect });

    [Fact]
    public void An_Initiate_Tag_of_0_is_seen() =>
        AssertSeen("O-W5", s => new PlantedBugs.PacketBug(s, ChunkType.InitAck, 1, (packet, offset) => Clear(packet, offset + 4, 4)));

    [Fact]
    public void A_chunk_beside_INIT_ACK_is_seen() =>
        AssertSeen("O-W6", s => new PacketMutants.RewritesChunk(s, ChunkType.InitAck, (packet, _) => PacketMutants.Append(packet, ChunkType.CookieAck)));

    [Fact]
    public void A_COOKIE_ACK_behind_another_chunk_is_seen() =>
        AssertSeen("O-W6", s => new PacketMutants.RewritesChunk(s, ChunkType.Sack, (packet, _) => PacketMutants.Append(packet, ChunkType.CookieAck)));

    [Fact]
    public void A_control_chunk_behind_DATA_is_seen() =>
        AssertSeen("O-W7", s => new PacketMutants.RewritesChunk(s, ChunkType.Data, (packet, _) => PacketMutants.Append(packet, ChunkType.HeartbeatAck)));

    [Fact]
    public void DATA_beside_SHUTDOWN_ACK_is_seen() => AssertSeen(
        "O-W7",
        s => new PacketMutants.RewritesChunk(s, ChunkType.Data, (packet, _) => [.. packet[..12], (byte)ChunkType.ShutdownAck, 0, 0, 4, .. packet[12..]]));

    [Fact]
    public void Padding_that_is_not_zero_is_seen() => AssertSeen("O-W8", s => new PlantedBugs.PacketBug(s, ChunkType.Data, 1, (packet, offset) =>
    {
        int length = PacketMutants.LengthAt(packet, offset);
        if (length % 4 != 0)
        {
            packet[offset + length] = 7;
        }

        return true;
    }));

    [Fact]
    public void A_length_that_counts_the_padding_is_seen() => AssertSeen(
        "O-W8",
        s => new PacketMutants.RewritesChunk(s, ChunkType.CookieAck, (packet, offset) =>
        {
            byte[] longer = [.. packet[..(offset + 4)], 0, 0, 0, 0, .. packet[(offset + 4)..]];
            longer[offset + 3] = 8;
            return longer;
        }));

    [Fact]
    public void DATA_without_user_bytes_is_seen() => AssertSeen(
        "O-W10",
        s => new PacketMutants.RewritesChunk(s, ChunkType.Data, (packet, offset) =>
        {
            byte[] shorter = packet[..(offset + 16)];
            BinaryPrimitives.WriteUInt16BigEndian(shorter.AsSpan(offset + 2), 16);
            return shorter;
        }));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 4)]
    [InlineData(9, 1)]
    [InlineData(11, 1)]
    [InlineData(15, 1)]
    public void A_fragment_that_does_not_fit_its_message_is_seen(int position, byte bits) =>
        AssertSeen("O-W11", s => new PlantedBugs.PacketBug(s, ChunkType.Data, 30, (packet, offset) => packet[offset + 7] % 3 == 0 && (packet[offset + position] ^= bits) >= 0));

    [Fact]
    public void A_stream_that_was_not_agreed_on_is_seen() => AssertSeen(
        "O-W16",
        s => new PlantedBugs.PacketBug(s, ChunkType.Data, 5, (packet, offset) => (packet[offset + 8] = 0xFF) != 0));

    [Fact]
    public void A_parser_that_reads_beyond_the_end_is_seen()
    {
        // It trusts the Chunk Length.
        PacketParser trusting = packet => packet[12..].Slice(0, BinaryPrimitives.ReadUInt16BigEndian(packet[14..])).Length > 0 ? 1 : 0;
        Assert.Contains(ViolationsOf(new ParameterBounds(trusting), 8), v => v.OracleId == "O-W14");
        Assert.Empty(ViolationsOf(new ParameterBounds(), 8));
    }

    [Fact]
    public void A_parser_that_does_not_come_on_is_seen() =>
        Assert.Contains(ViolationsOf(new ParameterBounds(packet => packet.Length + 1), 1), v => v.OracleId == "O-W14");

    [Fact]
    public void A_printable_form_that_loses_something_is_seen()
    {
        PacketRewriter forgetful = packet =>
        {
            byte[] bytes = packet.ToArray();
            bytes[13] = 0;
            return bytes;
        };
        Assert.Contains(ViolationsOf(new RoundTrip(forgetful), 1), v => v.OracleId == "O-W15");
        Assert.Contains(ViolationsOf(new RoundTrip(_ => null), 1), v => v.OracleId == "O-W15");
        Assert.Empty(ViolationsOf(new RoundTrip(), 1));
    }

    // One DATA chunk, many times.
    private static List<Violation> ViolationsOf(Oracle oracle, int packets)
    {
        List<Violation> violations = [];
        _ = new ObserverSet(new EventLoop(), violations, [oracle]);
        byte[] bytes = [0, 1, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 3, 0, 17, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 65, 0, 0, 0];
        var packet = new WirePacket();
        packet.Set(bytes, Instant.Epoch, new NetworkAddress(0, 0), new NetworkAddress(1, 0), PacketOrigin.Genuine, dontFragment: true);
        for (int i = 0; i < packets; i++)
        {
            oracle.OnPacketSent(null!, packet);
        }

        return violations;
    }

    private static bool Clear(byte[] packet, int offset, int length)
    {
        packet.AsSpan(offset, length).Clear();
        return true;
    }
}
