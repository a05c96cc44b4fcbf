using Sctp.Testing;

namespace Sctp.Conformance.Sending;

/// <summary>Rules B to E of RFC 9260 section 6.1, Max.Burst and bundling.</summary>
public sealed class TransmissionRuleTests
{
    [Fact]
    [Requirement("9260-6.1-12")]
    [Requirement("9260-6.1-13")]
    [Requirement("9260-6.1-14")]
    [Requirement("9260-7.2.1-04")]
    [Requirement("9260-7.2.1-05")]
    public void One_packet_may_exceed_cwnd_by_less_than_PMDCS()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 });
        for (int i = 0; i < 20; i++)
        {
            bench.Send(SenderBench.FullChunk - 4);
        }

        Assert.Equal(4404, bench.Congestion.CongestionWindow);
        Assert.Equal(4, bench.SendWindow().Count); // 3 * 1464 = 4392 is below 4404
        Assert.Equal(4 * 1464, bench.Path.FlightSize);
        Assert.InRange(bench.Path.FlightSize, 4404, 4404 + SenderBench.Pmdcs - 1);
        bench.Sack(-1, 1 << 20, (2, 2)); // the window was full: cwnd 5868, flightsize 4392
        Assert.Equal(2, bench.SendWindow().Count);
    }

    [Fact]
    [Requirement("9260-6.1-16")]
    [Requirement("9260-6.1-18")]
    [Requirement("9260-6.1-19")]
    [Requirement("9260-16-04")]
    public void At_most_Max_Burst_packets_leave_at_one_opportunity_and_cwnd_stays()
    {
        var bench = new SenderBench();
        bench.GrowCongestionWindow(20 * SenderBench.Pmdcs);
        for (int i = 0; i < 30; i++)
        {
            bench.Send(SenderBench.FullChunk);
        }

        int congestionWindow = bench.Congestion.CongestionWindow;
        bench.Sender.BeginOpportunity();
        Assert.Equal(4, bench.Drain().Count);
        Assert.Empty(bench.Drain());
        Assert.Equal(congestionWindow, bench.Congestion.CongestionWindow);
        bench.Sender.BeginOpportunity();
        Assert.Equal(4, bench.Drain().Count);
    }

    [Fact]
    [Requirement("9260-6.1-15")]
    [Requirement("9260-6.1-21")]
    [Requirement("9260-6.10-04")]
    public void What_is_marked_goes_first_and_shares_its_packet_with_new_data()
    {
        var bench = new SenderBench();
        bench.Send(100);
        bench.Send(100);
        bench.Drain();
        bench.Send(100);
        bench.RunNextTimer();
        Assert.Equal([bench.T(0), bench.T(1), bench.T(2)], Assert.Single(bench.Drain()).Tsns);
    }

    [Fact]
    [Requirement("9260-6-01")]
    public void Nothing_leaves_before_the_association_is_established()
    {
        var bench = new SenderBench(established: false);
        bench.Send(100);
        Assert.Empty(bench.Drain());
        bench.Sender.OnEstablished(bench.Now);
        Assert.Single(bench.Drain());
    }

    [Fact]
    [Requirement("9260-7-02")]
    public void Streams_share_one_cwnd()
    {
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 });
        for (int i = 0; i < 20; i++)
        {
            bench.Send(SenderBench.FullChunk, new SendOptions { StreamId = (ushort)(i % 5) });
        }

        Assert.Equal(3, bench.SendWindow().Count);
    }

    [Fact]
    public void With_Nagle_a_small_chunk_waits_while_data_is_outstanding()
    {
        var bench = new SenderBench(new SctpOptions { Nagle = true });
        bench.Send(10);
        Assert.Single(bench.Drain());
        bench.Send(10);
        Assert.Empty(bench.Drain());
        bench.SackAll();
        Assert.Single(bench.Drain());
    }

    [Fact]
    public void With_Nagle_small_chunks_leave_when_they_fill_a_packet()
    {
        var bench = new SenderBench(new SctpOptions { Nagle = true });
        bench.Send(10);
        bench.Drain();
        for (int i = 0; i < 2; i++)
        {
            bench.Send(700);
        }

        Assert.Empty(bench.Drain());
        bench.Send(700);
        Assert.Equal(2, Assert.Single(bench.Drain()).Chunks.Length);
    }

    [Fact]
    [Requirement("9260-11.1.5-06")]
    public void The_no_bundle_flag_ends_the_wait_but_does_not_forbid_bundling()
    {
        var bench = new SenderBench(new SctpOptions { Nagle = true });
        bench.Send(10);
        bench.Drain();
        bench.Send(10);
        Assert.Empty(bench.Drain());
        bench.Send(10, new SendOptions { NoBundle = true });
        Assert.Equal(2, Assert.Single(bench.Drain()).Chunks.Length);
    }

    [Fact]
    [Requirement("9260-6.1-25")]
    [Requirement("9260-6.1-27")]
    [Requirement("9260-6.3.2-01")]
    public void T3_starts_with_the_first_chunk_and_new_data_does_not_restart_it()
    {
        var bench = new SenderBench();
        bench.Send(100);
        bench.Drain();
        Instant deadline = bench.Now + bench.Path.Rto.Rto;
        Assert.Equal(deadline, bench.T3());
        bench.PassTime(Duration.FromMilliseconds(300));
        bench.Send(100);
        bench.Drain();
        Assert.Equal(deadline, bench.T3());
    }
}
