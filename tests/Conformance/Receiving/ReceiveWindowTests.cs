using System;
using System.Linq;
using Sctp.Receiving;
using Sctp.Testing;

namespace Sctp.Conformance.Receiving;

public class ReceiveWindowTests
{
    private static readonly SctpOptions Small = new() { ReceiveBufferSize = 4000 };

    [Fact]
    [Requirement("9260-6.2-30")]
    [Requirement("9260-6.2-31")]
    [Requirement("9260-6.2-32")]
    [Requirement("9260-6.2-33")]
    public void The_window_falls_by_what_is_held_and_rises_by_what_is_read()
    {
        var bench = new ReceiverBench(Small);
        bench.Packet(new Chunk(1, Payload: new byte[1000]));
        Assert.Equal(3000u, bench.Sack().Window);
        bench.Packet(new Chunk(2, Ssn: 1, Flags: "B", Payload: new byte[500]));
        Assert.Equal(2500u, bench.Sack().Window);
        Assert.Equal(1500, bench.Receiver.BufferedBytes);
        bench.ReadAll();
        Assert.Equal(3500u, bench.Receiver.AdvertisedWindow);
        bench.Packet(new Chunk(3, Ssn: 1, Flags: "E", Payload: new byte[500]));
        Assert.Equal(3000u, bench.Sack().Window);
        bench.ReadAll();
        Assert.Equal(4000u, bench.Sack().Window);
        Assert.Equal(0, bench.Pool.RentedBytes);
    }

    [Fact]
    [Requirement("9260-6.2-02")]
    [Requirement("9260-6.2-04")]
    [Requirement("9260-6.2-05")]
    public void With_a_closed_window_new_DATA_is_dropped_and_a_SACK_sent_at_once()
    {
        var bench = new ReceiverBench(Small);
        Fill(bench, 1, 4);
        Assert.Equal(0u, bench.Sack().Window);
        Assert.Equal(DataDisposition.DroppedNoWindow, bench.Packet(new Chunk(5, Ssn: 4))[0]);
        Assert.True(bench.Receiver.SackDue);
        SackSent sack = bench.Sack();
        Assert.Equal((4u, 0u), (sack.CumulativeTsn, sack.Window));
        Assert.Equal(1, bench.Context.Statistics.Discards.Of(DiscardReason.Window));

        bench.ReadOne();
        Assert.Equal(DataDisposition.Accepted, bench.Packet(new Chunk(5, Ssn: 4))[0]);
    }

    [Fact]
    [Requirement("9260-6.2-03")]
    [Requirement("9260-6.2-36")]
    [Requirement("9260-6.2-37")]
    [Requirement("9260-6.2-38")]
    public void With_a_full_buffer_DATA_below_the_highest_TSN_displaces_the_highest()
    {
        var bench = new ReceiverBench(Small);
        for (ushort ssn = 1; ssn <= 4; ssn++)
        {
            bench.Packet(new Chunk(1u + ssn, Ssn: ssn, Payload: new byte[1000]));
        }

        Assert.Equal([(2, 5)], bench.Sack().Gaps);
        Assert.Equal(DataDisposition.Accepted, bench.Packet(new Chunk(1, Payload: new byte[1000]))[0]);
        Assert.True(bench.Receiver.SackDue);
        SackSent sack = bench.Sack();
        Assert.Equal(4u, sack.CumulativeTsn);
        Assert.Empty(sack.Gaps);
        Assert.Equal(1, bench.Context.Statistics.Reneged);
        bench.AssertConsistent();
        Assert.Equal([0, 1, 2, 3], bench.ReadAll().Select(r => (int)r.Info.StreamSequenceNumber.Value));

        Assert.Equal(DataDisposition.Accepted, bench.Packet(new Chunk(5, Ssn: 4, Payload: new byte[1000]))[0]);
        Assert.Equal(5u, bench.Sack().CumulativeTsn);
        Assert.Single(bench.ReadAll());
    }

    [Fact]
    public void A_complete_message_that_lost_its_end_to_reneging_is_whole_again_after_a_retransmission()
    {
        var bench = new ReceiverBench(Small);
        bench.Packet(new Chunk(3, Ssn: 1, Flags: "B", Payload: Bytes(1000, 1)), new Chunk(4, Ssn: 1, Flags: "E", Payload: Bytes(1000, 2)));
        bench.Packet(new Chunk(2, Flags: "UBE", Payload: Bytes(2500, 3)));
        Assert.Equal(1, bench.Context.Statistics.Reneged);
        Assert.Equal([(2, 3)], bench.Sack().Gaps);
        bench.AssertConsistent();
        bench.Packet(new Chunk(1, Payload: Bytes(10, 4)));
        Assert.Equal([2500, 10], bench.ReadAll().Select(r => r.Bytes.Length));
        bench.Packet(new Chunk(4, Ssn: 1, Flags: "E", Payload: Bytes(1000, 2)));
        Read read = Assert.Single(bench.ReadAll());
        Assert.Equal([.. Bytes(1000, 1), .. Bytes(1000, 2)], read.Bytes);
        bench.AssertConsistent();
    }

    [Fact]
    [Requirement("9260-6.2-35")]
    [Requirement("9260-6.2-34")]
    public void What_was_acknowledged_cumulatively_or_delivered_is_never_dropped()
    {
        var bench = new ReceiverBench(Small);
        bench.Packet(new Chunk(1, Payload: new byte[1000]));
        bench.Packet(new Chunk(5, Flags: "UBE", Payload: new byte[2500]));
        Assert.Equal(DataDisposition.DroppedNoWindow, bench.Packet(new Chunk(3, Ssn: 2, Payload: new byte[1000]))[0]);
        Assert.Equal(0, bench.Context.Statistics.Reneged);
        Assert.Equal([1000, 2500], bench.ReadAll().Select(r => r.Bytes.Length));
    }

    [Fact]
    [Requirement("9260-6.2-06")]
    public void A_window_too_small_for_a_packet_is_advertised_as_closed()
    {
        var bench = new ReceiverBench(Small);
        bench.Packet(new Chunk(1, Payload: new byte[3000]));
        Assert.Equal(1000u, bench.Sack().Window);
        bench.Packet(new Chunk(2, Ssn: 1, Payload: new byte[1]));
        Assert.Equal(0u, bench.Sack().Window);
    }

    [Fact]
    [Requirement("9260-6.2-12")]
    [Requirement("9260-6.2-29")]
    [Requirement("9260-6.2-13")]
    [Requirement("9260-16-21")]
    public void A_closed_window_that_opens_is_announced_but_at_most_four_times_for_a_buffer()
    {
        var bench = new ReceiverBench(new SctpOptions { ReceiveBufferSize = 40_000 });
        for (uint tsn = 1; tsn <= 400; tsn++)
        {
            bench.Packet(new Chunk(tsn, Ssn: (ushort)(tsn - 1), Payload: new byte[100]));
            if (bench.Receiver.SackDue)
            {
                bench.Sack();
            }
        }

        Assert.Equal(0u, bench.Sack().Window);
        int updates = 0;
        uint window = 0;
        while (bench.ReadOne() is not null)
        {
            if (bench.Receiver.SackDue)
            {
                updates++;
                uint grown = bench.Sack().Window;
                Assert.True(grown - window >= 10_000);
                window = grown;
            }
        }

        Assert.InRange(updates, 1, 4);
    }

    [Fact]
    public void The_window_covers_all_of_a_large_buffer_although_messages_are_small()
    {
        var bench = new ReceiverBench(new SctpOptions { ReceiveBufferSize = 100_000 });
        int accepted = 0;
        for (uint tsn = 1; tsn <= 200_000 && bench.Packet(new Chunk(tsn, Flags: "UBE"))[0] == DataDisposition.Accepted; tsn++)
        {
            accepted++;
            if (bench.Receiver.SackDue)
            {
                bench.Sack();
            }
        }

        // One byte costs a block and its bookkeeping: memory, not bytes, is what closes the window here.
        Assert.Equal(0u, bench.Receiver.AdvertisedWindow);
        Assert.InRange(accepted, 1000, 100_000);
        Assert.InRange(bench.Pool.RentedBytes, 1, 264_000);
        bench.AssertConsistent();
        Assert.Equal(accepted, bench.ReadAll().Count);
        Assert.Equal(100_000u, bench.Receiver.AdvertisedWindow);
    }

    [Fact]
    [Requirement("9260-6.9-19")]
    public void A_message_larger_than_the_window_is_delivered_in_parts()
    {
        var bench = new ReceiverBench(new SctpOptions { ReceiveBufferSize = 1500, PartialDeliveryPoint = 1500 });
        byte[] sent = Bytes(14_000, 7);
        byte[] got = [];
        for (uint i = 0; i < 10; i++)
        {
            string flags = i == 0 ? "B" : i == 9 ? "E" : string.Empty;
            var chunk = new Chunk(1 + i, Flags: flags, Payload: sent[((int)i * 1400)..(((int)i + 1) * 1400)], Ppid: 51);
            Assert.Equal(DataDisposition.Accepted, bench.Packet(chunk)[0]);
            Read read = Assert.Single(bench.ReadAll());
            Assert.Equal(i == 9, read.Info.IsEndOfMessage);
            Assert.Equal((0, 1u, 51u), (read.Info.StreamSequenceNumber.Value, read.Info.Tsn.Value, (uint)read.Info.PayloadProtocolId));
            got = [.. got, .. read.Bytes];
        }

        Assert.Equal(sent, got);
        bench.Packet(new Chunk(11, Ssn: 1));
        Assert.True(Assert.Single(bench.ReadAll()).Info.IsEndOfMessage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("U")]
    public void From_the_partial_delivery_point_on_a_message_is_handed_over_in_parts(string unordered)
    {
        var bench = new ReceiverBench(new SctpOptions { PartialDeliveryPoint = 2000 });
        bench.Packet(new Chunk(1, Flags: "B" + unordered, Payload: new byte[1000]));
        Assert.False(bench.Receiver.HasReadable);
        bench.Packet(new Chunk(2, Flags: unordered, Payload: new byte[1000]));
        Assert.True(bench.Receiver.HasReadable);
        bench.Packet(new Chunk(3, Flags: unordered, Payload: new byte[1000]), new Chunk(4, Flags: "E" + unordered, Payload: new byte[10]));
        Assert.Equal([(2000, false), (1010, true)], bench.ReadAll().Select(r => (r.Bytes.Length, r.Info.IsEndOfMessage)));
    }

    [Fact]
    public void A_message_whose_turn_has_not_come_is_not_delivered_in_parts()
    {
        var bench = new ReceiverBench(new SctpOptions { PartialDeliveryPoint = 1000 });
        bench.Packet(new Chunk(1, Ssn: 1, Flags: "B", Payload: new byte[2000]));
        Assert.False(bench.Receiver.HasReadable);
    }

    [Fact]
    public void The_next_TSN_may_exceed_an_open_window_by_itself_only()
    {
        var bench = new ReceiverBench(Small);
        bench.Packet(new Chunk(1, Payload: new byte[2900]));
        bench.Sack();
        Assert.Equal(DataDisposition.DroppedNoWindow, bench.Packet(new Chunk(3, Ssn: 2, Payload: new byte[1400]))[0]);
        Assert.Equal(DataDisposition.Accepted, bench.Packet(new Chunk(2, Ssn: 1, Payload: new byte[1400]))[0]);
        Assert.Equal(4300, bench.Receiver.BufferedBytes);
        Assert.Equal(0u, bench.Sack().Window);
        Assert.Equal(DataDisposition.DroppedNoWindow, bench.Packet(new Chunk(3, Ssn: 2))[0]);
    }

    private static void Fill(ReceiverBench bench, uint first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bench.Packet(new Chunk(first + (uint)i, Ssn: (ushort)i, Payload: new byte[1000]));
        }
    }

    private static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
