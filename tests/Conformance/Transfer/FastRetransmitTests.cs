using System.Collections.Generic;
using Sctp.Conformance.Support;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>RFC 9260 section 7.2.4.</summary>
public class FastRetransmitTests
{
    /// <summary>Slow start to a window of some size; the TSNs from <c>First</c> on are used next.</summary>
    private static (Script Script, int Before) Grown(int packets = 20)
    {
        Script script = Script.Connected(window: 1_000_000);
        script.GrowTo(packets * Pmdcs);
        return (script, script.SentTsns());
    }

    [Fact]
    [Requirement("9260-7.2.4-02")]
    [Requirement("9260-7.2.4-05")]
    [Requirement("9260-7.2.4-07")]
    [Requirement("9260-7.2.4-09")]
    [Requirement("9260-6.7-06")]
    [Requirement("9260-16-18")]
    public void The_third_miss_indication_sends_the_chunk_again_at_once()
    {
        Script script = Script.Connected();
        script.SendMany(4, 100);
        Assert.Empty(script.Sack(0, 100_000, Gap(2, 2)));
        Assert.Empty(script.Sack(0, 100_000, Gap(2, 3)));
        Instant now = script.Now;
        SentPacket packet = Assert.Single(script.Sack(0, 100_000, Gap(2, 4)));
        Assert.Equal([1], script.Tsns([packet]));
        Assert.Equal(now, packet.Time);
        Assert.Equal((1, 1), (script.Association.Statistics.FastRetransmissions, script.Association.Statistics.FastRecoveries));
    }

    [Fact]
    [Requirement("9260-7.2.4-03")]
    public void A_SACK_without_news_is_no_miss_indication()
    {
        Script script = Script.Connected();
        script.SendMany(4, 100);
        for (int i = 0; i < 10; i++)
        {
            Assert.Empty(script.Sack(0, 100_000, Gap(2, 2)));
        }

        Assert.Empty(script.Sack(0, 100_000, Gap(2, 3)));
        Assert.Equal([1], script.Tsns(script.Sack(0, 100_000, Gap(2, 4))));
    }

    [Fact]
    [Requirement("9260-6.7-05")]
    [Requirement("9260-7.2.4-03")]
    public void Only_TSNs_below_the_highest_newly_acknowledged_one_count_as_missing()
    {
        Script script = Script.Connected();
        script.SendMany(8, 100);
        script.Sack(1, 100_000, Gap(3, 3)); // 4: 2 and 3 are missing, 5 and above are not
        script.Sack(1, 100_000, Gap(3, 3), Gap(5, 5)); // 6
        List<SentPacket> sent = script.Sack(1, 100_000, Gap(3, 3), Gap(5, 6)); // 7
        Assert.Equal([2, 3], script.Tsns(sent)); // 5 has two misses, 8 none
        Assert.Single(sent);
    }

    [Fact]
    [Requirement("9260-7.2.4-08")]
    [Requirement("9260-7.2.4-06")]
    [Requirement("9260-7.2.3-01")]
    public void The_packet_ignores_cwnd_which_is_halved()
    {
        (Script script, int before) = Grown();
        script.FillWindow();
        int cwnd = script.Path().CongestionWindow;
        script.Sack(before, 1_000_000, Gap(2, 2));
        script.Sack(before, 1_000_000, Gap(2, 3));
        int grown = script.Path().CongestionWindow;
        Assert.Equal(cwnd + Pmdcs, grown); // The window was full before the first of them only.
        Assert.Equal([before + 1], script.Tsns(script.Sack(before, 1_000_000, Gap(2, 4))));
        PathStatus path = script.Path();
        Assert.Equal(path.SlowStartThreshold, path.CongestionWindow);
        Assert.Equal(grown / 2, path.CongestionWindow);
        Assert.Equal(0, path.PartialBytesAcked);
        Assert.True(path.FlightSize > path.CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.4-15")]
    public void A_SACK_that_acknowledges_data_and_shows_a_loss_grows_the_window_first()
    {
        Script script = Script.Connected(window: 1_000_000);
        script.GrowTo(20 * Pmdcs);
        int before = script.SentTsns();
        int count = script.FillWindow();
        int cwnd = script.Path().CongestionWindow;
        script.Sack(before, 1_000_000, Gap(2, 2)); // the flight was full: + PMDCS
        Assert.Equal(cwnd + Pmdcs, script.Path().CongestionWindow);
        script.FillWindow();
        script.Sack(before, 1_000_000, Gap(2, 3));
        Assert.Equal(cwnd + (2 * Pmdcs), script.Path().CongestionWindow);
        script.FillWindow();
        script.Sack(before, 1_000_000, Gap(2, 4));
        Assert.True(count > 4);
        Assert.Equal((cwnd + (3 * Pmdcs)) / 2, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.4-07")]
    [Requirement("9260-7.2.4-11")]
    public void What_fits_one_packet_goes_at_once_and_the_rest_as_cwnd_allows()
    {
        (Script script, int before) = Grown();
        script.SendMany(6, Full);
        script.Sack(before, 1_000_000, Gap(4, 4));
        script.Sack(before, 1_000_000, Gap(4, 5));
        int flight = script.Path().FlightSize;
        Assert.Equal(4 * Pmdcs, flight);
        List<SentPacket> sent = script.Sack(before, 1_000_000, Gap(4, 6));
        Assert.Equal([before + 1, before + 2, before + 3], script.Tsns(sent)); // cwnd has room for all
        Assert.Equal(3, sent.Count);
    }

    [Fact]
    [Requirement("9260-7.2.4-06")]
    [Requirement("9260-7.2.4-07")]
    [Requirement("9260-7.2.4-04")]
    [Requirement("9260-7.2.4-13")]
    [Requirement("9260-7.2.4-14")]
    public void Later_losses_in_the_same_recovery_do_not_lower_the_window_again()
    {
        (Script script, int before) = Grown();
        script.SendMany(12, Full);
        script.Sack(before, 1_000_000, Gap(2, 2));
        script.Sack(before, 1_000_000, Gap(2, 3));
        script.Sack(before, 1_000_000, Gap(2, 4));
        int cwnd = script.Path().CongestionWindow;
        Assert.Equal(1, script.Association.Statistics.FastRecoveries);

        // 6 is missing: 7, 8 and then a partial acknowledgement, which counts for all holes.
        var sent = new List<SentPacket>();
        sent.AddRange(script.Sack(before, 1_000_000, Gap(2, 5), Gap(7, 7)));
        sent.AddRange(script.Sack(before, 1_000_000, Gap(2, 5), Gap(7, 8)));
        Assert.Empty(sent);
        sent.AddRange(script.Sack(before + 5, 1_000_000, Gap(2, 3)));
        Assert.Equal([before + 6], script.Tsns(sent));
        Assert.Equal(1, script.Association.Statistics.FastRecoveries);
        Assert.Equal(cwnd, script.Path().CongestionWindow);
        Assert.Equal(cwnd, script.Path().SlowStartThreshold);
    }

    [Fact]
    [Requirement("9260-7.2.4-11")]
    public void A_chunk_is_fast_retransmitted_once_and_then_left_to_the_timer()
    {
        Script script = Script.Connected();
        script.SendMany(10, 100);
        for (int i = 2; i <= 4; i++)
        {
            script.Sack(0, 100_000, Gap(2, i));
        }

        for (int i = 5; i <= 10; i++)
        {
            Assert.Empty(script.Sack(0, 100_000, Gap(2, i)));
        }

        Assert.Equal([1], script.Tsns(script.WaitMilliseconds(1000)));
        Assert.Equal((1, 1), (script.Association.Statistics.FastRetransmissions, script.Association.Statistics.TimeoutRetransmissions));
    }

    [Fact]
    [Requirement("9260-7.2.4-12")]
    [Requirement("9260-6.2.1-08")]
    public void Recovery_lasts_until_what_was_outstanding_at_its_begin_is_acknowledged()
    {
        (Script script, int before) = Grown(40);
        script.SendMany(10, Full);
        script.Sack(before, 1_000_000, Gap(2, 2));
        script.Sack(before, 1_000_000, Gap(2, 3));
        script.Sack(before, 1_000_000, Gap(2, 4)); // exit point: before + 10
        int cwnd = script.Path().CongestionWindow;
        script.SendMany(10, Full); // before + 11 to before + 20
        script.Sack(before + 9, 1_000_000);
        Assert.Equal(1, script.Association.Statistics.FastRecoveries);
        script.Sack(before + 10, 1_000_000); // over

        // The next loss lowers the window again.
        script.Sack(before + 10, 1_000_000, Gap(2, 2));
        script.Sack(before + 10, 1_000_000, Gap(2, 3));
        Assert.Equal([before + 11], script.Tsns(script.Sack(before + 10, 1_000_000, Gap(2, 4))));
        Assert.Equal(2, script.Association.Statistics.FastRecoveries);
        Assert.True(script.Path().CongestionWindow < cwnd);
    }

    [Fact]
    [Requirement("9260-1.3-05")]
    [Requirement("9260-6.2.1-04")]
    public void A_lost_chunk_leaves_the_flight_and_comes_back_once_with_its_retransmission()
    {
        Script script = Script.Connected(window: 10_000);
        script.SendMany(3, 1000);
        Assert.Equal(3 * 1016, script.Path().FlightSize);
        Assert.Equal(7000u, script.Association.GetStatus().PeerReceiverWindow);
        SentPacket again = Assert.Single(script.WaitMilliseconds(1000)); // 1 is out again, 2 and 3 wait
        Assert.Equal([1], script.Tsns([again]));
        Assert.Equal(1016, script.Path().FlightSize);
        Assert.Equal(9000u, script.Association.GetStatus().PeerReceiverWindow);
    }

    [Fact]
    [Requirement("9260-6.2.1-07")]
    public void A_chunk_that_lost_its_gap_acknowledgement_has_one_miss_indication()
    {
        Script script = Script.Connected();
        script.SendMany(6, 100);
        script.Sack(0, 100_000, Gap(2, 3));
        script.Sack(0, 100_000, Gap(3, 3)); // 2 is taken back
        Assert.Equal(5 * 116, script.Path().FlightSize);
        Assert.Empty(script.Sack(0, 100_000, Gap(3, 4)).DataOf()); // 1: second miss, 2: second
        Assert.Equal([1, 2], script.Tsns(script.Sack(0, 100_000, Gap(3, 5))));
    }

    [Fact]
    [Requirement("9260-6.4-07")]
    [Requirement("9260-6.4-08")]
    public void A_fast_retransmission_goes_where_the_chunk_went()
    {
        Script script = Multihomed();
        script.SendMany(4, 100);
        script.Association.SetPrimaryPath(Script.Peer2, script.Now);
        script.Sack(0, 100_000, Gap(2, 2));
        script.Sack(0, 100_000, Gap(2, 3));
        Assert.Equal(Script.Peer, Assert.Single(script.Sack(0, 100_000, Gap(2, 4))).Transmit.Remote);
    }
}
