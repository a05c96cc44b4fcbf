using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Links;

public class ReorderTests
{
    private static readonly Duration Step = Duration.FromMilliseconds(1);

    private static readonly PacketFate Swap = new() { Reorder = ReorderShape.AdjacentSwap, Span = 2, Held = Duration.FromMilliseconds(5) };

    [Fact]
    public void Adjacent_swap_exchanges_a_packet_with_the_next() =>
        Assert.Equal([0, 1, 3, 2, 4, 5], Order(6, (2, Swap)));

    [Fact]
    public void A_packet_to_swap_that_nothing_follows_arrives_after_the_longest_wait()
    {
        OneLink link = Run(1, (0, Swap));
        Assert.Equal(Instant.Epoch + Duration.FromMilliseconds(10 + 5), Assert.Single(link.Packets).Time);
        Assert.Equal(0, link.Statistics.Reordered);
    }

    [Fact]
    public void Burst_reversal_turns_a_run_of_packets_round() =>
        Assert.Equal([0, 1, 5, 4, 3, 2, 6, 7], Order(8, (2, new PacketFate { Reorder = ReorderShape.BurstReversal, Span = 4, Held = Duration.FromMilliseconds(20) })));

    [Fact]
    public void A_burst_that_does_not_come_is_not_waited_for()
    {
        OneLink link = Run(3, (1, new PacketFate { Reorder = ReorderShape.BurstReversal, Span = 15, Held = Duration.FromMilliseconds(20) }));
        Assert.Equal([0, 2, 1], link.Numbers);
        Assert.Equal(Instant.Epoch + Duration.FromMilliseconds(1 + 10 + 20), link.Packets[^1].Time);
    }

    [Theory]
    [InlineData(1, new[] { 0, 1, 2, 3, 5, 4, 6 })]
    [InlineData(3, new[] { 0, 1, 5, 2, 3, 4, 6 })]
    [InlineData(15, new[] { 5, 0, 1, 2, 3, 4, 6 })]
    public void Jump_ahead_overtakes_so_many(int span, int[] order) =>
        Assert.Equal(order, Order(7, (5, new PacketFate { Reorder = ReorderShape.JumpAhead, Span = span })));

    [Fact]
    public void Jump_ahead_does_not_go_back_in_time()
    {
        OneLink link = Run(15, (14, new PacketFate { Reorder = ReorderShape.JumpAhead, Span = 15 }));
        Assert.Equal([0, 1, 2, 3, 4, 14, 5, 6, 7, 8, 9, 10, 11, 12, 13], link.Numbers); // 4 arrives as 14 is sent
        Assert.True(link.Packets[5].Time >= Instant.Epoch + (Step * 14));
    }

    [Fact]
    public void Hold_back_lets_others_overtake() =>
        Assert.Equal([1, 2, 0, 3], Order(4, (0, new PacketFate { Held = Duration.FromMicroseconds(2_500) })));

    [Theory]
    [InlineData(ReorderShape.HoldBack)]
    [InlineData(ReorderShape.AdjacentSwap)]
    [InlineData(ReorderShape.JumpAhead)]
    [InlineData(ReorderShape.BurstReversal)]
    [InlineData(ReorderShape.Straggler)]
    public void Every_shape_comes_as_often_as_it_says_changes_the_order_and_loses_nothing(ReorderShape shape)
    {
        LinkOptions options = LinkOptions.Perfect with { ReorderPerMillion = 20_000, ReorderShape = shape };
        OneLink link = new OneLink(options).SendMany(5_000, Step).Drain();
        Assert.InRange(link.Fates.Count(f => f.IsReordered), 60, 140);
        Assert.All(link.Fates.Where(f => f.IsReordered), f => Assert.Equal(shape, f.Reorder));
        Assert.NotEqual(Enumerable.Range(0, 5_000), link.Numbers);
        Assert.Equal(Enumerable.Range(0, 5_000), link.Numbers.Order());
        Assert.True(link.Statistics.Reordered > 0);
    }

    [Fact]
    public void A_straggler_is_very_late()
    {
        OneLink link = new OneLink(LinkOptions.Perfect with { ReorderPerMillion = 1_000_000, ReorderShape = ReorderShape.Straggler, StragglerDelay = Duration.FromSeconds(60) })
            .SendMany(100, Step).Drain();
        Assert.All(link.Packets, p => Assert.InRange((p.Time - Instant.Epoch - (Step * p.Number)).TotalMilliseconds, 30_000, 60_010));
    }

    private static IEnumerable<int> Order(int count, params (long Ordinal, PacketFate Fate)[] fates) => Run(count, fates).Numbers;

    private static OneLink Run(int count, params (long Ordinal, PacketFate Fate)[] fates)
    {
        var link = new OneLink(LinkOptions.Perfect);
        link.Network.Fates = new ListedFates(fates);
        return link.SendMany(count, Step).Drain();
    }
}

/// <summary>Fates by a list.</summary>
internal sealed class ListedFates(params (long Ordinal, PacketFate Fate)[] fates) : IPacketFates
{
    public PacketFate FateOf(Link link, long ordinal, ReadOnlySpan<byte> packet, Instant now) =>
        fates.FirstOrDefault(f => f.Ordinal == ordinal).Fate with { Ordinal = ordinal };
}
