using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using Sctp.Cli.Adapter;

namespace Sctp.Conformance.Adapter;

public sealed class AdapterProtocolTests
{
    [Fact]
    public void Every_line_gets_one_line_in_order_even_when_it_is_no_JSON()
    {
        string requests = """
            {"id":1,"op":"hello","proto":1,"minor":1}
            {"id":2,"op":"reset","now":5,"seed":1,"local":"192.168.0.1","remote":"192.0.2.1","mtu":1500}
            what is this
            {"id":4,"op":"nonblock","fd":99,"on":true}
            {"id":5,"op":"packet","hex":"0"}
            {"id":6,"op":"\ud800"}
            """;
        using StringReader input = new(requests);
        using StringWriter output = new();

        AdapterServer.Run(input, output);

        Assert.Equal(
            """
            {"id":1,"ret":0,"proto":1,"name":"sctp-dotnet","minor":1,"out":[],"next":null}
            {"id":2,"ret":0,"out":[],"next":null}
            {"id":0,"ret":-1,"err":"EINVAL","out":[],"next":null}
            {"id":4,"ret":-1,"err":"EBADF","out":[],"next":null}
            {"id":5,"ret":-1,"err":"EINVAL","out":[],"next":null}
            {"id":0,"ret":-1,"err":"EINVAL","out":[],"next":null}

            """.ReplaceLineEndings("\n"),
            output.ToString());
    }

    [Fact]
    public void An_unknown_op_is_unsupported_and_never_guessed()
    {
        AdapterPeer peer = new();

        Assert.Equal("op teleport", peer.Request("teleport").Unsupported);
        Assert.Equal("op teleport", peer.Fd("teleport", peer.Socket()).Unsupported);
    }

    [Theory]
    [InlineData("SCTP_INTERLEAVING_SUPPORTED")]
    [InlineData("SCTP_PR_SUPPORTED")]
    [InlineData("SCTP_RECONFIG_SUPPORTED")]
    [InlineData("SCTP_NRSACK_SUPPORTED")]
    [InlineData("SCTP_ECN_SUPPORTED")]
    [InlineData("SCTP_AUTH_SUPPORTED")]
    [InlineData("SCTP_ASCONF_SUPPORTED")]
    [InlineData("SCTP_PKTDROP_SUPPORTED")]
    public void Switching_on_an_extension_is_unsupported_and_switching_it_off_is_done(string name)
    {
        AdapterPeer peer = new();
        int fd = peer.Socket();

        Assert.NotNull(peer.Set(fd, name, new JsonObject { ["assoc_value"] = 1 }).Unsupported);
        AdapterAnswer off = peer.Set(fd, name, new JsonObject { ["assoc_value"] = 0 });
        Assert.Equal(0, off.Result);
        Assert.Null(off.Unsupported);
        Assert.Equal(0, peer.Get(fd, name).Value.GetProperty("assoc_value").GetInt32());
    }

    [Fact]
    [Requirement("9260-1.3-04")]
    public void A_port_belongs_to_one_socket_until_it_is_closed()
    {
        AdapterPeer peer = new();
        int first = peer.Socket();
        int second = peer.Socket();
        Assert.Equal(0, Bind(first, 7000).Result);
        Assert.Equal("EADDRINUSE", Bind(second, 7000).Error);
        Assert.Equal(0, Bind(second, 7001).Result);
        Assert.Equal(0, peer.Fd("close", first).Result);
        Assert.Equal(0, Bind(peer.Socket(), 7000).Result);

        AdapterAnswer Bind(int fd, int port) => peer.Request("bind", new JsonObject { ["fd"] = fd, ["port"] = port });
    }

    [Fact]
    public void An_unknown_socket_option_is_unsupported()
    {
        AdapterPeer peer = new();
        int fd = peer.Socket();

        Assert.NotNull(peer.Set(fd, "SCTP_WHATEVER", 1).Unsupported);
        Assert.NotNull(peer.Get(fd, "SCTP_WHATEVER").Unsupported);
    }

    public static TheoryData<string, string, string> Options => new()
    {
        { "SCTP_RTOINFO", """{"srto_initial":200,"srto_min":100,"srto_max":3000}""", """{"srto_initial":200,"srto_min":100,"srto_max":3000}""" },
        { "SCTP_RTOINFO", """{"srto_initial":0,"srto_min":0,"srto_max":3000}""", """{"srto_initial":1000,"srto_min":1000,"srto_max":3000}""" },
        { "SCTP_INITMSG", """{"sinit_num_ostreams":3,"sinit_max_instreams":4,"sinit_max_attempts":5,"sinit_max_init_timeo":6000}""", """{"sinit_num_ostreams":3,"sinit_max_instreams":4,"sinit_max_attempts":5,"sinit_max_init_timeo":6000}""" },
        { "SCTP_ASSOCINFO", """{"sasoc_asocmaxrxt":4,"sasoc_cookie_life":0}""", """{"sasoc_asocmaxrxt":4,"sasoc_cookie_life":60000}""" },
        { "SCTP_ASSOCINFO", """{"sasoc_cookie_life":7200000}""", """{"sasoc_asocmaxrxt":10,"sasoc_cookie_life":7200000}""" },
        { "SCTP_DELAYED_SACK", """{"sack_delay":0,"sack_freq":1}""", """{"sack_delay":200,"sack_freq":1}""" },
        { "SCTP_NODELAY", "1", "1" },
        { "SCTP_DISABLE_FRAGMENTS", "1", "1" },
        { "SCTP_MAXSEG", """{"assoc_value":500}""", """{"assoc_value":500}""" },
        { "SCTP_MAX_BURST", """{"assoc_value":0}""", """{"assoc_value":0}""" },
        { "SCTP_PARTIAL_DELIVERY_POINT", "3000", "3000" },
        { "SO_SNDBUF", "100", "1500" },
        { "SO_RCVBUF", "5000", "5000" },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void What_a_socket_option_was_set_to_can_be_read_back(string name, string set, string expected)
    {
        AdapterPeer peer = new();
        int fd = peer.Socket();

        Assert.Equal(0, peer.Set(fd, name, JsonNode.Parse(set)!).Result);

        Assert.Equal(expected, peer.Get(fd, name).Value.GetRawText());
    }

    [Fact]
    public void The_socket_options_of_a_listener_are_inherited_by_accept()
    {
        AdapterPeer peer = new();
        int listener = peer.Socket();
        Assert.Equal(0, peer.Set(listener, "SCTP_INITMSG", new JsonObject { ["sinit_num_ostreams"] = 2, ["sinit_max_instreams"] = 3 }).Result);
        Assert.Equal(0, peer.Set(listener, "SCTP_NODELAY", 1).Result);
        _ = peer.Request("bind", new JsonObject { ["fd"] = listener, ["port"] = (int)AdapterPeer.LocalPort });
        _ = peer.Request("listen", new JsonObject { ["fd"] = listener, ["backlog"] = 1 });

        int fd = peer.Accept(listener);

        Assert.Equal(1, peer.Get(fd, "SCTP_NODELAY").Value.GetInt32());
        AdapterAnswer status = peer.Get(fd, "SCTP_STATUS");
        Assert.Equal(2, status.Value.GetProperty("sstat_outstrms").GetInt32());
        Assert.Equal(3, status.Value.GetProperty("sstat_instrms").GetInt32());
    }

    [Fact]
    public void A_sysctl_that_switches_an_extension_off_and_back_is_done_and_switching_one_on_is_unsupported()
    {
        AdapterPeer peer = new();
        AdapterAnswer Sysctl(string name, int value) => peer.Request("sysctl", new JsonObject { ["name"] = name, ["value"] = value });

        Assert.Null(Sysctl("ecn_enable", 0).Unsupported);
        Assert.Null(Sysctl("ecn_enable", 1).Unsupported);
        Assert.NotNull(Sysctl("pr_enable", 1).Unsupported);
        Assert.Null(Sysctl("nrsack_on_off", 1).Unsupported);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        Assert.Equal(Transcript(7), Transcript(7));
        Assert.NotEqual(Transcript(7), Transcript(8));
    }

    [Fact]
    public void Reset_brings_everything_back_to_the_start()
    {
        AdapterPeer peer = new(seed: 9);
        List<string> Play()
        {
            int fd = peer.Socket();
            return [fd.ToString(System.Globalization.CultureInfo.InvariantCulture), peer.Connect(fd).Sent[0].ToString()];
        }

        List<string> first = Play();
        _ = peer.Request("reset", new JsonObject { ["now"] = 0, ["seed"] = 9 });

        Assert.Equal(first, Play());
    }

    private static string Transcript(long seed)
    {
        AdapterPeer peer = new(seed);
        int fd = peer.Accept(peer.Listener());
        List<string> lines =
        [
            peer.InjectData().Line,
            peer.Send(fd, 3000).Line,
            peer.AdvanceTo(100 * AdapterPeer.Second).Line,
        ];
        return string.Join('\n', lines);
    }
}
