using System.Text.Json;
using Sctp.Cli.Adapter;

namespace Sctp.Conformance.Adapter;

/// <summary>Whatever a program asks for, the adapter answers it with one line, and goes on.</summary>
public sealed class AdapterHostileTests
{
    private static readonly string[] Operations =
    [
        "hello", "reset", "sysctl", "socket", "bind", "bindx", "listen", "connect", "connectx", "accept", "nonblock", "send", "recv", "shutdown", "close", "getsockopt", "setsockopt",
        "packet", "icmp", "advance", "teleport",
    ];

    private static readonly string[] Options =
    [
        "SO_ERROR", "SCTP_STATUS", "SCTP_RTOINFO", "SCTP_INITMSG", "SCTP_ASSOCINFO", "SCTP_PEER_ADDR_PARAMS", "SCTP_DELAYED_SACK", "SCTP_NODELAY", "SCTP_MAXSEG", "SCTP_MAX_BURST",
        "SCTP_PARTIAL_DELIVERY_POINT", "SO_SNDBUF", "SO_RCVBUF", "SCTP_PRIMARY_ADDR", "SCTP_GET_PEER_ADDR_INFO", "rto_min", "rto_max", "valid_cookie_life", "maxburst", "incoming_streams",
    ];

    private static readonly string[] Members =
    [
        "local", "remote", "mtu", "seed", "port", "addr", "addrs", "udp", "hex", "stream", "ppid", "unordered", "eof", "abort", "len", "info", "how", "value", "src", "dst", "src_udp", "ecn",
        "kind", "srto_initial", "srto_min", "srto_max", "sinit_num_ostreams", "sasoc_cookie_life", "spp_address", "spp_hbinterval", "spp_pathmaxrxt", "spp_pathmtu", "spp_flags", "sack_delay",
        "sack_freq", "ssp_addr", "spinfo_address", "assoc_value",
    ];

    private static readonly string[] Values =
    [
        "0", "1", "-1", "2", "3", "7", "100", "1500", "8080", "65535", "65536", "2147483647", "-2147483648", "4294967296", "9223372036854775807", "-9223372036854775808", "1e99", "1.5",
        "true", "false", "null", "[]", "[1,2]", "[\"SPP_HB_ENABLE\",\"SPP_HB_DEMAND\"]", "{}", "{\"assoc_value\":0}", "\"\"", "\"RD\"", "\"0\"", "\"00ff00ff00ff\"", "\"abc\"",
        "\"192.0.2.1\"", "\"192.168.0.1\"", "\"0.0.0.0\"", "\"255.255.255.255\"", "\"224.0.0.1\"", "\"fd00::1\"", "\"::\"", "\"fe80::1%eth0\"", "\"here\"", "[\"192.0.2.1\",\"192.0.2.2\"]",
        "[\"here\"]", "\"13881f9000000000980c54650100001400000001000005dc0001000100000001\"", "\"packet_too_big\"",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_request_is_answered(uint seed)
    {
        AdapterServer server = new();
        uint state = seed;
        for (int id = 1; id <= 20_000; id++)
        {
            string operation = One(Operations);
            string request = $$"""{"id":{{id}},"op":"{{operation}}","fd":{{3 + Next(4)}},"name":"{{One(Options)}}","to":{{id * 10_000_000L}}""";
            for (int i = Next(4); i > 0; i--)
            {
                string value = One(Values);
                request += Next(3) == 0 ? $",\"value\":{{\"{One(Members)}\":{value},\"{One(Members)}\":{One(Values)}}}" : $",\"{One(Members)}\":{value}";
            }

            string line = server.Answer(request + "}");

            using JsonDocument answer = JsonDocument.Parse(line);
            Assert.Equal(id, answer.RootElement.GetProperty("id").GetInt64());
        }

        string One(string[] choices) => choices[Next(choices.Length)];

        int Next(int count)
        {
            state = unchecked((state * 1664525) + 1013904223);
            return (int)((state >> 8) % (uint)count);
        }
    }
}
