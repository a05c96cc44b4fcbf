using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>RFC 9260 section 6.3.1 and its use in 6.3.3, 5.1, 8.3 and 9.2.</summary>
public class RetransmissionTimeoutTests
{
    private static readonly SctpOptions Patient = new() { AssociationMaxRetrans = 50, PathMaxRetrans = 50, HeartbeatEnabled = false };

    [Fact]
    [Requirement("9260-6.3.1-01")]
    [Requirement("9260-16-01")]
    public void Before_the_first_sample_the_RTO_is_RTO_Initial()
    {
        Script script = Script.Connected();
        script.Send(100);
        Assert.Equal(Duration.FromSeconds(1), script.Path().RetransmissionTimeout);
        Assert.Empty(script.WaitMilliseconds(999));
        Assert.Equal([1], script.Tsns(script.WaitMilliseconds(1)));
    }

    [Fact]
    [Requirement("9260-6.3.1-02")]
    [Requirement("9260-11.1.11-01")]
    public void The_first_sample_sets_SRTT_to_it_and_RTTVAR_to_its_half()
    {
        Script script = Script.Connected();
        script.Send(100);
        script.WaitMilliseconds(400);
        script.Sack(1);
        PathStatus path = script.Path();
        Assert.Equal(
            (400, 200, 1200),
            (path.SmoothedRoundTripTime.TotalMilliseconds, path.RoundTripTimeVariation.TotalMilliseconds, path.RetransmissionTimeout.TotalMilliseconds));
    }

    [Theory]
    [InlineData(new[] { 100, 200, 300, 400, 500, 600 })]
    [InlineData(new[] { 900, 100, 900, 100, 900, 100, 50 })]
    [InlineData(new[] { 333, 333, 333, 333, 333, 333, 333 })]
    [InlineData(new[] { 500, 1, 1, 1, 1, 300 })]
    [Requirement("9260-6.3.1-03")]
    [Requirement("9260-6.3.1-04")]
    [Requirement("9260-16-05")]
    [Requirement("9260-16-06")]
    public void Samples_move_SRTT_and_RTTVAR_as_the_formulas_say(int[] milliseconds)
    {
        Script script = Script.Connected(new SctpOptions { RtoMin = Duration.FromMilliseconds(1) });
        double srtt = 0;
        double rttvar = 0;
        int sent = 0;
        foreach (int sample in milliseconds)
        {
            script.Send(100);
            script.WaitMilliseconds(sample);
            script.Sack(++sent);
            rttvar = sent == 1 ? sample / 2.0 : (0.75 * rttvar) + (0.25 * Math.Abs(srtt - sample));
            srtt = sent == 1 ? sample : (0.875 * srtt) + (0.125 * sample);
            Assert.Equal(srtt, script.Path().SmoothedRoundTripTime.Nanoseconds / 1e6, 0.001);
            Assert.Equal(rttvar, script.Path().RoundTripTimeVariation.Nanoseconds / 1e6, 0.001);
            Assert.Equal(srtt + (4 * rttvar), script.Path().RetransmissionTimeout.Nanoseconds / 1e6, 0.005);
        }
    }

    [Fact]
    [Requirement("9260-6.3.1-09")]
    [Requirement("9260-16-02")]
    [Requirement("9260-16-14")]
    public void A_small_round_trip_time_gives_RTO_Min()
    {
        Script script = Script.Connected();
        script.Send(100);
        script.WaitMilliseconds(10);
        script.Sack(1);
        Assert.Equal(Duration.FromSeconds(1), script.Path().RetransmissionTimeout);
    }

    [Fact]
    [Requirement("9260-6.3.3-02")]
    [Requirement("9260-6.3.3-03")]
    [Requirement("9260-6.3.1-10")]
    [Requirement("9260-16-03")]
    public void Without_an_acknowledgement_the_RTO_doubles_up_to_RTO_Max()
    {
        Script script = Script.Connected(Patient);
        Instant start = script.Now;
        script.Send(100);
        Assert.Equal(
            [1000, 3000, 7000, 15_000, 31_000, 63_000, 123_000, 183_000, 243_000],
            script.Wait(Duration.FromSeconds(250)).Milliseconds(start));
    }

    [Fact]
    [Requirement("9260-6.3.1-11")]
    public void A_constant_round_trip_time_never_brings_RTTVAR_to_zero()
    {
        Script script = Script.Connected(new SctpOptions { RtoMin = Duration.FromMilliseconds(1) });
        for (int i = 1; i <= 150; i++)
        {
            script.Send(100);
            script.WaitMilliseconds(100);
            script.Sack(i);
            Assert.True(script.Path().RoundTripTimeVariation > Duration.Zero);
            Assert.True(script.Path().RetransmissionTimeout > script.Path().SmoothedRoundTripTime);
        }

        Assert.Equal(Duration.FromMilliseconds(100), script.Path().SmoothedRoundTripTime);
    }

    [Fact]
    [Requirement("9260-6.3.1-07")]
    [Requirement("9260-6.3.3-07")]
    [Requirement("9260-6.3.2-01")]
    [Requirement("9260-6.1-28")]
    public void The_acknowledgement_of_a_retransmission_is_no_sample_and_leaves_the_RTO_backed_off()
    {
        Script script = Script.Connected();
        script.Send(100);
        script.WaitMilliseconds(1000);
        script.WaitMilliseconds(50);
        script.Sack(1);
        Assert.Equal(Duration.Zero, script.Path().SmoothedRoundTripTime);
        Assert.Equal(Duration.FromSeconds(2), script.Path().RetransmissionTimeout);
        script.Send(100);
        Assert.Equal(script.Now + Duration.FromSeconds(2), script.Path().T3Deadline);
        script.WaitMilliseconds(50);
        script.Sack(2);
        Assert.Equal(Duration.FromMilliseconds(50), script.Path().SmoothedRoundTripTime);
        Assert.Equal(Duration.FromSeconds(1), script.Path().RetransmissionTimeout);
    }

    [Fact]
    [Requirement("9260-6.3.1-08")]
    public void A_chunk_gives_no_sample_when_a_lower_TSN_was_sent_again_after_it()
    {
        Script script = Script.Connected();
        script.Send(100);
        script.WaitMilliseconds(100);
        script.Sack(1);
        script.SendMany(4, 100);
        script.WaitMilliseconds(100);
        script.Sack(2);
        Duration srtt = script.Path().SmoothedRoundTripTime;
        script.SendMany(2, 100); // 6 and 7
        script.WaitMilliseconds(300);
        Assert.Empty(script.Sack(2, 100_000, Gap(2, 2)).DataOf());
        Assert.Empty(script.Sack(2, 100_000, Gap(2, 3)).DataOf());
        Assert.Equal([3], script.Tsns(script.Sack(2, 100_000, Gap(2, 3), Gap(5, 5))));
        script.WaitMilliseconds(300);
        script.Sack(7);
        Assert.Equal(srtt, script.Path().SmoothedRoundTripTime);
    }

    [Fact]
    [Requirement("9260-6.3.1-05")]
    public void One_flight_gives_one_sample()
    {
        Script script = Script.Connected();
        Assert.Equal(3, script.SendMany(3, Full).Count);
        for (int i = 1; i <= 3; i++)
        {
            script.WaitMilliseconds(100);
            script.Sack(i);
        }

        Assert.Equal(Duration.FromMilliseconds(100), script.Path().SmoothedRoundTripTime);
        Assert.Equal(Duration.FromMilliseconds(50), script.Path().RoundTripTimeVariation);
    }

    [Fact]
    [Requirement("9260-6.3.1-04")]
    public void Bulk_data_gives_a_sample_in_every_round_trip()
    {
        Script script = Script.Connected();
        var seen = new HashSet<Duration>();
        for (int round = 1; round <= 8; round++)
        {
            script.FillWindow();
            script.WaitMilliseconds(100 * round);
            script.SackAll();
            Assert.True(seen.Add(script.Path().SmoothedRoundTripTime), $"round {round} gave no sample");
        }
    }

    [Fact]
    [Requirement("9260-6.3-01")]
    [Requirement("9260-8.3-17")]
    [Requirement("9260-11.1.10-01")]
    public void Each_destination_has_its_own_round_trip_times_also_from_heartbeats()
    {
        Script script = Multihomed();
        Assert.True(script.Association.RequestHeartbeat(Script.Peer2, script.Now));
        List<SentPacket> sent = script.Flush();
        Assert.Equal(Script.Peer2, Assert.Single(sent).Transmit.Remote);
        script.WaitMilliseconds(500);
        script.AnswerHeartbeats(sent);
        Assert.Equal((500, 1500), (script.Path(1).SmoothedRoundTripTime.TotalMilliseconds, script.Path(1).RetransmissionTimeout.TotalMilliseconds));
        Assert.Equal((0, 1000), (script.Path(0).SmoothedRoundTripTime.TotalMilliseconds, script.Path(0).RetransmissionTimeout.TotalMilliseconds));
    }

    [Fact]
    [Requirement("9260-6.3.3-07")]
    [Requirement("9260-8.3-17")]
    public void A_HEARTBEAT_ACK_ends_the_back_off()
    {
        Script script = Script.Connected();
        script.Send(100);
        script.WaitMilliseconds(1000);
        Assert.Equal(Duration.FromSeconds(2), script.Path().RetransmissionTimeout);
        script.Association.RequestHeartbeat(Script.Peer, script.Now);
        List<SentPacket> sent = script.Flush();
        script.WaitMilliseconds(100);
        script.AnswerHeartbeats(sent);
        Assert.Equal(Duration.FromSeconds(1), script.Path().RetransmissionTimeout);
    }

    [Fact]
    [Requirement("9260-11.1.13-01")]
    public void A_lower_RTO_Min_set_at_run_time_holds_from_then_on()
    {
        Script script = Script.Connected();
        script.Association.SetOptions(script.Association.Options with { RtoMin = Duration.FromMilliseconds(200) }, script.Now);
        script.Send(100);
        script.WaitMilliseconds(100);
        script.Sack(1);
        Assert.Equal(Duration.FromMilliseconds(300), script.Path().RetransmissionTimeout);
    }

    [Fact]
    [Requirement("9260-9.2-05")]
    [Requirement("9260-9.2-04")]
    public void SHUTDOWN_is_repeated_by_the_same_rules()
    {
        Script script = Script.Connected();
        Instant start = script.Now;
        script.Association.Shutdown(script.Now);
        Assert.True(Assert.Single(script.Flush()).Has<Shutdown>());
        List<SentPacket> sent = script.Wait(Duration.FromSeconds(64));
        Assert.Equal([1000, 3000, 7000, 15_000, 31_000, 63_000], sent.Where(p => p.Has<Shutdown>()).Milliseconds(start));
    }

    [Fact]
    [Requirement("9260-5.1-19")]
    [Requirement("9260-5.1.6-01")]
    public void INIT_is_repeated_by_the_same_rules()
    {
        Script script = Script.Connecting();
        Instant start = script.Now;
        Assert.Equal(
            [1000, 3000, 7000, 15_000, 31_000, 63_000, 123_000, 183_000],
            script.Wait(Duration.FromSeconds(400)).Where(p => p.Has<Init>()).Milliseconds(start));
    }
}
