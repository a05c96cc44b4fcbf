using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>INIT and COOKIE ECHO that meet an association: RFC 9260 section 5.2.</summary>
public class CollisionTests
{
    private const uint OtherTag = 0x0000_0777;
    private static readonly SctpAddress New = SctpAddress.Parse("198.51.100.7");

    private static readonly AssociationState[] AnsweringStates =
        [AssociationState.Established, AssociationState.ShutdownPending, AssociationState.ShutdownSent, AssociationState.ShutdownReceived];

    public static TheoryData<AssociationState> Answering => [.. AnsweringStates];

    public static TheoryData<AssociationState> Tied => [AssociationState.CookieEchoed, .. AnsweringStates];

    public static TheoryData<AssociationState> AllStates => All;

    private static CookieEcho CookieOf(InitAck initAck) => new(initAck.Parameters.OfType<StateCookie>().Single().Cookie);

    [Fact]
    [Requirement("9260-5.2.1-01")]
    [Requirement("9260-5.2.1-05")]
    [Requirement("9260-5.2.1-12")]
    [Requirement("9260-5.2.1-13")]
    [Requirement("9260-5.2.1-14")]
    [Requirement("9260-5.2.1-15")]
    public void An_INIT_in_COOKIE_WAIT_is_answered_with_the_own_tag_and_TSN()
    {
        Script script = Script.Connecting();
        Instant? timer = script.Endpoint.NextTimeout;
        SentPacket packet = Assert.Single(script.Inject(0u, Script.NewInit(OtherTag)));

        Assert.Equal(OtherTag, packet.Packet.VerificationTag);
        Assert.Equal(Script.Peer, packet.Transmit.Remote);
        InitAck initAck = Assert.IsType<InitAck>(packet.Single);
        Assert.Equal(script.Tag, initAck.InitiateTag);
        Assert.Equal(script.Tsn, initAck.InitialTsn);
        Assert.Equal(10, initAck.OutboundStreams);
        Assert.False(script.Association.TieTags.AreSet);
        Assert.Equal(AssociationState.CookieWait, script.Association.State);
        Assert.Equal(timer, script.Endpoint.NextTimeout);

        // The own handshake still completes.
        Assert.True(script.InjectInitAck().Single().Has<CookieEcho>());
        _ = script.Inject(new CookieAck());
        Assert.Equal(AssociationState.Established, script.Association.State);
    }

    [Fact]
    [Requirement("9260-5.2.1-02")]
    [Requirement("9260-5.2.1-03")]
    [Requirement("9260-5.2.1-04")]
    public void An_INIT_ACK_in_COOKIE_WAIT_goes_only_to_an_address_that_the_user_named_and_the_peer_reported()
    {
        Script script = Script.Connecting(peers: [Script.Peer, Script.Peer2]);
        Assert.Equal(Script.Peer, Assert.Single(script.InjectFrom(Script.Peer, 0, Script.NewInit(OtherTag))).Transmit.Remote);
        Assert.Equal(Script.Peer2, Assert.Single(script.InjectFrom(Script.Peer2, 0, Script.NewInit(OtherTag))).Transmit.Remote);
        Assert.Equal(Script.Peer, Assert.Single(script.InjectFrom(New, 0, Script.NewInit(OtherTag, Script.Peer.Parameter()))).Transmit.Remote);
        Assert.DoesNotContain(script.InjectFrom(New, 0, Script.NewInit(OtherTag)), p => p.Has<InitAck>());
    }

    [Fact]
    [Requirement("9260-5.2.1-06")]
    [Requirement("9260-5.2.1-16")]
    [Requirement("9260-5.2.1-13")]
    [Requirement("9260-5.2.1-15")]
    public void An_INIT_in_COOKIE_ECHOED_is_answered_with_the_own_values_and_Tie_Tags()
    {
        Script script = In(AssociationState.CookieEchoed);
        string before = script.Snapshot();
        SentPacket packet = Assert.Single(script.Inject(0u, Script.NewInit(OtherTag)));
        Assert.Equal(OtherTag, packet.Packet.VerificationTag);
        InitAck initAck = Assert.IsType<InitAck>(packet.Single);
        Assert.Equal(script.Tag, initAck.InitiateTag);
        Assert.Equal(script.Tsn, initAck.InitialTsn);
        Assert.True(script.Association.TieTags.AreSet);
        Assert.Equal(before, script.Snapshot());
        _ = script.Inject(new CookieAck());
        Assert.Equal(AssociationState.Established, script.Association.State);
    }

    [Theory]
    [MemberData(nameof(Tied))]
    [Requirement("9260-5.2.1-07")]
    [Requirement("9260-5.2.1-08")]
    [Requirement("9260-5.2.1-09")]
    [Requirement("9260-5.2.1-10")]
    [Requirement("9260-5.2.1-11")]
    [Requirement("9260-5.2.2-02")]
    [Requirement("9260-5.2.2-03")]
    [Requirement("9260-5.2.2-04")]
    [Requirement("9260-5.2.2-05")]
    [Requirement("9260-5.2.2-10")]
    [Requirement("9260-3.3.10.11-01")]
    public void An_INIT_that_adds_an_address_gets_ABORT_with_just_the_new_ones(AssociationState state)
    {
        Script script = In(state);
        string before = script.Snapshot();
        SentPacket packet = Assert.Single(script.Inject(0u, Script.NewInit(OtherTag, Script.Peer.Parameter(), New.Parameter())));
        Assert.Equal(OtherTag, packet.Packet.VerificationTag);
        Abort abort = Assert.IsType<Abort>(packet.Single);
        Assert.Equal(0, abort.Flags);
        RestartWithNewAddresses cause = Assert.IsType<RestartWithNewAddresses>(Assert.Single(abort.Causes));
        Assert.Equal([New.Parameter()], cause.Addresses);
        Assert.Equal(before, script.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Tied))]
    [Requirement("9260-5.1.2-07")]
    [Requirement("9260-5.2.2-02")]
    public void An_INIT_from_a_new_source_that_lists_a_known_address_belongs_to_the_association(AssociationState state)
    {
        Script script = In(state);
        string before = script.Snapshot();
        SentPacket packet = Assert.Single(script.InjectFrom(New, 0, Script.NewInit(OtherTag, Script.Peer.Parameter())));
        Assert.Equal([New.Parameter()], Assert.IsType<RestartWithNewAddresses>(Assert.Single(packet.Chunk<Abort>().Causes)).Addresses);
        Assert.Equal(New, packet.Transmit.Remote);
        Assert.Equal(before, script.Snapshot());
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 2 })]
    [InlineData(new[] { 2 })]
    [Requirement("9260-5.2.2-02")]
    public void An_INIT_with_some_or_all_of_the_known_addresses_is_answered(int[] listed)
    {
        Script script = Script.Accepted(initParameters: [Script.Peer2.Parameter()]);
        SctpParameter[] parameters = [.. listed.Select(i => (i == 1 ? Script.Peer : Script.Peer2).Parameter())];
        Assert.Contains(script.Inject(0u, Script.NewInit(OtherTag, parameters)), p => p.Has<InitAck>());
    }

    [Theory]
    [MemberData(nameof(Answering))]
    [Requirement("9260-5.2.2-01")]
    [Requirement("9260-5.2.2-06")]
    [Requirement("9260-5.2.2-07")]
    [Requirement("9260-5.2.2-08")]
    [Requirement("9260-5.2.2-09")]
    [Requirement("9260-5.2.2-10")]
    [Requirement("9260-5.2.2-11")]
    public void An_unexpected_INIT_is_answered_with_a_new_tag_and_changes_nothing(AssociationState state)
    {
        Script script = In(state);
        string before = script.Snapshot();
        SentPacket packet = Assert.Single(script.Inject(0u, Script.NewInit(OtherTag)));
        Assert.Equal(OtherTag, packet.Packet.VerificationTag);
        InitAck initAck = Assert.IsType<InitAck>(packet.Single);
        Assert.NotEqual(script.Tag, initAck.InitiateTag);
        Assert.Equal(10, initAck.OutboundStreams);
        Assert.Equal(2048, initAck.InboundStreams);
        Assert.Equal(before, script.Snapshot());

        // The Tie-Tags stay the same for the next one.
        var ties = script.Association.TieTags;
        Assert.True(ties.AreSet);
        InitAck second = script.Inject(0u, Script.NewInit(OtherTag + 1)).Single().Chunk<InitAck>();
        Assert.NotEqual(initAck.InitiateTag, second.InitiateTag);
        Assert.Equal(ties, script.Association.TieTags);
    }

    [Fact]
    [Requirement("9260-9.2-31")]
    public void An_INIT_in_SHUTDOWN_ACK_SENT_is_answered_with_SHUTDOWN_ACK()
    {
        Script script = In(AssociationState.ShutdownAckSent);
        SentPacket packet = Assert.Single(script.Inject(0u, Script.NewInit(OtherTag)));
        Assert.IsType<ShutdownAck>(packet.Single);
        Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(AssociationState.ShutdownAckSent, script.Association.State);
    }

    [Theory]
    [MemberData(nameof(Answering))]
    [Requirement("9260-5.2.4-06")]
    [Requirement("9260-5.2.4-08")]
    [Requirement("9260-5.2.4-09")]
    [Requirement("9260-5.1.5-12")]
    [Requirement("9260-11.2.7-01")]
    public void Action_A_a_restarted_peer_gets_a_new_association_in_place_of_the_old_one(AssociationState state)
    {
        Script script = In(state);
        InitAck initAck = script.Inject(0u, Script.NewInit(OtherTag) with { InitialTsn = new(5_000_000) }).Single().Chunk<InitAck>();
        List<SentPacket> sent = script.Inject(initAck.InitiateTag, CookieOf(initAck), new Data(new(5_000_000), 0, new(0), 0, new ByteString([1, 2, 3])) { Flags = DataFlags.Whole });

        Assert.IsType<CookieAck>(sent[0].Packet.Chunks[0]);
        Assert.All(sent, p => Assert.Equal(OtherTag, p.Packet.VerificationTag));
        Assert.Equal(1, script.Endpoint.AssociationCount);
        Assert.Same(script.Association, script.Endpoint.GetAssociation(0));
        _ = script.Events.Single(SctpEventKind.Restarted);
        Assert.DoesNotContain(script.Events, e => e.Kind is SctpEventKind.CommunicationLost or SctpEventKind.CommunicationUp);
        Assert.Equal([1, 2, 3], script.Read());

        // Packets of the old association are dead.
        script.Learn(initAck.InitiateTag, initAck.InitialTsn);
        script.AssertIgnored(script.Tag + 1, Script.NewData(0));
        if (state is AssociationState.Established or AssociationState.ShutdownReceived)
        {
            Assert.Equal(AssociationState.Established, script.Association.State);
            Data data = script.Send(20).Single().Chunk<Data>();
            Assert.Equal(initAck.InitialTsn, data.Tsn);
            Assert.Equal(0, data.Ssn.Value);
        }
    }

    [Fact]
    [Requirement("9260-5.2.4-10")]
    [Requirement("9260-3.3.10.10-01")]
    public void Action_A_in_SHUTDOWN_ACK_SENT_makes_no_new_association()
    {
        Script script = In(AssociationState.Established);
        InitAck initAck = script.Inject(0u, Script.NewInit(OtherTag)).Single().Chunk<InitAck>();
        _ = script.Inject(new Shutdown(script.Tsn.Previous));
        Assert.Equal(AssociationState.ShutdownAckSent, script.Association.State);
        script.Events.Clear();

        SentPacket packet = Assert.Single(script.Inject(initAck.InitiateTag, CookieOf(initAck), Script.NewData(0)));
        Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(2, packet.Packet.Chunks.Count);
        Assert.IsType<ShutdownAck>(packet.Packet.Chunks[0]); // The first chunk: a peer that has begun anew knows by it what the packet is.
        Assert.IsType<CookieReceivedWhileShuttingDown>(Assert.Single(packet.Chunk<Error>().Causes));
        Assert.Equal(AssociationState.ShutdownAckSent, script.Association.State);
        Assert.Empty(script.Events);
    }

    [Fact]
    [Requirement("9260-5.2.4-07")]
    public void Action_A_hands_back_what_was_queued()
    {
        Script script = Script.Connected();
        for (ulong i = 1; i <= 6; i++)
        {
            _ = script.Send(1400, new SendOptions { Context = i });
        }

        InitAck initAck = script.Inject(0u, Script.NewInit(OtherTag)).Single().Chunk<InitAck>();
        _ = script.Inject(initAck.InitiateTag, CookieOf(initAck));
        List<SctpEvent> failed = script.Events.FindAll(e => e.Kind == SctpEventKind.SendFailed);
        Assert.Equal([1UL, 2, 3, 4, 5, 6], failed.Select(e => e.Context).Order().ToArray());
        Assert.All(failed, e => Assert.Equal(SendFailureReason.PeerRestarted, e.SendFailureReason));
        foreach (SctpEvent e in failed)
        {
            e.Message.Dispose();
        }

        Assert.Equal(0, script.Association.BufferedBytes);
        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
    }

    [Fact]
    [Requirement("9260-5.2.4-11")]
    [Requirement("9260-5.2.4-12")]
    [Requirement("9260-5.2.4-13")]
    public void Action_B_in_COOKIE_WAIT_takes_the_peers_tag_from_the_cookie()
    {
        Script script = Script.Connecting();
        _ = script.Send(30);
        InitAck initAck = script.Inject(0u, Script.NewInit(OtherTag)).Single().Chunk<InitAck>();
        List<SentPacket> sent = script.Inject(script.Tag, CookieOf(initAck));
        Assert.IsType<CookieAck>(sent[0].Packet.Chunks[0]);
        Assert.All(sent, p => Assert.Equal(OtherTag, p.Packet.VerificationTag));
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Equal(script.Tsn, sent.Single(p => p.Has<Data>()).Chunk<Data>().Tsn);
        _ = script.Events.Single(SctpEventKind.CommunicationUp);
        Assert.DoesNotContain(script.WaitMilliseconds(900), p => p.Has<Init>());
        _ = script.Sack(1);
        Assert.DoesNotContain(script.Wait(Duration.FromSeconds(10)), p => p.Has<Init>() || p.Has<CookieEcho>());
    }

    [Fact]
    [Requirement("9260-5.2.4-11")]
    [Requirement("9260-5.2.4-12")]
    [Requirement("9260-5.2.4-13")]
    public void Action_B_in_COOKIE_ECHOED_takes_the_new_tag_and_sends_the_data_again()
    {
        Script script = Script.Connecting();
        _ = script.Send(30);
        Assert.True(script.InjectInitAck(tag: 42).Single().Has<Data>());
        InitAck initAck = script.Inject(0u, Script.NewInit(OtherTag) with { InitialTsn = new(9_000) }).Single().Chunk<InitAck>();
        List<SentPacket> sent = script.Inject(script.Tag, CookieOf(initAck), new Data(new(9_000), 0, new(0), 0, new ByteString([5])) { Flags = DataFlags.Whole });
        Assert.IsType<CookieAck>(sent[0].Packet.Chunks[0]);
        Assert.All(sent, p => Assert.Equal(OtherTag, p.Packet.VerificationTag));
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Contains(sent, p => p.Has<Data>() && p.Chunk<Data>().Tsn == script.Tsn);
        Assert.Equal([5], script.Read());
        _ = script.Events.Single(SctpEventKind.CommunicationUp);
        Assert.Equal(1, script.Endpoint.AssociationCount);
    }

    [Fact]
    [Requirement("9260-5.2.4-14")]
    [Requirement("9260-5.2.4-15")]
    [Requirement("9260-5.2.4-16")]
    [Requirement("9260-5.2.4-17")]
    public void Action_C_a_late_cookie_is_silently_discarded()
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck late = script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>();
        SctpAssociation association = script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now);
        script.Learn(script.Flush().Single().Chunk<Init>().InitiateTag, default);
        script.AssertIgnored(late.InitiateTag, CookieOf(late), Script.NewData(0));
        _ = script.InjectInitAck(tag: Script.PeerTag);
        Assert.Equal(AssociationState.CookieEchoed, association.State);
        script.AssertIgnored(late.InitiateTag, CookieOf(late), Script.NewData(0));
        Assert.Equal(AssociationState.CookieEchoed, association.State);
        _ = script.Inject(script.Tag, new CookieAck());
        script.AssertIgnored(late.InitiateTag, CookieOf(late), Script.NewData(0));
    }

    [Fact]
    [Requirement("9260-5.2.4-18")]
    [Requirement("9260-5.2.4-19")]
    [Requirement("9260-5.2.4-20")]
    public void Action_D_in_COOKIE_ECHOED_establishes_the_association()
    {
        Script script = Script.Connecting();
        InitAck initAck = script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>();
        _ = script.InjectInitAck();
        List<SentPacket> sent = script.Inject(script.Tag, CookieOf(initAck));
        Assert.True(Assert.Single(sent).Has<CookieAck>());
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.DoesNotContain(script.Wait(Duration.FromSeconds(5)), p => p.Has<CookieEcho>());
        _ = script.Events.Single(SctpEventKind.CommunicationUp);
        script.Events.Clear();

        // The COOKIE ACK of the own COOKIE ECHO comes too late to matter.
        script.AssertIgnored(script.Tag, new CookieAck());
    }

    [Fact]
    [Requirement("9260-5.2.4-18")]
    [Requirement("9260-5.2.4-20")]
    [Requirement("9260-5.2.4-04")]
    public void Action_D_a_duplicate_COOKIE_ECHO_is_acknowledged_even_when_the_cookie_is_stale()
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck initAck = script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>();
        script.Learn(initAck.InitiateTag, initAck.InitialTsn);
        _ = script.Inject(script.Tag, CookieOf(initAck));
        _ = script.Inject(Script.NewData(0));
        script.Events.Clear();
        for (int seconds = 0; seconds < 2; seconds++)
        {
            SentPacket packet = Assert.Single(script.Inject(script.Tag, CookieOf(initAck)));
            Assert.True(packet.Has<CookieAck>());
            Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
            Assert.Empty(script.Events);
            Assert.Equal(Script.PeerTsn, script.Endpoint.GetAssociation(0).GetStatus().ReceivedCumulativeTsn);
            _ = script.Wait(Duration.FromSeconds(70));
            script.Events.Clear();
        }
    }

    [Fact]
    [Requirement("9260-5.1-13")]
    public void COOKIE_ACK_is_the_first_chunk_also_where_SHUTDOWN_ACK_goes_along()
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck initAck = script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>();
        script.Learn(initAck.InitiateTag, initAck.InitialTsn);
        _ = script.Inject(script.Tag, CookieOf(initAck));
        foreach (SctpChunk chunk in (SctpChunk[])[CookieOf(initAck), new Shutdown(script.Tsn.Previous)])
        {
            byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, script.Tag, ValueList.Create<SctpChunk>([chunk])).ToArray();
            script.Endpoint.Receive(packet, new NetworkPath(Script.Peer, Script.Local), script.Now);
        }

        SentPacket answer = Assert.Single(script.Flush());
        Assert.Equal([typeof(CookieAck), typeof(ShutdownAck)], answer.Packet.Chunks.Select(chunk => chunk.GetType()));
    }

    [Fact]
    [Requirement("9260-5.2.4-02")]
    [Requirement("9260-5.2.4-03")]
    public void A_stale_cookie_of_other_tags_is_answered_with_its_staleness_and_touches_nothing()
    {
        Script script = Script.Connected(new SctpOptions { HeartbeatEnabled = false });
        InitAck initAck = script.Inject(0u, Script.NewInit(OtherTag)).Single().Chunk<InitAck>();
        _ = script.Wait(Duration.FromSeconds(62));
        script.Events.Clear();
        string before = script.Snapshot();
        SentPacket packet = Assert.Single(script.Inject(initAck.InitiateTag, CookieOf(initAck), Script.NewData(0)));
        Assert.Equal(OtherTag, packet.Packet.VerificationTag);
        Assert.Equal(2_000_000u, Assert.IsType<StaleCookie>(Assert.Single(Assert.IsType<Error>(packet.Single).Causes)).Staleness);
        Assert.Equal(before, script.Snapshot());
        Assert.Empty(script.Events);
    }

    [Theory]
    [MemberData(nameof(AllStates))]
    [Requirement("9260-5.2.4-01")]
    public void A_cookie_with_a_wrong_MAC_is_ignored_in_every_state(AssociationState state)
    {
        Script script = In(state);
        List<SentPacket> sent = script.Inject(0u, Script.NewInit(OtherTag));
        if (sent.Single().Has<InitAck>())
        {
            InitAck initAck = sent.Single().Chunk<InitAck>();
            byte[] cookie = CookieOf(initAck).Cookie.ToArray();
            cookie[^1] ^= 1;
            script.AssertIgnored(initAck.InitiateTag, new CookieEcho(new ByteString(cookie)), Script.NewData(0));
        }
        else
        {
            Assert.Equal(AssociationState.ShutdownAckSent, state);
        }
    }

    [Fact]
    [Requirement("9260-5.2.4-05")]
    public void A_cookie_that_fits_no_row_of_the_table_is_silently_discarded()
    {
        // A cookie made before there was an association has no Tie-Tags, so other tags than the association's fit nowhere.
        var script = new Script();
        script.Endpoint.Listen();
        InitAck first = script.Inject(0u, Script.NewInit(1)).Single().Chunk<InitAck>();
        InitAck second = script.Inject(0u, Script.NewInit(2)).Single().Chunk<InitAck>();
        _ = script.Inject(first.InitiateTag, CookieOf(first));
        script.Learn(first.InitiateTag, first.InitialTsn);
        script.AssertIgnored(second.InitiateTag, CookieOf(second), Script.NewData(0));
    }

    [Fact]
    [Requirement("9260-5.2.4.1-01")]
    public void After_a_restart_the_COOKIE_ECHO_is_guarded_by_T1_cookie()
    {
        var pair = new Pair();
        _ = pair.Establish();
        int echoes = 0;
        var again = new SctpEndpoint(new SctpOptions { LocalPort = 1001 }, new SeededEntropy(9));
        SctpAssociation association = again.Connect(Pair.AddressesB[0], 1002, pair.Now);
        byte[] buffer = new byte[2000];
        Instant now = pair.Now;
        Instant? firstEcho = null;
        for (int i = 0; i < 50 && association.State != AssociationState.Established; i++)
        {
            while (again.TryTransmit(buffer, now, out Transmit transmit))
            {
                if (new SentPacket(now, transmit, buffer[..transmit.Length]).Has<CookieEcho>() && echoes++ == 0)
                {
                    firstEcho = now;
                    continue; // lost
                }

                pair.B.Receive(new System.ReadOnlySpan<byte>(buffer, 0, transmit.Length), new NetworkPath(Pair.AddressesA[0], Pair.AddressesB[0]), now);
            }

            while (pair.B.TryTransmit(buffer, now, out Transmit transmit))
            {
                again.Receive(new System.ReadOnlySpan<byte>(buffer, 0, transmit.Length), new NetworkPath(Pair.AddressesB[0], Pair.AddressesA[0]), now);
            }

            if (association.State == AssociationState.CookieEchoed && echoes == 1 && again.NextTimeout is { } next)
            {
                Assert.Equal(firstEcho!.Value + Duration.FromSeconds(1), next);
                now = next;
                again.Advance(now);
            }
        }

        Assert.Equal(AssociationState.Established, association.State);
        Assert.Equal(2, echoes);
        Assert.Equal(1, pair.B.AssociationCount);
    }
}
