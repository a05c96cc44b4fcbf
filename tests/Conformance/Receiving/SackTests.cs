using System;
using System.Linq;
using Sctp.Receiving;
using Sctp.Testing;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Conformance.Receiving;

public class SackTests
{
    [Fact]
    [Requirement("9260-3.3.4-05")]
    [Requirement("9260-3.3.4-01")]
    public void Before_any_DATA_the_Cumulative_TSN_is_the_Initial_TSN_minus_1()
    {
        var bench = new ReceiverBench(initialTsn: 0);
        SackSent sack = bench.Sack();
        Assert.Equal(uint.MaxValue, sack.CumulativeTsn);
        Assert.Equal((uint)bench.Options.ReceiveBufferSize, sack.Window);
        Assert.Equal(16, sack.Length);
        Assert.False(bench.Receiver.SackPending);
    }

    [Fact]
    [Requirement("9260-5.1-25")]
    [Requirement("9260-5.1-26")]
    [Requirement("9260-5.1.5-10")]
    [Requirement("9260-6.2-08")]
    public void The_first_DATA_is_acknowledged_at_once_and_then_every_second_packet()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1));
        Assert.True(bench.Receiver.SackDue);
        bench.Sack();

        bench.Packet(new Chunk(2, Ssn: 1), new Chunk(3, Ssn: 2), new Chunk(4, Ssn: 3));
        Assert.False(bench.Receiver.SackDue);
        Assert.True(bench.Receiver.SackPending);
        bench.Packet(new Chunk(5, Ssn: 4));
        Assert.True(bench.Receiver.SackDue);
        Assert.Equal(5u, bench.Sack().CumulativeTsn);
        Assert.False(bench.Receiver.SackDue);
        Assert.False(bench.Receiver.SackPending);
    }

    [Fact]
    [Requirement("9260-6.2-09")]
    [Requirement("9260-6.2-07")]
    [Requirement("9260-16-13")]
    public void A_single_packet_is_acknowledged_after_200_ms()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1));
        bench.Sack();
        bench.Packet(new Chunk(2, Ssn: 1));
        Assert.Equal(bench.Now + Duration.FromMilliseconds(200), bench.Context.Timers.Next);
        bench.Advance(Duration.FromMilliseconds(199));
        Assert.False(bench.Receiver.SackDue);
        bench.Advance(Duration.FromMilliseconds(1));
        Assert.True(bench.Receiver.SackDue);
        Assert.Equal(2u, bench.Sack().CumulativeTsn);
        Assert.True(bench.Context.Timers.Next.IsNever);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(500)]
    [Requirement("9260-6.2-14")]
    [Requirement("9260-6.2-16")]
    public void SACK_Delay_can_be_configured(int milliseconds)
    {
        var bench = new ReceiverBench(new SctpOptions { SackDelay = Duration.FromMilliseconds(milliseconds) });
        bench.Packet(new Chunk(1));
        bench.Sack();
        bench.Packet(new Chunk(2, Ssn: 1));
        Assert.Equal(milliseconds == 0, bench.Receiver.SackDue);
        bench.Advance(Duration.FromMilliseconds(milliseconds));
        Assert.True(bench.Receiver.SackDue);
    }

    [Fact]
    public void SACK_frequency_can_be_configured()
    {
        var bench = new ReceiverBench(new SctpOptions { SackFrequency = 3 });
        bench.Packet(new Chunk(1));
        bench.Sack();
        bench.Packet(new Chunk(2, Ssn: 1));
        bench.Packet(new Chunk(3, Ssn: 2));
        Assert.False(bench.Receiver.SackDue);
        bench.Packet(new Chunk(4, Ssn: 3));
        Assert.True(bench.Receiver.SackDue);
    }

    [Fact]
    [Requirement("9260-6.2-11")]
    [Requirement("9260-6.2-10")]
    public void A_SACK_sent_with_DATA_stops_the_timer_and_starts_the_count_anew()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1));
        bench.Sack();
        bench.Packet(new Chunk(2, Ssn: 1));
        bench.Sack();
        Assert.False(bench.Context.Timers.IsRunning(TimerKind.SackDelay));
        bench.Packet(new Chunk(3, Ssn: 2));
        Assert.False(bench.Receiver.SackDue);
    }

    [Fact]
    [Requirement("9260-6.2-23")]
    [Requirement("9260-6.2-24")]
    public void A_packet_with_the_I_bit_is_acknowledged_at_once()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1));
        bench.Sack();
        bench.Packet(new Chunk(2, Ssn: 1, Flags: "BEI"), new Chunk(3, Ssn: 2));
        Assert.True(bench.Receiver.SackDue);
    }

    [Fact]
    [Requirement("9260-6.7-01")]
    [Requirement("9260-6.7-02")]
    [Requirement("9260-7.2.4-01")]
    public void While_there_is_a_gap_every_packet_is_acknowledged_at_once_and_so_is_its_closing()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1));
        bench.Sack();
        foreach (uint tsn in new uint[] { 3, 4, 6 })
        {
            bench.Packet(new Chunk(tsn, Ssn: (ushort)(tsn - 1)));
            Assert.True(bench.Receiver.SackDue);
            bench.Sack();
        }

        bench.Packet(new Chunk(2, Ssn: 1));
        Assert.True(bench.Receiver.SackDue);
        Assert.Equal(4u, bench.Sack().CumulativeTsn);
        bench.Packet(new Chunk(5, Ssn: 4));
        Assert.True(bench.Receiver.SackDue);
        SackSent sack = bench.Sack();
        Assert.Equal(6u, sack.CumulativeTsn);
        Assert.Empty(sack.Gaps);
        bench.Packet(new Chunk(7, Ssn: 6));
        Assert.False(bench.Receiver.SackDue);
    }

    [Fact]
    [Requirement("9260-6.2-25")]
    [Requirement("9260-6.2-27")]
    [Requirement("9260-3.3.4-07")]
    public void A_packet_with_only_duplicates_is_acknowledged_at_once_and_each_reception_is_listed_once()
    {
        var bench = new ReceiverBench(initialTsn: 19);
        bench.Packet(new Chunk(19));
        bench.Sack();
        Assert.Equal([DataDisposition.Duplicate, DataDisposition.Duplicate], bench.Packet(new Chunk(19), new Chunk(19)));
        Assert.True(bench.Receiver.SackDue);
        Assert.True(bench.Receiver.HasDuplicates);
        Assert.Equal([19u, 19u], bench.Sack().Duplicates);
        Assert.Empty(bench.Sack().Duplicates);
        bench.Packet(new Chunk(19));
        Assert.Equal([19u], bench.Sack().Duplicates);
        Assert.Equal(3, bench.Context.Statistics.DuplicateTsnsReceived);
        Assert.Single(bench.ReadAll());
    }

    [Fact]
    [Requirement("9260-3.3.4-03")]
    [Requirement("9260-3.3.4-02")]
    public void Gap_Ack_Blocks_are_isolated_and_relative_to_the_Cumulative_TSN()
    {
        var bench = new ReceiverBench(new SctpOptions { ReceiveBufferSize = 4660 }, initialTsn: 10);
        foreach (uint tsn in new uint[] { 10, 17, 11, 15, 12, 14 })
        {
            bench.Packet(new Chunk(tsn, Flags: "UBE"));
        }

        bench.ReadAll();
        SackSent sack = bench.Sack();
        Assert.Equal(12u, sack.CumulativeTsn);
        Assert.Equal([(2, 3), (5, 5)], sack.Gaps);
        Assert.Equal(4660u, sack.Window);
        Assert.Equal(24, sack.Length);
        Assert.True(bench.Receiver.HasGaps);
    }

    [Fact]
    [Requirement("9260-6.2-21")]
    [Requirement("9260-6.7-07")]
    [Requirement("9260-6.7-08")]
    public void When_not_all_gaps_fit_the_lowest_are_reported_and_fill_the_packet()
    {
        var bench = new ReceiverBench();
        for (uint tsn = 3; tsn < 4000; tsn += 2)
        {
            bench.Packet(new Chunk(tsn, Flags: "UBE"));
        }

        bench.Packet(new Chunk(3, Flags: "UBE"));
        SackSent sack = bench.Sack(1468);
        Assert.Equal(1468, sack.Length);
        Assert.Equal((1468 - 16) / 4, sack.Gaps.Length);
        Assert.Equal(Enumerable.Range(0, sack.Gaps.Length).Select(i => (3 + (2 * i), 3 + (2 * i))), sack.Gaps);
        Assert.Empty(sack.Duplicates);
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(16, 16)]
    [InlineData(19, 16)]
    [InlineData(20, 20)]
    [InlineData(27, 24)]
    [InlineData(100, 28)]
    public void The_size_of_a_SACK_follows_the_room(int room, int size)
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1), new Chunk(3, Ssn: 1), new Chunk(5, Ssn: 2), new Chunk(1));
        Assert.Equal(size, bench.Receiver.MeasureSack(room));
        if (size != 0)
        {
            SackSent sack = bench.Sack(room);
            Assert.Equal(Math.Min(2, (size - 16) / 4), sack.Gaps.Length);
        }
    }

    [Fact]
    public void The_list_of_duplicates_is_bounded()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1));
        for (int i = 0; i < 10_000; i++)
        {
            bench.Data(new Chunk(1));
        }

        Assert.Equal(16 + (4 * DuplicateList.Limit), bench.Receiver.MeasureSack(65_000));
    }

    [Theory]
    [InlineData(65_472u, true)]
    [InlineData(65_473u, false)]
    [InlineData(70_000u, false)]
    [InlineData(0x7fff_ffffu, false)]
    [InlineData(0x8000_0000u, false)]
    public void A_TSN_too_far_ahead_is_dropped_and_costs_nothing(uint distance, bool accepted)
    {
        var bench = new ReceiverBench(initialTsn: uint.MaxValue - 5);
        uint tsn = unchecked(uint.MaxValue - 6 + distance);
        Assert.Equal(accepted ? DataDisposition.Accepted : DataDisposition.DroppedOutOfRange, bench.Packet(new Chunk(tsn, Ssn: 1))[0]);
        Assert.True(bench.Receiver.SackDue);
        Assert.Equal(accepted ? 1 : 0, bench.Receiver.BufferedBytes);
        Assert.Equal(accepted ? 0 : 1, bench.Context.Statistics.Discards.Of(DiscardReason.OutOfRange));
        SackSent sack = bench.Sack();
        Assert.Equal(accepted ? [((int)distance, (int)distance)] : [], sack.Gaps);
        bench.AssertConsistent();
    }

    [Fact]
    public void A_SHUTDOWN_can_stand_for_a_SACK_unless_there_is_a_gap()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1));
        Assert.True(bench.Receiver.SackDue);
        bench.Receiver.OnAcknowledgedByShutdown();
        Assert.False(bench.Receiver.SackPending);

        bench.Packet(new Chunk(3, Ssn: 2));
        bench.Receiver.OnAcknowledgedByShutdown();
        Assert.True(bench.Receiver.SackDue);
    }

    [Fact]
    public void The_path_of_the_last_DATA_is_remembered()
    {
        var bench = new ReceiverBench();
        Assert.True(DataChunk.TryRead(new ChunkView(new Chunk(1).Bytes()), out DataChunk chunk));
        bench.Receiver.OnData(chunk, 3, bench.Now);
        bench.Receiver.OnPacketEnd(3, bench.Now);
        Assert.Equal(3, bench.Receiver.SackPathIndex);
        Assert.Equal(3, bench.ReadOne()!.Info.PathIndex);
    }

    [Fact]
    [Requirement("9260-1.6-02")]
    public void The_TSN_after_the_last_is_0()
    {
        var bench = new ReceiverBench(initialTsn: uint.MaxValue);
        bench.Packet(new Chunk(uint.MaxValue), new Chunk(0, Ssn: 1), new Chunk(2, Ssn: 2));
        SackSent sack = bench.Sack();
        Assert.Equal(0u, sack.CumulativeTsn);
        Assert.Equal([(2, 2)], sack.Gaps);
    }
}
