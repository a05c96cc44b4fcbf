using System;
using System.Buffers.Binary;
using System.Linq;
using Sctp.Scripts.Execution;
using Sctp.Scripts.Stack;
using Sctp.Wire;

namespace Sctp.Conformance.PacketScripts;

/// <summary>Scripts that are wrong about the stack, or ask for what it has not got, say so, with their line and what was seen.</summary>
public sealed class ScriptVerdictTests
{
    private const string Established = """
        +0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3
        +0 bind(3, ..., ...) = 0
        +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
        +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
        +0 > sctp: INIT[flgs=0, tag=1, a_rwnd=..., os=..., is=..., tsn=1, ...]
        +0 < sctp: INIT_ACK[flgs=0, tag=2, a_rwnd=100000, os=10, is=10, tsn=1, STATE_COOKIE[len=8, val=...]]
        +0 > sctp: COOKIE_ECHO[flgs=0, len=8, val=...]
        +0 < sctp: COOKIE_ACK[flgs=0]

        """;

    [Theory]
    [InlineData("+0 > sctp: DATA[flgs=BE, len=116, tsn=2, sid=0, ssn=0, ppid=0]", "chunk 1 (DATA) tsn: expected 2, seen 1")]
    [InlineData("+0 > sctp: DATA[flgs=UBE, len=116, tsn=1, sid=0, ssn=0, ppid=0]", "chunk 1 (DATA) flgs: expected UBE, seen BE")]
    [InlineData("+0 > sctp: DATA[flgs=BE, len=115, tsn=1, sid=0, ssn=0, ppid=0]", "chunk 1 (DATA) len: expected 115, seen 116")]
    [InlineData("+0 > sctp: SACK[flgs=0, cum_tsn=0, a_rwnd=..., gaps=[], dups=[]]", "chunk 1 (SACK): seen DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]")]
    [InlineData("+0 > sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]; DATA[flgs=BE, len=116, tsn=2, sid=0, ssn=1, ppid=0]", "chunk 2: DATA is missing")]
    [InlineData("+0 > sctp: ", "chunk 1: DATA is one too many")]
    [InlineData("+0.5 > sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]", "early: sent at 0.000000, expected at 0.500000 (tolerance 4ms)")]
    [InlineData("+0 > sctp(tag=77): DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]", "the Verification Tag is 2, expected 77")]
    [InlineData("+0 > sctp(bad_crc32c): DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]", "the checksum is right")]
    [InlineData("+0 > [ce] sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]", "the ECN field is noecn, expected ce")]
    [InlineData("+0 > sctp: CHUNK[type=0, flgs=3, len=116, val=[1]]", "chunk 1 (CHUNK) val: expected [1], seen [")]
    public void A_packet_that_differs_is_told_field_by_field(string expectation, string difference)
    {
        ScriptOutcome outcome = Run(Established + "+0 write(3, ..., 100) = 100\n" + expectation);

        Assert.Equal(ScriptVerdict.Failed, outcome.Verdict);
        Assert.Equal(10, outcome.Position.Line);
        Assert.Contains(outcome.Differences, line => line.StartsWith(difference, StringComparison.Ordinal));
        Assert.NotNull(outcome.Expected);
        Assert.StartsWith("sctp: DATA[flgs=BE, len=116, tsn=1,", outcome.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_that_does_not_come_is_told()
    {
        ScriptOutcome outcome = Run(Established + "+0.1 > sctp: SACK[flgs=0, cum_tsn=0, a_rwnd=..., gaps=[], dups=[]]");

        Assert.Equal(ScriptVerdict.Failed, outcome.Verdict);
        Assert.Equal(9, outcome.Position.Line);
        Assert.Equal("no packet until 0.104000", outcome.Message);
    }

    [Fact]
    public void A_late_packet_is_told_with_its_time()
    {
        // T3-rtx is due after 1 s, and the script looks for it within half a second around 0.5 s: it does not come. One that came is late.
        string script = "--tolerance_usecs=600000\n" + Established + "+0 write(3, ..., 100) = 100\n+0 > sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]\n";

        Assert.Equal(ScriptVerdict.Passed, Run(script + "+0.5 > sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]").Verdict);
        Assert.Equal("no packet until 0.900000", Run(script + "+0.3 > sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]").Message);
    }

    [Theory]
    [InlineData("+0 write(3, ..., 100) = 99", "99", "100")]
    [InlineData("+0 read(3, ..., 100) = 5", "5", "-1 EAGAIN")]
    [InlineData("+0 read(3, ..., 100) = -1 ENOTCONN (not connected)", "-1 ENOTCONN", "-1 EAGAIN")]
    [InlineData("+0 read(7, ..., 100) = 0", "0", "-1 EBADF")]
    [InlineData("+0 getsockopt(3, SOL_SOCKET, SO_ERROR, [ETIMEDOUT], [4]) = 0", "[ETIMEDOUT]", "0")]
    [InlineData("+0 getsockopt(3, IPPROTO_SCTP, SCTP_NODELAY, [1], [4]) = 0", "[1]", "0")]
    [InlineData("+0 getsockopt(3, IPPROTO_SCTP, SCTP_NODELAY, \"1\", [4]) = 0", "\"1\"", "0")]
    [InlineData("+0 getsockopt(3, IPPROTO_SCTP, SCTP_MAXSEG, \"0\", [8]) = 0", "\"0\"", "{assoc_value=0}")]
    public void A_call_that_returns_something_else_is_told(string call, string expected, string seen)
    {
        ScriptOutcome outcome = Run(Established + call);

        Assert.Equal(ScriptVerdict.Failed, outcome.Verdict);
        Assert.Equal(9, outcome.Position.Line);
        Assert.Equal((expected, seen), (outcome.Expected, outcome.Seen));
    }

    [Fact]
    public void A_call_that_blocks_longer_than_the_script_has_it_fails()
    {
        const string Script = """
            +0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3
            +0 bind(3, ..., ...) = 0
            +0...0.3 connect(3, ..., ...) = 0
            +0 > sctp: INIT[flgs=0, tag=1, a_rwnd=..., os=..., is=..., tsn=1, ...]
            +0.1 < sctp: INIT_ACK[flgs=0, tag=2, a_rwnd=100000, os=10, is=10, tsn=1, STATE_COOKIE[len=8, val=...]]
            +0 > sctp: COOKIE_ECHO[flgs=0, len=8, val=...]
            +0.1 < sctp: COOKIE_ACK[flgs=0]
            """;
        ScriptOutcome early = Run(Script);
        ScriptOutcome never = Run(Script.Replace("+0.1 < sctp: COOKIE_ACK[flgs=0]", string.Empty, StringComparison.Ordinal));

        Assert.Equal((ScriptVerdict.Failed, 3, "connect() returned at 0.200000"), (early.Verdict, early.Position.Line, early.Message));
        Assert.Equal((ScriptVerdict.Failed, 3, "connect() has not returned by 0.304000"), (never.Verdict, never.Position.Line, never.Message));
    }

    [Theory]
    [InlineData("+0 socket(..., SOCK_SEQPACKET, IPPROTO_SCTP) = 4", "one-to-many")]
    [InlineData("+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4", "IPPROTO_TCP")]
    [InlineData("+0 poll([{fd=3, events=POLLIN, revents=POLLIN}], 1, 0) = 1", "poll()")]
    [InlineData("+0 setsockopt(3, IPPROTO_SCTP, SCTP_EVENT, {se_assoc_id=0, se_type=SCTP_ASSOC_CHANGE, se_on=1}, 8) = 0", "notifications")]
    [InlineData("+0 setsockopt(3, IPPROTO_SCTP, SCTP_AUTH_CHUNK, {sauth_chunk=0}, 1) = 0", "SCTP_AUTH_CHUNK")]
    [InlineData("+0 setsockopt(3, IPPROTO_SCTP, SCTP_RTOINFO, {srto_initial=100, srto_max=200, srto_min=50}, 15) = -1 EINVAL (Invalid argument)", "length")]
    [InlineData("+0 getsockopt(3, IPPROTO_SCTP, SCTP_STATUS, {sstat_state=SCTP_ESTABLISHED, sstat_flowers=3}, [176]) = 0", "sstat_flowers")]
    [InlineData("+0 `iptables -A INPUT -j DROP`", "iptables")]
    [InlineData("+0 `sysctl -w net.inet.sctp.pr_enable=1`", "pr_enable")]
    [InlineData("+0 %{ assert tcpi_unacked == 1 }%", "code")]
    [InlineData("+0 < S 0:0(0) win 32792 <mss 1000,sackOK,nop,nop,nop,wscale 7>", "not SCTP")]
    [InlineData("+0 < udp (100)", "not SCTP")]
    [InlineData("+0 > [sctp(2)] icmp unreachable port_unreachable", "ICMP")]
    [InlineData("+0 < [sctp(2)] icmp unreachable frag_neded mtu 1200", "frag_neded")]
    [InlineData("+0 recv(3, ..., 100, MSG_PEEK) = -1 EAGAIN (nothing there)", "MSG_PEEK")]
    [InlineData("+0 sctp_recvmsg(3, ..., 100, ..., ..., ..., [MSG_EOR|MSG_TRUNC]) = -1 EAGAIN (nothing there)", "MSG_TRUNC")]
    [InlineData("+0 sctp_recvmsg(3, ..., 100, {sa_family=AF_INET, sin_port=htons(7), sin_addr=inet_addr(\"9.9.9.9\")}, [16], ..., ...) = -1 EAGAIN (nothing there)", "address")]
    [InlineData("+0 sctp_send(3, ..., 100, {sinfo_stream=0}, MSG_OOB) = 100", "MSG_OOB")]
    [InlineData("+0 getsockopt(3, IPPROTO_SCTP, SCTP_RTOINFO, {1000}, [16]) = 0", "without a name")]
    [InlineData("+0 `sysctl -w net.inet.sctp.rto_initial=soon`", "no number")]
    [InlineData("+0 setsockopt(3, IPPROTO_SCTP, SCTP_RTOINFO, {srto_initial=1000, srto_maximum=2000}, 16) = 0", "srto_maximum")]
    [InlineData("+0 socket(AF_UNIX, SOCK_STREAM, IPPROTO_SCTP) = 4", "AF_UNIX")]
    [InlineData("+0 socket(..., SOCK_STREAM|SOCK_ODD, IPPROTO_SCTP) = 4", "SOCK_ODD")]
    [InlineData("+0 bind(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"10.0.0.1\")}, ...) = -1 EINVAL (bound already)", "10.0.0.1")]
    [InlineData("+0 sctp_connectx(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"192.0.2.1\")}, 2, ...) = -1 EISCONN (connected)", "count of 2")]
    [InlineData("+0 fcntl(3, F_SETFL, O_RDWR|O_ASYNC) = 0", "O_ASYNC")]
    [InlineData("+0 shutdown(3, 7) = 0", "7")]
    [InlineData("+0 accept4(3, ..., ..., SOCK_ODD) = -1 EINVAL (no listener)", "SOCK_ODD")]
    [InlineData("+0 getsockopt(3, IPPROTO_SCTP, SO_ERROR, [0], [4]) = 0", "the level IPPROTO_SCTP")]
    [InlineData("+0 setsockopt(3, SOL_SOCKET, SCTP_NODELAY, [1], 4) = 0", "the level SOL_SOCKET")]
    [InlineData("+0 getsockopt(3, IPPROTO_SCTP, SCTP_RTOINFO, {srto_initial=1000}, [15]) = 0", "length")]
    [InlineData("+0 setsockopt(3, IPPROTO_SCTP, SCTP_EVENTS, {sctp_association_event=ON}, 11) = 0", "sctp_association_event")]
    [InlineData("+0 sendto(3, ..., 100, 0, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr(\"192.0.2.1\")}, ...) = 100", "a message to")]
    [InlineData("+0 recvmsg(3, {msg_name(16)={sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"192.0.2.1\")}, msg_iov(1)=[{iov_base=..., iov_len=100}], msg_flags=0}, 0) = -1 EAGAIN (nothing there)", "address")]
    [InlineData("+0 sendmsg(3, {msg_name(0)=..., msg_iov(1)=[{iov_base=..., iov_len=100}], msg_control(1)=7, msg_flags=0}, 0) = 100", "the control message 7")]
    [InlineData("+0 < ipv4 10.0.0.1 > 10.0.0.2: ipv4 192.0.2.1 > 192.168.0.1: sctp: COOKIE_ACK[flgs=0]", "not SCTP")]
    [InlineData("+0 < sctp/udp(9999 > 9898): COOKIE_ACK[flgs=0]", "the UDP port 9898")]
    [InlineData("+0 > sctp/udp(9898 > 9999): COOKIE_ACK[flgs=0]", "the UDP port 9898")]
    [InlineData("+0 setsockopt(3, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, {spp_flags=SPP_HB_ENABLE|SPP_PMTUD_ENABLE}, 152) = 0", "SPP_PMTUD_ENABLE")]
    [InlineData("+0 setsockopt(3, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, {spp_flags=8}, 152) = 0", "spp_flags=8")]
    public void What_the_core_has_no_notion_of_is_unsupported(string statement, string what)
    {
        ScriptOutcome outcome = Run(Established + statement + "\n+0 close(3) = 77");

        Assert.Equal(ScriptVerdict.Unsupported, outcome.Verdict);
        Assert.Equal(9, outcome.Position.Line);
        Assert.Contains(what, outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net.inet.tcp.hostcache.purgenow")]
    [InlineData("net.inet.sctp.log_level")]
    public void A_system_control_without_a_meaning_here_is_noted(string control)
    {
        ScriptOutcome outcome = Run($"0 `sysctl -i {control}=1`");

        Assert.Equal(ScriptVerdict.Passed, outcome.Verdict);
        Assert.Contains(control, Assert.Single(outcome.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+0 close(3) = DONE", 15, "no result")]
    [InlineData("+0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3", 45, "open already")]
    [InlineData("+0 bind(3, {sa_family=AF_INET, sin_port=htons(80000), sin_addr=...}, ...) = 0", 12, "no socket address")]
    [InlineData("+0 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"here\")}, ...) = 0", 15, "no socket address")]
    [InlineData("+0 readv(3, [{..., 5}, {..., ...}], 2) = -1 EAGAIN (nothing there)", 1, "no length")]
    [InlineData("+0 sctp_recvv(3, [{..., 100}], 1, ..., ..., ..., ..., [SCTP_RECVV_RCVINFO], ...) = -1 EAGAIN (nothing there)", 1, "not what the socket was asked for")]
    [InlineData("+0 < sctp: HEARTBEAT[flgs=0, PARAMETER[type=9, len=40000]]; HEARTBEAT[flgs=0, PARAMETER[type=9, len=40000]]", 6, "more than 65535 bytes")]
    public void What_cannot_be_meant_is_invalid(string statement, int column, string message)
    {
        ScriptOutcome outcome = Run(Established + statement);

        Assert.Equal((ScriptVerdict.Invalid, 9, column), (outcome.Verdict, outcome.Position.Line, outcome.Position.Column));
        Assert.Contains(message, outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "accept(4, ..., ...)", "FreeBSD", ScriptVerdict.Passed)]
    [InlineData("+0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0", "accept(4, ..., ...)", "FreeBSD", ScriptVerdict.Failed)]
    [InlineData("+0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0", "accept(4, ..., ...)", "Linux", ScriptVerdict.Passed)]
    [InlineData("+0 fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0", "accept4(4, ..., ..., 0)", "FreeBSD", ScriptVerdict.Passed)]
    [InlineData("", "accept4(4, ..., ..., SOCK_NONBLOCK)", "Linux", ScriptVerdict.Failed)]
    public void An_accepted_socket_waits_unless_its_listener_or_its_flags_say_otherwise(string listener, string accept, string platform, ScriptVerdict verdict)
    {
        string script = $"""
            +0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3
            +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
            +0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 4
            {listener}
            +0 bind(4, ..., ...) = 0
            +0 listen(4, 1) = 0
            +0 < sctp: INIT[flgs=0, tag=1, a_rwnd=100000, os=10, is=10, tsn=1]
            +0 > sctp: INIT_ACK[flgs=0, tag=2, a_rwnd=..., os=..., is=..., tsn=1, ...]
            +0 < sctp: COOKIE_ECHO[flgs=0, len=..., val=...]
            +0 > sctp: COOKIE_ACK[flgs=0]
            +0 {accept} = 5
            +0...0.5 read(5, ..., 100) = 100
            +0.5 < sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]
            """;
        CoreStack stack = new();
        ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions { Platform = platform }).Run("script.pkt", script);

        Assert.True(outcome.Verdict == verdict, outcome.ToString());
        Assert.True(verdict == ScriptVerdict.Passed || outcome.Message == "read() returned at 0.000000", outcome.ToString());
    }

    [Fact]
    public void An_accepted_socket_has_the_options_of_its_listener()
    {
        ScriptOutcome outcome = Run("""
            +0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3
            +0 setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0
            +0 setsockopt(3, IPPROTO_SCTP, SCTP_RECVRCVINFO, [1], 4) = 0
            +0 bind(3, ..., ...) = 0
            +0 listen(3, 1) = 0
            +0 < sctp: INIT[flgs=0, tag=1, a_rwnd=100000, os=10, is=10, tsn=1]
            +0 > sctp: INIT_ACK[flgs=0, tag=2, a_rwnd=..., os=..., is=..., tsn=1, ...]
            +0 < sctp: COOKIE_ECHO[flgs=0, len=..., val=...]
            +0 > sctp: COOKIE_ACK[flgs=0]
            +0 accept(3, ..., ...) = 4
            +0 < sctp: DATA[flgs=BE, len=116, tsn=1, sid=2, ssn=0, ppid=0]
            +0 > sctp: SACK[flgs=0, cum_tsn=1, a_rwnd=..., gaps=[], dups=[]]
            +0 sctp_recvv(4, [{..., 100}], 1, ..., ..., {rcv_sid=2, rcv_ssn=0, ...}, ..., [SCTP_RECVV_RCVINFO], [MSG_EOR]) = 100
            +0 close(4) = 0
            +0 > sctp: ABORT[flgs=0, ...]
            """);

        Assert.True(outcome.Verdict == ScriptVerdict.Passed, outcome.ToString());
    }

    [Fact]
    public void A_socket_may_be_made_so_that_it_never_waits()
    {
        ScriptOutcome outcome = Run("""
            +0 socket(..., SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_SCTP) = 3
            +0...0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
            """);

        Assert.True(outcome.Verdict == ScriptVerdict.Passed, outcome.ToString());
    }

    [Theory]
    [InlineData("...")]
    [InlineData("{sa_family=AF_INET, sin_port=htons(5001), sin_addr=...}")]
    [InlineData("{sa_family=AF_INET, sin_port=htons(5001), sin_addr=inet_addr(\"0.0.0.0\")}")]
    [InlineData("{sa_family=AF_INET, sin_port=htons(5001), sin_addr=inet_addr(\"192.168.0.1\")}")]
    public void A_socket_is_bound_to_any_address_or_that_of_the_stack(string address)
    {
        ScriptOutcome outcome = Run($"""
            +0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3
            +0 bind(3, {address}, ...) = 0
            +0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 4
            +0 bind(4, {address}, ...) = -1 EADDRINUSE (taken)
            +0 bind(4, {address.Replace("5001", "5002", StringComparison.Ordinal)}, ...) = {(address == "..." ? "-1 EADDRINUSE (taken)" : "0")}
            """);

        Assert.True(outcome.Verdict == ScriptVerdict.Passed, outcome.ToString());
    }

    [Fact]
    public void A_call_that_fails_changes_no_port()
    {
        ScriptOutcome outcome = Run(Established + """
            +0 bind(3, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=...}, ...) = -1 EINVAL (bound already)
            +0 connect(3, {sa_family=AF_INET, sin_port=htons(9000), sin_addr=...}, ...) = -1 EISCONN (connected already)
            +0 < sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]
            +0 > sctp: SACK[flgs=0, cum_tsn=1, a_rwnd=..., gaps=[], dups=[]]
            """);

        Assert.True(outcome.Verdict == ScriptVerdict.Passed, outcome.ToString());
    }

    [Theory]
    [InlineData("{5}", ScriptVerdict.Unsupported)]
    [InlineData("{sinfo_stream=0, sinfo_ppid=FIVE}", ScriptVerdict.Failed)]
    [InlineData("{sinfo_stream=0, sinfo_ppid=htonl(0), ...}", ScriptVerdict.Passed)]
    public void What_a_received_message_tells_is_compared(string information, ScriptVerdict verdict)
    {
        ScriptOutcome outcome = Run(Established + $"""
            +0 < sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]
            +0 sctp_recvmsg(3, ..., 100, ..., ..., {information}, [MSG_EOR]) = 100
            """);

        Assert.True(outcome.Verdict == verdict, outcome.ToString());
    }

    [Theory]
    [InlineData("..., [MSG_EOR]", ScriptVerdict.Unsupported)]
    [InlineData("{sinfo_stream=1}, ...", ScriptVerdict.Unsupported)]
    [InlineData("{sinfo_stream=..., ...}, [0]", ScriptVerdict.Passed)]
    public void What_is_told_without_a_message_cannot_be_judged(string information, ScriptVerdict verdict)
    {
        ScriptOutcome outcome = Run(Established + $"""
            +0 < sctp: SHUTDOWN[flgs=0, cum_tsn=0]
            +0 > sctp: SHUTDOWN_ACK[flgs=0]
            +0 < sctp: SHUTDOWN_COMPLETE[flgs=0]
            +0 sctp_recvmsg(3, ..., 100, ..., ..., {information}) = 0
            """);

        Assert.True(outcome.Verdict == verdict, outcome.ToString());
    }

    [Theory]
    [InlineData("net.inet.sctp.rto_initial=3000")]
    [InlineData("net.sctp.rto_initial=3000")]
    public void A_system_control_of_SCTP_counts(string control)
    {
        ScriptOutcome outcome = Run($"""
            0 `sysctl -w {control}`
            +0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3
            +0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0
            +0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)
            +0 > sctp: INIT[flgs=0, tag=1, a_rwnd=..., os=..., is=..., tsn=1, ...]
            +3 > sctp: INIT[flgs=0, tag=1, a_rwnd=..., os=..., is=..., tsn=1, ...]
            """);

        Assert.True(outcome.Verdict == ScriptVerdict.Passed, outcome.ToString());
    }

    [Fact]
    public void The_branches_of_one_platform_are_taken()
    {
        const string Script = """
            #ifdef Linux
            0 close(1) = 0
            # else
            0 close(2) = 0
            #endif
            #ifdef FreeBSD
            0 close(3) = 0
            #endif
            #ifndef FreeBSD
            0 close(4) = 0
            #endif
            """;

        Assert.Equal(4, Run(Script).Position.Line);
        CoreStack stack = new();
        ScriptOutcome linux = new ScriptRunner(stack, new ScriptRunOptions { Platform = "Linux" }).Run("script.pkt", Script);
        Assert.Equal(2, linux.Position.Line);
    }

    [Fact]
    public void An_arriving_packet_without_a_needed_value_is_invalid()
    {
        ScriptOutcome outcome = Run(Established + "+0 < sctp: DATA[flgs=BE, len=116, tsn=..., sid=0, ssn=0, ppid=0]");

        Assert.Equal(ScriptVerdict.Invalid, outcome.Verdict);
        Assert.Equal((9, 39), (outcome.Position.Line, outcome.Position.Column));
    }

    [Fact]
    public void Packets_that_nobody_asked_for_are_noted()
    {
        ScriptOutcome outcome = Run(Established + "+0 write(3, ..., 100) = 100");

        Assert.Equal(ScriptVerdict.Passed, outcome.Verdict);
        Assert.Contains("DATA[flgs=BE, len=116, tsn=1,", Assert.Single(outcome.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_that_breaks_fails_the_script_at_its_line()
    {
        BrokenStack stack = new();
        ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions()).Run("script.pkt", "0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3");

        Assert.Equal((ScriptVerdict.Failed, 1), (outcome.Verdict, outcome.Position.Line));
        Assert.Contains("InvalidOperationException", outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0b00000800000000", "COOKIE_ACK[flgs=0]", "chunk 1 (COOKIE_ACK): its length does not fit what it holds")]
    [InlineData("07000004", "SHUTDOWN[flgs=0]", "chunk 1 (SHUTDOWN): its length does not fit what it holds")]
    [InlineData("03000010000000010000ffff00010000", "SACK[flgs=0, cum_tsn=1, a_rwnd=..., gaps=[...], dups=[]]", "chunk 1 (SACK): its length does not fit what it holds")]
    [InlineData("0400000800010009", "HEARTBEAT[flgs=0, ...]", "chunk 1 (HEARTBEAT): its length does not fit what it holds")]
    [InlineData("06000008000d0003", "ABORT[flgs=0, ...]", "chunk 1 (ABORT): its length does not fit what it holds")]
    [InlineData("0900000c0002000800000001", "ERROR[flgs=0, MISSING_MANDATORY_PARAMETER[types=[]]]", "chunk 1 (ERROR) MISSING_MANDATORY_PARAMETER: its length does not fit what it holds")]
    [InlineData("010000180000000100010000000a000a00000001c0000004", "INIT[flgs=0, tag=1, a_rwnd=..., os=..., is=..., tsn=1, ECN_CAPABLE[], ...]", "chunk 1 (INIT) ECN_CAPABLE: seen FORWARD_TSN_SUPPORTED[]")]
    [InlineData("010000180000000100010000000a000a00000001c0000004", "INIT[flgs=0, tag=1, a_rwnd=..., os=..., is=..., tsn=1, FORWARD_TSN_SUPPORTED[], ECN_CAPABLE[], ...]", "chunk 1 (INIT): ECN_CAPABLE is missing")]
    [InlineData("010000180000000100010000000a000a00000001c0000004", "INIT[flgs=0, tag=1, a_rwnd=..., os=..., is=..., tsn=1, FORWARD_TSN_SUPPORTED[], ...]", null)]
    [InlineData("0b000004", "COOKIE_ACK[flgs=0]", null)]
    public void A_packet_of_the_stack_is_compared_to_its_last_byte(string chunk, string expected, string? difference)
    {
        SendingStack stack = new(PacketOf(chunk));
        ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions()).Run("script.pkt", "0 > sctp: " + expected);

        Assert.Equal(difference is null ? ScriptVerdict.Passed : ScriptVerdict.Failed, outcome.Verdict);
        Assert.Equal(difference is null ? [] : [difference], outcome.Differences);
    }

    [Theory]
    [InlineData("0 > ipv4 192.168.0.1 > 192.0.2.1: sctp: COOKIE_ACK[flgs=0]", false, "the destination of a packet")]
    [InlineData("0 > ipv4 192.168.0.1 > 192.0.2.1: sctp: COOKIE_ACK[flgs=0]", true, "the source of a packet")]
    public void An_address_that_the_stack_does_not_tell_cannot_be_judged(string expectation, bool tellsDestination, string what)
    {
        const string TwoAddresses = """
            0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3
            0 sctp_bindx(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("192.168.0.2")}, 1, SCTP_BINDX_ADD_ADDR) = 0

            """;
        SendingStack stack = new(PacketOf("0b000004"), tellsDestination ? SctpAddress.Parse("192.0.2.1") : default);
        ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions()).Run("script.pkt", TwoAddresses + expectation);

        Assert.Equal((ScriptVerdict.Unsupported, 3), (outcome.Verdict, outcome.Position.Line));
        Assert.Contains(what, outcome.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_that_is_no_address_of_the_stack_is_a_difference()
    {
        ScriptOutcome outcome = Run(Established.Replace("> sctp", "> ipv4 10.0.0.1 > 192.0.2.1: sctp", StringComparison.Ordinal));

        Assert.Equal((ScriptVerdict.Failed, 5), (outcome.Verdict, outcome.Position.Line));
        Assert.Equal(["the source is 192.168.0.1, expected 10.0.0.1"], outcome.Differences);
    }

    [Theory]
    [InlineData("reset", "0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3", 1)]
    [InlineData("packet", "0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3\n0 < sctp: COOKIE_ACK[flgs=0]", 2)]
    [InlineData("advance", "0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3\n\n+1 close(3) = 0", 3)]
    public void A_stack_that_refuses_a_packet_or_the_time_fails_the_script(string operation, string script, int line)
    {
        RefusingStack stack = new(operation);
        ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions()).Run("script.pkt", script);

        Assert.Equal((ScriptVerdict.Failed, line, "refusing refused " + operation), (outcome.Verdict, outcome.Position.Line, outcome.Message));
    }

    [Fact]
    public void A_stack_that_never_stops_sending_fails_the_script()
    {
        FloodingStack stack = new();
        ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions()).Run("script.pkt", "+1000 close(3) = -1 EBADF (none)");

        Assert.Equal((ScriptVerdict.Failed, "the stack has sent more than 100000 packets that nobody asked for"), (outcome.Verdict, outcome.Message));
    }

    [Fact]
    public void A_time_that_has_passed_fails_the_script()
    {
        ScriptOutcome outcome = Run("+2 close(3) = -1 EBADF (none)\n1.999 close(3) = -1 EBADF (none)\n1.9 close(3) = -1 EBADF (none)");

        Assert.Equal((ScriptVerdict.Failed, 3, "its time has passed: it is 2.000000"), (outcome.Verdict, outcome.Position.Line, outcome.Message));
    }

    [Theory]
    [InlineData("setsockopt(3, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, {spp_address={sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr(\"0.0.0.0\")}, spp_hbinterval=7000, spp_flags=SPP_HB_ENABLE}, 152) = 0", 7000)]
    [InlineData("setsockopt(3, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, {spp_address={sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr(\"192.0.2.1\")}, spp_flags=SPP_HB_TIME_IS_ZERO}, 152) = 0", 0)]
    [InlineData("setsockopt(3, IPPROTO_SCTP, SCTP_NODELAY, {assoc_id=0}, 4) = -1 EINVAL (Invalid argument)", 30000)]
    public void An_option_is_set_as_it_is_told_or_not_at_all(string call, int interval)
    {
        ScriptOutcome outcome = Run(Established + $$"""
            +0 {{call}}
            +0 getsockopt(3, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, {spp_hbinterval={{interval}}, ...}, ...) = 0
            """);

        Assert.True(outcome.Verdict == ScriptVerdict.Passed, outcome.ToString());
    }

    [Theory]
    [InlineData("[sctp(2)] ", 980)]
    [InlineData("[sctp(0)] ", 1480)]
    [InlineData("", 980)]
    public void An_ICMP_message_quotes_the_tag_that_is_written(string tag, int mtu)
    {
        ScriptOutcome outcome = Run(Established + $$"""
            +0 write(3, ..., 100) = 100
            +0 > sctp: DATA[flgs=BE, len=116, tsn=1, sid=0, ssn=0, ppid=0]
            +0 < {{tag}}icmp unreachable frag_needed mtu 1000
            +0 getsockopt(3, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, {spp_pathmtu={{mtu}}, ...}, ...) = 0
            """);

        Assert.True(outcome.Verdict == ScriptVerdict.Passed, outcome.ToString());
    }

    [Fact]
    public void An_address_of_no_host_cannot_be_bound()
    {
        ScriptOutcome outcome = Run("""
            +0 socket(..., SOCK_STREAM, IPPROTO_SCTP) = 3
            +0 sctp_bindx(3, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("0.0.0.0")}, 1, SCTP_BINDX_ADD_ADDR) = -1 EINVAL (Invalid argument)
            +0 listen(3, 1) = 0
            """);

        Assert.True(outcome.Verdict == ScriptVerdict.Passed, outcome.ToString());
    }

    [Fact]
    public void A_packet_that_would_be_too_long_is_not_built()
    {
        string parameters = string.Join(", ", Enumerable.Repeat("PARAMETER[type=9, len=65535]", 10_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        ScriptOutcome outcome = Run($"0 < sctp: HEARTBEAT[flgs=0, {parameters}]");

        Assert.Equal((ScriptVerdict.Invalid, "the packet has more than 65535 bytes"), (outcome.Verdict, outcome.Message));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void A_packet_of_the_stack_may_nest_as_deep_as_it_likes()
    {
        const int Depth = 16_000;
        byte[] packet = new byte[12 + 4 + (4 * Depth)];
        packet[12] = 4; // HEARTBEAT
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14), (ushort)(4 + (4 * Depth)));
        for (int i = 0; i < Depth; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(16 + (4 * i)), 8); // Unrecognized Parameter
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(18 + (4 * i)), (ushort)(4 * (Depth - i)));
        }

        SendingStack stack = new(packet);
        ScriptOutcome outcome = new ScriptRunner(stack, new ScriptRunOptions { Trace = true }).Run("script.pkt", "0 > sctp: HEARTBEAT[flgs=0]");

        Assert.Equal("the packet differs", outcome.Message);
    }

    private static ScriptOutcome Run(string script)
    {
        CoreStack stack = new();
        return new ScriptRunner(stack, new ScriptRunOptions()).Run("script.pkt", script);
    }

    /// <summary>A packet from port 8080 to the port of a peer that connects, with the tag 0.</summary>
    private static byte[] PacketOf(string chunk)
    {
        byte[] packet = [0x1F, 0x90, 0xD4, 0x31, 0, 0, 0, 0, 0, 0, 0, 0, .. Convert.FromHexString(chunk)];
        BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), Crc32c.ComputePacket(packet));
        return packet;
    }

    private sealed class FloodingStack : IStackUnderTest
    {
        private readonly SentPacket _packet = new(Instant.Epoch, PacketOf("0b000004"), default, default, EcnCodepoint.NotEct);

        public string Name => "flooding";

        public StackAnswer Execute(string operation, StackValue fields) => StackAnswer.Done.With([_packet], null, isNextUnknown: true);
    }

    private sealed class RefusingStack(string refused) : IStackUnderTest
    {
        public string Name => "refusing";

        public StackAnswer Execute(string operation, StackValue fields) => operation == refused ? StackAnswer.Fail("EINVAL") : StackAnswer.Done;
    }

    private sealed class SendingStack(byte[] packet, SctpAddress destination = default) : IStackUnderTest
    {
        public string Name => "sending";

        public StackAnswer Execute(string operation, StackValue fields) => StackAnswer.Done.With([new SentPacket(Instant.Epoch, packet, destination, default, EcnCodepoint.NotEct)], null);
    }

    private sealed class BrokenStack : IStackUnderTest
    {
        public string Name => "broken";

        public StackAnswer Execute(string operation, StackValue fields) =>
            operation == "socket" ? throw new InvalidOperationException("out of luck") : StackAnswer.Done;
    }
}
