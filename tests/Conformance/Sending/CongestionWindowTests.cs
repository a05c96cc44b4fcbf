using Sctp.Sending;
using Sctp.Testing;

namespace Sctp.Conformance.Sending;

/// <summary>cwnd, ssthresh and partial_bytes_acked (RFC 9260 section 7.2).</summary>
public sealed class CongestionWindowTests
{
    private const uint Wide = 1 << 24;
    private const int Pmdcs = 1468;

    [Theory]
    [InlineData(1468, false, 4404)]
    [InlineData(1448, true, 4344)]
    [InlineData(5000, false, 10_000)]
    [InlineData(1000, false, 4000)]
    [Requirement("9260-7.2.1-01")]
    [Requirement("9260-7.2.1-03")]
    [Requirement("9260-7.2.2-05")]
    public void Initial_values(int pmdcs, bool isIPv6, int expected)
    {
        Rfc9260CongestionControl control = New(pmdcs, isIPv6);
        Assert.Equal(expected, control.CongestionWindow);
        Assert.Equal(int.MaxValue, control.SlowStartThreshold);
        Assert.Equal(0, control.PartialBytesAcked);
    }

    [Theory]
    [InlineData(1, 3 * Pmdcs, Pmdcs)]
    [InlineData(2, 3 * Pmdcs, 2 * Pmdcs)]
    [InlineData(1, 100, 100)]
    [Requirement("9260-7.2.1-06")]
    [Requirement("9260-7.2.1-08")]
    [Requirement("9260-7.2.1-09")]
    [Requirement("9260-7.2.1-10")]
    [Requirement("9260-16-19")]
    public void Slow_start_grows_by_what_was_acknowledged_up_to_L_times_PMDCS(int limit, int acknowledged, int growth)
    {
        var control = New(limit: limit);
        control.OnAcknowledged(acknowledged, flightBefore: 4404, false, false, Pmdcs);
        Assert.Equal(4404 + growth, control.CongestionWindow);
    }

    [Theory]
    [InlineData(4403, false)]
    [InlineData(9999, true)]
    [Requirement("9260-7.2.1-07")]
    public void Slow_start_does_not_grow_with_room_left_or_in_Fast_Recovery(int flightBefore, bool inFastRecovery)
    {
        var control = New();
        control.OnAcknowledged(Pmdcs, flightBefore, inFastRecovery, false, Pmdcs);
        Assert.Equal(4404, control.CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.2-01")]
    [Requirement("9260-7.2.2-02")]
    [Requirement("9260-7.2.2-03")]
    [Requirement("9260-7.2.2-06")]
    [Requirement("9260-7.2.2-08")]
    public void Above_ssthresh_cwnd_grows_by_one_PMDCS_for_each_window_acknowledged()
    {
        var control = InCongestionAvoidance();
        int congestionWindow = control.CongestionWindow;
        control.OnAcknowledged(congestionWindow - 100, congestionWindow, false, false, Pmdcs);
        Assert.Equal(congestionWindow, control.CongestionWindow);
        Assert.Equal(congestionWindow - 100, control.PartialBytesAcked);
        control.OnAcknowledged(150, congestionWindow, false, false, Pmdcs);
        Assert.Equal(50, control.PartialBytesAcked);
        Assert.Equal(congestionWindow + Pmdcs, control.CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.2-07")]
    [Requirement("9260-7.2.2-10")]
    public void Partial_bytes_acked_is_capped_at_cwnd_without_a_full_window_and_returns_to_0()
    {
        var control = InCongestionAvoidance();
        int congestionWindow = control.CongestionWindow;
        control.OnAcknowledged(congestionWindow + 500, congestionWindow - 1, false, false, Pmdcs);
        Assert.Equal(congestionWindow, control.PartialBytesAcked);
        Assert.Equal(congestionWindow, control.CongestionWindow);
        control.OnAcknowledged(20, 100, false, allAcknowledged: true, Pmdcs);
        Assert.Equal(0, control.PartialBytesAcked);
    }

    [Fact]
    [Requirement("9260-7.2.2-10")]
    [Requirement("9260-6.2.1-07")]
    public void Partial_bytes_acked_stays_when_a_SACK_takes_back_what_it_does_not_acknowledge()
    {
        SenderBench bench = DrainedInCongestionAvoidance();
        uint first = bench.Sender.NextTsn.Value;
        for (int i = 0; i < 4; i++)
        {
            bench.Send(SenderBench.FullChunk);
        }

        Assert.Equal(4, bench.SendWindow().Count);
        bench.SackTsn(first - 1, Wide, (2, 2), (4, 4));
        Assert.Equal(2 * Pmdcs, bench.Congestion.PartialBytesAcked);
        bench.SackTsn(first, Wide, (2, 2)); // the first and the third are news, the second and the fourth are outstanding again
        Assert.Equal(2 * Pmdcs, bench.Path.FlightSize);
        Assert.Equal(4 * Pmdcs, bench.Congestion.PartialBytesAcked);
        bench.SackAll(Wide);
        Assert.Equal(0, bench.Congestion.PartialBytesAcked);
    }

    [Fact]
    [Requirement("9260-7.2.3-01")]
    [Requirement("9260-7.2.3-02")]
    [Requirement("9260-6.3.3-01")]
    public void Loss_halves_cwnd_and_a_timeout_makes_it_one_PMDCS()
    {
        var control = New();
        Grow(control, 40_000);
        int half = control.CongestionWindow / 2;
        control.OnFastRetransmit(Pmdcs);
        Assert.Equal((half, half, 0), (control.CongestionWindow, control.SlowStartThreshold, control.PartialBytesAcked));
        control.OnRetransmissionTimeout(Pmdcs);
        Assert.Equal((Pmdcs, half / 2, 0), (control.CongestionWindow, control.SlowStartThreshold, control.PartialBytesAcked));
        control.OnRetransmissionTimeout(Pmdcs);
        Assert.Equal((Pmdcs, 4 * Pmdcs), (control.CongestionWindow, control.SlowStartThreshold));
    }

    [Fact]
    [Requirement("9260-7.2.1-12")]
    [Requirement("9260-7.2.1-13")]
    [Requirement("9260-7.2.2-09")]
    [Requirement("9260-16-20")]
    public void Idle_RTOs_halve_cwnd_down_to_4_PMDCS_with_ssthresh_first()
    {
        var control = New();
        Grow(control, 64_000);
        int congestionWindow = control.CongestionWindow;
        control.OnIdle(2, isContinued: false, Pmdcs);
        Assert.Equal(congestionWindow / 2 / 2, control.CongestionWindow);
        Assert.Equal(congestionWindow, control.SlowStartThreshold);
        control.OnIdle(1_000_000_000_000, isContinued: true, Pmdcs);
        Assert.Equal(4 * Pmdcs, control.CongestionWindow);
        Assert.Equal(congestionWindow, control.SlowStartThreshold);
    }

    [Fact]
    public void Idle_time_does_not_raise_a_small_cwnd()
    {
        var control = New();
        control.OnRetransmissionTimeout(Pmdcs);
        int threshold = control.SlowStartThreshold;
        control.OnIdle(5, isContinued: false, Pmdcs);
        Assert.Equal((Pmdcs, threshold), (control.CongestionWindow, control.SlowStartThreshold));
    }

    [Fact]
    [Requirement("9260-7.2.1-12")]
    [Requirement("9260-7.1-03")]
    public void An_idle_path_begins_again_with_a_decayed_cwnd()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 });
        bench.GrowCongestionWindow(64 * Pmdcs);
        int congestionWindow = bench.Congestion.CongestionWindow;
        bench.PassTime((bench.Path.Rto.Rto * 2) + Duration.FromMilliseconds(1));
        for (int i = 0; i < 100; i++)
        {
            bench.Send(SenderBench.FullChunk);
        }

        int sent = bench.SendWindow().Count;
        Assert.Equal(congestionWindow / 4, bench.Congestion.CongestionWindow);
        Assert.Equal((congestionWindow / 4 / Pmdcs) + 1, sent);
    }

    [Fact]
    [Requirement("9260-7.2.1-06")]
    [Requirement("9260-7.2.2-06")]
    public void A_gap_acknowledgement_alone_grows_a_full_window()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 });
        for (int i = 0; i < 10; i++)
        {
            bench.Send(SenderBench.FullChunk);
        }

        bench.SendWindow();
        bench.Sack(-1, 1 << 20, (2, 2));
        Assert.Equal(4404 + Pmdcs, bench.Congestion.CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.1-07")]
    public void A_sender_with_little_to_send_does_not_grow_cwnd()
    {
        var bench = new SenderBench();
        for (int i = 0; i < 100; i++)
        {
            bench.Send(1000);
            bench.Drain();
            bench.SackAll();
        }

        Assert.Equal(4404, bench.Congestion.CongestionWindow);
    }

    [Fact]
    public void Acknowledgements_given_taken_back_and_given_again_do_not_grow_cwnd()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 });
        for (int i = 0; i < 10; i++)
        {
            bench.Send(SenderBench.FullChunk);
        }

        bench.SendWindow();
        bench.Sack(-1, 1 << 20, (2, 2));
        int congestionWindow = bench.Congestion.CongestionWindow;
        bench.SendWindow();
        for (int i = 0; i < 10; i++)
        {
            bench.Sack(-1);
            Assert.False(bench.Sack(-1, 1 << 20, (2, 2)).AnyNewlyAcked);
        }

        Assert.Equal(congestionWindow, bench.Congestion.CongestionWindow);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1452)]
    [InlineData(100)]
    [InlineData(10)]
    [Requirement("9260-7.2.1-06")]
    [Requirement("9260-6.3.3-08")]
    public void After_a_timeout_slow_start_opens_cwnd_for_what_is_to_be_sent_again_whatever_the_size_of_its_chunks(int length)
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 }, peerWindow: 1 << 20);
        bench.GrowCongestionWindow(60_000);
        while (bench.Path.FlightSize < bench.Congestion.CongestionWindow)
        {
            bench.Send(length);
            bench.SendWindow();
        }

        bench.RunNextTimer();
        int roundTrips = 0;
        while (bench.Sender.HasOutstanding)
        {
            // Each round trip what was sent is acknowledged, packet by packet.
            roundTrips++;
            foreach (SentPacket packet in bench.SendWindow())
            {
                bench.SackTsn(packet.Tsns[^1], 1 << 20);
            }
        }

        Assert.InRange(roundTrips, 4, 14); // 42 to 62 packets: 1, 2, 4, 8, 16 and then by congestion avoidance
    }

    [Fact]
    public void Cwnd_does_not_overflow()
    {
        var control = New(limit: 1000);
        for (int i = 0; i < 10_000; i++)
        {
            control.OnAcknowledged(1 << 28, int.MaxValue, false, false, 65_520);
        }

        Assert.InRange(control.CongestionWindow, 1 << 20, 1 << 30);
    }

    private static Rfc9260CongestionControl New(int pmdcs = Pmdcs, bool isIPv6 = false, int limit = 1)
    {
        var control = new Rfc9260CongestionControl(new SctpOptions { SlowStartLimit = limit });
        control.Reset(pmdcs, isIPv6);
        return control;
    }

    private static Rfc9260CongestionControl InCongestionAvoidance()
    {
        Rfc9260CongestionControl control = New();
        Grow(control, 40_000);
        control.OnFastRetransmit(Pmdcs);
        control.OnAcknowledged(100, control.CongestionWindow, false, false, Pmdcs);
        Assert.True(control.CongestionWindow > control.SlowStartThreshold);
        return control;
    }

    private static void Grow(Rfc9260CongestionControl control, int bytes)
    {
        while (control.CongestionWindow < bytes)
        {
            control.OnAcknowledged(Pmdcs, control.CongestionWindow, false, false, Pmdcs);
        }
    }

    private static SenderBench DrainedInCongestionAvoidance()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 }, peerWindow: Wide);
        bench.GrowCongestionWindow(40 * Pmdcs);
        for (int i = 0; i < 100; i++)
        {
            bench.Send(SenderBench.FullChunk);
        }

        uint first = bench.SendWindow()[0].Tsns[0];
        for (ushort end = 2; end <= 4; end++)
        {
            bench.SackTsn(first - 1, Wide, (2, end));
        }

        do
        {
            bench.SackAll(Wide);
        }
        while (bench.SendWindow().Count != 0);

        Assert.True(bench.Congestion.CongestionWindow > bench.Congestion.SlowStartThreshold);
        Assert.Equal((0, 0), (bench.Path.FlightSize, bench.Congestion.PartialBytesAcked));
        return bench;
    }
}
