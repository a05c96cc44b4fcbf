using System;
using System.Linq;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Links;

public class CopyAndDamageTests
{
    private static readonly Duration Step = Duration.FromMilliseconds(1);

    [Fact]
    public void A_packet_comes_as_often_as_copies_are_asked_for()
    {
        OneLink link = new OneLink(LinkOptions.Perfect with { DuplicatePerMillion = 1_000_000, DuplicateCopies = 5 }).SendMany(1_000, Step).Drain();
        int[] copies = [.. Enumerable.Range(0, 1_000).Select(i => link.Packets.Count(p => p.Number == i) - 1)];
        Assert.Equal(link.Fates.Select(f => f.Copies), copies);
        Assert.All(Enumerable.Range(1, 5), n => Assert.InRange(copies.Count(c => c == n), 140, 260));
        Assert.Equal(copies.Sum(), link.Statistics.Duplicated);
        Assert.Equal(1_000, link.Packets.Count(p => !p.Arrival.IsCopy));
    }

    [Fact]
    public void A_late_copy_comes_long_after_the_packet()
    {
        OneLink link = new OneLink(LinkOptions.Perfect with { LateCopyPerMillion = 100_000, LateCopyDelay = Duration.FromSeconds(600) }).SendMany(1_000, Step).Drain();
        Received[] copies = [.. link.Packets.Where(p => p.Arrival.IsCopy)];
        Assert.InRange(copies.Length, 60, 140);
        Assert.All(copies, p => Assert.InRange((p.Time - Instant.Epoch - (Step * p.Number)).TotalMilliseconds, 300_000, 600_010));
    }

    [Theory]
    [InlineData(CorruptionKind.BitFlips)]
    [InlineData(CorruptionKind.Truncation)]
    [InlineData(CorruptionKind.Overwrite)]
    [InlineData(CorruptionKind.Extension)]
    [InlineData(CorruptionKind.Splice)]
    public void Damage_changes_the_packet_in_its_own_way(CorruptionKind kind)
    {
        OneLink link = Damaged(kind, ChecksumTreatment.Wrong, sealer: null, length: 60);
        Assert.Equal(1_000, link.Statistics.Corrupted);
        for (int i = 0; i < 1_000; i++)
        {
            byte[] damaged = link.Packets[i].Bytes;
            byte[] whole = Whole(i, 60);
            Assert.True(link.Packets[i].Arrival.IsDamaged);
            Assert.NotEqual(whole, damaged);
            int different = damaged.Zip(whole).Count(pair => pair.First != pair.Second);
            switch (kind)
            {
                case CorruptionKind.BitFlips:
                    Assert.InRange(damaged.Zip(whole).Sum(pair => System.Numerics.BitOperations.PopCount((uint)(pair.First ^ pair.Second))), 1, 3);
                    break;
                case CorruptionKind.Truncation:
                    Assert.Equal(whole[..damaged.Length], damaged);
                    Assert.True(damaged.Length < 60);
                    break;
                case CorruptionKind.Overwrite:
                    Assert.Equal(60, damaged.Length);
                    Assert.InRange(different, 1, 4);
                    break;
                case CorruptionKind.Extension:
                    Assert.Equal(whole, damaged[..60]);
                    Assert.InRange(damaged.Length, 61, 124);
                    break;
                default:
                    int cut = whole.AsSpan().CommonPrefixLength(damaged);
                    Assert.True(i == 0 || different <= 3 || Whole(i - 1, 60).AsSpan(cut).SequenceEqual(damaged.AsSpan(cut)));
                    break;
            }
        }

        Assert.True(kind != CorruptionKind.Splice || link.Packets.Skip(1).Count(p => p.Bytes[^1] == (byte)(p.Arrival.Ordinal - 1)) > 800);
    }

    [Fact]
    public void A_damaged_packet_whose_checksum_is_repaired_or_cleared_says_so()
    {
        OneLink repaired = Damaged(CorruptionKind.Overwrite, ChecksumTreatment.Repaired, new SumAtTheEnd(), 60);
        Assert.All(repaired.Packets, p => Assert.Equal(SumAtTheEnd.Of(p.Bytes), p.Bytes[^1]));
        Assert.All(repaired.Packets, p => Assert.Equal(p.Arrival.IsDamaged, p.Arrival.IsSealed));
        OneLink zero = Damaged(CorruptionKind.Overwrite, ChecksumTreatment.Zero, new SumAtTheEnd(), 60);
        Assert.All(zero.Packets, p => Assert.Equal(0, p.Bytes[^1]));
        Assert.All(zero.Packets, p => Assert.False(p.Arrival.IsSealed));
        OneLink helpless = Damaged(CorruptionKind.BitFlips, ChecksumTreatment.Repaired, sealer: null, 60);
        Assert.All(helpless.Packets, p => Assert.True(p.Arrival is { IsDamaged: true, IsSealed: false }));
    }

    [Fact]
    public void Damage_that_only_hits_a_checksum_that_is_then_repaired_is_no_damage()
    {
        var link = new OneLink(LinkOptions.Perfect);
        link.Network.Sealer = new Restorer(Whole(0, 40));
        link.Network.Fates = new ListedFates((0, new PacketFate { IsCorrupted = true, Treatment = ChecksumTreatment.Repaired }));
        link.Send(40);
        link.Drain();
        Assert.False(Assert.Single(link.Packets).Arrival.IsDamaged);
        Assert.Equal(0, link.Statistics.Corrupted);
    }

    [Fact]
    public void A_splice_of_two_equal_packets_is_still_damage()
    {
        var link = new OneLink(LinkOptions.Perfect);
        link.Network.Fates = new ListedFates((1, new PacketFate { IsCorrupted = true, Corruption = CorruptionKind.Splice }));
        byte[] packet = [1, 2, 3, 4, 5, 6, 7, 8];
        link.Network.Send(link.Link.From, link.Link.To, packet);
        link.Network.Send(link.Link.From, link.Link.To, packet);
        link.Drain();
        Assert.Equal(packet, link.Packets[0].Bytes);
        Assert.NotEqual(packet, link.Packets[1].Bytes);
    }

    [Fact]
    public void Every_damage_of_every_length_is_safe()
    {
        foreach (CorruptionKind kind in Enum.GetValues<CorruptionKind>())
        {
            var link = new OneLink(LinkOptions.Perfect with { CorruptPerMillion = 1_000_000, Corruption = kind });
            for (int length = 0; length < 40; length++)
            {
                link.Network.Send(link.Link.From, link.Link.To, new byte[length]);
            }

            link.Network.Send(link.Link.From, link.Link.To, new byte[2_048]);
            link.Network.Send(link.Link.From, link.Link.To, new byte[SimulatedNetwork.MaxPacketLength]);
            link.Drain();
            Assert.Equal(42, link.Packets.Count);
        }
    }

    private static byte[] Whole(int number, int length)
    {
        byte[] packet = new byte[length];
        packet.AsSpan().Fill((byte)number);
        BitConverter.TryWriteBytes(packet, number);
        return packet;
    }

    private static OneLink Damaged(CorruptionKind kind, ChecksumTreatment treatment, IPacketSealer? sealer, int length)
    {
        var link = new OneLink(LinkOptions.Perfect with { CorruptPerMillion = 1_000_000, Corruption = kind, CorruptChecksum = treatment });
        link.Network.Sealer = sealer;
        return link.SendMany(1_000, Step, length).Drain();
    }

    private sealed class SumAtTheEnd : IPacketSealer
    {
        public static byte Of(ReadOnlySpan<byte> packet)
        {
            int sum = 1;
            foreach (byte b in packet[..^1])
            {
                sum = (sum * 31) + b;
            }

            return (byte)sum;
        }

        public void Seal(Span<byte> packet, ChecksumTreatment treatment) => packet[^1] = treatment == ChecksumTreatment.Zero ? (byte)0 : Of(packet);
    }

    // As a checksum that covers nothing but itself.
    private sealed class Restorer(byte[] whole) : IPacketSealer
    {
        public void Seal(Span<byte> packet, ChecksumTreatment treatment) => whole.CopyTo(packet);
    }
}
