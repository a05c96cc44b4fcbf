using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sending;
using Sctp.Testing;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Conformance.Sending;

/// <summary>What the user hands over: back-pressure, lifetimes, failures, and the ends of an association (RFC 9260 sections 5.2.4 and 11.1.5).</summary>
public sealed class MessageTests
{
    [Fact]
    public void A_full_send_buffer_refuses_and_tells_once_when_there_is_room_again()
    {
        var bench = new SenderBench(new SctpOptions { SendBufferSize = 10_000, MaxBurst = 0 });
        Assert.Equal(SendResult.Queued, bench.Send(6000));
        Assert.Equal(SendResult.BufferFull, bench.Send(6000));
        Assert.Equal(SendResult.BufferFull, bench.Send(4001));
        Assert.Equal(6000, bench.Sender.BufferedBytes);
        bench.SendWindow();
        bench.Sack(0);
        Assert.Empty(bench.Events()); // 4000 + 1452 is half of the buffer, but not enough for what was refused
        bench.SendWindow();
        bench.SackAll();
        Assert.Equal([SctpEventKind.SendBufferDrained], bench.Events().Select(e => e.Kind).Where(kind => kind != SctpEventKind.SenderDry));
        Assert.Equal(SendResult.Queued, bench.Send(6000));
        Drain(bench);
        Assert.DoesNotContain(bench.Events(), e => e.Kind == SctpEventKind.SendBufferDrained);
    }

    [Fact]
    public void Small_messages_are_refused_before_their_memory_is_many_times_the_buffer()
    {
        const int MemoryLimit = (2 * 10_000) + (64 * 1024);
        var bench = new SenderBench(new SctpOptions { SendBufferSize = 10_000, MaxBurst = 0 });
        int taken = 0;
        while (taken < 10_000 && bench.Send(1) == SendResult.Queued)
        {
            taken++;
        }

        Assert.InRange(taken, 100, 1000);
        Assert.InRange(bench.Sender.BufferedMemory, MemoryLimit - 1000, MemoryLimit);
        Assert.InRange(bench.Pool.RentedBytes, 64 * taken, MemoryLimit);
        Assert.Equal(SendResult.BufferFull, bench.Send(1));

        bench.SendWindow();
        bench.Sack(taken / 4);
        Assert.Empty(bench.Events()); // Most user bytes are free, and still less than half of the memory.
        Drain(bench);
        Assert.Single(bench.Events(), e => e.Kind == SctpEventKind.SendBufferDrained);
        Assert.Equal(0, bench.Sender.BufferedMemory);
        Assert.Equal(SendResult.Queued, bench.Send(10_000));
    }

    [Fact]
    public void A_message_that_can_never_fit_is_refused_with_the_limit()
    {
        var bench = new SenderBench(new SctpOptions { SendBufferSize = 10_000, MaxMessageSize = 8000 });
        Assert.Contains("MaxMessageSize allows 8000", Assert.Throws<ArgumentException>(() => bench.Send(8001)).Message, StringComparison.Ordinal);
        bench = new SenderBench(new SctpOptions { SendBufferSize = 10_000, MaxMessageSize = 80_000 });
        Assert.Contains("SendBufferSize allows 10000", Assert.Throws<ArgumentException>(() => bench.Send(10_001)).Message, StringComparison.Ordinal);
        Assert.Equal(SendResult.Queued, bench.Send(10_000));
    }

    [Fact]
    [Requirement("9260-6.7-04")]
    public void Cumulatively_acknowledged_bytes_leave_the_buffer_and_gap_acknowledged_ones_stay()
    {
        var bench = new SenderBench();
        bench.Send(1000);
        bench.Send(1000);
        bench.SendWindow();
        bench.Sack(-1, 1 << 20, (2, 2));
        Assert.Equal(2000, bench.Sender.BufferedBytes);
        bench.Sack(0);
        Assert.Equal(1000, bench.Sender.BufferedBytes);
        bench.Sack(1);
        Assert.Equal(0, bench.Sender.BufferedBytes);
        Assert.Equal((0L, 0), (bench.Pool.RentedBytes, bench.Pool.RentedPayloads));
        Assert.Equal([SctpEventKind.SenderDry], bench.Events().Select(e => e.Kind));
        Assert.Equal(2, bench.Context.Statistics.MessagesAcknowledged);
    }

    [Fact]
    [Requirement("9260-11.1.5-03")]
    [Requirement("9260-11.1.5-02")]
    public void A_message_unsent_at_the_end_of_its_lifetime_is_handed_back_and_uses_no_TSN()
    {
        var bench = new SenderBench(peerWindow: 1500);
        bench.Send(1400);
        bench.Drain();
        bench.Send(1000, new SendOptions { Lifetime = Duration.FromMilliseconds(200), Context = 8, StreamId = 2 });
        bench.Send(1000, new SendOptions { Lifetime = Duration.FromMilliseconds(100), Context = 7, StreamId = 1 });
        bench.Send(1000, new SendOptions { StreamId = 3 });
        Assert.Equal(TimerKind.MessageLifetime, bench.RunNextTimer());
        SctpEvent failed = Assert.Single(bench.Events());
        Assert.Equal((SctpEventKind.SendFailed, SendFailureReason.LifetimeExpired, 7ul, false), (failed.Kind, failed.SendFailureReason, failed.Context, failed.WasSent));
        Assert.Equal(1000, failed.Message.Length);
        Assert.Equal(1, failed.Message.StreamId);
        failed.Message.Dispose();
        bench.PassTime(Duration.FromSeconds(1) / 2);
        bench.SackAll(); // the second one expired meanwhile, its timer not yet run
        Assert.Equal([bench.T(1)], Assert.Single(bench.Drain()).Tsns);
        Assert.Equal([8ul], bench.Events().Where(e => e.Kind == SctpEventKind.SendFailed).Select(e => e.Context));
        Assert.False(bench.Timers.IsRunning(TimerKind.MessageLifetime));
    }

    [Fact]
    [Requirement("9260-11.1.5-03")]
    public void A_message_that_was_begun_outlives_its_lifetime()
    {
        var bench = new SenderBench();
        bench.Send(10_000, new SendOptions { Lifetime = Duration.FromMilliseconds(100) });
        bench.Drain();
        Assert.False(bench.Timers.IsRunning(TimerKind.MessageLifetime));
        bench.PassTime(Duration.FromSeconds(1) / 2);
        Drain(bench);
        Assert.Equal(1, bench.Context.Statistics.MessagesAcknowledged);
    }

    [Fact]
    [Requirement("9260-11.2.2-01")]
    [Requirement("9260-11.1.14-01")]
    [Requirement("9260-11.1.15-01")]
    public void At_the_end_every_message_not_fully_acknowledged_is_handed_back_once()
    {
        var bench = new SenderBench(peerWindow: 3000);
        bench.Send(100, new SendOptions { Context = 1 });
        bench.Send(2000, new SendOptions { Context = 2 });
        bench.Send(2000, new SendOptions { Context = 3 });
        bench.SendWindow();
        bench.Sack(1, 0); // the first message and a part of the second
        bench.Sender.Close(reportFailures: true);
        List<SctpEvent> failures = bench.Events();
        Assert.Equal([(2ul, true), (3ul, false)], failures.Select(e => (e.Context, e.WasSent)));
        Assert.All(failures, e => Assert.Equal((SendFailureReason.AssociationEnded, 2000), (e.SendFailureReason, e.Message.Length)));
        Assert.Equal((byte)(1999 * 7 & 0xFF), failures[0].Message.ToArray()[1999]);
        failures.ForEach(e => e.Message.Dispose());
        Assert.Equal((0L, 0), (bench.Pool.RentedBytes, bench.Pool.RentedPayloads));
        Assert.True(bench.Sender.IsDrained);
        Assert.Equal(0, bench.Path.FlightSize);
        Assert.True(bench.Timers.Next.IsNever);
        Assert.Equal(SendResult.Closed, bench.Send(1));
        Assert.Empty(bench.Drain());
        Assert.Empty(bench.Events());
    }

    [Fact]
    public void Closing_without_reports_frees_everything()
    {
        var bench = new SenderBench();
        bench.Send(40_000);
        bench.Send(100);
        bench.Drain();
        bench.Sender.Close(reportFailures: false);
        Assert.Empty(bench.Events());
        Assert.Equal((0L, 0), (bench.Pool.RentedBytes, bench.Pool.RentedPayloads));
    }

    [Fact]
    [Requirement("9260-5.2.4-07")]
    public void A_restart_of_the_peer_hands_everything_back_and_begins_anew()
    {
        var bench = new SenderBench();
        bench.Send(100, new SendOptions { Context = 1 });
        bench.Drain();
        bench.Send(100, new SendOptions { Context = 2 });
        bench.Sender.Restart(new Tsn(77), 16, 5000);
        Assert.Equal([(1ul, true), (2ul, false)], bench.Events().Select(e => (e.Context, e.WasSent)));
        Assert.Equal((77u, 5000u, 0), (bench.Sender.NextTsn.Value, bench.Sender.PeerWindow, bench.Path.FlightSize));
        Assert.False(bench.Timers.IsRunning(TimerKind.T3Rtx));
        bench.Sender.OnEstablished(bench.Now);
        bench.Send(5);
        SentChunk chunk = bench.Drain()[0].Chunks[0];
        Assert.Equal((77u, (ushort)0), (chunk.Tsn, chunk.Ssn));
    }

    [Fact]
    public void Messages_for_streams_that_the_peer_does_not_accept_are_handed_back()
    {
        var bench = new SenderBench(established: false, streams: 16);
        bench.Send(10, new SendOptions { StreamId = 1 });
        bench.Send(10, new SendOptions { StreamId = 9 });
        bench.Sender.Initialize(new Tsn(5), 4, 5000);
        SctpEvent failed = Assert.Single(bench.Events());
        Assert.Equal((SendFailureReason.InvalidStream, (ushort)9), (failed.SendFailureReason, failed.StreamId));
        bench.Sender.OnEstablished(bench.Now);
        Assert.Equal([5u], Assert.Single(bench.Drain()).Tsns);
    }

    [Fact]
    [Requirement("9260-5.1-08")]
    [Requirement("9260-5.1-10")]
    public void Data_behind_a_COOKIE_ECHO_goes_with_every_resend_and_T3_starts_at_the_COOKIE_ACK()
    {
        var bench = new SenderBench(established: false, paths: 2);
        bench.Send(100);
        bench.Send(100);
        bench.Send(2000);
        SentPacket packet = bench.SendBehindCookieEcho(bench.Path, isRetransmission: false);
        Assert.Equal([bench.T(0), bench.T(1)], packet.Tsns);
        Assert.True(bench.Timers.Next.IsNever);
        Assert.Empty(bench.Drain());
        bench.PassTime(Duration.FromSeconds(1));
        packet = bench.SendBehindCookieEcho(bench.Context.Paths[1], isRetransmission: true);
        Assert.Equal([bench.T(0), bench.T(1)], packet.Tsns);
        Assert.Equal((0, 2 * 116), (bench.Path.FlightSize, bench.Context.Paths[1].FlightSize));
        bench.PassTime(Duration.FromMilliseconds(100));
        bench.Sender.OnEstablished(bench.Now);
        bench.Check();
        Assert.Equal(bench.Now + Duration.FromSeconds(1), bench.T3(1));
        Assert.Equal([bench.T(2)], bench.Drain()[0].Tsns);
        bench.SackAll();
        Assert.Equal(Duration.Zero, bench.Context.Paths[1].Rto.Srtt); // what was sent twice is no sample
    }

    [Fact]
    public void What_went_behind_a_COOKIE_ECHO_that_came_to_nothing_is_unsent_again()
    {
        var bench = new SenderBench(established: false);
        bench.Send(100, new SendOptions { Lifetime = Duration.FromSeconds(50) });
        bench.Send(100);
        bench.SendBehindCookieEcho(bench.Path, isRetransmission: false);
        bench.Sender.TakeBack();
        bench.Check();
        Assert.Equal((0, 200L, true), (bench.Path.FlightSize, bench.Sender.BufferedBytes, bench.Sender.HasUnsent));
        bench.Sender.Initialize(new Tsn(9), 16, 5000);
        SentPacket packet = bench.SendBehindCookieEcho(bench.Path, isRetransmission: false);
        Assert.Equal([9u, 10u], packet.Tsns);
        Assert.Equal([0, 1], packet.Chunks.Select(chunk => (int)chunk.Ssn));
    }

    [Fact]
    [Requirement("9260-11.1.14-01")]
    public void What_went_behind_a_COOKIE_ECHO_that_came_to_nothing_is_handed_back_as_sent()
    {
        var bench = new SenderBench(established: false);
        bench.Send(100, new SendOptions { Context = 1 });
        bench.SendBehindCookieEcho(bench.Path, isRetransmission: false);
        bench.Sender.TakeBack();
        bench.Send(100, new SendOptions { Context = 2 });
        bench.Sender.Close(reportFailures: true);
        Assert.Equal([(1UL, true), (2UL, false)], bench.Events().Where(e => e.Kind == SctpEventKind.SendFailed).Select(e => (e.Context, e.WasSent)));
    }

    [Fact]
    public void After_a_crossing_of_INITs_all_outstanding_data_is_sent_again()
    {
        var bench = new SenderBench(established: false);
        bench.Send(100);
        bench.Send(100);
        bench.SendBehindCookieEcho(bench.Path, isRetransmission: false);
        bench.Sender.MarkAllForRetransmission();
        bench.Sender.OnEstablished(bench.Now);
        bench.Check();
        Assert.Equal([bench.T(0), bench.T(1)], Assert.Single(bench.Drain()).Tsns);
        Assert.Equal(2, bench.Context.Statistics.OtherRetransmissions);
        Assert.True(bench.Timers.IsRunning(TimerKind.T3Rtx));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(int.MaxValue - 1)]
    [InlineData(int.MinValue)]
    [Requirement("9260-12.4-06")]
    public void An_acknowledgement_of_a_TSN_never_sent_changes_nothing(int cumulative)
    {
        var bench = new SenderBench();
        for (int i = 0; i < 3; i++)
        {
            bench.Send(1000);
        }

        bench.SendWindow();
        SackDisposition expected = cumulative > 0 ? SackDisposition.AcksUnsent : SackDisposition.Stale;
        Assert.Equal(expected, bench.Sack(cumulative, 0).Disposition);
        Assert.Equal(expected, bench.CumulativeAck(cumulative).Disposition);
        Assert.Equal(SackDisposition.AcksUnsent, bench.Sack(0, 0, (1, 1), (3, 3)).Disposition);
        Assert.Equal((3, 3000L), (bench.Sender.OutstandingChunks, bench.Sender.OutstandingBytes));
        Assert.NotEqual(0u, bench.Sender.PeerWindow);
    }

    [Fact]
    public void Gap_blocks_without_sense_are_ignored()
    {
        var bench = new SenderBench();
        for (int i = 0; i < 4; i++)
        {
            bench.Send(1000);
        }

        bench.SendWindow();
        Assert.Equal(SackDisposition.Processed, bench.Sack(-1, 1 << 20, (0, 2), (3, 2), (65_535, 1), (4, 4), (2, 2), (2, 2)).Disposition);
        Assert.Equal(2000, bench.Sender.OutstandingBytes);
    }

    [Fact]
    [Requirement("9260-9.2-11")]
    public void The_cumulative_TSN_of_a_SHUTDOWN_acknowledges_and_takes_no_gap_acknowledgement_back()
    {
        var bench = new SenderBench();
        for (int i = 0; i < 4; i++)
        {
            bench.Send(1000);
        }

        bench.SendWindow();
        bench.Sack(-1, 20_000, (3, 3));
        uint window = bench.Sender.PeerWindow;
        SackResult result = bench.CumulativeAck(0);
        Assert.True(result is { Disposition: SackDisposition.Processed, AnyNewlyAcked: true });
        Assert.Equal(2000, bench.Sender.OutstandingBytes);
        Assert.Equal(window + 1000, bench.Sender.PeerWindow); // It has no a_rwnd: the last one holds for what is outstanding.
        Assert.Equal(0, bench.Context.Statistics.GapAckRevocations);
    }

    private static void Drain(SenderBench bench)
    {
        while (!bench.Sender.IsDrained)
        {
            bench.SendWindow();
            bench.SackAll();
        }
    }
}
