using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Links;

public class LossTests
{
    private static readonly Duration Step = Duration.FromMilliseconds(1);

    [Theory]
    [InlineData(1, 0, 100)]
    [InlineData(10, 3, 10)]
    [InlineData(7, 6, 14)]
    public void Periodic_loss_takes_one_packet_of_each_period(int period, int offset, int expected)
    {
        OneLink link = Run(new PeriodicLoss { Period = period, Offset = offset }, 100);
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % period == offset), link.Dropped);
        Assert.Equal(expected, link.Statistics.Lost);
    }

    [Fact]
    public void Nth_loss_takes_exactly_the_packets_that_it_names()
    {
        OneLink link = Run(new NthLoss { Ordinals = [0, 5, 6, 99, 1_000] }, 100);
        Assert.Equal([0, 5, 6, 99], link.Dropped);
        Assert.Equal(Enumerable.Range(0, 100).Except([0, 5, 6, 99]), link.Numbers);
    }

    [Fact]
    public void Some_of_the_next_packets_are_lost_in_exact_number_at_places_that_the_seed_chooses()
    {
        HashSet<string> places = [];
        var hits = new int[40];
        for (ulong seed = 0; seed < 400; seed++)
        {
            OneLink link = Run(new SomeOfNext { Count = 3, Of = 20, From = 10 }, 40, seed);
            Assert.Equal(3, link.Statistics.Lost);
            Assert.All(link.Dropped, number => Assert.InRange(number, 10, 29));
            places.Add(string.Join(',', link.Dropped));
            foreach (int number in link.Dropped)
            {
                hits[number]++;
            }
        }

        Assert.True(places.Count > 200);
        Assert.All(hits[10..30], count => Assert.InRange(count, 30, 95)); // 60 is expected
    }

    [Fact]
    public void A_link_that_gets_some_of_next_later_counts_from_there()
    {
        var link = new OneLink(LinkOptions.Perfect);
        link.Network.ScheduleChange(Instant.Epoch + (Step * 50), link.Link, LinkOptions.Perfect with { Loss = new SomeOfNext { Count = 5, Of = 5 } });
        link.SendMany(100, Step).Drain();
        Assert.Equal(Enumerable.Range(50, 5), link.Dropped);
    }

    [Fact]
    public void Gilbert_Elliott_loses_in_bursts_as_long_and_as_often_as_it_says()
    {
        const int Count = 100_000;
        OneLink link = Run(new GilbertElliott { GoodToBadPerMillion = 10_000, BadToGoodPerMillion = 250_000 }, Count);
        double share = (double)link.Statistics.Lost / Count;
        Assert.InRange(share, 0.030, 0.048); // 0.01 / (0.01 + 0.25) is 0.038
        int bursts = link.Dropped.Zip(link.Dropped.Skip(1)).Count(pair => pair.Second != pair.First + 1) + 1;
        Assert.InRange((double)link.Statistics.Lost / bursts, 3.6, 4.4); // 1 / 0.25 is 4
    }

    [Fact]
    public void Gilbert_Elliott_has_a_loss_of_its_own_in_each_state()
    {
        OneLink never = Run(new GilbertElliott { GoodToBadPerMillion = 1_000_000, BadToGoodPerMillion = 1_000_000, LossInBadPerMillion = 1_000_000 }, 100);
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 2 == 1), never.Dropped);
        OneLink inverse = Run(new GilbertElliott { GoodToBadPerMillion = 1_000_000, BadToGoodPerMillion = 1_000_000, LossInGoodPerMillion = 1_000_000, LossInBadPerMillion = 0 }, 100);
        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 2 == 0), inverse.Dropped);
    }

    [Fact]
    public void Predicate_loss_takes_the_packets_that_match_and_only_so_many()
    {
        var third = new PredicateLoss { Match = new PacketMatch { Bytes = [new ByteTest { Offset = 0, Mask = 0x07, Value = 0x03 }] }, First = 2, Count = 4 };
        OneLink link = Run(third, 100);
        Assert.Equal([19, 27, 35, 43], link.Dropped);
    }

    [Fact]
    public void A_packet_matches_by_kind_length_and_what_a_classifier_sees()
    {
        byte[] packet = new byte[20];
        packet[PacketMatch.DefaultKindOffset] = 3;
        Assert.True(new PacketMatch { FirstKinds = [1, 3] }.Matches(packet));
        Assert.False(new PacketMatch { FirstKinds = [1, 2] }.Matches(packet));
        Assert.False(new PacketMatch { FirstKinds = [3] }.Matches(packet.AsSpan(0, 12)));
        Assert.True(new PacketMatch { MinLength = 20, MaxLength = 20 }.Matches(packet));
        Assert.False(new PacketMatch { MinLength = 21 }.Matches(packet));
        Assert.False(new PacketMatch { MaxLength = 19 }.Matches(packet));
        Assert.False(new PacketMatch { Bytes = [new ByteTest { Offset = 20 }] }.Matches(packet));
        Assert.True(new PacketMatch { AnyKinds = [3] }.Matches(packet));
        Assert.True(new PacketMatch { AnyKinds = [7, 200] }.Matches(packet, new HoldsOnly(200)));
        Assert.False(new PacketMatch { AnyKinds = [3] }.Matches(packet, new HoldsOnly(200)));
    }

    [Fact]
    public void Independent_loss_does_not_change_what_a_model_does()
    {
        LossModel[] models = [new GilbertElliott(), new SomeOfNext { Count = 50, Of = 400 }, new PredicateLoss { First = 10, Count = 20 }];
        foreach (LossModel model in models)
        {
            OneLink alone = Run(model, 500);
            OneLink both = new OneLink(LinkOptions.Perfect with { Loss = model, LossPerMillion = 200_000 }).SendMany(500, Step).Drain();
            OneLink other = new OneLink(LinkOptions.Perfect with { LossPerMillion = 200_000 }).SendMany(500, Step).Drain();
            Assert.Equal(alone.Dropped.Union(other.Dropped).Order(), both.Dropped);
        }
    }

    [Fact]
    public void Every_model_refuses_values_outside_its_range()
    {
        LossModel[] wrong =
        [
            new GilbertElliott { GoodToBadPerMillion = 1_000_001 }, new GilbertElliott { LossInGoodPerMillion = -1 }, new PeriodicLoss { Period = 0 },
            new PeriodicLoss { Period = 3, Offset = 3 }, new NthLoss { Ordinals = [-1] }, new NthLoss { Ordinals = [2, 2] }, new SomeOfNext { Count = 3, Of = 2 },
            new PredicateLoss { First = -1 }, new PredicateLoss { Match = new PacketMatch { KindOffset = -1 } },
        ];
        Assert.All(wrong, model => Assert.ThrowsAny<ArgumentException>(() => (LinkOptions.Perfect with { Loss = model }).Validate()));
    }

    private static OneLink Run(LossModel model, int count, ulong seed = 1) =>
        new OneLink(LinkOptions.Perfect with { Loss = model }, seed).SendMany(count, Step).Drain();

    private sealed class HoldsOnly(byte kind) : IPacketClassifier
    {
        public bool Holds(ReadOnlySpan<byte> packet, byte asked) => asked == kind;
    }
}
