using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>The graceful end: RFC 9260 section 9.2.</summary>
public class ShutdownTests
{
    public static TheoryData<AssociationState> ClosingStates => [.. Closing];

    private static readonly AssociationState[] Closing =
        [AssociationState.ShutdownPending, AssociationState.ShutdownSent, AssociationState.ShutdownReceived, AssociationState.ShutdownAckSent];

    [Fact]
    [Requirement("9260-3.3.8-01")]
    [Requirement("9260-9.2-02")]
    [Requirement("9260-9.2-03")]
    public void With_nothing_outstanding_SHUTDOWN_leaves_at_once_with_the_last_TSN_in_sequence()
    {
        Script script = Script.Connected();
        _ = script.Inject(Script.NewData(0), Script.NewData(1, ssn: 1));
        _ = script.WaitMilliseconds(500);
        script.Association.Shutdown(script.Now);
        SentPacket packet = Assert.Single(script.Flush());
        Assert.Equal(Script.PeerTsn.Next, Assert.IsType<Shutdown>(packet.Single).CumulativeTsn);
        Assert.Equal(8, packet.Bytes.Length - 12);
        Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(AssociationState.ShutdownSent, script.Association.State);
        Assert.Equal(script.Now + script.Association.GetPath(0).RetransmissionTimeout, script.Endpoint.NextTimeout);
    }

    [Fact]
    [Requirement("9260-9.2-35")]
    public void DATA_beside_a_SHUTDOWN_leaves_no_SACK_to_come()
    {
        Script script = Script.Connected();
        _ = script.Inject(Script.NewData(0));
        SentPacket packet = Assert.Single(script.Inject(Script.NewData(1, ssn: 1), new Shutdown(script.Association.GetStatus().NextTsn.Previous)));
        _ = packet.Chunk<ShutdownAck>();
        Assert.Equal(AssociationState.ShutdownAckSent, script.Association.State);
        Assert.Equal(script.Now + script.Association.GetPath(0).RetransmissionTimeout, script.Endpoint.NextTimeout);
    }

    [Fact]
    [Requirement("9260-9.2-01")]
    [Requirement("9260-9.2-29")]
    [Requirement("9260-9.2-02")]
    public void With_data_outstanding_SHUTDOWN_waits_for_its_acknowledgement()
    {
        Script script = Script.Connected();
        _ = script.Send(100);
        _ = script.Send(200);
        script.Association.Shutdown(script.Now);
        Assert.Empty(script.Flush());
        Assert.Equal(AssociationState.ShutdownPending, script.Association.State);
        Assert.Empty(script.Sack(1));
        SentPacket again = Assert.Single(script.WaitMilliseconds(1500));
        Assert.Equal(script.Tsn.Next, again.Chunk<Data>().Tsn);
        Assert.IsType<Shutdown>(Assert.Single(script.Sack(2)).Single);
        Assert.Equal(AssociationState.ShutdownSent, script.Association.State);
    }

    [Fact]
    [Requirement("9260-9-02")]
    [Requirement("9260-9.2-01")]
    public void All_that_is_queued_is_sent_before_SHUTDOWN()
    {
        Script script = Script.Connected();
        for (int i = 0; i < 20; i++)
        {
            _ = script.Send(1000);
        }

        script.Association.Shutdown(script.Now);
        int sacked = 0;
        List<SentPacket> sent = script.Flush();
        while (!sent.Any(p => p.Has<Shutdown>()))
        {
            Assert.True(sacked < 20);
            sent = script.Sack(++sacked);
            Assert.Equal(sacked == 20, sent.Any(p => p.Has<Shutdown>()));
        }
    }

    [Theory]
    [MemberData(nameof(ClosingStates))]
    [Requirement("9260-4-10")]
    [Requirement("9260-4-12")]
    [Requirement("9260-9.2-30")]
    [Requirement("9260-9.2-12")]
    public void No_user_data_is_accepted_while_closing_and_shutting_down_again_does_nothing(AssociationState state)
    {
        Script script = In(state);
        string before = script.Snapshot();
        Assert.Equal(SendResult.Closed, script.Association.Send(0, [1], script.Now));
        script.Association.Shutdown(script.Now);
        Assert.Empty(script.Flush());
        Assert.Equal(before, script.Snapshot());
    }

    [Fact]
    [Requirement("9260-3.3.9-01")]
    [Requirement("9260-9.2-21")]
    [Requirement("9260-9.2-11")]
    public void SHUTDOWN_is_answered_with_SHUTDOWN_ACK_when_nothing_is_outstanding()
    {
        Script script = Script.Connected();
        SentPacket packet = Assert.Single(script.Inject(new Shutdown(script.Tsn.Previous)));
        Assert.IsType<ShutdownAck>(packet.Single);
        Assert.Equal(4, packet.Bytes.Length - 12);
        Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(AssociationState.ShutdownAckSent, script.Association.State);
        _ = script.Events.Single(SctpEventKind.ShutdownReceived);
        Assert.Equal(script.Now + script.Association.GetPath(0).RetransmissionTimeout, script.Endpoint.NextTimeout);
    }

    [Fact]
    [Requirement("9260-9.2-11")]
    [Requirement("9260-9.2-13")]
    [Requirement("9260-9.2-14")]
    [Requirement("9260-4-11")]
    public void In_SHUTDOWN_RECEIVED_each_SHUTDOWN_acknowledges_and_the_rest_is_still_sent()
    {
        Script script = Script.Connected();
        for (int i = 0; i < 10; i++)
        {
            _ = script.Send(1000);
        }

        List<SentPacket> sent = script.Inject(new Shutdown(script.Tsn.Previous + 2u));
        Assert.Equal(AssociationState.ShutdownReceived, script.Association.State);
        Assert.Equal(script.Tsn + 1u, script.Association.GetStatus().CumulativeTsnAckPoint);
        Assert.Contains(sent, p => p.Has<Data>());
        Assert.DoesNotContain(sent, p => p.Has<ShutdownAck>());

        // Loss is repaired.
        Assert.Contains(script.WaitMilliseconds(1500), p => p.Has<Data>() && p.Packet.Chunks.OfType<Data>().Any(d => d.Tsn == script.Tsn + 2u));
        uint acknowledged = 2;
        while (script.Association.State == AssociationState.ShutdownReceived)
        {
            Assert.True(acknowledged < 10);
            sent = script.Inject(new Shutdown(script.Tsn + acknowledged++));
        }

        Assert.Equal(10u, acknowledged);
        Assert.Contains(sent, p => p.Has<ShutdownAck>());
    }

    [Fact]
    [Requirement("9260-3.3.8-02")]
    public void A_SHUTDOWN_does_not_revoke_what_gaps_acknowledged()
    {
        Script script = Script.Connected();
        for (int i = 0; i < 3; i++)
        {
            _ = script.Send(1000);
        }

        _ = script.Sack(1, gaps: new GapAckBlock(2, 2)); // TSN+2 is there, TSN+1 is missing.
        _ = script.Inject(new Shutdown(script.Tsn));
        List<SentPacket> sent = script.Wait(Duration.FromSeconds(3));
        Assert.All(sent.SelectMany(p => p.Packet.Chunks.OfType<Data>()), d => Assert.Equal(script.Tsn.Next, d.Tsn));
        Assert.NotEmpty(sent);
        Assert.Contains(script.Inject(new Shutdown(script.Tsn + 2u)), p => p.Has<ShutdownAck>());
    }

    [Fact]
    [Requirement("9260-3.3.13-01")]
    [Requirement("9260-9.2-26")]
    [Requirement("9260-8.5.1-08")]
    [Requirement("9260-8.5.1-09")]
    [Requirement("9260-11.2.8-01")]
    public void SHUTDOWN_ACK_in_SHUTDOWN_SENT_is_answered_with_SHUTDOWN_COMPLETE_and_that_is_the_end()
    {
        Script script = In(AssociationState.ShutdownSent);
        SentPacket packet = Assert.Single(script.Inject(new ShutdownAck()));
        ShutdownComplete complete = Assert.IsType<ShutdownComplete>(packet.Single);
        Assert.Equal(0, complete.Flags);
        Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(SctpEventKind.ShutdownComplete, Assert.Single(script.Events).Kind);
        Assert.Equal(AssociationState.Closed, script.Association.State);
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-9.2-36")]
    public void SHUTDOWN_ACK_in_SHUTDOWN_ACK_SENT_is_answered_with_SHUTDOWN_COMPLETE()
    {
        Script script = In(AssociationState.ShutdownAckSent);
        Assert.IsType<ShutdownComplete>(Assert.Single(script.Inject(new ShutdownAck())).Single);
        _ = script.Events.Single(SctpEventKind.ShutdownComplete);
        script.AssertGone();
    }

    [Theory]
    [InlineData(AssociationState.Established)]
    [InlineData(AssociationState.ShutdownPending)]
    [InlineData(AssociationState.ShutdownReceived)]
    public void SHUTDOWN_ACK_where_no_SHUTDOWN_was_sent_changes_nothing(AssociationState state)
    {
        Script script = In(state);
        script.AssertIgnored(script.Tag, new ShutdownAck());
    }

    [Fact]
    [Requirement("9260-9.2-28")]
    public void SHUTDOWN_COMPLETE_in_SHUTDOWN_ACK_SENT_is_the_end()
    {
        Script script = In(AssociationState.ShutdownAckSent);
        Assert.Empty(script.Inject(new ShutdownComplete()));
        Assert.Equal(SctpEventKind.ShutdownComplete, Assert.Single(script.Events).Kind);
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-8.5.1-13")]
    public void Chunks_behind_a_SHUTDOWN_COMPLETE_have_no_effect()
    {
        Script script = In(AssociationState.ShutdownAckSent);
        Assert.Empty(script.Inject(new ShutdownComplete(), Script.NewData(0), new Heartbeat(default), UnknownChunk(0xFE)));
        Assert.False(script.Association.HasReadable);
        Assert.DoesNotContain(script.Events, e => e.Kind == SctpEventKind.DataArrived);
        script = In(AssociationState.Established);
        script.AssertIgnored(script.Tag, new ShutdownComplete(), Script.NewData(0), UnknownChunk(0xFE));
    }

    [Theory]
    [InlineData(AssociationState.CookieWait)]
    [InlineData(AssociationState.CookieEchoed)]
    [Requirement("9260-9.2-34")]
    public void SHUTDOWN_during_set_up_is_silently_discarded(AssociationState state)
    {
        Script script = In(state);
        script.AssertIgnored(script.Tag, new Shutdown(script.Tsn));
        script.AssertIgnored(script.Tag, new Shutdown(script.Tsn.Previous));
    }

    [Fact]
    [Requirement("9260-9.2-35")]
    public void SHUTDOWN_in_SHUTDOWN_SENT_is_answered_with_SHUTDOWN_ACK()
    {
        Script script = In(AssociationState.ShutdownSent);
        _ = script.WaitMilliseconds(400);
        Assert.IsType<ShutdownAck>(Assert.Single(script.Inject(new Shutdown(script.Tsn.Previous))).Single);
        Assert.Equal(AssociationState.ShutdownAckSent, script.Association.State);
        Assert.Equal(script.Now + script.Association.GetPath(0).RetransmissionTimeout, script.Endpoint.NextTimeout);
    }

    [Theory]
    [InlineData(AssociationState.ShutdownSent)]
    [InlineData(AssociationState.ShutdownAckSent)]
    [Requirement("9260-9.2-04")]
    [Requirement("9260-9.2-07")]
    [Requirement("9260-9.2-08")]
    [Requirement("9260-9.2-09")]
    [Requirement("9260-9.2-22")]
    [Requirement("9260-9.2-23")]
    [Requirement("9260-9.2-24")]
    [Requirement("9260-9.2-25")]
    public void T2_shutdown_sends_again_with_back_off_until_Association_Max_Retrans(AssociationState state)
    {
        Script script = In(state, new SctpOptions { AssociationMaxRetrans = 4, ShutdownGuard = Duration.FromSeconds(100_000) });
        Instant start = script.Now;
        List<SentPacket> sent = script.Wait(Duration.FromSeconds(1000));
        Assert.Equal([1, 3, 7, 15], sent.Where(p => !p.Has<Abort>()).Select(p => (p.Time - start).TotalMilliseconds / 1000));
        Assert.All(sent.Where(p => !p.Has<Abort>()), p => Assert.True(state == AssociationState.ShutdownSent ? p.Has<Shutdown>() : p.Has<ShutdownAck>()));
        Assert.Equal(LossReason.PeerUnreachable, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-9.2-07")]
    public void By_default_SHUTDOWN_is_sent_again_10_times()
    {
        Script script = In(AssociationState.ShutdownSent, new SctpOptions { ShutdownGuard = Duration.FromSeconds(100_000) });
        Assert.Equal(10, script.Wait(Duration.FromSeconds(5000)).Count(p => p.Has<Shutdown>()));
    }

    [Fact]
    [Requirement("9260-9.2-16")]
    [Requirement("9260-4-09")]
    [Requirement("9260-6.2-19")]
    [Requirement("9260-9.2-04")]
    public void Data_in_SHUTDOWN_SENT_is_acknowledged_by_SHUTDOWN_at_once()
    {
        Script script = In(AssociationState.ShutdownSent);
        _ = script.WaitMilliseconds(400);
        SentPacket packet = Assert.Single(script.Inject(Script.NewData(0)));
        Assert.Equal(Script.PeerTsn, Assert.IsType<Shutdown>(packet.Single).CumulativeTsn);
        Assert.NotNull(script.Read());
        Assert.Equal(script.Now + script.Association.GetPath(0).RetransmissionTimeout, script.Endpoint.NextTimeout);
        Shutdown again = Assert.IsType<Shutdown>(Assert.Single(script.WaitMilliseconds(1000)).Single);
        Assert.Equal(Script.PeerTsn, again.CumulativeTsn);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Requirement("9260-9.2-17")]
    [Requirement("9260-6.2-22")]
    [Requirement("9260-3.3.8-03")]
    public void A_gap_or_a_duplicate_in_SHUTDOWN_SENT_is_shown_by_a_SACK_in_front(bool isGap)
    {
        Script script = In(AssociationState.ShutdownSent);
        _ = script.Inject(Script.NewData(0));
        SentPacket packet = Assert.Single(script.Inject(Script.NewData(isGap ? 2 : 0)));
        Assert.Equal([typeof(Sack), typeof(Shutdown)], packet.Packet.Chunks.Select(c => c.GetType()));
        Sack sack = packet.Chunk<Sack>();
        Assert.Equal(Script.PeerTsn, sack.CumulativeTsn);
        Assert.Equal(isGap ? 1 : 0, sack.GapBlocks.Count);
        Assert.Equal(isGap ? 0 : 1, sack.Duplicates.Count);
    }

    [Fact]
    [Requirement("9260-9.2-10")]
    public void A_peer_that_keeps_sending_is_not_given_up()
    {
        Script script = In(AssociationState.ShutdownSent, new SctpOptions { AssociationMaxRetrans = 2, ShutdownGuard = Duration.FromSeconds(100_000) });
        for (int i = 0; i < 20; i++)
        {
            _ = script.Wait(script.Association.GetPath(0).RetransmissionTimeout);
            Assert.NotEmpty(script.Inject(Script.NewData(i, ssn: (ushort)i)));
        }

        Assert.Equal(AssociationState.ShutdownSent, script.Association.State);
    }

    [Fact]
    [Requirement("9260-9.2-10")]
    [Requirement("9260-9.2-04")]
    public void A_peer_that_only_heartbeats_has_not_got_the_SHUTDOWN_and_gets_it_again()
    {
        Script script = In(AssociationState.ShutdownSent, new SctpOptions { ShutdownGuard = Duration.FromSeconds(100_000) });
        Duration rto = script.Association.GetPath(0).RetransmissionTimeout;
        for (int i = 0; i < 2; i++)
        {
            _ = script.Wait(rto * 3 / 4);
            Assert.Empty(script.Inject(new Heartbeat(List<SctpParameter>(new HeartbeatInfo(new ByteString([1, 2, 3, 4]))))));
        }

        SentPacket packet = Assert.Single(script.Wait(rto / 2));
        _ = packet.Chunk<Shutdown>();
    }

    [Fact]
    [Requirement("9260-9.2-10")]
    [Requirement("9260-8.1-01")]
    public void Any_packet_in_SHUTDOWN_SENT_begins_the_count_of_consecutive_errors_anew()
    {
        Script script = In(AssociationState.ShutdownSent, new SctpOptions { AssociationMaxRetrans = 2, ShutdownGuard = Duration.FromSeconds(100_000) });
        for (int i = 0; i < 4; i++)
        {
            _ = script.Wait(script.Association.GetPath(0).RetransmissionTimeout);
            Assert.Equal(1, script.Association.GetStatus().ErrorCount);
            _ = script.Inject(Script.NewData(i, ssn: (ushort)i));
            Assert.Equal(0, script.Association.GetStatus().ErrorCount);
        }
    }

    [Fact]
    [Requirement("9260-8.1-01")]
    [Requirement("9260-8.1-03")]
    [Requirement("9260-9.2-07")]
    public void What_went_unanswered_before_the_shutdown_counts_with_the_SHUTDOWNs()
    {
        Script script = Script.Connected(new SctpOptions { AssociationMaxRetrans = 4, HeartbeatInterval = Duration.FromSeconds(1), ShutdownGuard = Duration.FromSeconds(100_000) });
        for (int i = 0; script.Association.GetStatus().ErrorCount < 2; i++)
        {
            Assert.True(i < 1000);
            _ = script.WaitMilliseconds(100);
        }

        script.Association.Shutdown(script.Now);
        Assert.Single(script.Flush());
        Assert.Equal(2, script.Wait(Duration.FromSeconds(5000)).Count(p => p.Has<Shutdown>()));
        Assert.Equal(LossReason.PeerUnreachable, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-9.2-18")]
    [Requirement("9260-9.2-19")]
    [Requirement("9260-9.2-20")]
    [Requirement("9260-16-17")]
    public void T5_shutdown_guard_aborts_after_5_RTO_Max()
    {
        Script script = In(AssociationState.ShutdownSent);
        Instant start = script.Now;
        for (int i = 0; script.Endpoint.AssociationCount > 0; i++)
        {
            Assert.True(i < 400);
            List<SentPacket> sent = script.WaitMilliseconds(1000);
            if (script.Endpoint.AssociationCount > 0)
            {
                _ = script.Inject(Script.NewData(i, ssn: (ushort)i));
                _ = script.Read();
            }
            else
            {
                Assert.True(sent[^1].Has<Abort>());
                Assert.Equal(start + Duration.FromSeconds(300), sent[^1].Time);
            }
        }

        Assert.Equal(LossReason.ShutdownGuardExpired, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
        script.AssertGone();
    }

    [Theory]
    [InlineData(AssociationState.CookieWait)]
    [InlineData(AssociationState.CookieEchoed)]
    public void An_end_asked_for_during_set_up_takes_effect_when_the_association_is_up(AssociationState state)
    {
        Script script = Script.Connecting();
        if (state == AssociationState.CookieEchoed)
        {
            _ = script.InjectInitAck();
        }

        script.Association.Shutdown(script.Now);
        Assert.Empty(script.Flush());
        if (state == AssociationState.CookieWait)
        {
            _ = script.InjectInitAck();
        }

        Assert.Contains(script.Inject(new CookieAck()), p => p.Has<Shutdown>());
        Assert.Equal(AssociationState.ShutdownSent, script.Association.State);
    }

    [Fact]
    public void A_passive_association_without_its_peer_ends_at_once()
    {
        var script = new Script();
        SctpAssociation association = script.Endpoint.ConnectPassive(Script.PeerPort, script.Now);
        association.Shutdown(script.Now);
        Assert.Empty(script.Flush());
        _ = script.Events.Single(SctpEventKind.ShutdownComplete);
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-8.3-02")]
    public void A_HEARTBEAT_is_not_answered_once_SHUTDOWN_was_sent()
    {
        foreach (AssociationState state in new[] { AssociationState.ShutdownSent, AssociationState.ShutdownAckSent })
        {
            Script script = In(state);
            Assert.DoesNotContain(script.Inject(new Heartbeat(default)), p => p.Has<HeartbeatAck>());
        }
    }
}
