using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>The peer's receive window at the sender: RFC 9260 section 6.1 rule A with its zero window probes, and section 6.2.1.</summary>
public class PeerWindowTests
{
    private static readonly SctpOptions NoHeartbeat = new() { HeartbeatEnabled = false };

    private static uint WindowOf(Script script) => script.Association.GetStatus().PeerReceiverWindow;

    [Fact]
    [Requirement("9260-6.2.1-02")]
    [Requirement("9260-6.1-03")]
    [Requirement("9260-6.1-24")]
    public void The_first_window_is_the_announced_one()
    {
        Script script = Script.Connected(window: 2000);
        Assert.Equal(2, script.SendMany(8, 1000).Count);
        Assert.Equal(0u, WindowOf(script));
    }

    [Fact]
    [Requirement("9260-6.1-03")]
    public void A_chunk_larger_than_the_window_waits_while_data_is_in_flight()
    {
        Script script = Script.Connected(window: 1500);
        Assert.Single(script.Send(1000));
        Assert.Equal(500u, WindowOf(script));
        Assert.Empty(script.Send(1000));
        Assert.Empty(script.WaitMilliseconds(900));
        Assert.Equal([2], script.Tsns(script.Sack(1, 1500)));
    }

    [Fact]
    [Requirement("9260-6.2.1-01")]
    [Requirement("9260-6.2.1-03")]
    [Requirement("9260-6.2.1-06")]
    public void A_SACK_sets_the_window_to_a_rwnd_less_what_is_outstanding()
    {
        Script script = Script.Connected(window: 10_000);
        script.SendMany(4, 1000);
        Assert.Equal(6000u, WindowOf(script));
        script.Sack(1, 5000);
        Assert.Equal(2000u, WindowOf(script));
        script.Sack(1, 5000, Gap(2, 2));
        Assert.Equal(3000u, WindowOf(script));
        script.Sack(1, 1000, Gap(2, 2));
        Assert.Equal(0u, WindowOf(script));
    }

    [Fact]
    [Requirement("9260-6.2.1-04")]
    public void What_is_marked_for_retransmission_comes_back_into_the_window()
    {
        Script script = Script.Connected(window: 10_000);
        script.SendMany(4, 1000);
        script.Sack(0, 10_000, Gap(2, 2));
        script.Sack(0, 10_000, Gap(2, 3));
        Assert.Equal(8000u, WindowOf(script));
        script.Sack(0, 10_000, Gap(2, 4)); // Marked: 10,000; sent again at once: 9,000.
        Assert.Equal(9000u, WindowOf(script));
    }

    [Fact]
    [Requirement("9260-6.2.1-05")]
    [Requirement("9260-5.1-27")]
    public void An_older_SACK_changes_nothing()
    {
        Script script = Script.Connected();
        script.SendMany(3, 1000);
        script.Sack(2, 50_000);
        AssociationStatus before = script.Association.GetStatus();
        PathStatus path = script.Path();
        Assert.Empty(script.Sack(1, 0, Gap(2, 2)));
        Assert.Equal(before, script.Association.GetStatus());
        Assert.Equal(path with { PacketsReceived = path.PacketsReceived + 1 }, script.Path());
        Assert.Equal(1, script.Association.Statistics.Discards.Of(DiscardReason.StaleSack));
    }

    [Fact]
    [Requirement("9260-5.1-27")]
    public void Before_any_data_a_SACK_of_the_Initial_TSN_less_one_is_accepted()
    {
        Script script = Script.Connected();
        script.Sack(0, 77_000);
        Assert.Equal(77_000u, WindowOf(script));
        Assert.Equal(AssociationState.Established, script.Association.State);
    }

    [Fact]
    [Requirement("9260-6.1-05")]
    [Requirement("9260-6.1-06")]
    [Requirement("9260-6.1-08")]
    public void The_first_probe_leaves_one_RTO_after_the_window_closed_and_all_was_acknowledged()
    {
        Script script = Script.Connected(NoHeartbeat);
        script.SendMany(2, 1000);
        script.Sack(1, 0);
        Assert.Empty(script.SendMany(3, 1000));
        script.WaitMilliseconds(300);
        script.Sack(2, 0); // Only now is everything acknowledged.
        Instant closed = script.Now;
        List<SentPacket> sent = script.WaitMilliseconds(script.Path().RetransmissionTimeout.TotalMilliseconds);
        Assert.Equal([3], script.Tsns(sent));
        Assert.Equal([script.Path().RetransmissionTimeout.TotalMilliseconds], sent.Milliseconds(closed));
        Assert.Equal(1, script.Association.Statistics.WindowProbes);
    }

    [Fact]
    [Requirement("9260-6.1-10")]
    public void While_a_closed_window_is_probed_an_idle_congestion_window_decays()
    {
        Script script = Script.Connected(NoHeartbeat, window: 1_000_000);
        script.GrowTo(40_000);
        script.SackAll(window: 0);
        int cwnd = script.Path().CongestionWindow;
        script.Queue(3, 1000);
        Assert.Empty(script.Flush());
        Assert.Single(script.WaitMilliseconds(script.Path().RetransmissionTimeout.TotalMilliseconds));
        Assert.Equal(cwnd / 2, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-6.1-09")]
    [Requirement("9260-6.1-07")]
    [Requirement("9260-6.1-10")]
    public void Probes_that_are_answered_but_not_taken_come_at_growing_intervals_and_are_no_errors()
    {
        Script script = Script.Connected(NoHeartbeat);
        script.Send(1000);
        script.Sack(1, 0);
        int cwnd = script.Path().CongestionWindow;
        Instant start = script.Now;
        script.Queue(3, 1000);
        script.Flush();
        var times = new List<long>();
        for (int i = 0; i < 20; i++)
        {
            List<SentPacket> sent = script.Wait(script.Endpoint.NextTimeout!.Value - script.Now);
            Assert.Equal([2], script.Tsns(sent));
            times.AddRange(sent.Milliseconds(start));
            Assert.Empty(script.Sack(1, 0));
            Assert.Equal((0, 0), (script.Association.GetStatus().ErrorCount, script.Path().ErrorCount));
        }

        Assert.Equal(
            [1000, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000],
            times.Zip(times.Prepend(0), (later, earlier) => later - earlier).Take(9));
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Equal(cwnd, script.Path().CongestionWindow);
        Assert.Equal([2, 3, 4], script.Tsns(script.Sack(1, 100_000)));
    }

    [Fact]
    [Requirement("9260-6.1-09")]
    public void Probes_that_are_taken_while_the_window_stays_closed_come_at_growing_intervals()
    {
        Script script = Script.Connected(NoHeartbeat);
        script.Send(100);
        script.Sack(1, 0);
        Instant start = script.Now;
        script.Queue(10, 100);
        script.Flush();
        var times = new List<long>();
        for (int i = 2; i < 8; i++)
        {
            List<SentPacket> sent = script.Wait(script.Endpoint.NextTimeout!.Value - script.Now);
            Assert.Equal([i], script.Tsns(sent));
            times.AddRange(sent.Milliseconds(start));
            Assert.Empty(script.Sack(i, 0));
        }

        Assert.Equal([1000, 2000, 4000, 8000, 16_000, 32_000], times.Zip(times.Prepend(0), (later, earlier) => later - earlier));
    }

    [Fact]
    [Requirement("9260-6.1-06")]
    [Requirement("9260-8.1-03")]
    public void Probes_that_nobody_answers_end_the_association()
    {
        Script script = Script.Connected(NoHeartbeat with { AssociationMaxRetrans = 3 });
        script.Send(1000);
        script.Sack(1, 0);
        script.Send(1000);
        script.Wait(Duration.FromSeconds(200));
        Assert.Equal(LossReason.PeerUnreachable, script.Events.Single(e => e.Kind == SctpEventKind.CommunicationLost).LossReason);
    }

    [Fact]
    [Requirement("9260-6.1-05")]
    public void There_is_no_probe_while_anything_is_outstanding()
    {
        Script script = Script.Connected(NoHeartbeat);
        script.SendMany(3, 1000);
        script.Sack(0, 0, Gap(2, 3));
        script.Send(1000);
        List<SentPacket> sent = script.WaitMilliseconds(5000);
        Assert.All(script.Tsns(sent), tsn => Assert.Equal(1, tsn));
        Assert.NotEmpty(sent);
        Assert.Equal(0, script.Association.Statistics.WindowProbes);
    }

    [Fact]
    [Requirement("9260-6.1-04")]
    [Requirement("9260-6.1-05")]
    public void There_is_no_probe_while_the_congestion_window_is_full()
    {
        Script script = Script.Connected(NoHeartbeat);
        Assert.Equal(3, script.FillWindow());
        Assert.True(script.Path().FlightSize >= script.Path().CongestionWindow);
        Assert.Empty(script.Sack(0, 0));
        script.Send(1000);
        List<SentPacket> sent = script.WaitMilliseconds(2500);
        Assert.NotEmpty(sent);
        Assert.All(script.Tsns(sent), tsn => Assert.InRange(tsn, 1, 3));
        Assert.Equal(0, script.Association.Statistics.WindowProbes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(999)]
    [Requirement("9260-6.1-11")]
    [Requirement("9260-6.1-05")]
    public void A_window_smaller_than_the_chunk_is_probed_by_the_whole_chunk_and_never_cut_small(int window)
    {
        Script script = Script.Connected(NoHeartbeat);
        script.Send(1000);
        script.Sack(1, 0);
        script.Send(1000);
        Assert.Empty(script.Sack(1, (uint)window));
        Data probe = Assert.Single(script.WaitMilliseconds(1000).DataOf());
        Assert.Equal(1000, probe.Payload.Length);
    }

    [Fact]
    [Requirement("9260-6.1-11")]
    public void A_large_message_is_not_cut_into_what_a_small_window_holds()
    {
        Script script = Script.Connected(NoHeartbeat);
        script.Send(1000);
        script.Sack(1, 700);
        Assert.Empty(script.Send(5000));
        Assert.Equal(Full, Assert.Single(script.WaitMilliseconds(1000).DataOf()).Payload.Length);
    }

    [Fact]
    [Requirement("9260-6.1-06")]
    public void An_opened_window_is_used_at_once()
    {
        Script script = Script.Connected(NoHeartbeat);
        script.Send(1000);
        script.Sack(1, 0);
        script.SendMany(2, 1000);
        script.WaitMilliseconds(200);
        Assert.Equal([2, 3], script.Tsns(script.Sack(1, 10_000)));
        Assert.Equal(0, script.Association.Statistics.WindowProbes);
    }
}
