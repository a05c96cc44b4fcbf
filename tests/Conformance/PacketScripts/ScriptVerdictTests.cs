using System;
using System.Buffers.Binary;
using Sctp.Scripts.Execution;
using Sctp.Scripts.Stack;

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
            #else
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

    private sealed class SendingStack(byte[] packet) : IStackUnderTest
    {
        public string Name => "sending";

        public StackAnswer Execute(string operation, StackValue fields) => StackAnswer.Done.With([new SentPacket(Instant.Epoch, packet, default, default, EcnCodepoint.NotEct)], null);
    }

    private sealed class BrokenStack : IStackUnderTest
    {
        public string Name => "broken";

        public StackAnswer Execute(string operation, StackValue fields) =>
            operation == "socket" ? throw new InvalidOperationException("out of luck") : StackAnswer.Done;
    }
}
