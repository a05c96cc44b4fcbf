using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>The set-up of an association at the edges.</summary>
public class ReviewHandshakeTests
{
    private static IPv4Address Listed(SctpAddress address) => new(new ByteString(address.ToIPAddress().GetAddressBytes()));

    [Fact]
    [Requirement("9260-5.1.2-07")]
    [Requirement("9260-5.4-03")]
    public void An_INIT_ACK_from_an_address_not_named_belongs_to_the_association_of_an_address_it_lists()
    {
        Script script = Script.Connecting();
        Assert.Empty(script.InjectFrom(Script.Peer2, script.Tag + 1, InitAckOf(Listed(Script.Peer))));
        SentPacket echo = script.InjectInitAck(from: Script.Peer2, more: [Listed(Script.Peer)]).Single();
        Assert.IsType<CookieEcho>(echo.Packet.Chunks[0]);
        Assert.Equal(Script.Peer, echo.Transmit.Remote);
        Assert.Equal(2, script.Association.PathCount);
        Assert.Equal(PathState.Active, script.Association.GetPath(0).State);
        Assert.Equal(PathState.Unconfirmed, script.Association.GetPath(1).State);

        // One that lists nothing known is out of the blue.
        Script other = Script.Connecting();
        Assert.True(other.InjectInitAck(from: Script.Peer2).Single().Has<Abort>());
        Assert.Equal(AssociationState.CookieWait, other.Association.State);
    }

    [Fact]
    [Requirement("9260-5.2.6-03")]
    public void A_peer_whose_cookies_are_always_stale_is_given_up()
    {
        Script script = Script.Connecting(new SctpOptions { MaxInitRetransmits = 3 });
        for (int i = 0; i < 3; i++)
        {
            script.InjectInitAck();
            Assert.True(script.Inject(new Error([new StaleCookie(1)])).Single().Has<Init>());
        }

        script.InjectInitAck();
        script.Inject(new Error([new StaleCookie(1)]));
        Assert.True(script.Association.HasEnded);
        Assert.Equal(LossReason.StaleCookie, script.Events.Single(e => e.Kind == SctpEventKind.CommunicationLost).LossReason);
        Assert.Null(script.Endpoint.NextTimeout);
    }

    [Fact]
    [Requirement("9260-5.4-08")]
    [Requirement("9260-5.4-15")]
    public void The_INIT_after_a_stale_cookie_never_goes_to_an_unconfirmed_address()
    {
        Script script = Script.Connecting();
        script.InjectInitAck(more: [Listed(Script.Peer2)]);
        SentPacket echo = script.WaitMilliseconds(1000).Single();
        Assert.Equal(Script.Peer2, echo.Transmit.Remote);
        Assert.True(echo.Has<Heartbeat>());

        SentPacket init = script.Inject(new Error([new StaleCookie(1)])).Single();
        Assert.True(init.Has<Init>());
        Assert.Equal(Script.Peer, init.Transmit.Remote);
        Assert.All(script.Wait(Duration.FromSeconds(30)), p => Assert.Equal(Script.Peer, p.Transmit.Remote));
    }

    [Fact]
    [Requirement("9260-5.4-03")]
    [Requirement("9260-5.4-15")]
    public void The_answer_to_the_HEARTBEAT_beside_a_COOKIE_ECHO_confirms_the_address()
    {
        Script script = Script.Connecting();
        script.InjectInitAck(more: [Listed(Script.Peer2)]);
        SentPacket echo = script.WaitMilliseconds(1000).Single();
        Assert.Equal(Script.Peer2, echo.Transmit.Remote);

        var answer = new HeartbeatAck(echo.Chunk<Heartbeat>().Parameters);
        Assert.Empty(script.InjectFrom(Script.Peer2, script.Tag, new CookieAck(), answer));
        Assert.Equal(PathState.Active, script.Association.GetPath(1).State);
    }

    [Fact]
    [Requirement("9260-5.1.2-06")]
    [Requirement("9260-5.2.4-11")]
    [Requirement("9260-5.4-01")]
    public void Where_INITs_cross_the_addresses_are_those_of_the_peers_INIT()
    {
        Script script = Script.Connecting(null, null, Script.Peer, Script.Peer2);
        SctpAddress third = SctpAddress.Parse("192.0.2.3");
        Assert.True(Cross(script, Script.NewInit(0x1111, Listed(third)), Script.Peer2).Has<CookieAck>());
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Equal(2, script.Association.PathCount);
        Assert.Equal(Script.Peer2, script.Association.GetPath(0).Address);
        Assert.Equal(PathState.Active, script.Association.GetPath(0).State);
        Assert.True(script.Association.GetPath(0).IsPrimary);
        Assert.Equal(third, script.Association.GetPath(1).Address);
        Assert.Equal(PathState.Unconfirmed, script.Association.GetPath(1).State);
    }

    [Fact]
    [Requirement("9260-5.2.4-11")]
    [Requirement("9260-5.2.4-12")]
    [Requirement("9260-5.1.1-03")]
    public void Where_INITs_cross_in_COOKIE_ECHOED_the_numbers_of_the_new_INIT_hold()
    {
        Script script = Script.Connecting();
        script.Association.Send(Script.Pattern(100, 0), new SendOptions { StreamId = 2 }, script.Now);
        script.Association.Send(Script.Pattern(100, 0), new SendOptions { StreamId = 5 }, script.Now);
        Assert.Equal(2, script.InjectInitAck().Single().Packet.Chunks.OfType<Data>().Count());

        var init = new Init(0x1111, 50_000, 3, 3, new Tsn(77), []);
        SentPacket answer = Cross(script, init, Script.Peer);
        Assert.IsType<CookieAck>(answer.Packet.Chunks[0]);
        Assert.Equal(0x1111u, answer.Packet.VerificationTag);
        Assert.Equal(3, script.Association.OutboundStreams);
        Assert.Equal(3, script.Association.InboundStreams);
        Data data = answer.Chunk<Data>();
        Assert.Equal(2, data.StreamId);
        Assert.Equal(script.Tsn, data.Tsn);
        Assert.Equal(SendFailureReason.InvalidStream, script.Events.Single(e => e.Kind == SctpEventKind.SendFailed).SendFailureReason);
    }

    [Fact]
    [Requirement("9260-3.3.12-01")]
    [Requirement("9260-5.1.5-11")]
    public void The_COOKIE_ACK_leaves_before_all_that_waited_for_it()
    {
        Script script = Script.Connecting();
        script.InjectInitAck();
        Assert.Empty(script.Inject(new Heartbeat([new HeartbeatInfo([1, 2, 3])])));
        InitAck initAck = script.Inject(0, Script.NewInit(0x1111)).Single().Chunk<InitAck>();
        var echo = new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie);
        SentPacket first = script.Inject(echo, Script.NewData(0, flags: DataFlags.Whole | DataFlags.Immediate)).First();
        Assert.IsType<CookieAck>(first.Packet.Chunks[0]);
        Assert.True(first.Has<Sack>());
    }

    [Theory]
    [InlineData(456)]
    [InlineData(496)]
    [Requirement("9260-5.4-17")]
    public void A_COOKIE_ECHO_whose_HEARTBEAT_the_buffer_does_not_hold_goes_to_a_confirmed_address(int cookieLength)
    {
        Script script = Script.Connecting();
        script.Inject(InitAckOf(cookieLength, Listed(Script.Peer2)));
        Instant expiry = script.Endpoint.NextTimeout!.Value;
        script.Endpoint.Advance(expiry);
        byte[] buffer = new byte[SctpOptions.MinPathMtu];
        Assert.True(script.Endpoint.TryTransmit(buffer, expiry, out Transmit transmit));
        Assert.Equal(Script.Peer, transmit.Remote);
        Assert.IsType<CookieEcho>(new SentPacket(expiry, transmit, buffer[..transmit.Length]).Single);
        Assert.False(script.Endpoint.TryTransmit(buffer, expiry, out _));
    }

    [Theory]
    [InlineData(1480, false)]
    [InlineData(1400, true)]
    [Requirement("9260-5.4-15")]
    [Requirement("9260-5.4-17")]
    public void A_COOKIE_ECHO_whose_HEARTBEAT_the_path_no_longer_holds_goes_to_a_confirmed_address(int mtu, bool toConfirmed)
    {
        Script script = Script.Connecting();
        script.Inject(InitAckOf(1400, Listed(Script.Peer2)));
        script.Endpoint.Advance(script.Endpoint.NextTimeout!.Value);
        script.Association.SetPathMtu(Script.Peer2, mtu, script.Now); // T1-cookie has chosen the address, and the packet is not built yet.
        SentPacket echo = Assert.Single(script.Flush());
        Assert.True(echo.Has<CookieEcho>());
        Assert.Equal(toConfirmed ? Script.Peer : Script.Peer2, echo.Transmit.Remote);
        Assert.Equal(!toConfirmed, echo.Has<Heartbeat>());
    }

    [Fact]
    [Requirement("9260-5.2.4-05")]
    [Requirement("9260-5.2.6-03")]
    public void A_cookie_made_before_a_stale_cookie_began_the_set_up_anew_is_no_restart()
    {
        Script script = Script.Connecting();
        script.InjectInitAck(tag: 0x1111);
        uint former = script.Tag;
        InitAck initAck = script.Inject(0, Script.NewInit(0x2222)).Single().Chunk<InitAck>();
        Assert.Equal(former, initAck.InitiateTag);
        script.Inject(new Error([new StaleCookie(1)]));
        Assert.NotEqual(former, script.Tag);
        script.InjectInitAck(tag: 0x3333);

        Assert.Empty(script.Inject(former, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie)));
        Assert.Equal(AssociationState.CookieEchoed, script.Association.State);
        Assert.False(script.Saw(SctpEventKind.Restarted));
        script.Inject(new CookieAck());
        Assert.True(script.Saw(SctpEventKind.CommunicationUp));
    }

    private static SentPacket Cross(Script script, Init init, SctpAddress from)
    {
        InitAck initAck = script.InjectFrom(from, 0, init).Single().Chunk<InitAck>();
        Assert.Equal(script.Tag, initAck.InitiateTag);
        return script.InjectFrom(from, script.Tag, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie)).First();
    }

    private static InitAck InitAckOf(params SctpParameter[] more) => InitAckOf(3, more);

    private static InitAck InitAckOf(int cookieLength, params SctpParameter[] more) => new(
        Script.PeerTag, 100_000, 10, 10, Script.PeerTsn, ValueList.Create<SctpParameter>([new StateCookie(new ByteString(new byte[cookieLength])), .. more]));
}
