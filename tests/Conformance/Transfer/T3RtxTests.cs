using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>RFC 9260 sections 6.3.2 and 6.3.3, and rule C of 6.1.</summary>
public class T3RtxTests
{
    private static Duration Seconds(long value) => Duration.FromSeconds(value);

    [Fact]
    [Requirement("9260-6.1-25")]
    [Requirement("9260-6.1-27")]
    [Requirement("9260-6.1-01")]
    public void The_first_chunk_starts_the_timer_and_later_ones_leave_it_alone()
    {
        Script script = Script.Connected();
        Assert.Null(script.Path().T3Deadline);
        script.Send(100);
        Instant deadline = script.Now + Seconds(1);
        Assert.Equal(deadline, script.Path().T3Deadline);
        script.WaitMilliseconds(500);
        script.Send(100);
        Assert.Equal(deadline, script.Path().T3Deadline);
    }

    [Fact]
    [Requirement("9260-6.1-26")]
    [Requirement("9260-7.2.4-10")]
    public void A_fast_retransmission_of_the_earliest_chunk_restarts_the_timer()
    {
        Script script = Script.Connected();
        script.SendMany(4, 100);
        script.WaitMilliseconds(500);
        script.Sack(0, 100_000, Gap(2, 2));
        script.Sack(0, 100_000, Gap(2, 3));
        Assert.Equal([1], script.Tsns(script.Sack(0, 100_000, Gap(2, 4))));
        Assert.Equal(script.Now + Seconds(1), script.Path().T3Deadline);
    }

    [Fact]
    [Requirement("9260-6.1-27")]
    [Requirement("9260-7.2.4-10")]
    public void A_fast_retransmission_of_another_chunk_leaves_the_timer_alone()
    {
        Script script = Script.Connected();
        script.SendMany(8, 100);
        script.Sack(0, 100_000, Gap(2, 2));
        script.Sack(0, 100_000, Gap(2, 3));
        Assert.Equal([1], script.Tsns(script.Sack(0, 100_000, Gap(2, 4))));
        Instant? deadline = script.Path().T3Deadline;
        script.WaitMilliseconds(300);
        var sent = new List<SentPacket>();
        sent.AddRange(script.Sack(0, 100_000, Gap(2, 4), Gap(6, 6)));
        sent.AddRange(script.Sack(0, 100_000, Gap(2, 4), Gap(6, 7)));
        sent.AddRange(script.Sack(0, 100_000, Gap(2, 4), Gap(6, 8)));
        Assert.Equal([5], script.Tsns(sent));
        Assert.Equal(deadline, script.Path().T3Deadline);
    }

    [Fact]
    [Requirement("9260-6.3.2-02")]
    public void The_timer_stops_when_all_is_acknowledged()
    {
        Script script = Script.Connected();
        script.SendMany(2, 100);
        script.Sack(2);
        Assert.Null(script.Path().T3Deadline);
    }

    [Fact]
    [Requirement("9260-6.3.2-03")]
    public void An_acknowledgement_of_the_earliest_chunk_restarts_the_timer_and_one_of_a_later_chunk_does_not()
    {
        Script script = Script.Connected();
        script.SendMany(3, 100);
        Instant deadline = script.Now + Seconds(1);
        script.WaitMilliseconds(300);
        script.Sack(0, 100_000, Gap(3, 3));
        Assert.Equal(deadline, script.Path().T3Deadline);
        script.WaitMilliseconds(300);
        script.Sack(1, 100_000, Gap(2, 2));
        Assert.Equal(script.Now + script.Path().RetransmissionTimeout, script.Path().T3Deadline);
    }

    [Fact]
    [Requirement("9260-6.3.2-04")]
    [Requirement("9260-6.2.1-07")]
    public void A_gap_acknowledgement_taken_back_starts_the_timer_of_the_chunks_destination()
    {
        Script script = Multihomed();
        script.Send(100);
        script.Send(100, new SendOptions { Destination = Script.Peer2 });
        script.Sack(0, 100_000, Gap(2, 2));
        Assert.Null(script.Path(1).T3Deadline);
        Assert.Equal(0, script.Path(1).FlightSize);
        script.WaitMilliseconds(200);
        script.Sack(0, 100_000);
        Assert.Equal(script.Now + Seconds(1), script.Path(1).T3Deadline);
        Assert.Equal(116, script.Path(1).FlightSize);
        Assert.Equal(1, script.Association.Statistics.GapAckRevocations);
    }

    [Fact]
    [Requirement("9260-6.3.3-01")]
    [Requirement("9260-7.2.3-02")]
    public void On_expiry_ssthresh_is_half_of_cwnd_and_cwnd_one_PMDCS()
    {
        Script script = Script.Connected(window: 1_000_000);
        script.GrowTo(40_000);
        int cwnd = script.Path().CongestionWindow;
        script.Send(Full);
        script.WaitMilliseconds(1000);
        Assert.Equal(
            (cwnd / 2, Pmdcs, 0),
            (script.Path().SlowStartThreshold, script.Path().CongestionWindow, script.Path().PartialBytesAcked));
    }

    [Fact]
    [Requirement("9260-6.3.3-01")]
    [Requirement("9260-7.2.3-02")]
    public void On_expiry_ssthresh_is_at_least_four_PMDCS()
    {
        Script script = Script.Connected();
        script.Send(Full);
        script.WaitMilliseconds(1000);
        Assert.Equal((4 * Pmdcs, Pmdcs), (script.Path().SlowStartThreshold, script.Path().CongestionWindow));
    }

    [Theory]
    [InlineData(3, Full, 1)]
    [InlineData(10, 100, 10)]
    [InlineData(30, 100, 12)]
    [InlineData(6, 700, 2)]
    [Requirement("9260-6.3.3-04")]
    [Requirement("9260-7.2.1-02")]
    [Requirement("9260-7.2.3-03")]
    public void On_expiry_one_packet_with_the_earliest_chunks_that_fit_is_sent_again(int count, int length, int fitting)
    {
        Script script = Script.Connected();
        script.SendMany(count, length);
        int sent = script.SentTsns();
        SentPacket packet = Assert.Single(script.WaitMilliseconds(1000));
        Assert.Equal(Enumerable.Range(1, fitting), script.Tsns([packet]));
        Assert.Empty(script.SendMany(3, 100));
        Assert.Equal(sent, script.SentTsns());
        Assert.Empty(script.WaitMilliseconds(1999));
    }

    [Fact]
    [Requirement("9260-6.3.3-08")]
    [Requirement("9260-6.1-15")]
    public void What_did_not_fit_follows_as_cwnd_allows_and_before_new_data()
    {
        Script script = Script.Connected();
        script.SendMany(3, Full);
        script.WaitMilliseconds(1000);
        script.Send(Full); // new, TSN 4
        Assert.Equal(3, script.SentTsns());
        var order = new List<int>();
        for (int i = 1; i <= 3; i++)
        {
            List<SentPacket> sent = script.Sack(i);
            order.AddRange(script.Tsns(sent));
        }

        Assert.Equal([2, 3, 4], order);
    }

    [Fact]
    [Requirement("9260-6.3.3-05")]
    [Requirement("9260-6.3.3-06")]
    [Requirement("9260-6.4-06")]
    [Requirement("9260-7.1-02")]
    [Requirement("9260-6.4-09")]
    [Requirement("9260-6.3-01")]
    public void Timed_out_data_goes_to_the_alternate_and_is_guarded_by_its_timer_and_RTO()
    {
        Script script = Multihomed();
        script.Association.RequestHeartbeat(Script.Peer2, script.Now);
        List<SentPacket> heartbeat = script.Flush();
        script.WaitMilliseconds(900);
        script.AnswerHeartbeats(heartbeat);
        Assert.Equal(Duration.FromMilliseconds(2700), script.Path(1).RetransmissionTimeout);
        script.Send(Full);
        Assert.Equal((Pmdcs, 0), (script.Path(0).FlightSize, script.Path(1).FlightSize));
        SentPacket again = Assert.Single(script.WaitMilliseconds(1000));
        Assert.Equal(Script.Peer2, again.Transmit.Remote);
        Assert.Equal((0, Pmdcs), (script.Path(0).FlightSize, script.Path(1).FlightSize));
        Assert.Equal(script.Now + Duration.FromMilliseconds(2700), script.Path(1).T3Deadline);
        Assert.Null(script.Path(0).T3Deadline);
    }

    [Fact]
    [Requirement("9260-6.3.3-09")]
    [Requirement("9260-11.1.6-01")]
    public void A_change_of_the_destination_leaves_the_running_timer_alone_and_starts_the_new_ones()
    {
        Script script = Multihomed();
        script.Send(100);
        Instant? first = script.Path(0).T3Deadline;
        script.WaitMilliseconds(400);
        script.Association.SetPrimaryPath(Script.Peer2, script.Now);
        Assert.Equal(Script.Peer2, Assert.Single(script.Send(100)).Transmit.Remote);
        Assert.Equal(first, script.Path(0).T3Deadline);
        Assert.Equal(script.Now + Seconds(1), script.Path(1).T3Deadline);
    }

    [Fact]
    [Requirement("9260-6.1-21")]
    [Requirement("9260-6.10-04")]
    public void A_retransmitted_and_a_new_chunk_share_a_packet_in_the_order_of_their_TSNs()
    {
        Script script = Script.Connected();
        script.SendMany(4, 100);
        script.Queue(1, 100); // TSN 5, not fetched yet
        script.Endpoint.Receive(
            new SctpPacket(Script.PeerPort, Script.Port, script.Tag, [new Sack(script.Tsn - 1, 100_000, [Gap(2, 2)], [])]).ToArray(),
            new NetworkPath(Script.Peer, Script.Local),
            script.Now);
        script.Endpoint.Receive(
            new SctpPacket(Script.PeerPort, Script.Port, script.Tag, [new Sack(script.Tsn - 1, 100_000, [Gap(2, 3)], [])]).ToArray(),
            new NetworkPath(Script.Peer, Script.Local),
            script.Now);
        List<SentPacket> sent = script.Sack(0, 100_000, Gap(2, 4));
        Assert.Equal([1, 5], script.Tsns(sent));
        Assert.Single(sent);
    }
}
