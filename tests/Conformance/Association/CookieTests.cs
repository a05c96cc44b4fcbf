using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

public class CookieTests
{
    private static Script Listening(SctpOptions? options = null)
    {
        var script = new Script(options);
        script.Endpoint.Listen();
        return script;
    }

    /// <summary>An INIT of the peer; returns the cookie that comes back.</summary>
    /// <summary>T1-cookie has expired once: the COOKIE ECHO went to an unconfirmed address, beside a HEARTBEAT.</summary>
    private static Script Verifying(out SentPacket echo)
    {
        Script script = Script.Connecting();
        _ = script.InjectInitAck(more: Script.Peer2.Parameter());
        echo = Assert.Single(script.Wait(Duration.FromSeconds(1)));
        Assert.True(echo.Has<CookieEcho>() && echo.Has<Heartbeat>() && echo.Transmit.Remote == Script.Peer2);
        return script;
    }

    private static CookieEcho Ask(Script script, Init? init = null)
    {
        InitAck initAck = script.Inject(0u, init ?? Script.NewInit()).Single().Chunk<InitAck>();
        script.Learn(initAck.InitiateTag, initAck.InitialTsn);
        return new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie);
    }

    [Fact]
    [Requirement("9260-5.1.5-07")]
    [Requirement("9260-3.3.3.1.1-01")]
    [Requirement("9260-5.1.3-02")]
    [Requirement("9260-8.4-05")]
    [Requirement("9260-5.1-14")]
    public void A_valid_cookie_makes_the_association_with_all_that_was_negotiated()
    {
        Script script = Listening();
        CookieEcho echo = Ask(script, Script.NewInit(77) with { OutboundStreams = 3, InboundStreams = 4, AdvertisedWindow = 4321 });
        Assert.Equal(0, script.Endpoint.AssociationCount);
        SentPacket packet = Assert.Single(script.Inject(script.Tag, echo));

        Assert.IsType<CookieAck>(packet.Single);
        Assert.Equal(77u, packet.Packet.VerificationTag);
        Assert.Equal(Script.Peer, packet.Transmit.Remote);
        SctpAssociation association = script.Endpoint.GetAssociation(0);
        Assert.Equal(AssociationState.Established, association.State);
        Assert.Equal(4, association.OutboundStreams);
        Assert.Equal(3, association.InboundStreams);
        Assert.Equal(4321u, association.GetStatus().PeerReceiverWindow);
        Assert.Equal(script.Tsn, association.GetStatus().NextTsn);
        Assert.Equal(Script.PeerTsn.Previous, association.GetStatus().ReceivedCumulativeTsn);
        SctpEvent up = Assert.Single(script.Events);
        Assert.Equal(SctpEventKind.CommunicationUp, up.Kind);
        Assert.Equal((4, 3), (up.OutboundStreams, up.InboundStreams));
        Assert.Same(association, up.Association);
    }

    [Fact]
    [Requirement("9260-5.1-13")]
    [Requirement("9260-3.3.12-01")]
    [Requirement("9260-3.3.12-02")]
    [Requirement("9260-5.1.5-11")]
    public void COOKIE_ECHO_with_DATA_is_answered_by_COOKIE_ACK_in_front_of_SACK()
    {
        Script script = Listening();
        CookieEcho echo = Ask(script);
        List<SentPacket> sent = script.Inject(script.Tag, echo, Script.NewData(0), Script.NewData(1, ssn: 1));
        Assert.Equal([typeof(CookieAck), typeof(Sack)], sent.SelectMany(p => p.Packet.Chunks).Select(c => c.GetType()));
        Assert.Equal(Script.PeerTsn.Next, sent.Single(p => p.Has<Sack>()).Chunk<Sack>().CumulativeTsn);
        Assert.True(script.Endpoint.GetAssociation(0).HasReadable);
    }

    [Fact]
    [Requirement("9260-5.1-12")]
    public void COOKIE_ACK_shares_its_packet_with_data_that_waits()
    {
        // Crossing INITs: the endpoint has data queued when the peer's COOKIE ECHO arrives.
        Script script = Script.Connecting();
        _ = script.Send(30);
        InitAck initAck = script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>();
        var echo = new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie);
        SentPacket packet = Assert.Single(script.Inject(script.Tag, echo, Script.NewData(0), Script.NewData(1, ssn: 1)));
        Assert.Equal([typeof(CookieAck), typeof(Sack), typeof(Data)], packet.Packet.Chunks.Select(c => c.GetType()));
    }

    [Fact]
    [Requirement("9260-5.2.2-12")]
    [Requirement("9260-5.1.3-03")]
    public void A_cookie_for_no_association_has_no_Tie_Tags_and_ends_with_16_bytes_of_MAC()
    {
        Script script = Listening();
        int without = Ask(script).Cookie.Length;
        Script established = In(AssociationState.Established);
        int with = established.Inject(0u, Script.NewInit(5)).Single().Chunk<InitAck>().Parameters.OfType<StateCookie>().Single().Cookie.Length;
        Assert.Equal(without + 8, with); // The two Tie-Tags.
        Assert.Equal(16, Sctp.Setup.StateCookie.MacLength);
    }

    [Fact]
    [Requirement("9260-4-01")]
    [Requirement("9260-5.1.3-01")]
    [Requirement("9260-5.1.5-03")]
    public void A_cookie_with_any_bit_flipped_is_silently_discarded_with_its_data()
    {
        Script script = Listening();
        byte[] cookie = Ask(script).Cookie.ToArray();
        for (int bit = 0; bit < cookie.Length * 8; bit++)
        {
            byte[] altered = [.. cookie];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Empty(script.Inject(script.Tag, new CookieEcho(new ByteString(altered)), Script.NewData(0)));
            Assert.Equal(0, script.Endpoint.AssociationCount);
        }

        Assert.Empty(script.Events);
        Assert.Single(script.Inject(script.Tag, new CookieEcho(new ByteString(cookie))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(-1)]
    [InlineData(-16)]
    [Requirement("9260-5.1.5-03")]
    public void A_cookie_of_another_length_is_silently_discarded(int length)
    {
        Script script = Listening();
        byte[] cookie = Ask(script).Cookie.ToArray();
        script.AssertIgnored(script.Tag, new CookieEcho(new ByteString(cookie.AsSpan(0, length < 0 ? cookie.Length + length : length))));
        script.AssertIgnored(script.Tag, new CookieEcho(new ByteString([.. cookie, 0])));
    }

    [Fact]
    [Requirement("9260-5.1.5-04")]
    public void A_cookie_under_another_tag_or_from_another_port_is_silently_discarded()
    {
        Script script = Listening();
        CookieEcho echo = Ask(script);
        script.AssertIgnored(script.Tag + 1, echo, Script.NewData(0));
        script.AssertIgnored(0u, echo);
        Assert.Empty(script.InjectBytes(Script.Peer, new SctpPacket(Script.PeerPort + 1, Script.Port, script.Tag, List<SctpChunk>(echo)).ToArray()));
        Assert.Equal(0, script.Endpoint.AssociationCount);
    }

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(60_001, false)]
    [InlineData(61_000, false)]
    [Requirement("9260-4-02")]
    [Requirement("9260-5.1.5-05")]
    [Requirement("9260-5.1.5-06")]
    [Requirement("9260-16-07")]
    [Requirement("9260-3.3.10.3-01")]
    public void A_cookie_lives_60_seconds_and_is_answered_with_its_staleness_afterwards(int milliseconds, bool isValid)
    {
        Script script = Listening();
        CookieEcho echo = Ask(script);
        _ = script.WaitMilliseconds(milliseconds);
        SentPacket packet = Assert.Single(script.Inject(script.Tag, echo, Script.NewData(0)));
        Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(isValid ? 1 : 0, script.Endpoint.AssociationCount);
        if (!isValid)
        {
            StaleCookie cause = Assert.IsType<StaleCookie>(Assert.Single(Assert.IsType<Error>(packet.Single).Causes));
            Assert.Equal((uint)(milliseconds - 60_000) * 1000, cause.Staleness);
            Assert.Empty(script.Events);
            script.AssertGone();
            Assert.Equal(1, script.Endpoint.Statistics.StaleCookies);
        }
    }

    [Theory]
    [InlineData(5_000u, 65_000, true)]
    [InlineData(5_000u, 65_001, false)]
    [InlineData(uint.MaxValue, 120_001, false)]
    [Requirement("9260-3.3.2.1.3-02")]
    public void A_Cookie_Preservative_lengthens_the_life_within_limits(uint increment, int milliseconds, bool isValid)
    {
        Script script = Listening();
        CookieEcho echo = Ask(script, Script.NewInit(7, new CookiePreservative(increment)));
        _ = script.WaitMilliseconds(milliseconds);
        _ = script.Inject(script.Tag, echo);
        Assert.Equal(isValid ? 1 : 0, script.Endpoint.AssociationCount);
    }

    [Fact]
    [Requirement("9260-5.1.3-06")]
    [Requirement("9260-5.1.5-01")]
    public void A_cookie_made_before_one_change_of_the_key_counts()
    {
        Script script = Listening();
        CookieEcho echo = Ask(script);
        script.Endpoint.RotateCookieKey(script.Now);
        Assert.True(script.Inject(script.Tag, echo).Single().Has<CookieAck>());
    }

    [Fact]
    [Requirement("9260-5.1.5-02")]
    public void A_cookie_of_which_the_key_is_gone_is_silently_discarded()
    {
        Script script = Listening();
        CookieEcho echo = Ask(script);
        script.Endpoint.RotateCookieKey(script.Now);
        script.Endpoint.RotateCookieKey(script.Now);
        script.AssertIgnored(script.Tag, echo, Script.NewData(0));
    }

    [Fact]
    [Requirement("9260-5.1.3-05")]
    public void The_key_changes_hourly_and_a_cookie_made_just_before_still_counts()
    {
        Script script = Listening();
        CookieEcho first = Ask(script);
        _ = script.Wait(Duration.FromSeconds(3590));
        CookieEcho echo = Ask(script);
        _ = script.Wait(Duration.FromSeconds(20));
        Assert.NotEqual(echo.Cookie.Span[0], Ask(script, Script.NewInit(5)).Cookie.Span[0]);
        InitAck initAck = script.Inject(0u, Script.NewInit(5)).Single().Chunk<InitAck>();
        Assert.NotEqual(first.Cookie.Span[0], initAck.Parameters.OfType<StateCookie>().Single().Cookie.Span[0]);

        Script other = Listening();
        _ = Ask(other);
        _ = other.Wait(Duration.FromSeconds(3590));
        echo = Ask(other);
        _ = other.Wait(Duration.FromSeconds(20));
        Assert.True(other.Inject(other.Tag, echo).Single().Has<CookieAck>());
    }

    [Fact]
    [Requirement("9260-3.3.11-04")]
    public void The_cookie_is_small()
    {
        Script script = Listening();
        Assert.True(Ask(script).Cookie.Length <= 80);
        SctpParameter[] ten = [.. Enumerable.Range(1, 10).Select(i => SctpAddress.Parse($"10.0.0.{i}").Parameter())];
        Assert.True(Ask(script, Script.NewInit(1, ten)).Cookie.Length <= 80 + 44);
    }

    [Fact]
    [Requirement("9260-5.1.3-07")]
    [Requirement("9260-5.2.2-13")]
    public void A_cookie_shows_neither_the_tags_of_the_association_it_meets_nor_the_same_bytes_as_Tie_Tags()
    {
        Script script = In(AssociationState.Established);
        byte[] cookie = script.Inject(0u, Script.NewInit(5)).Single().Chunk<InitAck>().Parameters.OfType<StateCookie>().Single().Cookie.ToArray();
        uint[] words = [.. Enumerable.Range(0, cookie.Length - 3).Select(i => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(cookie.AsSpan(i)))];
        Assert.DoesNotContain(script.Tag, words);
        Assert.DoesNotContain(Script.PeerTag, words);
        Assert.Contains(5u, words);
        Assert.Contains(script.Association.TieTags.Local, words);
        Assert.Contains(script.Association.TieTags.Peer, words);
        Assert.NotEqual(0u, script.Association.TieTags.Local);
        Assert.NotEqual(0u, script.Association.TieTags.Peer);
    }

    [Fact]
    [Requirement("9260-5.1-22")]
    [Requirement("9260-5.1-23")]
    [Requirement("9260-3.3.10.4-01")]
    public void A_cookie_beyond_MaxAssociations_gets_ABORT_with_Out_of_Resource()
    {
        Script script = Listening(new SctpOptions { MaxAssociations = 1 });
        CookieEcho first = Ask(script);
        uint firstTag = script.Tag;
        InitAck second = script.InjectFrom(Script.Peer2, 0u, Script.NewInit(6)).Single().Chunk<InitAck>();
        _ = script.Inject(firstTag, first);
        SentPacket packet = Assert.Single(script.InjectFrom(Script.Peer2, second.InitiateTag, new CookieEcho(second.Parameters.OfType<StateCookie>().Single().Cookie)));
        Assert.Equal(6u, packet.Packet.VerificationTag);
        Abort abort = Assert.IsType<Abort>(packet.Single);
        Assert.Equal(0, abort.Flags);
        Assert.IsType<OutOfResource>(Assert.Single(abort.Causes));
        Assert.Equal("00040004", Convert.ToHexStringLower(packet.Bytes.AsSpan(16)));
        Assert.Equal(1, script.Endpoint.AssociationCount);
    }

    [Fact]
    [Requirement("9260-5.1-22")]
    public void A_cookie_that_comes_when_nobody_listens_any_more_gets_an_ABORT()
    {
        Script script = Listening();
        CookieEcho echo = Ask(script);
        script.Endpoint.StopListening();
        SentPacket packet = Assert.Single(script.Inject(script.Tag, echo));
        Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(0, Assert.IsType<Abort>(packet.Single).Flags);
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-3.2.2-05")]
    public void A_COOKIE_ECHO_behind_another_chunk_makes_no_association()
    {
        Script script = Listening();
        CookieEcho echo = Ask(script);
        _ = script.Inject(script.Tag, Script.NewData(0), echo);
        Assert.Equal(0, script.Endpoint.AssociationCount);
        Assert.Empty(script.Events);
    }

    [Fact]
    [Requirement("9260-5.4-11")]
    [Requirement("9260-5.4-12")]
    public void A_COOKIE_ECHO_from_an_unconfirmed_address_is_answered_there_with_a_HEARTBEAT()
    {
        Script script = Listening();
        CookieEcho echo = Ask(script, Script.NewInit(5, Script.Peer2.Parameter()));
        SentPacket packet = script.InjectFrom(Script.Peer2, script.Tag, echo)[0];
        Assert.Equal(Script.Peer2, packet.Transmit.Remote);
        Assert.Equal([typeof(CookieAck), typeof(Heartbeat)], packet.Packet.Chunks.Select(c => c.GetType()));
        Assert.True(packet.Chunk<Heartbeat>().Parameters.OfType<HeartbeatInfo>().Single().Info.Length >= 8);
    }

    [Fact]
    [Requirement("9260-5.4-12")]
    public void What_else_the_packet_asks_for_does_not_displace_the_HEARTBEAT_beside_the_COOKIE_ACK()
    {
        Script script = Listening();
        CookieEcho echo = Ask(script, Script.NewInit(5, Script.Peer2.Parameter()));
        var probe = new Heartbeat(List<SctpParameter>(new HeartbeatInfo(new ByteString(new byte[1420]))));
        SentPacket packet = script.InjectFrom(Script.Peer2, script.Tag, echo, probe)[0];
        Assert.Equal([typeof(CookieAck), typeof(Heartbeat)], packet.Packet.Chunks.Select(c => c.GetType()));
    }

    [Fact]
    [Requirement("9260-5.4-14")]
    [Requirement("9260-5.4-15")]
    public void A_COOKIE_ECHO_to_an_unconfirmed_address_has_a_HEARTBEAT_with_it()
    {
        Script script = Script.Connecting();
        _ = script.InjectInitAck(more: Script.Peer2.Parameter());
        List<SentPacket> sent = script.Wait(Duration.FromSeconds(20));
        List<SentPacket> elsewhere = sent.FindAll(p => p.Transmit.Remote == Script.Peer2);
        Assert.NotEmpty(elsewhere);
        Assert.All(elsewhere, p => Assert.Equal([typeof(CookieEcho), typeof(Heartbeat)], p.Packet.Chunks.Select(c => c.GetType())));
    }

    [Fact]
    [Requirement("9260-3.3.5-03")]
    [Requirement("9260-16-22")]
    public void Each_probe_of_an_unconfirmed_address_has_a_fresh_nonce_of_64_bits()
    {
        Script script = Script.Connecting();
        _ = script.InjectInitAck(more: Script.Peer2.Parameter());
        List<SentPacket> sent = script.Inject(new CookieAck());
        sent.AddRange(script.Wait(Duration.FromSeconds(20)));
        List<ByteString> infos =
        [
            .. sent.Where(p => p.Transmit.Remote == Script.Peer2).SelectMany(p => p.Packet.Chunks.OfType<Heartbeat>())
                .Select(h => h.Parameters.OfType<HeartbeatInfo>().Single().Info),
        ];
        Assert.True(infos.Count >= 3);
        Assert.Equal(infos.Count, infos.Select(i => BitConverter.ToUInt32(i.Span)).Distinct().Count());
        Assert.Equal(infos.Count, infos.Select(i => BitConverter.ToUInt32(i.Span[4..])).Distinct().Count());
        Assert.All(infos, i => Assert.True(i.Length >= 8));
    }

    [Theory]
    [InlineData(1400)]
    [InlineData(1420)]
    [InlineData(1421)]
    [InlineData(1464)]
    [Requirement("9260-5.4-16")]
    [Requirement("9260-5.4-17")]
    public void A_COOKIE_ECHO_that_leaves_no_room_for_a_HEARTBEAT_does_not_go_to_an_unconfirmed_address(int cookieLength)
    {
        Script script = Script.Connecting();
        var cookie = new StateCookie(new ByteString(new byte[cookieLength]));
        _ = script.Inject(new InitAck(Script.PeerTag, 5000, 10, 10, Script.PeerTsn, List<SctpParameter>(cookie, Script.Peer2.Parameter())));
        List<SentPacket> elsewhere = script.Wait(Duration.FromSeconds(20)).FindAll(p => p.Transmit.Remote == Script.Peer2);
        Assert.Equal(cookieLength <= 1420, elsewhere.Count > 0);
        Assert.All(elsewhere, p => Assert.True(p.Bytes.Length <= 1480 && p.Has<Heartbeat>()));
    }

    [Fact]
    [Requirement("9260-5.2.6-03")]
    [Requirement("9260-5.2.6-04")]
    [Requirement("9260-5.2.6-05")]
    [Requirement("9260-3.3.2.1.3-01")]
    public void A_Stale_Cookie_error_leads_to_an_INIT_that_asks_for_the_round_trip_and_a_second()
    {
        Script script = Script.Connecting();
        _ = script.Send(10);
        _ = script.InjectInitAck();
        _ = script.WaitMilliseconds(300);
        SentPacket packet = Assert.Single(script.Inject(new Error(List<SctpErrorCause>(new StaleCookie(17)))));

        Assert.Equal(0u, packet.Packet.VerificationTag);
        Init init = Assert.IsType<Init>(packet.Single);
        Assert.InRange(init.Parameters.OfType<CookiePreservative>().Single().Increment, 300u, 1300u);
        Assert.Equal(script.Tag, init.InitiateTag);
        Assert.Equal(AssociationState.CookieWait, script.Association.State);

        // The second try takes another peer tag and brings the data along again.
        SentPacket echo = Assert.Single(script.InjectInitAck(tag: 4242));
        Assert.Equal(4242u, echo.Packet.VerificationTag);
        Assert.Equal(script.Tsn, echo.Chunk<Data>().Tsn);
        _ = script.Inject(new CookieAck());
        Assert.Equal(AssociationState.Established, script.Association.State);
        _ = script.Sack(1);
        Assert.Equal(0, script.Association.BufferedBytes);
        Assert.DoesNotContain(script.Events, e => e.Kind == SctpEventKind.SendFailed);
    }

    [Fact]
    [Requirement("9260-5.2.6-03")]
    public void Without_Cookie_Preservative_the_next_INIT_asks_for_nothing()
    {
        Script script = Script.Connecting(new SctpOptions { CookiePreservative = false });
        _ = script.InjectInitAck();
        Init init = script.Inject(new Error(List<SctpErrorCause>(new StaleCookie(17)))).Single().Chunk<Init>();
        Assert.DoesNotContain(init.Parameters, p => p is CookiePreservative);
    }

    [Fact]
    [Requirement("9260-5.2.6-03")]
    public void Stale_Cookie_errors_without_end_end_the_attempt()
    {
        Script script = Script.Connecting();
        int inits = 1;
        while (script.Endpoint.AssociationCount > 0)
        {
            _ = script.InjectInitAck();
            inits += script.Inject(new Error(List<SctpErrorCause>(new StaleCookie(17)))).Count(p => p.Has<Init>());
            Assert.True(inits < 100);
        }

        Assert.Equal(9, inits);
        Assert.Equal(LossReason.StaleCookie, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-5.2.6-03")]
    public void A_HEARTBEAT_that_went_beside_the_stale_cookie_is_not_awaited_any_more()
    {
        Script script = Verifying(out _);
        Assert.True(Assert.Single(script.Inject(new Error(List<SctpErrorCause>(new StaleCookie(17))))).Has<Init>());
        _ = script.Wait(Duration.FromSeconds(30));
        Assert.Equal(AssociationState.CookieWait, script.Association.State);
        Assert.Equal((Script.Peer2, 0), (script.Association.GetPath(1).Address, script.Association.GetPath(1).ErrorCount));
    }

    [Fact]
    [Requirement("9260-5.4-03")]
    public void The_answer_to_a_HEARTBEAT_beside_COOKIE_ECHO_confirms_the_address_also_when_the_next_is_due()
    {
        Script script = Verifying(out SentPacket echo);
        _ = script.Wait(Duration.FromSeconds(1)); // The HEARTBEAT has timed out; COOKIE ACK makes another one due.
        Assert.Equal(PathState.Unconfirmed, script.Association.GetPath(1).State);
        _ = script.InjectFrom(Script.Peer2, script.Tag, new CookieAck(), new HeartbeatAck(echo.Chunk<Heartbeat>().Parameters));
        Assert.Equal(PathState.Active, script.Association.GetPath(1).State);
    }

    [Theory]
    [MemberData(nameof(NotCookieEchoed))]
    [Requirement("9260-5.2.6-01")]
    [Requirement("9260-5.2.6-02")]
    public void A_Stale_Cookie_error_in_another_state_is_silently_discarded(AssociationState state)
    {
        Script script = In(state);
        script.AssertIgnored(script.Tag, new Error(List<SctpErrorCause>(new StaleCookie(17))));
    }

    public static TheoryData<AssociationState> NotCookieEchoed => AllBut(AssociationState.CookieEchoed, AssociationState.ShutdownSent);
}
