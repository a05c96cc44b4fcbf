using System.Text.Json.Nodes;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Adapter;

public sealed class AdapterDataTests
{
    [Fact]
    [Requirement("9260-5.1-25")]
    [Requirement("9260-6.2-09")]
    [Requirement("9260-6.2-08")]
    public void The_first_DATA_is_acknowledged_at_once_the_next_after_exactly_200_ms_and_every_second_packet_at_once()
    {
        AdapterPeer peer = new();
        int fd = peer.Accept(peer.Listener());
        _ = DisableHeartbeat(peer, fd);

        Assert.Equal(AdapterPeer.PeerInitialTsn, peer.InjectData().Only<Sack>().CumulativeTsn.Value);

        peer.AdvanceTo(50 * AdapterPeer.Millisecond);
        AdapterAnswer second = peer.InjectData(ssn: new Ssn(1));
        Assert.Empty(second.Sent);
        Assert.Equal(250 * AdapterPeer.Millisecond, second.Next);

        AdapterAnswer delayed = peer.AdvanceTo(300 * AdapterPeer.Millisecond);
        Assert.Equal(AdapterPeer.PeerInitialTsn + 1, delayed.Only<Sack>().CumulativeTsn.Value);
        Assert.Equal([250 * AdapterPeer.Millisecond], delayed.SentAt);
        Assert.Null(delayed.Next);

        Assert.Empty(peer.InjectData(ssn: new Ssn(2)).Sent);
        AdapterAnswer fourth = peer.InjectData(ssn: new Ssn(3));
        Assert.Equal(AdapterPeer.PeerInitialTsn + 3, fourth.Only<Sack>().CumulativeTsn.Value);
        Assert.Null(fourth.Next);
    }

    [Fact]
    [Requirement("9260-6.2-14")]
    [Requirement("9260-6.2-15")]
    public void The_acknowledgement_delay_of_a_live_association_follows_the_socket_option()
    {
        AdapterPeer peer = new();
        int fd = peer.Accept(peer.Listener());
        _ = DisableHeartbeat(peer, fd);
        _ = peer.InjectData().Only<Sack>();

        Assert.Equal("EINVAL", peer.Set(fd, "SCTP_DELAYED_SACK", new JsonObject { ["sack_delay"] = 501 }).Error);
        Assert.Equal(0, peer.Set(fd, "SCTP_DELAYED_SACK", new JsonObject { ["sack_delay"] = 50, ["sack_freq"] = 0 }).Result);

        Assert.Equal(50 * AdapterPeer.Millisecond, peer.InjectData(ssn: new Ssn(1)).Next);
    }

    [Fact]
    public void A_message_can_be_read_in_pieces_and_tells_where_it_ends()
    {
        AdapterPeer peer = new();
        int fd = peer.Accept(peer.Listener());
        Assert.Equal("EAGAIN", peer.Receive(fd).Error);
        _ = peer.Inject(new Data(peer.NextTsn, 3, new Ssn(0), 77, [1, 2, 3, 4, 5]) { Flags = 3 });

        AdapterAnswer first = peer.Receive(fd, 3, withInfo: true);
        Assert.Equal(3, first.Result);
        Assert.Equal("010203", first.Root.GetProperty("hex").GetString());
        Assert.False(first.Root.GetProperty("eor").GetBoolean());

        AdapterAnswer rest = peer.Receive(fd, 3, withInfo: true);
        Assert.Equal(2, rest.Result);
        Assert.True(rest.Root.GetProperty("eor").GetBoolean());
        Assert.Equal(3, rest.Root.GetProperty("info").GetProperty("sid").GetInt32());
        Assert.Equal(77, rest.Root.GetProperty("info").GetProperty("ppid").GetInt32());
        Assert.Equal(AdapterPeer.PeerInitialTsn, rest.Root.GetProperty("info").GetProperty("tsn").GetUInt32());
        Assert.Equal(AdapterPeer.PeerInitialTsn, rest.Root.GetProperty("info").GetProperty("cumtsn").GetUInt32());
        Assert.False(rest.Root.GetProperty("info").GetProperty("unordered").GetBoolean());

        Assert.Equal("EAGAIN", peer.Receive(fd).Error);
    }

    [Fact]
    [Requirement("9260-6.3.2-01")]
    [Requirement("9260-6.3.2-02")]
    public void Sent_DATA_starts_T3_rtx_with_the_initial_RTO_and_its_SACK_stops_it()
    {
        AdapterPeer peer = new();
        int fd = peer.Establish();
        _ = DisableHeartbeat(peer, fd);
        peer.AdvanceTo(10 * AdapterPeer.Millisecond);

        AdapterAnswer sent = peer.Send(fd, 1452, new JsonObject { ["stream"] = 2, ["ppid"] = 51, ["unordered"] = true, ["sack_immediately"] = true });
        Data data = sent.Only<Data>();
        Assert.Equal(1452, sent.Result);
        Assert.Equal(1452, data.Payload.Length);
        Assert.Equal(peer.InitialTsn, data.Tsn);
        Assert.Equal(2, data.StreamId);
        Assert.Equal(51u, data.PayloadProtocolId);
        Assert.Equal(0xF, data.Flags);
        Assert.Equal((10 * AdapterPeer.Millisecond) + AdapterPeer.Second, sent.Next);

        Assert.Null(peer.Inject(peer.SackOf(1)).Next);
    }

    [Fact]
    [Requirement("9260-6.3.3-02")]
    public void An_unacknowledged_DATA_chunk_is_sent_again_when_T3_rtx_expires()
    {
        AdapterPeer peer = new();
        int fd = peer.Establish();
        _ = DisableHeartbeat(peer, fd);
        Data first = peer.Send(fd, 1452).Only<Data>();

        AdapterAnswer again = peer.AdvanceTo(AdapterPeer.Second);

        Assert.Equal(first, again.Only<Data>());
        Assert.Equal([AdapterPeer.Second], again.SentAt);
        Assert.Equal(3 * AdapterPeer.Second, again.Next);
    }

    [Fact]
    [Requirement("9260-9.2-02")]
    public void A_graceful_shutdown_leaves_what_was_received_readable_and_then_reads_0()
    {
        AdapterPeer peer = new();
        int fd = peer.Accept(peer.Listener());
        _ = peer.InjectData(10).Only<Sack>();

        AdapterAnswer shutdown = peer.Request("shutdown", new JsonObject { ["fd"] = fd, ["how"] = "WR" });
        Assert.Equal(AdapterPeer.PeerInitialTsn, shutdown.Only<Shutdown>().CumulativeTsn.Value);
        Assert.Equal("EPIPE", peer.Send(fd, 10).Error);
        AdapterAnswer complete = peer.Inject(new ShutdownAck());
        _ = complete.Only<ShutdownComplete>();
        Assert.Null(complete.Next);

        Assert.Equal(10, peer.Receive(fd).Result);
        AdapterAnswer end = peer.Receive(fd);
        Assert.Equal(0, end.Result);
        Assert.Null(end.Error);
    }

    [Fact]
    [Requirement("9260-4-10")]
    public void After_SHUTDOWN_from_the_peer_nothing_more_can_be_sent()
    {
        AdapterPeer peer = new();
        int fd = peer.Accept(peer.Listener());

        _ = peer.Inject(new Shutdown(peer.InitialTsn - 1)).Only<ShutdownAck>();

        Assert.Equal("EPIPE", peer.Send(fd, 10).Error);
        Assert.Null(peer.Inject(new ShutdownComplete()).Next);
        Assert.Equal(0, peer.Receive(fd).Result);
    }

    [Fact]
    [Requirement("9260-3.3.7-01")]
    public void ABORT_from_the_peer_gives_ECONNRESET_once()
    {
        AdapterPeer peer = new();
        int fd = peer.Accept(peer.Listener());

        AdapterAnswer aborted = peer.Inject(new Abort([]));

        Assert.Empty(aborted.Sent);
        Assert.Null(aborted.Next);
        Assert.Equal("ECONNRESET", peer.Get(fd, "SO_ERROR").Value.GetString());
        Assert.Equal(0, peer.Get(fd, "SO_ERROR").Value.GetInt32());
        Assert.Equal(-1, peer.Receive(fd).Result);
        Assert.Equal(-1, peer.Send(fd, 10).Result);
    }

    [Fact]
    [Requirement("9260-3.3.7-07")]
    public void Sending_with_abort_sends_ABORT_with_the_reason()
    {
        AdapterPeer peer = new();
        int fd = peer.Establish();

        AdapterAnswer answer = peer.Request("send", new JsonObject { ["fd"] = fd, ["hex"] = "c0ffee", ["abort"] = true });

        Abort abort = answer.Only<Abort>();
        UserInitiatedAbort cause = Assert.IsType<UserInitiatedAbort>(Assert.Single(abort.Causes));
        Assert.Equal(new ByteString([0xC0, 0xFF, 0xEE]), cause.Reason);
        Assert.Equal(0, abort.Flags);
        Assert.Equal(AdapterPeer.PeerTag, answer.Sent[0].VerificationTag);
        Assert.Null(answer.Next);
    }

    [Fact]
    public void Sending_with_eof_shuts_down_behind_the_message()
    {
        AdapterPeer peer = new();
        int fd = peer.Establish();

        AdapterAnswer sent = peer.Send(fd, 1452, new JsonObject { ["eof"] = true });
        Assert.Equal(1452, sent.Result);
        _ = sent.Only<Data>();

        _ = peer.Inject(peer.SackOf(1)).Only<Shutdown>();
    }

    [Fact]
    public void The_send_buffer_takes_a_message_whole_or_not_at_all()
    {
        AdapterPeer peer = new();
        int fd = peer.Establish();
        Assert.Equal(0, peer.Set(fd, "SO_SNDBUF", 2000).Result);

        Assert.Equal("EMSGSIZE", peer.Send(fd, 2001).Error);
        Assert.Equal(1500, peer.Send(fd, 1500).Result);
        Assert.Equal("EAGAIN", peer.Send(fd, 1500).Error);
    }

    [Fact]
    public void A_message_longer_than_the_stack_takes_is_refused_though_the_send_buffer_would_hold_it()
    {
        AdapterPeer peer = new();

        Assert.Equal("EMSGSIZE", peer.Send(peer.Establish(), (256 * 1024) + 1).Error);
    }

    [Fact]
    public void A_message_on_a_stream_that_was_not_negotiated_is_refused()
    {
        AdapterPeer peer = new();
        int fd = peer.Establish();

        Assert.Equal("EINVAL", peer.Send(fd, 10, new JsonObject { ["stream"] = 7 }).Error);
        Assert.Equal(10, peer.Send(fd, 10, new JsonObject { ["stream"] = 6 }).Result);
    }

    [Fact]
    public void Partial_reliability_is_reliability_unless_the_peer_announced_it()
    {
        AdapterPeer without = new();
        int reliable = without.Accept(without.Listener());
        Assert.Equal(100, without.Send(reliable, 100, new JsonObject { ["pr_policy"] = "ttl", ["pr_value"] = 10, ["lifetime_ms"] = 10 }).Result);

        AdapterPeer with = new();
        int partial = with.Accept(with.Listener(), new UnknownParameter((ParameterType)0xC000, []));
        Assert.NotNull(with.Send(partial, 100, new JsonObject { ["pr_policy"] = "rtx", ["pr_value"] = 0, ["max_rtx"] = 0 }).Unsupported);
    }

    [Fact]
    [Requirement("9260-8.3-01")]
    public void An_idle_association_is_probed_after_the_heartbeat_interval_and_not_before()
    {
        AdapterPeer peer = new();
        _ = peer.Accept(peer.Listener());

        Assert.Empty(peer.AdvanceTo(30 * AdapterPeer.Second).Sent);
        AdapterAnswer probed = peer.AdvanceTo(32 * AdapterPeer.Second);

        _ = probed.Only<Heartbeat>();
    }

    private static AdapterAnswer DisableHeartbeat(AdapterPeer peer, int fd)
    {
        AdapterAnswer answer = peer.Set(fd, "SCTP_PEER_ADDR_PARAMS", new JsonObject
        {
            ["spp_hbinterval"] = 0,
            ["spp_pathmaxrxt"] = 0,
            ["spp_pathmtu"] = 0,
            ["spp_flags"] = new JsonArray("SPP_HB_DISABLE", "SPP_PMTUD_DISABLE"),
        });
        Assert.Equal(0, answer.Result);
        Assert.Null(answer.Next);
        return answer;
    }
}
