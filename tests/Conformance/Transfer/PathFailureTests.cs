using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>HEARTBEATs and error counters: RFC 9260 sections 3.3.5, 3.3.6, 8.1, 8.2 and 8.3.</summary>
public class PathFailureTests
{
    private static readonly SctpOptions NoHeartbeat = new() { HeartbeatEnabled = false };

    private static (int Association, int First, int Second) Errors(Script script) =>
        (script.Association.GetStatus().ErrorCount, script.Path(0).ErrorCount, script.Path(1).ErrorCount);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Requirement("9260-3.3.5-01")]
    [Requirement("9260-8.3-01")]
    [Requirement("9260-8.3-18")]
    [Requirement("9260-8.3-19")]
    [Requirement("9260-16-11")]
    public void An_idle_path_is_probed_after_30_s_and_half_to_one_and_a_half_RTO(int seed)
    {
        Script script = Script.Connected(entropy: new SeededEntropy((ulong)seed));
        Instant start = script.Now;
        List<SentPacket> sent = script.Wait(Duration.FromSeconds(32));
        Assert.InRange(Assert.Single(sent.Milliseconds(start)), 30_500, 31_500);
        Assert.IsType<Heartbeat>(sent[0].Single);
    }

    [Fact]
    [Requirement("9260-8.3-18")]
    public void The_period_varies_from_probe_to_probe()
    {
        Script script = Script.Connected();
        var periods = new List<long>();
        Instant last = script.Now;
        for (int i = 0; i < 10; i++)
        {
            SentPacket beat = Assert.Single(script.Wait(script.Endpoint.NextTimeout!.Value - script.Now));
            periods.Add((beat.Time - last).TotalMilliseconds);
            last = beat.Time;
            script.AnswerHeartbeats([beat]);
        }

        Assert.All(periods, p => Assert.InRange(p, 30_500, 31_500));
        Assert.True(periods.Distinct().Count() > 5);
    }

    [Fact]
    [Requirement("9260-8.3-04")]
    public void A_path_that_carries_data_is_not_probed()
    {
        Script script = Script.Connected();
        for (int i = 1; i < 100; i++)
        {
            Assert.DoesNotContain(script.Send(100), p => p.Has<Heartbeat>());
            Assert.DoesNotContain(script.Sack(i), p => p.Has<Heartbeat>());
            Assert.Empty(script.WaitMilliseconds(2000));
        }
    }

    [Fact]
    [Requirement("9260-8.3-21")]
    [Requirement("9260-11.1.9-01")]
    public void A_changed_interval_is_added_to_the_RTO()
    {
        Script script = Script.Connected();
        script.Association.SetHeartbeatInterval(Duration.FromSeconds(5), script.Now);
        Instant start = script.Now;
        Assert.InRange(Assert.Single(script.WaitMilliseconds(6500).Milliseconds(start)), 5500, 6500);
    }

    [Fact]
    [Requirement("9260-11.1.9-01")]
    public void Heartbeats_are_switched_off_and_on_for_one_address()
    {
        Script script = Multihomed();
        script.Association.SetHeartbeat(Script.Peer, false, script.Now);
        List<SentPacket> sent = [];
        for (int i = 0; i < 10; i++)
        {
            List<SentPacket> some = script.WaitMilliseconds(10_000);
            script.AnswerHeartbeats(some);
            sent.AddRange(some);
        }

        Assert.NotEmpty(sent);
        Assert.All(sent, p => Assert.Equal(Script.Peer2, p.Transmit.Remote));
        script.Association.SetHeartbeat(Script.Peer, true, script.Now);
        Assert.Contains(script.WaitMilliseconds(32_000), p => p.Transmit.Remote == Script.Peer);
    }

    [Fact]
    [Requirement("9260-3.3.5-02")]
    [Requirement("9260-8.3-11")]
    public void The_answer_is_credited_to_the_probed_path_wherever_it_comes_from()
    {
        Script script = Multihomed();
        script.Association.RequestHeartbeat(Script.Peer2, script.Now);
        Heartbeat beat = Assert.Single(script.Flush()).Chunk<Heartbeat>();
        script.WaitMilliseconds(250);
        script.InjectFrom(Script.Peer, script.Tag, new HeartbeatAck(beat.Parameters));
        Assert.Equal((0, 250), (script.Path(0).SmoothedRoundTripTime.TotalMilliseconds, script.Path(1).SmoothedRoundTripTime.TotalMilliseconds));
        Assert.Equal((1, 1), (script.Path(1).HeartbeatsSent, script.Path(1).HeartbeatAcksReceived));
    }

    [Fact]
    [Requirement("9260-3.3.6-01")]
    [Requirement("9260-3.3.6-03")]
    [Requirement("9260-8.3-13")]
    public void HEARTBEAT_ACK_returns_everything_unchanged_and_at_once()
    {
        Script script = Script.Accepted();
        ValueList<SctpParameter> parameters = [new HeartbeatInfo(new ByteString(Script.Pattern(41, 5))), new UnknownParameter((ParameterType)0x8123, [1, 2, 3])];
        Assert.Equal(parameters, Assert.Single(script.Inject(new Heartbeat(parameters))).Chunk<HeartbeatAck>().Parameters);
        Assert.Equal([], Assert.Single(script.Inject(new Heartbeat([]))).Chunk<HeartbeatAck>().Parameters);
    }

    [Fact]
    [Requirement("9260-8.3-03")]
    [Requirement("9260-8.3-02")]
    public void HEARTBEATs_are_answered_and_sent_in_the_states_that_allow_it()
    {
        Heartbeat beat = new([new HeartbeatInfo([1, 2, 3, 4])]);
        Script pending = Script.Connected();
        pending.Send(100);
        pending.Association.Shutdown(pending.Now);
        Assert.True(Assert.Single(pending.Inject(beat)).Has<HeartbeatAck>());

        Script received = Script.Connected();
        received.Send(100);
        received.Inject(new Shutdown(Script.PeerTsn - 1));
        Assert.True(Assert.Single(received.Inject(beat)).Has<HeartbeatAck>());

        Script sent = Script.Connected(new SctpOptions { HeartbeatInterval = Duration.FromMilliseconds(1) });
        sent.Association.Shutdown(sent.Now);
        sent.Flush();
        Assert.DoesNotContain(sent.Inject(beat), p => p.Has<HeartbeatAck>());
        Assert.DoesNotContain(sent.Wait(Duration.FromSeconds(10)), p => p.Has<Heartbeat>());
        Assert.False(sent.Association.RequestHeartbeat(Script.Peer, sent.Now));

        // In COOKIE-ECHOED the answer waits for the COOKIE ACK (section 5.1 allows nothing else before).
        Script echoed = Script.Connecting();
        echoed.InjectInitAck();
        Assert.Empty(echoed.Inject(beat));
        Assert.Contains(echoed.Inject(new CookieAck()), p => p.Has<HeartbeatAck>());
    }

    [Fact]
    [Requirement("9260-8.1-01")]
    [Requirement("9260-8.2-01")]
    [Requirement("9260-8.2-02")]
    [Requirement("9260-8.1-06")]
    [Requirement("9260-8.2-05")]
    [Requirement("9260-8.2-07")]
    public void T3_expiries_count_for_the_path_and_the_association_until_data_is_acknowledged()
    {
        Script script = Multihomed(NoHeartbeat);
        script.Send(100);
        script.WaitMilliseconds(1000);
        Assert.Equal((1, 1, 0), Errors(script));
        script.WaitMilliseconds(1000); // resent to the other path, lost there
        Assert.Equal((2, 1, 1), Errors(script));
        script.Sack(1); // last sent to the first path
        Assert.Equal((0, 0, 1), Errors(script));
    }

    [Fact]
    [Requirement("9260-8.2-03")]
    [Requirement("9260-8.2-04")]
    [Requirement("9260-16-09")]
    [Requirement("9260-8.1-03")]
    [Requirement("9260-16-08")]
    [Requirement("9260-8.1-05")]
    [Requirement("9260-8.1-04")]
    public void The_sixth_failure_makes_the_path_inactive_and_the_eleventh_ends_the_association()
    {
        Script script = Script.Connected(NoHeartbeat with { RtoMax = Duration.FromSeconds(1) });
        script.Send(100, new SendOptions { Context = 7 });
        script.Queue(4, Full, new SendOptions { Context = 8 });
        script.WaitMilliseconds(5000);
        Assert.Equal((5, PathState.Active), (script.Path().ErrorCount, script.Path().State));
        script.WaitMilliseconds(1000);
        Assert.Equal((6, PathState.Inactive), (script.Path().ErrorCount, script.Path().State));
        script.WaitMilliseconds(4000);
        Assert.Equal((10, AssociationState.Established), (script.Association.GetStatus().ErrorCount, script.Association.State));
        List<SentPacket> last = script.WaitMilliseconds(1000);
        Assert.Equal(AssociationState.Closed, script.Association.State);
        Assert.DoesNotContain(last, p => p.Has<Data>());
        Assert.Equal(LossReason.PeerUnreachable, script.Events[^1].LossReason);
        Assert.Equal(SctpEventKind.CommunicationLost, script.Events[^1].Kind);
        Assert.Equal(5, script.Events.Count(e => e.Kind == SctpEventKind.SendFailed));
        Assert.Empty(script.Wait(Duration.FromSeconds(1000)));
        Assert.Equal(0, script.Endpoint.AssociationCount);
        Assert.Null(script.Endpoint.NextTimeout);
        script.Events.ForEach(e => e.Message.Dispose());
        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
    }

    [Fact]
    [Requirement("9260-8.3-06")]
    [Requirement("9260-8.3-07")]
    [Requirement("9260-8.3-08")]
    [Requirement("9260-8.3-09")]
    [Requirement("9260-8.3-10")]
    [Requirement("9260-8.3-14")]
    [Requirement("9260-8.3-15")]
    [Requirement("9260-8.3-18")]
    [Requirement("9260-8.1-02")]
    [Requirement("9260-11.2.3-01")]
    public void An_idle_alternate_that_does_not_answer_becomes_inactive_is_still_probed_and_comes_back()
    {
        Script script = Multihomed(new SctpOptions { HeartbeatInterval = Duration.FromSeconds(1), RtoMax = Duration.FromSeconds(8) });
        script.Association.SetHeartbeat(Script.Peer, false, script.Now);
        int probes = 0;
        while (script.Path(1).State == PathState.Active)
        {
            int errors = script.Path(1).ErrorCount;
            List<SentPacket> sent = script.Wait(script.Endpoint.NextTimeout!.Value - script.Now);
            probes += sent.Count(p => p.Has<Heartbeat>());
            Assert.InRange(script.Path(1).ErrorCount, errors, errors + 1);
        }

        Assert.Equal((6, 6), (probes, script.Path(1).ErrorCount));
        Assert.Equal(Duration.FromSeconds(8), script.Path(1).RetransmissionTimeout);
        Assert.Equal(0, script.Association.GetStatus().ErrorCount);
        List<SentPacket> more = script.Wait(Duration.FromSeconds(100));
        Assert.InRange(more.Count(p => p.Has<Heartbeat>()), 4, 20);
        Assert.Equal(6, script.Path(1).ErrorCount);
        Assert.Equal(AssociationState.Established, script.Association.State);

        List<SentPacket> beat;
        do
        {
            beat = script.Wait(script.Endpoint.NextTimeout!.Value - script.Now);
        }
        while (!beat.Any(p => p.Has<Heartbeat>()));
        script.AnswerHeartbeats(beat);
        Assert.Equal((0, PathState.Active), (script.Path(1).ErrorCount, script.Path(1).State));
        Assert.Equal(
            [PathState.Inactive, PathState.Active],
            script.Events.Where(e => e.Kind == SctpEventKind.PathStateChanged).Select(e => e.PathState));
    }

    [Fact]
    [Requirement("9260-8.1-01")]
    [Requirement("9260-8.1-07")]
    [Requirement("9260-8.3-16")]
    [Requirement("9260-8.3-12")]
    public void Unanswered_HEARTBEATs_on_the_path_in_use_count_for_the_association_until_one_is_answered()
    {
        Script script = Script.Connected(new SctpOptions { HeartbeatInterval = Duration.FromSeconds(1) });
        while (script.Association.GetStatus().ErrorCount < 3)
        {
            script.Wait(script.Endpoint.NextTimeout!.Value - script.Now);
        }

        Assert.Equal(3, script.Path().ErrorCount);
        List<SentPacket> beat;
        do
        {
            beat = script.Wait(script.Endpoint.NextTimeout!.Value - script.Now);
        }
        while (beat.Count == 0);
        script.AnswerHeartbeats(beat);
        Assert.Equal((0, 0), (script.Association.GetStatus().ErrorCount, script.Path().ErrorCount));
    }

    [Fact]
    [Requirement("9260-8.1-08")]
    public void With_data_outstanding_a_HEARTBEAT_ACK_leaves_the_associations_counter_alone()
    {
        Script script = Script.Connected(NoHeartbeat);
        script.Send(100);
        script.WaitMilliseconds(1000);
        script.Association.RequestHeartbeat(Script.Peer, script.Now);
        script.AnswerHeartbeats(script.Flush());
        Assert.Equal((1, 0), (script.Association.GetStatus().ErrorCount, script.Path().ErrorCount));
    }

    [Fact]
    [Requirement("9260-11.1.12-01")]
    public void Path_Max_Retrans_of_one_address_can_be_set()
    {
        Script script = Script.Connected(NoHeartbeat with { RtoMax = Duration.FromSeconds(1) });
        script.Association.SetPathMaxRetrans(Script.Peer, 2);
        Assert.Equal(2, script.Path().PathMaxRetrans);
        script.Send(100);
        script.WaitMilliseconds(2000);
        Assert.Equal(PathState.Active, script.Path().State);
        script.WaitMilliseconds(1000);
        Assert.Equal(PathState.Inactive, script.Path().State);
    }

    [Fact]
    [Requirement("9260-6.4.1-01")]
    [Requirement("9260-7.1-01")]
    [Requirement("9260-8.2-08")]
    [Requirement("9260-8.2-09")]
    public void With_the_primary_inactive_new_data_goes_to_one_alternate()
    {
        Script script = Multihomed(NoHeartbeat with { PathMaxRetrans = 0 }, addresses: 3);
        script.Send(100);
        script.WaitMilliseconds(1000);
        Assert.Equal(PathState.Inactive, script.Path(0).State);
        script.SackAll();
        List<SentPacket> sent = script.SendMany(3, 1000);
        sent.AddRange(script.Send(1000, new SendOptions { Destination = Script.Peer }));
        Assert.Equal([Script.Peer2], sent.Select(p => p.Transmit.Remote).Distinct());
        Assert.False(script.Saw(SctpEventKind.SendFailed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Requirement("9260-9.2-08")]
    [Requirement("9260-9.2-24")]
    public void An_unanswered_shutdown_ends_the_association(bool isOwn)
    {
        Script script = Script.Connected(new SctpOptions { RtoMax = Duration.FromSeconds(1) });
        if (isOwn)
        {
            script.Association.Shutdown(script.Now);
            script.Flush();
        }
        else
        {
            script.Inject(new Shutdown(Script.PeerTsn - 1));
        }

        // With the default guard of 5 * RTO.Max the end comes at 5 s at the latest in SHUTDOWN-SENT.
        script.Association.SetOptions(script.Association.Options with { ShutdownGuard = Duration.FromSeconds(1000) }, script.Now);
        script.Wait(Duration.FromSeconds(12));
        Assert.Equal(AssociationState.Closed, script.Association.State);
        Assert.Null(script.Endpoint.NextTimeout);
        Assert.Single(script.Events, e => e.Kind == SctpEventKind.CommunicationLost);
    }
}
