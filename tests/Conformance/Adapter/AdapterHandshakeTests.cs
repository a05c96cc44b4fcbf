using System.Text.Json.Nodes;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Adapter;

public sealed class AdapterHandshakeTests
{
    [Fact]
    [Requirement("9260-5.1-05")]
    [Requirement("9260-5.1-06")]
    [Requirement("9260-5.1.1-03")]
    public void A_listener_answers_INIT_and_accepts_the_association_behind_COOKIE_ECHO()
    {
        AdapterPeer peer = new();
        int listener = peer.Listener();
        Assert.Equal("EAGAIN", peer.Fd("accept", listener).Error);

        int fd = peer.Accept(listener);

        AdapterAnswer status = peer.Get(fd, "SCTP_STATUS");
        Assert.Equal("SCTP_ESTABLISHED", status.Value.GetProperty("sstat_state").GetString());
        Assert.Equal(5, status.Value.GetProperty("sstat_instrms").GetInt32());
        Assert.Equal(7, status.Value.GetProperty("sstat_outstrms").GetInt32());
        Assert.Equal("EAGAIN", peer.Fd("accept", listener).Error);
    }

    [Fact]
    [Requirement("9260-5.1-06")]
    public void An_INIT_ACK_of_a_single_address_holds_the_state_cookie_and_nothing_else()
    {
        AdapterPeer peer = new();
        _ = peer.Listener();

        InitAck initAck = peer.Inject(0, new Init(AdapterPeer.PeerTag, 100_000, 5, 7, new Sctp.Wire.Tsn(1), [])).Only<InitAck>();

        _ = Assert.IsType<StateCookie>(Assert.Single(initAck.Parameters));
    }

    [Fact]
    [Requirement("9260-5.1-03")]
    [Requirement("9260-5.1.4-01")]
    [Requirement("9260-5.1.4-03")]
    public void Connecting_sends_INIT_and_then_COOKIE_ECHO_with_exact_deadlines()
    {
        AdapterPeer peer = new();
        int fd = peer.Socket();

        Assert.Equal(AdapterPeer.Second, peer.Connect(fd).Next);
        Assert.Equal("SCTP_COOKIE_WAIT", peer.Get(fd, "SCTP_STATUS").Value.GetProperty("sstat_state").GetString());

        peer.AdvanceTo(100 * AdapterPeer.Millisecond);
        AdapterAnswer echo = peer.InjectInitAck([1, 2, 3]);
        Assert.Equal(new ByteString([1, 2, 3]), echo.Only<CookieEcho>().Cookie);
        Assert.Equal(AdapterPeer.PeerTag, echo.Sent[0].VerificationTag);
        Assert.Equal((100 * AdapterPeer.Millisecond) + AdapterPeer.Second, echo.Next);

        Assert.Empty(peer.Inject(new CookieAck()).Sent);
        Assert.Equal("SCTP_ESTABLISHED", peer.Get(fd, "SCTP_STATUS").Value.GetProperty("sstat_state").GetString());
        Assert.Equal(0, peer.Get(fd, "SO_ERROR").Value.GetInt32());
    }

    [Fact]
    [Requirement("9260-5.1.4-01")]
    public void A_state_cookie_of_no_bytes_is_echoed()
    {
        AdapterPeer peer = new();
        _ = peer.Connect(peer.Socket());

        Assert.True(peer.InjectInitAck([]).Only<CookieEcho>().Cookie.IsEmpty);
    }

    [Fact]
    [Requirement("9260-4-03")]
    [Requirement("9260-4-05")]
    [Requirement("9260-5.1.6-01")]
    public void One_advance_runs_every_retransmission_of_INIT_at_its_own_time_and_the_limit_gives_ETIMEDOUT()
    {
        AdapterPeer peer = new();
        int fd = peer.Socket();
        Assert.Equal(0, peer.Set(fd, "SCTP_INITMSG", new JsonObject { ["sinit_max_attempts"] = 3 }).Result);
        SctpPacket init = Assert.Single(peer.Connect(fd).Sent);

        AdapterAnswer answer = peer.AdvanceTo(100 * AdapterPeer.Second);

        Assert.Equal([AdapterPeer.Second, 3 * AdapterPeer.Second, 7 * AdapterPeer.Second], answer.SentAt);
        Assert.All(answer.Sent, packet => Assert.Equal(init.ToString(), packet.ToString()));
        Assert.Null(answer.Next);
        Assert.Equal("ETIMEDOUT", peer.Get(fd, "SO_ERROR").Value.GetString());
        Assert.Equal(0, peer.Get(fd, "SO_ERROR").Value.GetInt32());
    }

    [Fact]
    [Requirement("9260-5.1.6-01")]
    public void RTO_and_the_cap_of_T1_init_follow_the_socket_options()
    {
        AdapterPeer peer = new();
        int fd = peer.Socket();
        Assert.Equal(0, peer.Set(fd, "SCTP_RTOINFO", new JsonObject { ["srto_initial"] = 500, ["srto_min"] = 100, ["srto_max"] = 4000 }).Result);
        Assert.Equal(0, peer.Set(fd, "SCTP_INITMSG", new JsonObject { ["sinit_max_attempts"] = 4, ["sinit_max_init_timeo"] = 1500 }).Result);

        Assert.Equal(500 * AdapterPeer.Millisecond, peer.Connect(fd).Next);
        AdapterAnswer answer = peer.AdvanceTo(100 * AdapterPeer.Second);

        Assert.Equal(
            [500 * AdapterPeer.Millisecond, 1500 * AdapterPeer.Millisecond, 3000 * AdapterPeer.Millisecond, 4500 * AdapterPeer.Millisecond],
            answer.SentAt);
    }

    [Fact]
    public void Closing_before_the_association_is_up_forgets_it_without_a_packet()
    {
        AdapterPeer peer = new();
        int fd = peer.Socket();
        _ = peer.Connect(fd);
        _ = peer.InjectInitAck([1]).Only<CookieEcho>();

        AdapterAnswer closed = peer.Fd("close", fd);

        Assert.Equal(0, closed.Result);
        Assert.Empty(closed.Sent);
        Assert.Null(closed.Next);
        Assert.Equal("EBADF", peer.Fd("close", fd).Error);
    }

    [Fact]
    [Requirement("9260-3.3.7-08")]
    public void A_packet_for_a_port_without_a_socket_is_out_of_the_blue()
    {
        AdapterPeer peer = new();

        AdapterAnswer answer = peer.Inject(0xCAFE, new Data(new Sctp.Wire.Tsn(1), 0, default, 0, [1, 2, 3]) { Flags = 3 });

        Assert.Equal(Abort.TagReflected, answer.Only<Abort>().Flags);
        Assert.Equal(0xCAFEu, answer.Sent[0].VerificationTag);
    }
}
