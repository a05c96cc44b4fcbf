using System.Linq;
using Sctp.Paths;
using Sctp.Testing;
using Sctp.Timers;

namespace Sctp.Conformance.Sending;

/// <summary>DATA over several paths (RFC 9260 sections 6.3.3, 6.4, 7.1 and 8.2).</summary>
public sealed class MultihomingTests
{
    [Fact]
    [Requirement("9260-6.4-01")]
    public void Data_goes_to_the_primary_path()
    {
        var bench = new SenderBench(paths: 2);
        bench.Send(10);
        Assert.Equal(0, Assert.Single(bench.Drain()).Path);
        bench.Context.Paths.Primary = bench.Context.Paths[1];
        bench.Send(10);
        Assert.Equal(1, Assert.Single(bench.Drain()).Path);
        Assert.True(bench.Timers.IsRunning(TimerKind.T3Rtx, 0)); // 9260-6.3.3-09
    }

    [Fact]
    [Requirement("9260-6.4-06")]
    [Requirement("9260-6.4-09")]
    [Requirement("9260-6.3.3-05")]
    [Requirement("9260-6.3.3-06")]
    [Requirement("9260-7.1-04")]
    public void Timed_out_data_goes_to_another_path_with_that_paths_own_numbers()
    {
        var bench = new SenderBench(paths: 2);
        bench.Send(100);
        bench.Send(100);
        bench.Drain();
        int flight = bench.Path.FlightSize;
        bench.RunNextTimer();
        SentPacket packet = Assert.Single(bench.Drain());
        Path other = bench.Context.Paths[1];
        Assert.Equal((1, 2), (packet.Path, packet.Chunks.Length));
        Assert.Equal((0, flight), (bench.Path.FlightSize, other.FlightSize));
        Assert.Equal(bench.Now + Duration.FromSeconds(1), bench.T3(1));
        Assert.False(bench.Timers.IsRunning(TimerKind.T3Rtx, 0));
        Assert.Equal(Duration.FromSeconds(2), bench.Path.Rto.Rto);
        Assert.Equal(4404, other.Congestion.CongestionWindow);
    }

    [Fact]
    [Requirement("9260-8.2-05")]
    [Requirement("9260-7.2.1-11")]
    public void An_acknowledgement_is_credited_to_the_path_the_data_was_last_sent_to()
    {
        var bench = new SenderBench(paths: 2);
        bench.Send(100);
        bench.Drain();
        bench.RunNextTimer();
        bench.Drain();
        Assert.True(bench.SackAll().AnyNewlyAcked);
        Assert.False(bench.Sender.WasNewlyAcked(0));
        Assert.True(bench.Sender.WasNewlyAcked(1));
        Assert.True(bench.Path.IsLimitedToOnePacket);
        bench.Send(100);
        bench.Drain();
        bench.SackAll();
        Assert.True(bench.Sender.WasNewlyAcked(0));
        Assert.False(bench.Sender.WasNewlyAcked(1));
        Assert.False(bench.Path.IsLimitedToOnePacket);
    }

    [Fact]
    [Requirement("9260-6.4-07")]
    public void A_fast_retransmit_uses_the_path_of_the_original()
    {
        var bench = new SenderBench(paths: 2);
        for (int i = 0; i < 4; i++)
        {
            bench.Send(1000);
        }

        bench.SendWindow();
        bench.Context.Paths.Primary = bench.Context.Paths[1];
        bench.Sack(-1, 1 << 20, (2, 2));
        bench.Sack(-1, 1 << 20, (2, 3));
        bench.Sack(-1, 1 << 20, (2, 4));
        Assert.Equal(0, Assert.Single(bench.Drain()).Path);
    }

    [Fact]
    [Requirement("9260-6.4-07")]
    [Requirement("9260-8.2-05")]
    public void A_path_that_the_SACK_shows_to_work_gets_the_fast_retransmit()
    {
        var bench = new SenderBench(paths: 2);
        for (int i = 0; i < 4; i++)
        {
            bench.Send(1000);
        }

        bench.SendWindow();
        bench.Sack(-1, 1 << 20, (2, 2));
        bench.Sack(-1, 1 << 20, (2, 3));
        bench.Path.IsActive = false;
        bench.Sender.OnPathsChanged(bench.Now);
        bench.Sack(-1, 1 << 20, (2, 4));
        Assert.Equal(0, Assert.Single(bench.Drain()).Path);
    }

    [Fact]
    [Requirement("9260-7.2.4-08")]
    public void The_packet_that_ignores_cwnd_goes_where_its_chunk_is_redirected()
    {
        const uint Wide = 1 << 24;
        var bench = new SenderBench(new SctpOptions { MaxBurst = 0 }, peerWindow: Wide, paths: 3);
        Path third = bench.Context.Paths[2];
        var toThird = new SendOptions { Destination = third.Remote };
        bench.Context.Paths.Primary = third;
        while (third.Congestion.CongestionWindow < 40 * SenderBench.Pmdcs)
        {
            bench.Send(100 * SenderBench.FullChunk);
            while (!bench.Sender.IsDrained)
            {
                bench.SendWindow();
                bench.SackAll(Wide);
            }
        }

        bench.Send(100, new SendOptions { Destination = bench.Path.Remote });
        bench.Send(100 * SenderBench.FullChunk, toThird);
        uint first = bench.SendWindow()[0].Tsns[0];
        bench.SackTsn(first - 1, Wide, (2, 2));
        bench.SackTsn(first - 1, Wide, (2, 3));
        third.Congestion.OnFastRetransmit(third.Pmdcs);
        foreach (Path path in bench.Context.Paths.All)
        {
            path.IsActive = false;
        }

        bench.Sender.OnPathsChanged(bench.Now);
        bench.SackTsn(first - 1, Wide, (2, 4)); // marked for the second path
        third.IsActive = true;
        bench.Sender.OnPathsChanged(bench.Now);
        Assert.True(third.FlightSize > third.Congestion.CongestionWindow);
        SentPacket packet = Assert.Single(bench.Drain());
        Assert.Equal((2, first), (packet.Path, Assert.Single(packet.Tsns)));
    }

    [Fact]
    [Requirement("9260-11.1.5-04")]
    public void A_destination_named_by_the_user_is_honoured_while_it_can_be_used()
    {
        var bench = new SenderBench(paths: 2);
        Path second = bench.Context.Paths[1];
        bench.Send(10, new SendOptions { Destination = second.Remote });
        Assert.Equal(1, Assert.Single(bench.Drain()).Path);
        second.IsActive = false;
        bench.Sender.OnPathsChanged(bench.Now);
        bench.Send(10, new SendOptions { Destination = second.Remote });
        Assert.Equal(0, Assert.Single(bench.Drain()).Path);
    }

    [Fact]
    public void What_is_marked_for_a_path_that_fails_goes_elsewhere()
    {
        var bench = new SenderBench(paths: 3);
        bench.Send(10);
        bench.Drain();
        bench.RunNextTimer(); // marked for path 1
        bench.Context.Paths[1].IsActive = false;
        bench.Sender.OnPathsChanged(bench.Now);
        Assert.Equal(2, Assert.Single(bench.Drain()).Path);
    }

    [Fact]
    public void Each_path_restarts_its_own_T3_when_its_own_earliest_chunk_is_acknowledged()
    {
        var bench = new SenderBench(paths: 2);
        SctpAddress second = bench.Context.Paths[1].Remote;
        bench.Send(10);
        bench.Send(10, new SendOptions { Destination = second });
        bench.Send(10);
        bench.Send(10, new SendOptions { Destination = second });
        Assert.Equal([0, 1, 0, 1], bench.SendWindow().Select(packet => packet.Path));
        Instant started = bench.T3(0);
        bench.PassTime(Duration.FromMilliseconds(100));
        bench.Sack(-1, 1 << 20, (2, 2)); // the earliest of path 1, by a gap block
        Assert.Equal(started, bench.T3(0));
        Assert.Equal(bench.Now + bench.Context.Paths[1].Rto.Rto, bench.T3(1));
        Assert.NotEqual(started, bench.T3(1));
    }
}
