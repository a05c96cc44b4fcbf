using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Links;

public class QueueTests
{
    private static readonly Duration Millisecond = Duration.FromMilliseconds(1);

    // A packet of 1000 bytes takes a millisecond.
    private static readonly LinkOptions Slow = LinkOptions.Perfect with { BitsPerSecond = 8_000_000, QueueBytes = 4_000 };

    [Fact]
    public void Head_drop_gives_up_the_oldest_that_waits()
    {
        OneLink link = Burst(Slow with { Discipline = QueueDiscipline.HeadDrop }, 10);
        Assert.Equal([0, 7, 8, 9], link.Numbers); // 0 is on its way already
        Assert.Equal([1, 2, 3, 4, 5, 6], link.Dropped);
        Assert.Equal(6, link.Statistics.DroppedQueue);
    }

    [Fact]
    public void Random_victim_gives_up_any_and_by_turns_of_the_seed_each()
    {
        HashSet<string> survivors = [];
        for (ulong seed = 0; seed < 50; seed++)
        {
            OneLink link = Burst(Slow with { Discipline = QueueDiscipline.RandomVictim }, 10, seed);
            Assert.Equal(4, link.Packets.Count);
            Assert.Equal(0, link.Packets[0].Number);
            Assert.Equal(link.Numbers.Order(), link.Numbers);
            survivors.Add(string.Join(',', link.Numbers));
        }

        Assert.True(survivors.Count > 20);
    }

    [Theory]
    [InlineData(QueueDiscipline.TailDrop)]
    [InlineData(QueueDiscipline.HeadDrop)]
    [InlineData(QueueDiscipline.RandomVictim)]
    [InlineData(QueueDiscipline.CoDel)]
    public void Packets_that_wait_one_by_one_leave_at_the_rate(QueueDiscipline discipline)
    {
        OneLink link = Burst(Slow with { Discipline = discipline, QueueBytes = 0 }, 20);
        Assert.Equal(Enumerable.Range(0, 20), link.Numbers);
        Assert.All(link.Packets, p => Assert.Equal(Instant.Epoch + Duration.FromMilliseconds(11 + p.Number), p.Time));
    }

    [Fact]
    public void A_queue_can_be_counted_in_packets()
    {
        OneLink link = Burst(Slow with { QueueBytes = 0, QueuePackets = 3 }, 10);
        Assert.Equal([0, 1, 2, 3], link.Numbers);
    }

    [Fact]
    public void A_token_bucket_lets_a_burst_through_and_then_holds_the_rate()
    {
        OneLink link = Burst(Slow with { QueueBytes = 0, BurstBytes = 5_000 }, 10);
        long[] times = [.. link.Packets.Select(p => (p.Time - Instant.Epoch).TotalMilliseconds)];
        Assert.Equal([10, 10, 10, 10, 10, 11, 12, 13, 14, 15], times);
    }

    [Fact]
    public void CoDel_leaves_a_queue_alone_that_drains_within_an_interval()
    {
        OneLink link = Burst(Slow with { Discipline = QueueDiscipline.CoDel, QueueBytes = 0 }, 90); // the last one waits 89 ms
        Assert.Equal(90, link.Packets.Count);
    }

    [Fact]
    public void CoDel_drops_from_the_head_once_packets_wait_too_long_for_an_interval_and_then_ever_faster()
    {
        OneLink link = Overload(Slow with { Discipline = QueueDiscipline.CoDel, QueueBytes = 0 }, EcnCodepoint.NotEct);
        Assert.Equal(link.Statistics.DroppedEarly, link.Drops.Count);
        Instant[] drops = [.. link.Drops.Select(d => d.Time)];
        Assert.InRange((drops[0] - Instant.Epoch).TotalMilliseconds, 105, 130);
        Assert.InRange((drops[1] - drops[0]).TotalMilliseconds, 70, 102); // interval / sqrt(2), when a packet leaves
        for (int i = 2; i < drops.Length; i++)
        {
            Assert.True((drops[i] - drops[i - 1]).TotalMilliseconds <= (drops[i - 1] - drops[i - 2]).TotalMilliseconds + 2);
        }

        Assert.True(drops.Length > 50);
    }

    [Fact]
    public void CoDel_marks_instead_of_dropping_where_the_transport_understands()
    {
        OneLink link = Overload(Slow with { Discipline = QueueDiscipline.CoDel, QueueBytes = 0 }, EcnCodepoint.Ect0);
        Assert.Empty(link.Drops);
        Assert.True(link.Statistics.Marked > 50);
        Assert.Equal(link.Statistics.Marked, link.Packets.Count(p => p.Arrival is { IsMarked: true, Ecn: EcnCodepoint.CongestionExperienced }));
    }

    [Fact]
    public void Red_drops_early_and_the_more_the_longer_the_queue_is()
    {
        var red = new RedOptions { MinBytes = 10_000, MaxBytes = 60_000, MostPerMillion = 200_000, WeightShift = 4 };
        OneLink link = Overload(Slow with { Discipline = QueueDiscipline.Red, QueueBytes = 100_000, Red = red }, EcnCodepoint.NotEct);
        Assert.True(link.Statistics.DroppedEarly > 100);
        Assert.Equal(0, link.Statistics.DroppedQueue);
        Assert.True(link.Drops[0].Number > 15);
        int half = link.Drops.Count(d => d.Number < 500);
        Assert.True(link.Drops.Count(d => d.Number is >= 500 and < 1_000) > half);
    }

    [Fact]
    public void Red_marks_below_its_upper_threshold_and_drops_above()
    {
        var red = new RedOptions { MinBytes = 10_000, MaxBytes = 60_000, MostPerMillion = 200_000, WeightShift = 4 };
        OneLink link = Overload(Slow with { Discipline = QueueDiscipline.Red, QueueBytes = 100_000, Red = red }, EcnCodepoint.Ect1);
        Assert.True(link.Statistics.Marked > 50);
        Assert.True(link.Statistics.DroppedEarly > 50);
        Assert.True(link.Marks[0] < link.Drops[0].Number);
    }

    [Fact]
    public void Red_forgets_its_average_while_the_link_is_idle()
    {
        var red = new RedOptions { MinBytes = 2_000, MaxBytes = 100_000, MostPerMillion = 1_000_000, WeightShift = 2 };
        OneLink link = Burst(Slow with { Discipline = QueueDiscipline.Red, QueueBytes = 0, Red = red }, 30);
        Assert.NotEmpty(link.Drops);
        int before = link.Drops.Count;
        link.Send(1_000);
        link.Drain();
        Assert.Equal(before, link.Drops.Count);
    }

    [Fact]
    public void A_threshold_marks_what_meets_a_long_queue_if_it_is_capable()
    {
        var link = new OneLink(Slow with { QueueBytes = 0, EcnThreshold = 3_000 });
        for (int i = 0; i < 8; i++)
        {
            link.Send(1_000, i == 5 ? EcnCodepoint.NotEct : EcnCodepoint.Ect0);
        }

        link.Drain();
        Assert.Equal([3, 4, 6, 7], link.Marks);
        Assert.Equal(8, link.Packets.Count);
    }

    [Fact]
    public void False_marks_come_as_often_as_they_say_and_only_to_capable_packets()
    {
        LinkOptions options = LinkOptions.Perfect with { MarkPerMillion = 300_000 };
        Assert.InRange(new OneLink(options).SendMany(1_000, Millisecond, ecn: EcnCodepoint.Ect0).Drain().Marks.Count, 230, 370);
        Assert.Empty(new OneLink(options).SendMany(1_000, Millisecond).Drain().Marks);
    }

    [Theory]
    [InlineData(QueueDiscipline.TailDrop)]
    [InlineData(QueueDiscipline.HeadDrop)]
    public void Links_that_share_a_bottleneck_share_its_rate_and_its_queue(QueueDiscipline discipline)
    {
        var world = new OneLink(Slow with { Discipline = discipline, SharedBottleneck = 1 });
        Link other = world.Network.Connect(world.Link.To, world.Link.From, Slow with { Discipline = discipline, SharedBottleneck = 1 });
        Link alone = world.Network.Connect(new NetworkAddress(0, 0), new NetworkAddress(0, 0), Slow);
        for (int i = 0; i < 8; i++)
        {
            world.Send(1_000, link: i % 2 == 0 ? world.Link : other);
        }

        world.Send(1_000, link: alone);
        world.Drain();
        Assert.Equal(discipline == QueueDiscipline.TailDrop ? [0, 8, 1, 2, 3] : [0, 8, 5, 6, 7], world.Numbers);
        Assert.Equal(4, world.Statistics.DroppedQueue + other.Statistics.DroppedQueue);
        Assert.Equal(2, world.Statistics.DroppedQueue);
    }

    [Fact]
    public void Packets_that_wait_when_the_discipline_or_the_rate_changes_still_leave_in_order()
    {
        foreach (LinkOptions later in (LinkOptions[])[Slow with { QueueBytes = 0 }, LinkOptions.Perfect, Slow with { Discipline = QueueDiscipline.CoDel, QueueBytes = 0 }])
        {
            var link = new OneLink(Slow with { Discipline = QueueDiscipline.HeadDrop, QueueBytes = 0 });
            link.Network.ScheduleChange(Instant.Epoch + (Millisecond * 3), link.Link, later);
            link.SendMany(10, Duration.FromMicroseconds(500), 1_000).Drain();
            Assert.Equal(Enumerable.Range(0, 10), link.Numbers);
        }

        var back = new OneLink(Slow with { QueueBytes = 0 });
        back.Network.ScheduleChange(Instant.Epoch + (Millisecond * 3), back.Link, Slow with { Discipline = QueueDiscipline.HeadDrop, QueueBytes = 0 });
        back.SendMany(10, Duration.FromMicroseconds(500), 1_000).Drain();
        Assert.Equal(Enumerable.Range(0, 10), back.Numbers);
        Assert.All(back.Packets, p => Assert.Equal(Instant.Epoch + Duration.FromMilliseconds(11 + p.Number), p.Time));
    }

    private static OneLink Burst(LinkOptions options, int count, ulong seed = 1) =>
        new OneLink(options, seed).SendMany(count, Duration.Zero, 1_000).Drain();

    // Twice as much as the link carries, for a second.
    private static OneLink Overload(LinkOptions options, EcnCodepoint ecn) =>
        new OneLink(options).SendMany(2_000, Duration.FromMicroseconds(500), 1_000, ecn).Drain();
}
