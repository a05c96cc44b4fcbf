using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Association;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Snapshots;

/// <summary>Section 5: how associations come up, and why they do not.</summary>
public class SetUpSnapshots
{
    private const uint OtherTag = 777;

    [Fact]
    public void Set_up_by_the_endpoint()
    {
        var exchange = new Exchange();
        exchange.Connect();
        exchange.Inject(Exchange.NewInitAck());
        exchange.Inject(new CookieAck());
        exchange.Approve();
    }

    [Fact]
    public void Set_up_by_the_peer()
    {
        var exchange = new Exchange();
        exchange.Listen();
        exchange.Inject(Script.NewInit());
        exchange.Inject(exchange.Cookie);
        exchange.Approve();
    }

    [Fact]
    public void Set_up_with_data_that_waited_behind_the_cookie()
    {
        var exchange = new Exchange();
        exchange.Connect();
        exchange.Send(100);
        exchange.Send(200);
        exchange.Inject(Exchange.NewInitAck());
        exchange.Inject(new CookieAck(), new Sack(exchange.Script.Tsn + 1, 100_000, default, default));
        exchange.Approve();
    }

    [Fact]
    public void Set_up_with_two_INITs_lost()
    {
        var exchange = new Exchange();
        exchange.Connect();
        exchange.Wait(3500);
        exchange.Inject(Exchange.NewInitAck());
        exchange.Inject(new CookieAck());
        exchange.Approve();
    }

    [Fact]
    public void Set_up_with_COOKIE_ECHO_lost()
    {
        var exchange = new Exchange();
        exchange.Connect();
        exchange.Inject(Exchange.NewInitAck());
        exchange.Send(100);
        exchange.Wait(1000);
        exchange.Inject(new CookieAck());
        exchange.Approve();
    }

    [Fact]
    public void Set_up_with_COOKIE_ACK_lost()
    {
        var exchange = new Exchange();
        exchange.Listen();
        exchange.Inject(Script.NewInit());
        exchange.Inject(exchange.Cookie);
        exchange.Wait(1000);
        exchange.Inject(exchange.Cookie);
        exchange.Approve();
    }

    [Fact]
    public void Set_up_that_nobody_answers()
    {
        var exchange = new Exchange();
        exchange.Connect();
        exchange.Wait(600_000);
        exchange.Approve();
    }

    [Fact]
    public void INIT_again_gets_another_INIT_ACK_and_either_cookie_is_good()
    {
        var exchange = new Exchange();
        exchange.Listen();
        exchange.Inject(Script.NewInit());
        CookieEcho first = exchange.Cookie;
        exchange.Wait(1000);
        exchange.Inject(Script.NewInit());
        exchange.Inject(first);
        exchange.Approve();
    }

    [Fact]
    public void INIT_that_is_refused()
    {
        var exchange = new Exchange();
        exchange.Comment("nobody listens");
        exchange.Inject(Script.NewInit());
        exchange.Listen();
        exchange.Comment("no outbound streams");
        exchange.Inject(Script.NewInit() with { OutboundStreams = 0 });
        exchange.Comment("a window below 1500");
        exchange.Inject(Script.NewInit() with { AdvertisedWindow = 1499 });
        exchange.Comment("Initiate Tag 0: silence");
        exchange.Inject(Script.NewInit(0));
        exchange.Approve();
    }

    [Fact]
    public void Unknown_parameters_by_their_two_highest_bits()
    {
        var exchange = new Exchange();
        exchange.Listen();
        exchange.Comment("10 skips, 11 skips and reports");
        exchange.Inject(Script.NewInit(Script.PeerTag, Situation.UnknownParameter(0x8FFF), Situation.UnknownParameter(0xCFFF), Situation.UnknownParameter(0xDFFF)));
        exchange.Comment("01 stops and reports");
        exchange.Inject(Script.NewInit(Script.PeerTag, Situation.UnknownParameter(0x4FFF), Situation.UnknownParameter(0xCFFF)));
        exchange.Comment("00 stops");
        exchange.Inject(Script.NewInit(Script.PeerTag, Situation.UnknownParameter(0x0FFF), Situation.UnknownParameter(0xCFFF)));
        exchange.Approve();
    }

    [Fact]
    public void Cookie_that_came_too_late()
    {
        var exchange = new Exchange();
        exchange.Listen();
        exchange.Inject(Script.NewInit());
        exchange.Wait(61_000);
        exchange.Inject(exchange.Cookie);
        exchange.Approve();
    }

    [Fact]
    public void Stale_cookie_is_asked_for_again_with_a_longer_life()
    {
        var exchange = new Exchange();
        exchange.Connect();
        exchange.Inject(Exchange.NewInitAck());
        exchange.Wait(100);
        exchange.Inject(new Error(Situation.List<SctpErrorCause>(new StaleCookie(500_000))));
        exchange.Approve();
    }

    [Fact]
    public void Crossing_INITs()
    {
        var exchange = new Exchange();
        exchange.Connect();
        exchange.Comment("the peer's INIT: it had the same idea");
        exchange.Inject(Script.NewInit());
        exchange.Comment("its answer to the INIT of the endpoint");
        exchange.Inject(Exchange.NewInitAck());
        exchange.Comment("its COOKIE ECHO, then its COOKIE ACK");
        exchange.Inject(exchange.Cookie);
        exchange.Inject(new CookieAck());
        exchange.Approve();
    }

    [Fact]
    public void Collision_A_a_peer_that_restarted()
    {
        var exchange = Exchange.Up();
        exchange.Script.Endpoint.Listen();
        exchange.Send(100);
        exchange.Comment("the peer comes again with a new tag");
        List<SentPacket> answer = exchange.Inject(Script.NewInit(OtherTag));
        exchange.InjectFrom(Script.Peer, answer[0].Chunk<InitAck>().InitiateTag, exchange.Cookie);
        exchange.Approve();
    }

    [Fact]
    public void Collision_A_while_the_endpoint_waits_for_SHUTDOWN_COMPLETE()
    {
        var exchange = Exchange.Up();
        exchange.Script.Endpoint.Listen();
        exchange.Comment("the peer asks while the association is up, and is shut down before it echoes the cookie");
        List<SentPacket> answer = exchange.Inject(Script.NewInit(OtherTag));
        exchange.Inject(new Shutdown(exchange.Script.Tsn.Previous));
        exchange.InjectFrom(Script.Peer, answer[0].Chunk<InitAck>().InitiateTag, exchange.Cookie);
        exchange.Approve();
    }

    [Fact]
    public void Collision_B_both_sides_set_up_at_once()
    {
        var exchange = new Exchange();
        exchange.Connect();
        exchange.Inject(Script.NewInit(OtherTag));
        exchange.Comment("the answer to the endpoint's INIT was lost: it learns the peer's tag from the cookie");
        exchange.Inject(exchange.Cookie);
        exchange.Call("send(100)", script => script.Association.Send(0, new byte[100], script.Now));
        exchange.Approve();
    }

    [Fact]
    public void Collision_C_a_cookie_that_came_too_late()
    {
        var exchange = new Exchange(tag: null);
        exchange.Listen();
        exchange.Comment("the peer asks, and its cookie is slow");
        uint slowTag = exchange.Inject(Script.NewInit())[0].Chunk<InitAck>().InitiateTag;
        CookieEcho slow = exchange.Cookie;
        exchange.Comment("meanwhile the endpoint asks under a tag of its own, and is answered");
        exchange.Connect();
        exchange.Inject(Exchange.NewInitAck());
        exchange.Comment("the slow cookie: silence, and nothing changes");
        exchange.InjectFrom(Script.Peer, slowTag, slow);
        exchange.Inject(new CookieAck());
        exchange.Approve();
    }

    [Fact]
    public void Collision_D_the_cookie_again()
    {
        var exchange = new Exchange();
        exchange.Listen();
        exchange.Inject(Script.NewInit());
        exchange.Inject(exchange.Cookie);
        exchange.Wait(500);
        exchange.Inject(exchange.Cookie, Script.NewData(0));
        exchange.Approve();
    }

    [Fact]
    public void INIT_with_an_address_that_the_association_does_not_have()
    {
        var exchange = Exchange.Up();
        exchange.Script.Endpoint.Listen();
        exchange.Inject(Script.NewInit(OtherTag, Script.Peer.Parameter(), Script.Peer2.Parameter()));
        exchange.Approve();
    }

    [Fact]
    public void Addresses_that_the_peer_lists_are_confirmed()
    {
        var exchange = new Exchange();
        exchange.Connect();
        exchange.Inject(Exchange.NewInitAck(100_000, Script.Peer, Script.Peer2));
        List<SentPacket> sent = exchange.Inject(new CookieAck());
        exchange.AnswerHeartbeats(sent.Count > 0 ? sent : exchange.Wait(1000).Where(p => p.Transmit.Remote == Script.Peer2).Take(1));
        exchange.Approve();
    }
}
