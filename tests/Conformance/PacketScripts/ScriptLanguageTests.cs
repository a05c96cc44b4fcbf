using System;
using FsCheck;
using FsCheck.Xunit;
using Sctp.Scripts.Execution;
using Sctp.Scripts.Language;
using Sctp.Scripts.Stack;

namespace Sctp.Conformance.PacketScripts;

/// <summary>The reader of scripts takes what published scripts write, and tells errors by their place; it never throws.</summary>
public sealed class ScriptLanguageTests
{
    [Theory]
    [InlineData("+0 close(3) = ", 1, 15, "a value")]
    [InlineData("+0 close(3 = 0", 1, 12, "expected ')'")]
    [InlineData("close(3) = 0", 1, 1, "a time")]
    [InlineData("+0 close(3) = 0\n+0 < sctp: DATA[flgs=BE, lenght=16]", 2, 26, "DATA has no field lenght")]
    [InlineData("+0 < sctp: DATUM[flgs=0]", 1, 12, "DATUM is no chunk")]
    [InlineData("+0 < sctp: SACK[flgs=0, cum_tsn=4294967296]", 1, 33, "not between 0 and 4294967295")]
    [InlineData("+0 < sctp: DATA[flgs=BEE, len=16]", 1, 22, "each once")]
    [InlineData("+0 < sctp: INIT[flgs=0, STATE_COOKY[]]", 1, 25, "no parameter")]
    [InlineData("+0 < sctp: ABORT[flgs=0, STATE_COOKIE[]]", 1, 26, "no error cause")]
    [InlineData("+0 < sctp: DATA[tsn=1, tsn=1]", 1, 24, "twice")]
    [InlineData("* close(3) = 0", 1, 1, "expected packets")]
    [InlineData("+1~+0.5 > sctp: COOKIE_ACK[flgs=0]", 1, 5, "a later time")]
    [InlineData("#ifdef Linux\n0 close(3) = 0", 1, 1, "#ifdef without #endif")]
    [InlineData("0 close(3) = 0\n#endif", 2, 1, "#endif without #ifdef")]
    [InlineData("/* and so on", 1, 1, "no end")]
    [InlineData("0 `sysctl", 1, 3, "backtick")]
    [InlineData("0 close(99999999999999999999) = 0", 1, 9, "too big")]
    [InlineData("0 close(3) = 0 (never closed\n", 1, 16, "closing parenthesis")]
    [InlineData("+0 < sctp(tag=4294967296): COOKIE_ACK[flgs=0]", 1, 15, "not between 0 and 4294967295")]
    [InlineData("+0 < sctp/udp(65536 > 9899): COOKIE_ACK[flgs=0]", 1, 15, "not between 1 and 65535")]
    [InlineData("+0 < sctp/udp(9899 > 0): COOKIE_ACK[flgs=0]", 1, 22, "not between 1 and 65535")]
    [InlineData("+0 < sctp: [1, 300]", 1, 16, "not between 0 and 255")]
    [InlineData("+0 < sctp: [1]|[2]", 1, 6, "bytes in brackets")]
    [InlineData("+0 close(3) = 0\n+0 <", 2, 4, "expected a packet behind '<'")]
    [InlineData("+0 >\n+0 close(3) = 0", 1, 4, "expected a packet behind '>'")]
    [InlineData("+0 < ipv4 192.0.2.1 > 192.168.0.1:", 1, 4, "expected a packet behind '<'")]
    [InlineData("+0 < ipv6 192.0.2.1 > 192.168.0.1: sctp: COOKIE_ACK[flgs=0]", 1, 11, "192.0.2.1 is no address of IPv6")]
    [InlineData("+0 < ipv4 192.0.2.1 > fd00::1: sctp: COOKIE_ACK[flgs=0]", 1, 23, "fd00::1 is no address of IPv4")]
    [InlineData("+0 > [sctp(2)] sctp: COOKIE_ACK[flgs=0]", 1, 16, "expected an ICMP message behind the tag")]
    [InlineData("+0 < [ce] icmp unreachable", 1, 11, "expected an SCTP packet behind an ECN field")]
    [InlineData("+2000000000 close(3) = 0", 1, 2, "the time is too big")]
    [InlineData("+0.5...0.3 connect(3, ..., ...) = 0", 1, 8, "return before it begins")]
    [InlineData("+0 < sctp: CHUNK[type=FOO]", 1, 23, "FOO is no type")]
    [InlineData("+0 > sctp: INIT[..., ECN_CAPABLE[]]", 1, 22, "ECN_CAPABLE cannot stand behind '...'")]
    [InlineData("+0 < sctp: FORWARD_TSN[cum_tsn=1, ids=[{70000,1}]]", 1, 41, "not between 0 and 65535")]
    [InlineData("+0 \U0001F600", 1, 4, "'?' is no part of the language")]
    [InlineData("--mtu=1500\n--ip_version=ipv5", 2, 1, "--ip_version is ipv4 or ipv6, not 'ipv5'")]
    [InlineData("--ip_version", 1, 1, "--ip_version is ipv4 or ipv6, not ''")]
    [InlineData("--tolerance_usecs=4ms", 1, 1, "--tolerance_usecs is a number of microseconds, not '4ms'")]
    [InlineData("--mtu=65536", 1, 1, "--mtu is a number of bytes from 1 to 65535, not '65536'")]
    [InlineData("--seed=-1", 1, 1, "--seed is a number that is not negative, not '-1'")]
    [InlineData("--local_ip=192.168.0.256", 1, 1, "--local_ip is an IP address, not '192.168.0.256'")]
    [InlineData("--remote_ip=here", 1, 1, "--remote_ip is an IP address, not 'here'")]
    [InlineData("--ip_version=ipv6\n--local_ip=192.168.0.1", 2, 1, "another IP version")]
    [InlineData("--remote_ip=192.0.2.1\n--local_ip=fd00::1", 2, 1, "another IP version")]
    public void An_error_has_its_place(string text, int line, int column, string message)
    {
        Assert.False(PacketScript.TryParse("a.pkt", text, out PacketScript? script, out ScriptError? error));
        Assert.Null(script);
        Assert.Equal((line, column), (error!.Position.Line, error.Position.Column));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        string[] shown = error.ToString().Split('\n');
        Assert.StartsWith($"a.pkt:{line}:{column}: ", shown[0], StringComparison.Ordinal);
        Assert.Equal('^', shown[2][^1]);
        Assert.Equal(4 + column, shown[2].Length);
    }

    [Fact]
    public void Times_calls_and_packets_are_read_as_written()
    {
        PacketScript script = Parse("""
            --tolerance_usecs=50000
            --mtu=1500
            --local_ip=192.168.0.1
            --wire_server

            // a comment
             0.0 `sysctl -w a=1`
            +0.1...0.25 connect(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("192.0.2.1")}, ...) = -1 EINPROGRESS (Operation now in progress)
            1.5~2.5 > ipv4 192.168.0.1 > 192.0.2.1: [ect0] sctp(tag=7)/udp(9899 > 5001): SACK[flgs=0, cum_tsn=1, a_rwnd=..., gaps=[2:3, 5:5], dups=[1]]; // more
                      I-DATA[flgs=IUBE, len=20, tsn=1, sid=0, mid=1, ppid=0x10]
            * > sctp: [0x01, 2]
            +0 < [sctp(2)] icmp unreachable frag_needed mtu 1200
            +0 /* inline */ recvmsg(3, {msg_name(...)=..., msg_iov(1)=[{iov_base=..., iov_len=1000}], msg_control(0)=[], msg_flags=MSG_EOR|MSG_X}, 0) = 1000
            """);

        Assert.Equal((Duration.FromMilliseconds(50), 1500, "192.168.0.1"), (script.Header.Tolerance!.Value, script.Header.Mtu!.Value, script.Header.Local!.Value.ToString()));
        Assert.Equal(["wire_server"], script.Header.Unknown);
        Assert.Equal(6, script.Statements.Count);
        CallStatement connect = Assert.IsType<CallStatement>(script.Statements[1]);
        Assert.Equal((Duration.FromMilliseconds(100), Duration.FromMilliseconds(250), "EINPROGRESS"), (connect.Time.Offset, connect.End, connect.Error));
        PacketStatement sack = Assert.IsType<PacketStatement>(script.Statements[2]);
        Assert.Equal((EventTimeKind.Absolute, Duration.FromMilliseconds(1500), Duration.FromMilliseconds(2500)), (sack.Time.Kind, sack.Time.Offset, sack.Time.Latest!.Value));
        Assert.Equal(("192.168.0.1", "192.0.2.1", "ect0", 7L, 9899L, 5001L), (sack.Packet.Source, sack.Packet.Destination, sack.Packet.Ecn, sack.Packet.Tag, sack.Packet.SourceUdpPort, sack.Packet.DestinationUdpPort));
        Assert.Equal("SACK[flgs=0, cum_tsn=1, a_rwnd=..., gaps=[2:3, 5:5], dups=[1]]", sack.Packet.Chunks![0].ToString());
        Assert.Equal("I_DATA[flgs=IUBE, len=20, tsn=1, sid=0, mid=1, ppid=16]", sack.Packet.Chunks[1].ToString());
        Assert.Equal(EventTimeKind.Any, script.Statements[3].Time.Kind);
        Assert.Equal(1200, Assert.IsType<IcmpStatement>(script.Statements[4]).Mtu);
        Assert.Equal(13, script.Statements[5].Position.Line);
    }

    [Fact]
    public void All_chunks_parameters_and_causes_of_published_scripts_are_known()
    {
        _ = Parse("""
            0 > sctp: NR_SACK[flgs=0, cum_tsn=1, a_rwnd=1, gaps=[2:2], nr_gaps=[3:3], dups=[...]]; PAD[flgs=0, len=..., val=...];
                      RECONFIG[flgs=0, OUTGOING_SSN_RESET[req_sn=1, resp_sn=2, last_tsn=3, sids=[0, 1]], INCOMING_SSN_RESET[req_sn=1, sids=[]],
                        SSN_TSN_RESET[req_sn=1], RECONFIG_RESPONSE[resp_sn=1, result=1, sender_next_tsn=0x10, receiver_next_tsn=...],
                        ADD_OUTGOING_STREAMS[req_sn=1, number_of_new_streams=1], ADD_INCOMING_STREAMS[req_sn=..., number_of_new_streams=1],
                        RECONFIG_REQUEST_GENERIC[type=13, len=8, req_sn=1, val=[]]];
                      I_FORWARD_TSN[cum_tsn=2, ids=[{1,1,0}]]; ECNE[flgs=0, tsn=1]; CWR[flgs=0, tsn=1]; COOKIE_ECHO[flgs=0, len=..., val=...];
                      INIT[flgs=0, tag=1, a_rwnd=1, os=1, is=1, tsn=1, COOKIE_PRESERVATIVE[incr=5], SUPPORTED_ADDRESS_TYPES[types=[IPv4, IPv6, HOSTNAME]],
                        ECN_CAPABLE[], SUPPORTED_EXTENSIONS[types=[I_DATA, FORWARD_TSN, 0xc1]], ADAPTATION_INDICATION[adaptation_code_point=1],
                        IPV6_ADDRESS[addr=fe80::1], PAD[len=8, val=...], HEARTBEAT_INFORMATION[len=8, val=...]];
                      ERROR[flgs=0, MISSING_MANDATORY_PARAMETER[types=[7]], RESTART_WITH_NEW_ADDRESSES[params=[IPV6_ADDRESS[addr=...]]],
                        COOKIE_RECEIVED_WHILE_SHUTDOWN[], UNRESOLVABLE_ADDRESS[param=HOSTNAME_ADDRESS[addr="x"]], CAUSE[code=99, len=5, info=[1]]]
            """);
    }

    [Property(MaxTest = 300)]
    public bool Any_text_is_read_without_an_exception(NonNull<string> text) =>
        PacketScript.TryParse("a.pkt", text.Get, out PacketScript? script, out ScriptError? error) ? script is not null : error!.ToString().Length > 0;

    [Fact]
    public void Scripts_with_a_piece_cut_out_or_changed_never_throw()
    {
        string[] names = ScriptFolder.Names;
        string[] pieces = ["...", "[", "]", "{", "}", "0x", "-1", "99999999999", "#ifdef X\n", "`", "%{", "::", "|", ";", "+", "*", "~", "\"", "INIT[", "\0", "9223372036854775807"];
        uint state = 1;
        for (int round = 0; round < 3000; round++)
        {
            string text = ScriptFolder.Read(names[Next() % names.Length]);
            int from = Next() % text.Length;
            int length = Math.Min(Next() % 20, text.Length - from);
            text = text[..from] + (Next() % 2 == 0 ? string.Empty : pieces[Next() % pieces.Length]) + text[(from + length)..];

            // A core or a runner that throws would be told as a stack that broke.
            CoreStack stack = new();
            ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions()).Run("mutant.pkt", text);
            Assert.False(outcome.Message.Contains("broke", StringComparison.Ordinal), $"round {round}: {outcome}\n{text}");
        }

        int Next()
        {
            state = unchecked((state * 1664525) + 1013904223);
            return (int)(state >> 8);
        }
    }

    private static PacketScript Parse(string text)
    {
        Assert.True(PacketScript.TryParse("a.pkt", text, out PacketScript? script, out ScriptError? error), error?.ToString());
        return script!;
    }
}
