using System.Linq;
using Sctp.Paths;
using Sctp.Testing;
using Sctp.Timers;

namespace Sctp.Conformance.Sending;

/// <summary>T3-rtx and RTO (RFC 9260 section 6.3).</summary>
public sealed class RetransmissionTimerTests
{
    private static readonly Duration s_step = Duration.FromMilliseconds(100);

    [Fact]
    [Requirement("9260-6.3.2-02")]
    public void T3_of_a_path_stops_when_all_sent_there_is_acknowledged_even_by_gap_blocks()
    {
        SenderBench bench = WithOutstandingOnBothPaths();
        bench.Sack(-1, 1 << 20, (2, 3));
        Assert.False(bench.Timers.IsRunning(TimerKind.T3Rtx, 1));
        Assert.True(bench.Timers.IsRunning(TimerKind.T3Rtx, 0));
        Assert.Equal(3, bench.Sender.OutstandingChunks);
    }

    [Fact]
    [Requirement("9260-3.3.4-02")]
    [Requirement("9260-3.3.4-06")]
    public void A_gap_block_right_behind_the_Cumulative_TSN_leaves_the_lowest_chunk_outstanding()
    {
        var bench = WithOutstanding(3);
        bench.Sack(-1, 1 << 20, (1, 3)); // a peer that contradicts itself: with the first it would have acknowledged all cumulatively
        Assert.Equal(116, bench.Path.FlightSize);
        Assert.Equal(TimerKind.T3Rtx, bench.RunNextTimer());
        Assert.Equal([bench.T(0)], Assert.Single(bench.Drain()).Tsns);
        bench.Sack(0, 1 << 20, (1, 1), (2, 2)); // nothing is left of the first block
        Assert.Equal(116, bench.Path.FlightSize);
        Assert.Equal(TimerKind.T3Rtx, bench.RunNextTimer());
        Assert.Equal([bench.T(1)], Assert.Single(bench.Drain()).Tsns);
    }

    [Fact]
    [Requirement("9260-6.3.2-03")]
    public void T3_restarts_when_the_earliest_outstanding_chunk_is_acknowledged_and_only_then()
    {
        var bench = WithOutstanding(3);
        Instant first = bench.T3();
        bench.PassTime(s_step);
        bench.Sack(-1, 1 << 20, (2, 2));
        Assert.Equal(first, bench.T3());
        bench.PassTime(s_step);
        bench.Sack(1);
        Assert.Equal(bench.Now + bench.Path.Rto.Rto, bench.T3());
    }

    [Fact]
    [Requirement("9260-6.2.1-07")]
    [Requirement("9260-6.3.2-04")]
    public void A_gap_acknowledgement_taken_back_makes_the_chunk_outstanding_again_and_starts_T3()
    {
        SenderBench bench = WithOutstandingOnBothPaths();
        Path other = bench.Context.Paths[1];
        bench.Sack(-1, 1 << 20, (2, 3));
        Assert.False(bench.Timers.IsRunning(TimerKind.T3Rtx, 1));
        bench.PassTime(s_step);
        bench.Sack(-1, 1 << 20, (2, 2));
        Assert.Equal(bench.Now + other.Rto.Rto, bench.T3(1));
        Assert.Equal(116, other.FlightSize);
        Assert.Equal(1, bench.Context.Statistics.GapAckRevocations);
        bench.RunNextTimer();
        bench.Drain();
        bench.RunNextTimer();
        Assert.Contains(bench.T(2), bench.Drain().SelectMany(packet => packet.Tsns));
    }

    [Fact]
    [Requirement("9260-6.2.1-07")]
    [Requirement("9260-7.2.4-02")]
    public void A_revoked_chunk_has_one_miss_indication()
    {
        var bench = WithOutstanding(6, 1000);
        bench.Sack(-1, 1 << 20, (2, 2), (4, 4)); // misses: 0, 2 once
        bench.Sack(-1, 1 << 20, (4, 4)); // 1 is revoked: one miss; nothing new
        bench.Sack(-1, 1 << 20, (4, 5)); // 0, 1, 2: one more
        Assert.Empty(bench.Drain());
        bench.Sack(-1, 1 << 20, (4, 6)); // third for 0, 1 and 2
        Assert.Equal([bench.T(0)], bench.Drain()[0].Tsns);
        Assert.Equal(3, bench.Context.Statistics.FastRetransmissions);
    }

    [Fact]
    [Requirement("9260-6.3.3-01")]
    [Requirement("9260-6.3.3-02")]
    [Requirement("9260-6.3.3-04")]
    [Requirement("9260-7.2.1-02")]
    [Requirement("9260-7.2.3-02")]
    [Requirement("9260-7.2.3-03")]
    public void On_expiry_exactly_one_packet_with_the_lowest_TSNs_leaves_until_an_acknowledgement()
    {
        var bench = new SenderBench();
        bench.GrowCongestionWindow(10 * SenderBench.Pmdcs);
        int congestionWindow = bench.Congestion.CongestionWindow;
        for (int i = 0; i < 30; i++)
        {
            bench.Send(700);
        }

        uint first = bench.SendWindow()[0].Tsns[0];
        Duration rto = bench.Path.Rto.Rto;
        bench.RunNextTimer();
        Assert.Equal(congestionWindow / 2, bench.Congestion.SlowStartThreshold);
        Assert.Equal(SenderBench.Pmdcs, bench.Congestion.CongestionWindow);
        Assert.Equal(rto * 2, bench.Path.Rto.Rto);
        Assert.Equal([first, first + 1], Assert.Single(bench.SendWindow()).Tsns);
        bench.SackTsn(first - 1, 1 << 20);
        Assert.Empty(bench.SendWindow());
        bench.SackTsn(first, 1 << 20);
        Assert.NotEmpty(bench.SendWindow()); // 9260-6.3.3-08
    }

    [Fact]
    [Requirement("9260-6.3.1-01")]
    [Requirement("9260-6.3.1-10")]
    [Requirement("9260-6.3.3-03")]
    [Requirement("9260-6.1-28")]
    public void Without_any_acknowledgement_the_intervals_double_up_to_RTO_Max()
    {
        var bench = WithOutstanding(1);
        int[] seconds = [1, 2, 4, 8, 16, 32, 60, 60];
        foreach (int expected in seconds)
        {
            Instant before = bench.Now;
            Assert.Equal(TimerKind.T3Rtx, bench.RunNextTimer());
            Assert.Equal(Duration.FromSeconds(expected), bench.Now - before);
            Assert.Single(bench.Drain());
        }
    }

    [Fact]
    [Requirement("9260-6.3.1-02")]
    [Requirement("9260-6.3.1-05")]
    public void One_sample_is_taken_for_each_round_trip()
    {
        var bench = WithOutstanding(3);
        bench.PassTime(Duration.FromMilliseconds(400));
        bench.Sack(0);
        Assert.Equal(Duration.FromMilliseconds(1200), bench.Path.Rto.Rto);
        bench.PassTime(Duration.FromMilliseconds(100));
        bench.Sack(2);
        Assert.Equal(Duration.FromMilliseconds(400), bench.Path.Rto.Srtt);
    }

    [Fact]
    [Requirement("9260-6.3.1-07")]
    [Requirement("9260-6.3.3-07")]
    public void A_retransmitted_chunk_gives_no_sample_and_leaves_the_back_off()
    {
        var bench = WithOutstanding(1);
        bench.RunNextTimer();
        bench.Drain();
        bench.PassTime(s_step);
        bench.SackAll();
        Assert.Equal(Duration.FromSeconds(2), bench.Path.Rto.Rto);
        bench.Send(10);
        bench.Drain();
        Assert.Equal(bench.Now + Duration.FromSeconds(2), bench.T3());
        bench.PassTime(s_step);
        bench.SackAll();
        Assert.Equal(Duration.FromSeconds(1), bench.Path.Rto.Rto);
        Assert.Equal(s_step, bench.Path.Rto.Srtt);
    }

    [Fact]
    [Requirement("9260-6.3.1-08")]
    public void A_chunk_gives_no_sample_when_a_lower_one_was_sent_again_since()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 });
        bench.GrowCongestionWindow(8 * SenderBench.Pmdcs);
        Duration srtt = bench.Path.Rto.Srtt;
        for (int i = 0; i < 6; i++)
        {
            bench.Send(1000);
        }

        uint first = bench.SendWindow()[0].Tsns[0];
        bench.SackTsn(first, 1 << 20); // the measured chunk
        bench.Send(1000);
        uint measured = bench.SendWindow()[0].Tsns[0];
        bench.PassTime(Duration.FromSeconds(1) / 2);
        bench.SackTsn(first, 1 << 20, (2, 2));
        bench.SackTsn(first, 1 << 20, (2, 3));
        bench.SackTsn(first, 1 << 20, (2, 4));
        Assert.Equal([first + 1], bench.Drain()[0].Tsns); // sent again after the measured chunk was sent
        bench.SackTsn(measured, 1 << 20);
        Assert.Equal(srtt, bench.Path.Rto.Srtt);
    }

    [Fact]
    [Requirement("9260-6.1-26")]
    [Requirement("9260-7.2.4-10")]
    public void T3_restarts_when_the_earliest_outstanding_chunk_is_fast_retransmitted()
    {
        var bench = WithOutstanding(4, 1000);
        bench.PassTime(s_step);
        bench.Sack(-1, 1 << 20, (2, 2));
        bench.Sack(-1, 1 << 20, (2, 3));
        bench.Sack(-1, 1 << 20, (2, 4));
        bench.Drain();
        Assert.Equal(bench.Now + bench.Path.Rto.Rto, bench.T3());
    }

    [Fact]
    [Requirement("9260-1.3-05")]
    public void A_chunk_marked_for_retransmission_is_not_in_flight_until_it_is_sent_again()
    {
        var bench = WithOutstanding(4, 1000);
        Assert.Equal(4 * 1016, bench.Path.FlightSize);
        bench.RunNextTimer();
        Assert.Equal(0, bench.Path.FlightSize);
        bench.Drain();
        Assert.Equal(1016, bench.Path.FlightSize);
    }

    [Fact]
    [Requirement("9260-7.2-04")]
    public void Flightsize_counts_header_and_padding()
    {
        var bench = WithOutstanding(1, 1);
        Assert.Equal(20, bench.Path.FlightSize);
        Assert.Equal(1, bench.Sender.OutstandingBytes);
    }

    /// <summary>One chunk outstanding on the first path, the two behind it on the second.</summary>
    private static SenderBench WithOutstandingOnBothPaths()
    {
        var bench = new SenderBench(paths: 2);
        bench.Send(100);
        bench.Drain();
        bench.Context.Paths.Primary = bench.Context.Paths[1];
        bench.Send(100);
        bench.Send(100);
        bench.Drain();
        return bench;
    }

    private static SenderBench WithOutstanding(int chunks, int length = 100)
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 });
        for (int i = 0; i < chunks; i++)
        {
            bench.Send(length);
        }

        if (chunks * length > 4404)
        {
            // More than the initial cwnd is wanted: as if it had grown.
            bench.Congestion.OnAcknowledged(chunks * length, int.MaxValue, false, false, chunks * length);
        }

        Assert.Equal(chunks, bench.SendWindow().Sum(packet => packet.Chunks.Length));
        return bench;
    }
}
