using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Links;

public class LinkTests
{
    private static readonly Duration Step = Duration.FromMicroseconds(300);

    private static readonly LinkOptions Everything = new()
    {
        Delay = Duration.FromMilliseconds(20),
        Jitter = Duration.FromMilliseconds(5),
        OvertakingJitter = Duration.FromMilliseconds(1),
        LossPerMillion = 50_000,
        Loss = new GilbertElliott(),
        ReorderPerMillion = 30_000,
        ReorderShape = ReorderShape.BurstReversal,
        DuplicatePerMillion = 20_000,
        DuplicateCopies = 3,
        LateCopyPerMillion = 10_000,
        LateCopyDelay = Duration.FromSeconds(2),
        CorruptPerMillion = 20_000,
        Corruption = CorruptionKind.Splice,
        MarkPerMillion = 10_000,
        BitsPerSecond = 3_000_000,
        QueueBytes = 20_000,
        Discipline = QueueDiscipline.CoDel,
        EcnThreshold = 10_000,
        Mtu = 1_000,
    };

    public static TheoryData<QueueDiscipline, ReorderShape, CorruptionKind> Mixes()
    {
        var mixes = new TheoryData<QueueDiscipline, ReorderShape, CorruptionKind>();
        for (int i = 0; i < 25; i++)
        {
            mixes.Add((QueueDiscipline)(i % 5), (ReorderShape)((i / 5) % 5), (CorruptionKind)((i + (i / 5)) % 5));
        }

        return mixes;
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public void With_every_fault_at_once_the_same_seed_gives_the_same_run_and_every_packet_and_byte_is_accounted_for(
        QueueDiscipline discipline, ReorderShape shape, CorruptionKind corruption)
    {
        LinkOptions options = Everything with { Discipline = discipline, ReorderShape = shape, Corruption = corruption };
        OneLink first = Run(options, 5);
        Assert.Equal(first.Loop.Hash.Value, Run(options, 5).Loop.Hash.Value);
        Assert.NotEqual(first.Loop.Hash.Value, Run(options, 6).Loop.Hash.Value);
        LinkStatistics s = first.Statistics;
        Assert.Equal(first.Packets.Count, s.Delivered);
        Assert.Equal(first.Drops.Count, s.Dropped);
        Assert.Equal(first.Packets.Sum(p => p.Bytes.Length), s.DeliveredBytes);
        Assert.True(s.Lost > 0 && s.Duplicated > 0 && s.Corrupted > 0 && s.Reordered > 0);

        // Each packet is either dropped, once, or arrives once beside its copies.
        Assert.Equal(2_000, first.Packets.Where(p => !p.Arrival.IsCopy).Select(p => p.Arrival.Ordinal).Concat(first.Drops.Select(d => (long)d.Number)).Distinct().Count());
        Assert.Equal(2_000, first.Packets.Count(p => !p.Arrival.IsCopy) + first.Drops.Count);
    }

    [Fact]
    public void Switching_one_knob_off_leaves_the_decisions_of_all_others()
    {
        LinkOptions[] others =
        [
            Everything with { OvertakingJitter = Duration.Zero }, Everything with { ReorderPerMillion = 0 }, Everything with { DuplicatePerMillion = 0 },
            Everything with { LateCopyPerMillion = 0 }, Everything with { CorruptPerMillion = 0 }, Everything with { MarkPerMillion = 0 },
            Everything with { Jitter = Duration.Zero }, Everything with { DuplicateCopies = 1 },
        ];
        List<PacketFate> all = Run(Everything, 7).Fates;
        for (int knob = 0; knob < others.Length; knob++)
        {
            List<PacketFate> rest = Run(others[knob], 7).Fates;
            for (int i = 0; i < all.Count; i++)
            {
                Assert.Equal(Without(all[i], knob), Without(rest[i], knob));
            }

            Assert.NotEqual(all, rest);
        }

        static PacketFate Without(PacketFate fate, int knob) => knob switch
        {
            0 => fate with { OvertakingJitter = default },
            1 => fate with { Reorder = default, Held = default, Span = 0 },
            2 => fate with { Copies = 0, DuplicateDelay = default },
            3 => fate with { LateCopyDelay = default },
            4 => fate with { IsCorrupted = false, Corruption = default, CorruptionBits = 0 },
            5 => fate with { IsMarked = false },
            6 => fate with { Jitter = default },
            _ => fate with { Copies = Math.Min(fate.Copies, 1) },
        };
    }

    [Fact]
    public void A_healed_link_has_no_faults_but_keeps_its_delay_rate_and_size()
    {
        LinkOptions healed = (Everything with { IsUp = false, CorruptChecksum = ChecksumTreatment.Repaired, Discipline = QueueDiscipline.RandomVictim }).Heal();
        Assert.Equal((Everything.Delay, Everything.BitsPerSecond, Everything.Mtu, Everything.QueueBytes), (healed.Delay, healed.BitsPerSecond, healed.Mtu, healed.QueueBytes));
        OneLink link = new OneLink(healed).SendMany(500, Duration.FromMilliseconds(3), 500, EcnCodepoint.Ect0).Drain();
        Assert.Equal(Enumerable.Range(0, 500), link.Numbers);
        Assert.All(link.Packets, p => Assert.True(p.Arrival is { IsCopy: false, IsDamaged: false, IsMarked: false }));
        link.Send(1_001);
        link.Drain();
        Assert.Equal(1_000, Assert.Single(link.TooBig).Mtu);
    }

    [Theory]
    [InlineData(PtbMode.None)]
    [InlineData(PtbMode.True)]
    [InlineData(PtbMode.Zero)]
    [InlineData(PtbMode.Absurd)]
    [InlineData(PtbMode.Inflated)]
    public void The_sender_of_a_packet_that_is_too_big_hears_what_the_link_says(PtbMode mode)
    {
        OneLink link = new OneLink(LinkOptions.Perfect with { Mtu = 500, Ptb = mode }).SendMany(200, Step, 501).Drain();
        Assert.Empty(link.Packets);
        Assert.Equal(200, link.Statistics.DroppedTooBig);
        Assert.Equal(mode == PtbMode.None ? 0 : 200, link.TooBig.Count);
        Assert.All(link.TooBig, report => Assert.True(mode switch
        {
            PtbMode.True => report.Mtu == 500,
            PtbMode.Zero => report.Mtu == 0,
            PtbMode.Absurd => report.Mtu is >= 1 and <= 68,
            _ => report.Mtu > 501,
        }));
        Assert.Equal(mode == PtbMode.Absurd, link.TooBig.Select(r => r.Mtu).Distinct().Count() > 30);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_forged_packet_arrives_as_such_with_or_without_a_link(int from, int to)
    {
        var link = new OneLink(Everything with { IsUp = false, LossPerMillion = 1_000_000 });
        link.Network.Inject(new NetworkAddress(from, 0), new NetworkAddress(to, 0), [1, 2, 3, 4, 5], Duration.FromMilliseconds(3));
        link.Drain();
        Received packet = Assert.Single(link.Packets);
        Assert.Equal(Instant.Epoch + Duration.FromMilliseconds(3), packet.Time);
        Assert.True(packet.Arrival is { IsForged: true, Ordinal: -1 });
        Assert.Equal([1, 2, 3, 4, 5], packet.Bytes);
        Assert.Single(link.Injected);
        Assert.Equal(0, link.Statistics.Sent);
        Assert.Equal(from == 0 ? 1 : 0, link.Statistics.Injected);
    }

    [Fact]
    public void A_forged_report_says_what_it_is_told_to_say()
    {
        var link = new OneLink(LinkOptions.Perfect);
        link.Network.ForgeTooBig(new NetworkAddress(1, 0), new NetworkAddress(0, 0), [9, 9], -7, Duration.FromMilliseconds(2));
        link.Drain();
        (int mtu, Instant time, byte[] quote) = Assert.Single(link.TooBig);
        Assert.Equal((-7, Instant.Epoch + Duration.FromMilliseconds(2)), (mtu, time));
        Assert.Equal([9, 9], quote);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_packet_once_the_link_is_warm_whatever_it_does()
    {
        foreach (QueueDiscipline discipline in Enum.GetValues<QueueDiscipline>())
        {
            var link = new OneLink(Everything with { Discipline = discipline, Mtu = 0 }) { Records = false };
            link.SendMany(20_000, Step / 10).SendMany(10_000, Step);
            Assert.Equal(0, AllocatedBytes.OfLeast(() => link.SendMany(20_000, Step)));
        }
    }

    [Fact]
    public void Options_outside_their_ranges_are_refused()
    {
        LinkOptions[] wrong =
        [
            new() { ReorderSpan = 1 }, new() { ReorderSpan = 16 }, new() { DuplicateCopies = 0 }, new() { MarkPerMillion = 1_000_001 }, new() { LateCopyPerMillion = -1 },
            new() { StragglerDelay = Duration.FromNanoseconds(-1) }, new() { OvertakingJitter = Duration.FromNanoseconds(-1) }, new() { QueuePackets = -1 },
            new() { SharedBottleneck = -1 }, new() { BurstBytes = -1 }, new() { JitterTrace = [Duration.FromNanoseconds(-1)] },
            new() { Red = new RedOptions { MinBytes = 5, MaxBytes = 5 } }, new() { CoDel = new CoDelOptions { Interval = Duration.Zero } },
        ];
        Assert.All(wrong, options => Assert.ThrowsAny<ArgumentException>(options.Validate));
        Everything.Validate();
    }

    private static OneLink Run(LinkOptions options, ulong seed) => new OneLink(options, seed).SendMany(2_000, Step, ecn: EcnCodepoint.Ect0).Drain();
}
