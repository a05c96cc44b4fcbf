using System.Collections.Generic;
using System.Linq;
using Sctp.Receiving;
using Sctp.Testing;
using Sctp.Wire;

namespace Sctp.Conformance.Receiving;

public class ReassemblyTests
{
    [Fact]
    [Requirement("9260-6.6-01")]
    [Requirement("9260-6.6-02")]
    [Requirement("9260-6.5-06")]
    public void Messages_ahead_of_their_turn_are_held_and_then_delivered_in_order()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(3, Ssn: 2), new Chunk(2, Ssn: 1));
        Assert.False(bench.Receiver.HasReadable);
        bench.Packet(new Chunk(1, Ssn: 0));
        Assert.Equal([0, 1, 2], bench.ReadAll().Select(r => (int)r.Info.StreamSequenceNumber.Value));
    }

    [Fact]
    [Requirement("9260-6.6-03")]
    public void A_hole_in_one_stream_does_not_hold_up_another()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(2, Stream: 0, Ssn: 1), new Chunk(3, Stream: 1, Ssn: 0, Flags: "B"), new Chunk(4, Stream: 1, Ssn: 0, Flags: "E"));
        Read read = Assert.Single(bench.ReadAll());
        Assert.Equal((1, 3u), (read.Info.StreamId, read.Info.Tsn.Value));
        Assert.Equal([3, 4], read.Bytes);
    }

    [Fact]
    [Requirement("9260-3.3.1-04")]
    [Requirement("9260-3.3.1-05")]
    [Requirement("9260-6.6-04")]
    [Requirement("9260-6.6-06")]
    [Requirement("9260-6.5-09")]
    public void Unordered_messages_are_delivered_at_once_whatever_their_SSN()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(2, Ssn: 1));
        bench.Packet(new Chunk(3, Ssn: 1, Flags: "UBE"), new Chunk(4, Ssn: 77, Flags: "UB"), new Chunk(5, Ssn: 78, Flags: "UE"));
        Assert.Equal([3u, 4u], bench.ReadAll().Select(r => r.Info.Tsn.Value));
        bench.Packet(new Chunk(1));
        Assert.Equal([1u, 2u], bench.ReadAll().Select(r => r.Info.Tsn.Value));
    }

    [Fact]
    [Requirement("9260-6.9-02")]
    [Requirement("9260-6.9-18")]
    [Requirement("9260-6-14")]
    public void Fragments_in_any_order_make_one_message()
    {
        uint[] tsns = [1, 2, 3, 4];
        foreach (IList<uint> order in Permutations(tsns))
        {
            var bench = new ReceiverBench();
            foreach (uint tsn in order)
            {
                Assert.Empty(bench.ReadAll());
                bench.Packet(new Chunk(tsn, Stream: 3, Flags: tsn == 1 ? "B" : tsn == 4 ? "E" : string.Empty, Ppid: tsn));
                bench.AssertConsistent();
            }

            Read read = Assert.Single(bench.ReadAll());
            Assert.Equal([1, 2, 3, 4], read.Bytes);
            Assert.Equal(1u, (uint)read.Info.PayloadProtocolId);
            Assert.Equal(0, bench.Pool.RentedBytes);
        }
    }

    [Fact]
    [Requirement("9260-6-15")]
    public void Bundled_fragments_and_whole_messages_are_told_apart()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1, Flags: "B"), new Chunk(2, Flags: "E"), new Chunk(3, Ssn: 1));
        Assert.Equal([2, 1], bench.ReadAll().Select(r => r.Bytes.Length));
    }

    [Fact]
    [Requirement("9260-1.6-05")]
    [Requirement("9260-6.5-08")]
    public void The_SSN_after_65535_is_0()
    {
        var bench = new ReceiverBench();
        for (uint i = 0; i < 65_534; i++)
        {
            bench.Data(new Chunk(1 + i, Ssn: (ushort)i));
            bench.ReadOne();
        }

        bench.Packet(new Chunk(65_538, Ssn: 1), new Chunk(65_537, Ssn: 0), new Chunk(65_536, Ssn: 65_535));
        Assert.False(bench.Receiver.HasReadable);
        bench.Packet(new Chunk(65_535, Ssn: 65_534));
        Assert.Equal([65_534, 65_535, 0, 1], bench.ReadAll().Select(r => (int)r.Info.StreamSequenceNumber.Value));
    }

    [Fact]
    [Requirement("9260-6.1-30")]
    public void A_message_may_be_65534_turns_ahead()
    {
        var bench = new ReceiverBench(new SctpOptions { ReceiveBufferSize = 1 << 26 });
        for (uint i = 1; i < 65_400; i++)
        {
            Assert.Equal(DataDisposition.Accepted, bench.Data(new Chunk(1 + i, Ssn: (ushort)i)));
        }

        Assert.False(bench.Receiver.HasReadable);
        bench.Packet(new Chunk(1));
        Assert.Equal(65_400, bench.ReadAll().Count);
        bench.AssertConsistent();
    }

    [Fact]
    [Requirement("9260-6.5-02")]
    [Requirement("9260-6.5-04")]
    public void DATA_on_an_invalid_stream_is_acknowledged_and_discarded()
    {
        var bench = new ReceiverBench(streams: 10);
        Assert.Equal(
            [DataDisposition.InvalidStream, DataDisposition.InvalidStream, DataDisposition.Accepted],
            bench.Packet(new Chunk(1, Stream: 10, Flags: "B"), new Chunk(2, Stream: 10, Flags: "E"), new Chunk(3, Stream: 9)));
        Assert.Equal(3u, bench.Sack().CumulativeTsn);
        Assert.Equal(9, Assert.Single(bench.ReadAll()).Info.StreamId);
        Assert.Equal(DataDisposition.Duplicate, bench.Packet(new Chunk(1, Stream: 10, Flags: "B"))[0]);
        Assert.Equal(2, bench.Context.Statistics.Discards.Of(DiscardReason.InvalidStream));
    }

    [Fact]
    [Requirement("9260-6.2-41")]
    public void DATA_without_user_data_changes_nothing()
    {
        var bench = new ReceiverBench();
        Assert.Equal(DataDisposition.NoUserData, bench.Packet(new Chunk(1, Payload: []))[0]);
        Assert.False(bench.Receiver.SackPending);
        Assert.Equal(0u, bench.Receiver.CumulativeTsn.Value);
    }

    [Theory]
    [InlineData(1u, "B", 2u, "BE", 0, 1)] // a message without an end
    [InlineData(1u, "B", 2u, "E", 1, 0)] // another stream
    [InlineData(1u, "B", 2u, "E", 0, 1)] // another SSN
    [InlineData(1u, "B", 2u, "UE", 0, 0)] // unordered goes on what is ordered
    [InlineData(1u, "BE", 2u, "E", 0, 0)] // an end without a beginning, after a delivered message
    [InlineData(2u, "E", 1u, "E", 0, 0)] // two ends
    [InlineData(2u, "BE", 1u, "B", 0, 1)] // the beginning of the next before the end
    [InlineData(2u, "E", 1u, "B", 1, 0)] // another stream, lower TSN later
    [InlineData(2u, "UBE", 1u, "UB", 0, 0)] // a delivered message where the rest should be
    [InlineData(5u, "B", 6u, "", 3, 0)] // all above a gap
    [InlineData(1u, "B", 2u, "E", 99, 0)] // an invalid stream in the middle of a message
    public void Contradicting_fragments_are_a_protocol_violation(uint firstTsn, string firstFlags, uint tsn, string flags, int stream, int ssn)
    {
        var bench = new ReceiverBench();
        Assert.Equal(DataDisposition.Accepted, bench.Packet(new Chunk(firstTsn, Flags: firstFlags))[0]);
        Assert.Equal(DataDisposition.ProtocolViolation, bench.Packet(new Chunk(tsn, Stream: (ushort)stream, Ssn: (ushort)ssn, Flags: flags))[0]);
        Assert.False(bench.Sack().Covers(tsn));
        bench.AssertConsistent();
        bench.Receiver.Close();
        bench.ReadAll();
        Assert.Equal(0, bench.Pool.RentedBytes);
    }

    [Fact]
    public void The_first_chunk_of_an_association_must_begin_a_message()
    {
        var bench = new ReceiverBench();
        Assert.Equal(DataDisposition.ProtocolViolation, bench.Packet(new Chunk(1, Flags: "E"))[0]);
    }

    [Fact]
    public void Two_messages_with_one_SSN_are_a_protocol_violation()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(2, Ssn: 5));
        Assert.Equal(DataDisposition.ProtocolViolation, bench.Packet(new Chunk(4, Ssn: 5))[0]);
        bench.AssertConsistent();
        Assert.Equal(0, bench.Pool.RentedBytes);
    }

    [Fact]
    public void A_second_message_with_the_SSN_of_one_being_delivered_in_parts_is_a_protocol_violation()
    {
        var bench = new ReceiverBench(new SctpOptions { PartialDeliveryPoint = 1 });
        bench.Packet(new Chunk(1, Flags: "B"));
        Assert.True(bench.Receiver.HasReadable);
        Assert.Equal(DataDisposition.ProtocolViolation, bench.Packet(new Chunk(4, Ssn: 0))[0]);
    }

    [Fact]
    public void A_part_goes_on_only_with_the_same_message()
    {
        var bench = new ReceiverBench(new SctpOptions { PartialDeliveryPoint = 1 });
        bench.Packet(new Chunk(1, Flags: "B"));
        Assert.Equal(DataDisposition.ProtocolViolation, bench.Packet(new Chunk(2, Ssn: 1, Flags: "BE"))[0]);
        Assert.Equal(DataDisposition.ProtocolViolation, bench.Packet(new Chunk(2, Stream: 1, Flags: "E"))[0]);
        Assert.Equal(DataDisposition.Accepted, bench.Packet(new Chunk(3, Flags: "E"))[0]);
        Assert.Equal(DataDisposition.Accepted, bench.Packet(new Chunk(2, Flags: string.Empty))[0]);
        List<Read> reads = bench.ReadAll();
        Assert.Equal([1, 2], reads.Select(r => r.Bytes.Length));
        Assert.Equal([false, true], reads.Select(r => r.Info.IsEndOfMessage));
    }

    [Fact]
    public void Data_arrived_is_told_once_until_everything_was_read()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1), new Chunk(2, Ssn: 1));
        bench.Packet(new Chunk(3, Stream: 2));
        List<SctpEvent> events = bench.TakeEvents();
        Assert.Equal([SctpEventKind.StreamFirstUsed, SctpEventKind.DataArrived, SctpEventKind.StreamFirstUsed], events.Select(e => e.Kind));
        Assert.Equal([0, 2], events.Where(e => e.Kind == SctpEventKind.StreamFirstUsed).Select(e => (int)e.StreamId));
        bench.ReadOne();
        bench.Packet(new Chunk(4, Ssn: 2));
        Assert.Empty(bench.TakeEvents());
        bench.ReadAll();
        bench.Packet(new Chunk(5, Ssn: 3));
        Assert.Equal([SctpEventKind.DataArrived], bench.TakeEventKinds());
        bench.ReadAll();
        Assert.Equal((5, 5), (bench.Context.Statistics.MessagesReceived, bench.Context.Statistics.UserBytesReceived));
    }

    [Fact]
    public void A_chunk_longer_than_a_block_is_kept_whole()
    {
        byte[] payload = new byte[65_000];
        new System.Random(1).NextBytes(payload);
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(2, Ssn: 1, Payload: payload));
        bench.Packet(new Chunk(1, Payload: payload));
        bench.AssertConsistent();
        Assert.All(bench.ReadAll(), read => Assert.Equal(payload, read.Bytes));
        Assert.Equal(0, bench.Pool.RentedBytes);
        Assert.Equal(0, bench.Receiver.BufferedMemory);
    }

    [Fact]
    public void Closing_frees_what_is_incomplete_and_keeps_what_is_complete_until_it_is_read()
    {
        var bench = new ReceiverBench();
        bench.Packet(new Chunk(1), new Chunk(2, Ssn: 1, Flags: "B"), new Chunk(4, Ssn: 3), new Chunk(6, Flags: "UB"));
        bench.Receiver.Close();
        Assert.True(bench.Context.Timers.Next.IsNever);
        Assert.False(bench.Receiver.SackDue);
        Assert.Equal(1, bench.Receiver.BufferedBytes);
        Assert.Equal(64, bench.Pool.RentedBytes);
        Assert.Equal(DataDisposition.DroppedOutOfRange, bench.Packet(new Chunk(3, Ssn: 2))[0]);
        Assert.Single(bench.ReadAll());
        Assert.False(bench.Receiver.SackDue);
        Assert.Equal((0, 0), (bench.Pool.RentedBytes, bench.Pool.RentedPayloads));
    }

    [Fact]
    public void A_restart_drops_partial_state_and_begins_anew()
    {
        var bench = new ReceiverBench(new SctpOptions { PartialDeliveryPoint = 1 });
        bench.Packet(new Chunk(1), new Chunk(2, Ssn: 1, Flags: "B"), new Chunk(9, Ssn: 5));
        bench.Receiver.Initialize(new Tsn(1000), 4);
        bench.AssertConsistent();
        Assert.Equal([1, 1], bench.ReadAll().Select(r => r.Bytes.Length));
        SackSent sack = bench.Sack();
        Assert.Equal(999u, sack.CumulativeTsn);
        Assert.Empty(sack.Gaps);
        bench.TakeEvents();
        Assert.Equal([DataDisposition.Accepted, DataDisposition.InvalidStream], bench.Packet(new Chunk(1000), new Chunk(1001, Stream: 4)));
        Assert.True(bench.Receiver.SackDue);
        Assert.Equal([SctpEventKind.StreamFirstUsed, SctpEventKind.DataArrived], bench.TakeEventKinds());
        Assert.Single(bench.ReadAll());
        Assert.Equal(0, bench.Pool.RentedBytes);
    }

    private static IEnumerable<IList<uint>> Permutations(uint[] items)
    {
        if (items.Length == 0)
        {
            yield return [];
        }

        foreach (uint item in items)
        {
            foreach (IList<uint> rest in Permutations(items.Where(i => i != item).ToArray()))
            {
                yield return [item, .. rest];
            }
        }
    }
}
