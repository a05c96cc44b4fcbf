using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

public class InitAckTests
{
    private static readonly StateCookie Cookie = new(new ByteString([1, 2, 3]));

    private static InitAck Good => new(Script.PeerTag, 100_000, 10, 10, Script.PeerTsn, List<SctpParameter>(Cookie));

    private static InitAck Bad(string field) => field switch
    {
        "tag" => Good with { InitiateTag = 0 },
        "a_rwnd" => Good with { AdvertisedWindow = 1499 },
        "os" => Good with { OutboundStreams = 0 },
        "mis" => Good with { InboundStreams = 0 },
        "host" => Good with { Parameters = List<SctpParameter>(Cookie, new HostNameAddress(new ByteString("h\0"u8))) },
        _ => Good with { Parameters = default },
    };

    [Fact]
    [Requirement("9260-5.1-11")]
    [Requirement("9260-5.1.4-01")]
    [Requirement("9260-5.1.4-03")]
    [Requirement("9260-3.3.3-05")]
    [Requirement("9260-8.5.1-14")]
    [Requirement("9260-3.3.11-01")]
    public void An_INIT_ACK_is_answered_at_once_with_COOKIE_ECHO_under_its_tag()
    {
        Script script = Script.Connecting();
        _ = script.WaitMilliseconds(300);
        SentPacket packet = Assert.Single(script.Inject(Good));
        Assert.Equal(script.Now, packet.Time);
        Assert.Equal(Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(Cookie.Cookie, Assert.IsType<CookieEcho>(packet.Single).Cookie);
        Assert.Equal(AssociationState.CookieEchoed, script.Association.State);
        Assert.NotNull(script.Endpoint.NextTimeout);
        Assert.True(script.Endpoint.NextTimeout >= script.Now + Duration.FromSeconds(1), "T1-init no longer runs, T1-cookie does");
    }

    [Theory]
    [InlineData("tag")]
    [InlineData("a_rwnd")]
    [InlineData("os")]
    [InlineData("mis")]
    [InlineData("host")]
    [InlineData("no cookie")]
    [Requirement("9260-3.3.3-02")]
    [Requirement("9260-3.3.3-03")]
    [Requirement("9260-3.3.3-07")]
    [Requirement("9260-3.3.3-08")]
    [Requirement("9260-3.3.3-11")]
    [Requirement("9260-3.3.3-12")]
    [Requirement("9260-3.3.3-18")]
    [Requirement("9260-3.3.3-19")]
    [Requirement("9260-3.3.3-22")]
    [Requirement("9260-3.3.3-23")]
    [Requirement("9260-3.3.3-32")]
    [Requirement("9260-3.3.10.2-01")]
    [Requirement("9260-5.1-24")]
    public void A_bad_INIT_ACK_in_COOKIE_WAIT_ends_the_attempt_with_ABORT(string field)
    {
        Script script = Script.Connecting();
        SentPacket packet = Assert.Single(script.Inject(Bad(field)));

        Abort abort = Assert.IsType<Abort>(packet.Single);
        Assert.Equal(field == "tag" ? script.Tag : Script.PeerTag, packet.Packet.VerificationTag);
        Assert.Equal(field == "tag" ? Abort.TagReflected : 0, abort.Flags);
        SctpErrorCause cause = Assert.Single(abort.Causes);
        switch (field)
        {
            case "host":
                Assert.IsType<UnresolvableAddress>(cause);
                break;
            case "no cookie":
                Assert.Equal("0002000a000000010007", Convert.ToHexStringLower(packet.Bytes.AsSpan(16, 10)));
                break;
            default:
                Assert.IsType<InvalidMandatoryParameter>(cause);
                break;
        }

        Assert.Equal(LossReason.ProtocolViolation, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
        Assert.Equal(AssociationState.Closed, script.Association.State);
        script.AssertGone();
    }

    public static TheoryData<string, AssociationState> BadElsewhere()
    {
        var data = new TheoryData<string, AssociationState>();
        foreach (string field in new[] { "good", "tag", "a_rwnd", "os", "mis", "host", "no cookie" })
        {
            foreach (AssociationState state in WithAssociation.Where(s => s is not AssociationState.CookieWait and not AssociationState.ShutdownSent))
            {
                data.Add(field, state);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(BadElsewhere))]
    [Requirement("9260-3.3.3-09")]
    [Requirement("9260-3.3.3-13")]
    [Requirement("9260-3.3.3-20")]
    [Requirement("9260-3.3.3-24")]
    [Requirement("9260-5.2.3-01")]
    public void An_INIT_ACK_outside_COOKIE_WAIT_is_silently_discarded(string field, AssociationState state)
    {
        Script script = In(state);
        script.AssertIgnored(script.Tag, field == "good" ? Good : Bad(field));
    }

    [Fact]
    [Requirement("9260-5.2.3-01")]
    [Requirement("9260-8.4-10")]
    public void An_INIT_ACK_without_an_association_is_out_of_the_blue()
    {
        var script = new Script();
        SentPacket packet = Assert.Single(script.Inject(4711u, Good));
        Assert.Equal(4711u, packet.Packet.VerificationTag);
        Assert.Equal(Abort.TagReflected, Assert.IsType<Abort>(packet.Single).Flags);
    }

    [Fact]
    [Requirement("9260-8.5-03")]
    public void An_INIT_ACK_with_a_wrong_tag_is_ignored()
    {
        Script script = Script.Connecting();
        script.AssertIgnored(script.Tag + 1, Good);
        script.AssertIgnored(script.Tag + 1, Bad("tag"));
        script.AssertIgnored(0u, Good);
    }

    [Fact]
    [Requirement("9260-5.1.2-07")]
    public void An_INIT_ACK_from_another_address_belongs_to_the_association_that_an_address_it_lists_shows()
    {
        Script script = Script.Connecting();
        InitAck listing = Good with { Parameters = List<SctpParameter>(Cookie, Script.Peer.Parameter()) };
        Assert.Empty(script.InjectFrom(Script.Peer2, script.Tag + 1, listing));
        Assert.Equal(AssociationState.CookieWait, script.Association.State);
        Assert.True(Assert.Single(script.InjectFrom(Script.Peer2, script.Tag, Good)).Has<Abort>());

        SentPacket packet = Assert.Single(script.InjectFrom(Script.Peer2, script.Tag, listing));
        Assert.True(packet.Has<CookieEcho>());
        Assert.Equal(Script.Peer, packet.Transmit.Remote);
        Assert.Equal(2, script.Association.PathCount);
        Assert.Equal((Script.Peer, PathState.Active), (script.Association.GetPath(0).Address, script.Association.GetPath(0).State));
        Assert.Equal((Script.Peer2, PathState.Unconfirmed), (script.Association.GetPath(1).Address, script.Association.GetPath(1).State));
        _ = script.Inject(new CookieAck());
        Assert.Equal(AssociationState.Established, script.Association.State);
        string before = script.Snapshot();
        Assert.Empty(script.InjectFrom(Script.Peer2, script.Tag, listing));
        Assert.Equal(before, script.Snapshot());
    }

    [Fact]
    public void An_INIT_ACK_that_is_bundled_is_ignored()
    {
        Script script = Script.Connecting();
        Assert.Empty(script.Inject(Good, new CookieAck()));
        Assert.Equal(AssociationState.CookieWait, script.Association.State);
    }

    [Fact]
    [Requirement("9260-3.3.3-04")]
    public void The_flags_of_an_INIT_ACK_are_ignored()
    {
        Script script = Script.Connecting();
        Assert.True(script.Inject(Good with { Flags = 0xFF }).Single().Has<CookieEcho>());
    }

    [Theory]
    [InlineData("preservative")]
    [InlineData("supported")]
    [InlineData("heartbeat")]
    [InlineData("second cookie")]
    [InlineData("unrecognized")]
    [Requirement("9260-3.3.3-27")]
    public void An_INIT_ACK_with_an_unexpected_parameter_is_accepted(string which)
    {
        SctpParameter stray = which switch
        {
            "preservative" => new CookiePreservative(5),
            "supported" => new SupportedAddressTypes(List<ushort>(5)),
            "heartbeat" => new HeartbeatInfo(new ByteString([1])),
            "second cookie" => new StateCookie(new ByteString([7, 7])),
            _ => new UnrecognizedParameter(new ByteString([0xC0, 1, 0, 4])),
        };
        Script script = Script.Connecting();
        Assert.Equal(Cookie.Cookie, script.Inject(Good with { Parameters = List(Cookie, stray) }).Single().Chunk<CookieEcho>().Cookie);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(1001)]
    [InlineData(1464)]
    [InlineData(1465)]
    [InlineData(2000)]
    [InlineData(8192)]
    [Requirement("9260-3.3.11-03")]
    [Requirement("9260-3.3.3-26")]
    public void The_cookie_comes_back_byte_for_byte_whatever_its_size(int length)
    {
        Script script = Script.Connecting();
        var cookie = new StateCookie(new ByteString(Script.Pattern(length, 3)));
        SentPacket packet = script.Inject(Good with { Parameters = List<SctpParameter>(cookie) }).Single();
        Assert.Equal(cookie.Cookie, packet.Chunk<CookieEcho>().Cookie);
        Assert.Equal(packet.Bytes.Length <= 1480, packet.Transmit.DontFragment);
    }

    [Fact]
    [Requirement("9260-3.2.2-03")]
    [Requirement("9260-3.2.2-05")]
    [Requirement("9260-3.3.3-28")]
    [Requirement("9260-3.3.10.8-01")]
    [Requirement("9260-3.3.11-02")]
    [Requirement("9260-5.1-08")]
    [Requirement("9260-5.1-09")]
    public void Unrecognized_parameters_and_waiting_data_go_along_behind_the_COOKIE_ECHO()
    {
        Script script = Script.Connecting();
        Assert.Empty(script.Send(50));
        UnknownParameter[] unknown = [UnknownParameter(0xC0FF, 5), UnknownParameter(0xFFFE, 4)];
        SentPacket packet = Assert.Single(script.Inject(Good with { Parameters = List<SctpParameter>(Cookie, unknown[0], UnknownParameter(0x8123), unknown[1]) }));

        Assert.Equal([typeof(CookieEcho), typeof(Error), typeof(Data)], packet.Packet.Chunks.Select(c => c.GetType()));
        UnrecognizedParameters cause = Assert.IsType<UnrecognizedParameters>(Assert.Single(packet.Chunk<Error>().Causes));
        Assert.Equal(unknown, cause.Parameters);
    }

    [Fact]
    [Requirement("9260-3.2.2-04")]
    public void A_report_that_does_not_fit_beside_the_cookie_waits_for_COOKIE_ACK()
    {
        Script script = Script.Connecting();
        var cookie = new StateCookie(new ByteString(new byte[1460]));
        SentPacket packet = Assert.Single(script.Inject(Good with { Parameters = List<SctpParameter>(cookie, UnknownParameter(0xC0FF, 40)) }));
        Assert.Single(packet.Packet.Chunks);
        Assert.True(packet.Has<CookieEcho>());
        Assert.Contains(script.Inject(new CookieAck()), p => p.Has<Error>());
    }

    [Theory]
    [InlineData(0x3FFF, false, 1)]
    [InlineData(0x7FFF, true, 1)]
    [InlineData(0xBFFF, false, 2)]
    [InlineData(0xFFFE, true, 2)]
    [Requirement("9260-3.2.1-05")]
    [Requirement("9260-3.2.1-06")]
    [Requirement("9260-3.2.1-07")]
    [Requirement("9260-3.2.1-08")]
    [Requirement("9260-3.2.1-09")]
    public void The_two_high_bits_of_an_unknown_parameter_of_INIT_ACK_decide(int type, bool isReported, int paths)
    {
        Script script = Script.Connecting();
        InitAck initAck = Good with { Parameters = List<SctpParameter>(Cookie, UnknownParameter(type), Script.Peer2.Parameter()) };
        SentPacket packet = Assert.Single(script.Inject(initAck));
        Assert.True(packet.Has<CookieEcho>());
        Assert.Equal(isReported, packet.Has<Error>());
        Assert.Equal(paths, script.Association.PathCount);
    }

    [Fact]
    [Requirement("9260-3.2.1-10")]
    [Requirement("9260-3.2.1-09")]
    public void What_stands_before_an_unknown_parameter_that_stops_counts()
    {
        Script script = Script.Connecting();
        InitAck initAck = Good with { Parameters = List<SctpParameter>(Script.Peer2.Parameter(), Cookie, UnknownParameter(0x3FFF)) };
        Assert.True(script.Inject(initAck).Single().Has<CookieEcho>());
        Assert.Equal(2, script.Association.PathCount);
    }

    [Fact]
    [Requirement("9260-4-06")]
    [Requirement("9260-4-07")]
    [Requirement("9260-4-08")]
    [Requirement("9260-5.1.6-02")]
    [Requirement("9260-5.1-10")]
    public void An_unanswered_COOKIE_ECHO_is_sent_9_times_and_then_given_up()
    {
        Script script = Script.Connecting();
        Instant start = script.Now;
        List<SentPacket> sent = script.Inject(Good);
        sent.AddRange(script.Wait(Duration.FromSeconds(1000)));
        List<SentPacket> echoes = sent.FindAll(p => p.Has<CookieEcho>());

        Assert.Equal([0, 1, 3, 7, 15, 31, 63, 123, 183], echoes.Select(p => (p.Time - start).TotalMilliseconds / 1000));
        Assert.All(echoes, p => Assert.Equal(echoes[0].Bytes, p.Bytes));
        Assert.All(sent.Skip(9), p => Assert.IsType<Abort>(p.Single));
        Assert.Equal(LossReason.SetupTimeout, script.Events.Single(SctpEventKind.CommunicationLost).LossReason);
        Assert.Equal(AssociationState.Closed, script.Association.State);
        script.AssertGone();
    }

    [Fact]
    [Requirement("9260-5.1-10")]
    [Requirement("9260-5-01")]
    [Requirement("9260-5.1-15")]
    public void Until_COOKIE_ACK_nothing_but_the_COOKIE_ECHO_and_what_fits_beside_it_leaves()
    {
        Script script = Script.Connecting();
        for (int i = 0; i < 5; i++)
        {
            Assert.Empty(script.Send(1000));
        }

        SentPacket first = Assert.Single(script.Inject(Good));
        Assert.Equal([typeof(CookieEcho), typeof(Data)], first.Packet.Chunks.Select(c => c.GetType()));
        Assert.Empty(script.Send(1000));
        Assert.Empty(script.Inject(new Heartbeat(List<SctpParameter>(new HeartbeatInfo(new ByteString([1, 2]))))));
        Assert.Empty(script.WaitMilliseconds(999));

        SentPacket again = Assert.Single(script.WaitMilliseconds(1));
        Assert.Equal(first.Bytes, again.Bytes);
        List<SentPacket> after = script.Inject(new CookieAck());
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Contains(after, p => p.Has<Data>());
        Assert.Contains(after, p => p.Has<HeartbeatAck>());
        _ = script.Events.Single(SctpEventKind.CommunicationUp);
    }

    [Fact]
    [Requirement("9260-6-06")]
    public void A_SACK_of_the_data_behind_the_COOKIE_ECHO_stands_for_a_lost_COOKIE_ACK()
    {
        Script script = Script.Connecting();
        _ = script.Send(10);
        _ = script.InjectInitAck();
        _ = script.Sack(1);
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Equal(0, script.Association.GetStatus().UnacknowledgedChunks);
        _ = script.Events.Single(SctpEventKind.CommunicationUp);
    }

    [Theory]
    [MemberData(nameof(NotCookieEchoed))]
    [Requirement("9260-5.2.5-01")]
    public void A_COOKIE_ACK_outside_COOKIE_ECHOED_is_silently_discarded(AssociationState state)
    {
        Script script = In(state);
        script.AssertIgnored(script.Tag, new CookieAck());
    }

    public static TheoryData<AssociationState> NotCookieEchoed => AllBut(AssociationState.CookieEchoed);
}
