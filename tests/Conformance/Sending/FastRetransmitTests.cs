using System.Linq;
using Sctp.Sending;
using Sctp.Testing;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Conformance.Sending;

/// <summary>Fast Retransmit and Fast Recovery (RFC 9260 section 7.2.4).</summary>
public sealed class FastRetransmitTests
{
    private const uint Wide = 1 << 24;

    [Fact]
    [Requirement("9260-7.2.4-02")]
    [Requirement("9260-7.2.4-05")]
    [Requirement("9260-7.2.4-07")]
    [Requirement("9260-7.2.4-08")]
    [Requirement("9260-7.2.4-09")]
    [Requirement("9260-6.7-06")]
    [Requirement("9260-16-18")]
    public void The_third_miss_indication_sends_one_packet_at_once_whatever_cwnd_says()
    {
        var (bench, first) = WithFullWindow();
        bench.SackTsn(first - 1, Wide, (2, 2));
        bench.SackTsn(first - 1, Wide, (2, 3));
        bench.Sender.BeginOpportunity();
        Assert.DoesNotContain(bench.Drain().SelectMany(packet => packet.Tsns), tsn => tsn == first);
        int flight = bench.Path.FlightSize;
        bench.SackTsn(first - 1, Wide, (2, 4));
        Assert.Equal(flight - (2 * SenderBench.Pmdcs), bench.Path.FlightSize);
        Assert.True(bench.Path.FlightSize > bench.Congestion.CongestionWindow);
        Assert.Equal([first], Assert.Single(bench.Drain()).Tsns);
        Assert.Equal(1, bench.Context.Statistics.FastRetransmissions);
    }

    [Fact]
    [Requirement("9260-7.2.4-07")]
    public void The_packet_that_ignores_cwnd_is_due_no_longer_than_Fast_Recovery_lasts()
    {
        FastRecovery recovery = default;
        recovery.Enter(new Tsn(10));
        recovery.RequirePacket(0);
        recovery.OnCumulativeAck(new Tsn(9));
        Assert.True(recovery.IsPacketDue);
        recovery.OnCumulativeAck(new Tsn(10));
        Assert.False(recovery.IsActive);
        Assert.False(recovery.IsPacketDue);
    }

    [Fact]
    [Requirement("9260-7.2.4-03")]
    [Requirement("9260-6.7-05")]
    public void A_SACK_without_news_counts_no_miss_and_TSNs_above_the_newly_acknowledged_are_not_missing()
    {
        var (bench, first) = WithFullWindow();
        for (int i = 0; i < 5; i++)
        {
            bench.SackTsn(first - 1, Wide, (2, 2));
        }

        Assert.False(bench.Sender.IsInFastRecovery);
        bench.SackTsn(first - 1, Wide, (2, 2), (9, 9));
        bench.SackTsn(first - 1, Wide, (2, 3), (9, 9)); // the highest newly acknowledged is 3: of those above, none is missed
        bench.SackTsn(first - 1, Wide, (2, 4), (9, 9));
        Assert.True(bench.Sender.IsInFastRecovery);
        Assert.Equal([first], bench.Drain()[0].Tsns);
        Assert.Equal(1, bench.Context.Statistics.FastRetransmissions);
        Assert.DoesNotContain(bench.SendWindow().SelectMany(packet => packet.Tsns), tsn => tsn == first + 4);
    }

    [Fact]
    [Requirement("9260-7.2.3-01")]
    [Requirement("9260-7.2.4-06")]
    [Requirement("9260-7.2.4-13")]
    [Requirement("9260-7.2.4-14")]
    [Requirement("9260-7.2.4-15")]
    [Requirement("9260-7.2.4-12")]
    [Requirement("9260-6.2.1-08")]
    public void Cwnd_is_halved_once_for_each_Fast_Recovery()
    {
        var (bench, first) = WithFullWindow();
        int before = bench.Congestion.CongestionWindow;
        bench.SackTsn(first - 1, Wide, (2, 2));
        bench.SackTsn(first - 1, Wide, (2, 3));
        bench.SackTsn(first - 1, Wide, (2, 4));

        // The first SACK found the window full: growth by one PMDCS, and with the third SACK the loss.
        int halved = (before + SenderBench.Pmdcs) / 2;
        Assert.Equal(halved, bench.Congestion.CongestionWindow);
        Assert.Equal(halved, bench.Congestion.SlowStartThreshold);
        uint exit = bench.Sender.NextTsn.Previous.Value;
        bench.Drain();

        // A second hole in the same recovery.
        bench.SackTsn(first - 1, Wide, (2, 4), (6, 6));
        bench.SackTsn(first - 1, Wide, (2, 4), (6, 7));
        bench.SackTsn(first - 1, Wide, (2, 4), (6, 8));
        Assert.Equal(halved, bench.Congestion.CongestionWindow);
        Assert.Equal(1, bench.Context.Statistics.FastRecoveries);
        bench.SendWindow();
        bench.SackTsn(exit - 1, Wide);
        Assert.True(bench.Sender.IsInFastRecovery);
        bench.SackTsn(exit, Wide);
        Assert.False(bench.Sender.IsInFastRecovery);
    }

    [Fact]
    [Requirement("9260-7.2.4-04")]
    public void In_Fast_Recovery_a_cumulative_advance_counts_a_miss_for_every_hole()
    {
        var (bench, first) = WithFullWindow();
        bench.SackTsn(first - 1, Wide, (2, 2), (12, 12)); // 1, 3..11 missed once
        bench.SackTsn(first - 1, Wide, (2, 3), (12, 12)); // 1 twice
        bench.SackTsn(first - 1, Wide, (2, 4), (12, 12)); // 1 three times
        Assert.Equal([first], bench.Drain()[0].Tsns);
        Assert.True(bench.Sender.IsInFastRecovery);

        // 1 arrives: the SACK reports 5..11 missing. Nothing above is newly acknowledged.
        bench.SackTsn(first + 3, Wide, (8, 8));
        int flight = bench.Path.FlightSize;
        bench.SackTsn(first + 4, Wide, (7, 7)); // 5 arrives; 6..11 are missed for the third time
        Assert.Equal(flight - (7 * SenderBench.Pmdcs), bench.Path.FlightSize);
    }

    [Fact]
    [Requirement("9260-7.2.4-11")]
    public void A_chunk_that_was_fast_retransmitted_is_sent_again_only_by_T3()
    {
        var (bench, first) = WithFullWindow();
        for (int i = 2; i < 20; i++)
        {
            bench.SackTsn(first - 1, Wide, (2, i));
            bench.SendWindow();
        }

        Assert.Equal(1, bench.Context.Statistics.FastRetransmissions);
        Assert.Equal(TimerKind.T3Rtx, bench.RunNextTimer());
        Assert.Equal(first, bench.Drain()[0].Tsns[0]);
        Assert.Equal(1, bench.Context.Statistics.FastRetransmissions);
        Assert.NotEqual(0, bench.Context.Statistics.TimeoutRetransmissions);
    }

    [Fact]
    [Requirement("9260-7.2.4-07")]
    public void In_Fast_Recovery_further_losses_wait_for_cwnd()
    {
        var (bench, first) = WithFullWindow();
        bench.SackTsn(first - 1, Wide, (2, 2));
        bench.SackTsn(first - 1, Wide, (2, 3));
        bench.SackTsn(first - 1, Wide, (2, 4));
        bench.Drain();
        bench.SackTsn(first - 1, Wide, (2, 4), (6, 6));
        bench.SackTsn(first - 1, Wide, (2, 4), (6, 7));
        bench.SackTsn(first - 1, Wide, (2, 4), (6, 8));
        Assert.True(bench.Path.FlightSize > bench.Congestion.CongestionWindow);
        Assert.Empty(bench.SendWindow());
    }

    [Fact]
    [Requirement("9260-7.2.1-07")]
    public void In_Fast_Recovery_slow_start_does_not_raise_cwnd()
    {
        var (bench, first) = WithFullWindow();
        bench.SackTsn(first - 1, Wide, (2, 2));
        bench.SackTsn(first - 1, Wide, (2, 3));
        bench.SackTsn(first - 1, Wide, (2, 4));
        bench.Drain();
        int congestionWindow = bench.Congestion.CongestionWindow;
        Assert.True(bench.Path.FlightSize >= congestionWindow);
        bench.SackTsn(first + 3, Wide);
        Assert.Equal(congestionWindow, bench.Congestion.CongestionWindow);
    }

    private static (SenderBench Bench, uint First) WithFullWindow()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 }, peerWindow: Wide);
        bench.GrowCongestionWindow(40 * SenderBench.Pmdcs);
        for (int i = 0; i < 100; i++)
        {
            bench.Send(SenderBench.FullChunk);
        }

        uint first = bench.SendWindow()[0].Tsns[0];
        Assert.True(bench.Path.FlightSize >= bench.Congestion.CongestionWindow);
        return (bench, first);
    }
}
