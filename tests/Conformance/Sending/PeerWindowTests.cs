using System.Linq;
using Sctp.Testing;
using Sctp.Timers;

namespace Sctp.Conformance.Sending;

/// <summary>rwnd, rule A and the zero window probe (RFC 9260 sections 6.1 and 6.2.1).</summary>
public sealed class PeerWindowTests
{
    [Fact]
    [Requirement("9260-6.2.1-02")]
    [Requirement("9260-6.2.1-03")]
    [Requirement("9260-6.1-03")]
    public void No_new_data_leaves_when_rwnd_is_smaller_than_the_next_chunk()
    {
        var bench = new SenderBench(peerWindow: 2000);
        bench.Send(1000);
        bench.Send(1000);
        bench.Send(1);
        Assert.Equal(2, bench.SendWindow().Sum(packet => packet.Chunks.Length));
        Assert.Equal(0u, bench.Sender.PeerWindow);
        Assert.True(bench.Sender.HasUnsent);
    }

    [Fact]
    [Requirement("9260-6.2.1-06")]
    public void A_SACK_sets_rwnd_to_a_rwnd_less_what_is_outstanding()
    {
        var bench = new SenderBench();
        for (int i = 0; i < 4; i++)
        {
            bench.Send(1000);
        }

        bench.SendWindow();
        bench.Sack(0, 5000);
        Assert.Equal(2000u, bench.Sender.PeerWindow);
        bench.Sack(1, 500);
        Assert.Equal(0u, bench.Sender.PeerWindow);
    }

    [Fact]
    [Requirement("9260-6.2.1-04")]
    public void Marking_for_retransmission_gives_rwnd_back()
    {
        var bench = new SenderBench(peerWindow: 10_000);
        bench.Send(1000);
        bench.Drain();
        Assert.Equal(9000u, bench.Sender.PeerWindow);
        bench.RunNextTimer();
        Assert.Equal(10_000u, bench.Sender.PeerWindow);
        bench.Drain();
        Assert.Equal(9000u, bench.Sender.PeerWindow);
    }

    [Fact]
    [Requirement("9260-6.2.1-05")]
    public void A_SACK_older_than_the_ack_point_changes_nothing()
    {
        var bench = new SenderBench();
        for (int i = 0; i < 4; i++)
        {
            bench.Send(1000);
        }

        bench.SendWindow();
        bench.Sack(1, 50_000);
        uint window = bench.Sender.PeerWindow;
        Assert.Equal(Sctp.Sending.SackDisposition.Stale, bench.Sack(0, 0, (2, 3)).Disposition);
        Assert.Equal(window, bench.Sender.PeerWindow);
        Assert.Equal(2, bench.Sender.OutstandingChunks);
        Assert.NotEqual(0, bench.Path.FlightSize);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(500u)]
    [Requirement("9260-6.1-06")]
    [Requirement("9260-6.1-08")]
    [Requirement("9260-6.1-09")]
    [Requirement("9260-6.1-07")]
    [Requirement("9260-6.1-10")]
    public void A_closed_window_is_probed_after_one_RTO_and_then_ever_more_slowly_without_counting_errors(uint window)
    {
        var bench = new SenderBench();
        bench.Send(1000);
        bench.Send(1000);
        bench.Send(1000);
        bench.PassTime(Duration.FromSeconds(1));
        bench.Drain();
        bench.PassTime(Duration.FromMilliseconds(100));
        bench.SackAll(window);
        bench.Send(1000);
        bench.Send(1000);
        Assert.Empty(bench.Drain());
        int congestionWindow = bench.Congestion.CongestionWindow;
        Instant closed = bench.Now;
        Duration rto = bench.Path.Rto.Rto;
        Assert.Equal(TimerKind.WindowProbe, bench.RunNextTimer());
        Assert.Equal(rto, bench.Now - closed);
        uint probe = Assert.Single(Assert.Single(bench.Drain()).Tsns);
        Assert.Equal(1, bench.Context.Statistics.WindowProbes);
        for (int i = 0; i < 10; i++)
        {
            bench.SackTsn(probe - 1, window);
            Instant before = bench.Now;
            Assert.Equal(TimerKind.T3Rtx, bench.RunNextTimer());
            Assert.Equal(Duration.Min(rto * (1 << i), bench.Options.RtoMax), bench.Now - before);
            Assert.Equal([probe], Assert.Single(bench.Drain()).Tsns);
        }

        Assert.Equal(0, bench.Errors);
        Assert.Equal(congestionWindow, bench.Congestion.CongestionWindow);
    }

    [Fact]
    [Requirement("9260-6.1-09")]
    public void The_wait_grows_too_when_each_probe_is_taken_but_the_window_stays_closed()
    {
        var bench = new SenderBench();
        bench.Send(1000);
        bench.Drain();
        bench.SackAll(0);
        for (int i = 0; i < 6; i++)
        {
            bench.Send(1000);
        }

        Duration last = Duration.Zero;
        for (int i = 0; i < 5; i++)
        {
            Instant before = bench.Now;
            Assert.Equal(TimerKind.WindowProbe, bench.RunNextTimer());
            Assert.True(bench.Now - before > last);
            last = bench.Now - before;
            Assert.Single(bench.Drain());
            bench.SackAll(0);
        }
    }

    [Fact]
    [Requirement("9260-6.1-05")]
    public void No_probe_leaves_while_something_is_outstanding()
    {
        var bench = new SenderBench(peerWindow: 1500);
        bench.Send(1000);
        bench.Send(1000);
        bench.Drain();
        bench.Send(1000);
        Assert.False(bench.Timers.IsRunning(TimerKind.WindowProbe));
        bench.Sack(-1, 500);
        Assert.False(bench.Timers.IsRunning(TimerKind.WindowProbe));
    }

    [Fact]
    [Requirement("9260-6.1-06")]
    public void A_window_that_opens_behind_a_dropped_probe_lets_the_probe_go_again_at_once()
    {
        var bench = new SenderBench();
        bench.Send(1000);
        bench.Drain();
        bench.SackAll(0);
        bench.Send(1000);
        bench.Send(1000);
        bench.RunNextTimer();
        uint probe = bench.Drain()[0].Tsns[0];
        bench.SackTsn(probe - 1, 0);
        for (int i = 0; i < 3; i++)
        {
            bench.RunNextTimer();
            bench.Drain();
            bench.SackTsn(probe - 1, 0);
        }

        bench.SackTsn(probe - 1, 100_000);
        Assert.Equal([probe, probe + 1], bench.Drain().SelectMany(packet => packet.Tsns));
        bench.SackAll();
        Assert.True(bench.Sender.IsDrained);
        Assert.True(bench.Timers.Next.IsNever);
    }

    [Fact]
    [Requirement("9260-6.1-07")]
    public void Outstanding_data_that_the_peer_has_no_room_for_is_repeated_without_counting_errors_and_goes_at_once_when_the_window_opens()
    {
        var bench = new SenderBench();
        for (int i = 0; i < 3; i++)
        {
            bench.Send(600);
        }

        bench.SendWindow();
        for (int i = 0; i < 10; i++)
        {
            bench.Sack(-1, 0); // the peer lost its room and drops what comes
            Assert.Equal(TimerKind.T3Rtx, bench.RunNextTimer());
            Assert.Equal([bench.T(0), bench.T(1)], Assert.Single(bench.SendWindow()).Tsns);
        }

        Assert.Equal(1, bench.Errors); // only the first expiry, when nothing had yet been sent into the closed window
        bench.Sack(-1, 100_000);
        Assert.Equal([bench.T(0), bench.T(1)], Assert.Single(bench.SendWindow()).Tsns);
        bench.Sack(1, 100_000);
        Assert.Equal([bench.T(2)], Assert.Single(bench.SendWindow()).Tsns);
    }

    [Fact]
    [Requirement("9260-7.2-02")]
    [Requirement("9260-7.2.4-11")]
    public void A_window_that_opens_while_a_fast_retransmission_is_under_way_sends_nothing_again()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 });
        bench.GrowCongestionWindow(20_000);
        for (int i = 0; i < 12; i++)
        {
            bench.Send(1000);
        }

        bench.SendWindow();
        uint lost = bench.Sender.CumulativeAckPoint.Next.Value;
        for (int end = 2; end <= 4; end++)
        {
            bench.SackTsn(lost - 1, 0, (2, end)); // the peer holds what is behind the gap and has no room
        }

        Assert.Equal([lost], Assert.Single(bench.SendWindow()).Tsns);
        bench.SackTsn(lost - 1, 4000, (2, 5)); // on its way before the retransmission arrived; the user has read another stream
        Assert.Empty(bench.SendWindow());
    }

    [Fact]
    [Requirement("9260-6.1-11")]
    public void A_window_that_opens_by_a_byte_gets_no_chunk_of_a_byte()
    {
        var bench = new SenderBench();
        bench.Send(1000);
        bench.Drain();
        bench.SackAll(0);
        bench.Send(1000);
        bench.Sack(0, 1);
        Assert.Empty(bench.Drain());
        bench.Sack(0, 999);
        Assert.Empty(bench.Drain());
        bench.Sack(0, 1000);
        Assert.Equal(1000, Assert.Single(bench.Drain()).Chunks[0].Payload.Length);
    }

    [Fact]
    [Requirement("9260-6.1-24")]
    public void While_the_window_is_full_sending_more_sends_nothing()
    {
        var bench = new SenderBench();
        for (int i = 0; i < 10; i++)
        {
            bench.Send(SenderBench.FullChunk);
        }

        bench.SendWindow();
        for (int i = 0; i < 10; i++)
        {
            bench.Send(100);
            Assert.Empty(bench.Drain());
        }
    }
}
