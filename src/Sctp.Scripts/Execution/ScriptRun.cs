using System;
using System.Collections.Generic;
using System.Globalization;
using Sctp.Scripts.Language;
using Sctp.Scripts.Packets;
using Sctp.Scripts.Stack;

namespace Sctp.Scripts.Execution;

/// <summary>
/// One run of one script. The clock moves only to let the next statement happen, from timer to timer of the stack, so that what a stack does has its
/// exact time. The first thing that goes otherwise ends the run.
/// </summary>
internal sealed class ScriptRun
{
    public const ushort StandardPort = 8080;

    private const ushort ActivePeerPort = 54321;
    private const ushort LocalUdpPort = 9899; // RFC 6951: the port of the stack's host, whose core knows none
    private const int MaxSteps = 2_000_000;
    private const int MaxUnasked = 100_000;

    private static readonly Duration StandardTolerance = Duration.FromMilliseconds(4);
    private static readonly Duration AnyTime = Duration.FromSeconds(120);
    private static readonly Duration BlindStep = Duration.FromMilliseconds(1);

    private readonly PacketScript _script;
    private readonly IStackUnderTest _stack;
    private readonly ScriptRunOptions _options;
    private readonly Numbering _numbering = new();
    private readonly PacketBuilder _builder;
    private readonly PacketMatcher _matcher;
    private readonly SystemCalls _calls;
    private readonly Queue<SentPacket> _sent = new();
    private readonly List<string> _notes = [];
    private readonly List<string> _trace = [];
    private Duration _tolerance;
    private readonly List<SctpAddress> _locals = [];
    private SctpAddress _remote;
    private bool _usesAddresses;
    private SentPacket? _lastSent;
    private Instant? _next;
    private bool _isNextUnknown;
    private Instant _last;
    private ScriptStatement? _statement;
    private BlockedCall? _blocked;
    private ScriptOutcome? _end;
    private int _steps;

    public ScriptRun(PacketScript script, IStackUnderTest stack, ScriptRunOptions options)
    {
        _script = script;
        _stack = stack;
        _options = options;
        _builder = new PacketBuilder(_numbering);
        _matcher = new PacketMatcher(_numbering);
        _calls = new SystemCalls(this);
    }

    public ScriptOutcome Outcome => (_end ?? New(ScriptVerdict.Passed, string.Empty)) with { Notes = _notes, Trace = _trace, End = Now };

    public Instant Now { get; private set; }

    public bool HasEnded => _end is not null;

    public string Platform => _options.Platform;

    /// <summary>The port of the stack, as packets to it name it; 0 until it is known.</summary>
    public ushort LocalPort { get; set; }

    /// <summary>The port of the peer.</summary>
    public ushort RemotePort { get; set; } = ActivePeerPort;

    public void Execute()
    {
        if (!Prepare())
        {
            return;
        }

        foreach (ScriptStatement statement in _script.Statements)
        {
            _statement = statement;
            Run(statement);
            if (HasEnded)
            {
                return;
            }
        }

        FinishBlocked();
        foreach (SentPacket packet in _sent)
        {
            if (IsVisible(packet))
            {
                Note($"nobody asked for {new LivePacket(packet).Describe(_numbering)} at {Show(packet.Time)}");
            }
        }
    }

    /// <summary>Runs one operation of the stack.</summary>
    public StackAnswer Perform(string operation, StackValue fields)
    {
        StackAnswer answer = _stack.Execute(operation, fields);
        _next = answer.Next;
        _isNextUnknown = answer.IsNextUnknown;
        foreach (SentPacket packet in answer.Sent)
        {
            _sent.Enqueue(packet);
            _lastSent = packet;
            Trace(packet.Time, ">", packet);
            if (LocalPort == 0 && packet.Bytes.Length >= 2)
            {
                LocalPort = (ushort)((packet.Bytes.Span[0] << 8) | packet.Bytes.Span[1]);
            }
        }

        if (_sent.Count > MaxUnasked)
        {
            Fail($"the stack has sent more than {MaxUnasked} packets that nobody asked for");
        }

        if (answer.Unsupported is { } missing)
        {
            Unsupported($"{_stack.Name} has not got {missing}");
        }

        return answer;
    }

    public void Fail(string message, string? expected = null, string? seen = null, IReadOnlyList<string>? differences = null) =>
        _end ??= New(ScriptVerdict.Failed, message) with { Expected = expected, Seen = seen, Differences = differences ?? [] };

    public void Unsupported(string message) => _end ??= New(ScriptVerdict.Unsupported, message);

    public void Invalid(TextPosition position, string message) => _end ??= New(ScriptVerdict.Invalid, message) with { Position = position };

    public void Note(string note) => _notes.Add(note);

    public void Trace(string what)
    {
        if (_options.Trace)
        {
            _trace.Add(Show(Now) + " " + what);
        }
    }

    /// <summary>Lets time pass until something can have changed, at most up to a limit; false when the limit was reached before.</summary>
    public bool Step(Instant limit)
    {
        Instant to = _isNextUnknown ? Now + BlindStep : _next ?? limit;
        if (to > limit || to <= Now)
        {
            if (to <= Now && _next is not null)
            {
                Fail($"the stack's next timer is due at {Show(to)}, which is not after {Show(Now)}");
            }

            to = limit;
        }

        if (++_steps > MaxSteps)
        {
            Fail("the script takes too many steps");
            return false;
        }

        bool isLimit = to == limit;
        if (to > Now)
        {
            Now = to;
            Tell("advance", new StackValue { ["to"] = to.Nanoseconds });
        }

        PollBlocked();
        return !isLimit && !HasEnded;
    }

    /// <summary>Whether an address is one of the stack's own.</summary>
    public bool IsLocalHost(string address) => _locals.Exists(local => local.IsSameHost(SctpAddress.Parse(address)));

    /// <summary>The stack has further addresses.</summary>
    public void AddLocalHosts(IEnumerable<string> addresses)
    {
        foreach (string address in addresses)
        {
            if (!IsLocalHost(address))
            {
                _locals.Add(SctpAddress.Parse(address));
            }
        }
    }

    /// <summary>Whether an address is the usual one of the peer, or is not told.</summary>
    private bool IsRemoteHost(SctpAddress address) => address.Kind == SctpAddressKind.None || address.IsSameHost(_remote);

    /// <summary>Runs an operation that is no call of the script, and that no stack has a reason to refuse.</summary>
    private void Tell(string operation, StackValue fields)
    {
        if (Perform(operation, fields).Error is { } error)
        {
            Fail($"{_stack.Name} refused {operation}", "0", "-1 " + error);
        }
    }

    private static string Show(Instant time) => (time.Nanoseconds / 1_000_000_000m).ToString("0.000000###", CultureInfo.InvariantCulture);

    private bool Prepare()
    {
        ScriptHeader header = _script.Header;
        foreach (string name in header.Unknown)
        {
            Note($"--{name} has no meaning here");
        }

        _tolerance = _options.Tolerance ?? header.Tolerance ?? StandardTolerance;
        SctpAddress local = header.Local ?? SctpAddress.Parse(header.IsIPv6 ? "fd3d:fa7b:d17d::1" : "192.168.0.1");
        _remote = header.Remote ?? SctpAddress.Parse(header.IsIPv6 ? "fd3d:fa7b:d17d:0::8888" : "192.0.2.1");
        StackValue reset = new() { ["now"] = 0, ["seed"] = header.Seed ?? _options.Seed, ["local"] = local.ToString(), ["remote"] = _remote.ToString() };
        _locals.Add(local);
        if (header.Mtu is { } mtu)
        {
            reset["mtu"] = mtu;
        }

        foreach (ScriptStatement statement in _script.Statements)
        {
            _usesAddresses |= statement is PacketStatement { Packet: { Source: not null } or { Destination: not null } };
        }

        Tell("reset", reset);
        return !HasEnded;
    }

    private void Run(ScriptStatement statement)
    {
        if (statement is PacketStatement { IsInbound: false } expectation)
        {
            Expect(expectation);
            return;
        }

        if (statement is ForeignPacketStatement foreign)
        {
            Unsupported($"a packet that is not SCTP: {foreign.Text}");
            return;
        }

        if (statement is CallStatement && _blocked is not null)
        {
            FinishBlocked(); // one call at a time
        }

        Instant start = _last;
        Instant target = statement.Time.Kind == EventTimeKind.Absolute ? Instant.Epoch + statement.Time.Offset : _last + statement.Time.Offset;
        while (!HasEnded && target > Now && Step(target))
        {
        }

        if (!HasEnded && statement.Time.Kind == EventTimeKind.Absolute && target < Now - _tolerance)
        {
            Fail($"its time has passed: it is {Show(Now)}", "at " + Show(target), "what was before took longer");
        }

        if (HasEnded)
        {
            return;
        }

        _last = Instant.Max(target, Now);
        switch (statement)
        {
            case PacketStatement packet:
                Inject(packet);
                break;
            case IcmpStatement icmp:
                Inject(icmp);
                break;
            case CallStatement call:
                Call(call, start);
                break;
            case ShellStatement shell:
                Trace("` " + shell.Command);
                ShellCommands.Run(this, shell.Command);
                break;
            default:
                Unsupported("a block of code in another language");
                break;
        }

        PollBlocked();
        _last = Instant.Max(_last, Now);
    }

    private void Call(CallStatement call, Instant start)
    {
        Trace(call.Name + "(" + string.Join(", ", call.Arguments) + ")");
        CallAttempt attempt = _calls.Prepare(call);
        if (HasEnded)
        {
            return;
        }

        if (call.End is { } end)
        {
            Instant due = call.Time.Kind == EventTimeKind.Absolute ? Instant.Epoch + end : start + end;
            _blocked = new BlockedCall(call, attempt, due);
            return;
        }

        _calls.Complete(call, attempt);
    }

    private void PollBlocked()
    {
        if (_blocked is not { } blocked || HasEnded || !_calls.Try(blocked.Attempt))
        {
            return;
        }

        _blocked = null;
        ScriptStatement? current = _statement;
        _statement = blocked.Call;
        if (Now < blocked.Due - _tolerance || Now > blocked.Due + _tolerance)
        {
            Fail($"{blocked.Call.Name}() returned at {Show(Now)}", "a return at " + Show(blocked.Due), "a return at " + Show(Now));
        }

        _calls.Verify(blocked.Call, blocked.Attempt);
        _statement = current;
    }

    private void FinishBlocked()
    {
        PollBlocked();
        if (_blocked is not { } blocked || HasEnded)
        {
            return;
        }

        while (_blocked is not null && !HasEnded && Step(blocked.Due + _tolerance))
        {
        }

        if (_blocked is not null && !HasEnded)
        {
            _statement = blocked.Call;
            Fail($"{blocked.Call.Name}() has not returned by {Show(Now)}", "a return at " + Show(blocked.Due), "a call that blocks");
        }

        _last = Instant.Max(_last, Now);
    }

    private void Inject(PacketStatement statement)
    {
        PacketPattern pattern = statement.Packet;
        if (IsOtherUdpPort(pattern.DestinationUdpPort))
        {
            return;
        }

        byte[]? bytes = _builder.Build(pattern, RemotePort, LocalPort == 0 ? StandardPort : LocalPort, out (TextPosition Position, string Message)? error);
        if (bytes is null)
        {
            Invalid(error!.Value.Position, error.Value.Message);
            return;
        }

        StackValue fields = new() { ["hex"] = Convert.ToHexStringLower(bytes), ["src"] = pattern.Source ?? _remote.ToString(), ["dst"] = pattern.Destination ?? _locals[0].ToString() };
        switch (pattern.Ecn)
        {
            case "ect0":
                fields["ecn"] = (int)EcnCodepoint.Ect0;
                break;
            case "ect1":
                fields["ecn"] = (int)EcnCodepoint.Ect1;
                break;
            case "ce":
                fields["ecn"] = (int)EcnCodepoint.CongestionExperienced;
                break;
            case "ect01":
                Invalid(pattern.Position, "an arriving packet has one ECN codepoint");
                return;
            default:
                break;
        }

        if (pattern.SourceUdpPort != 0)
        {
            fields["src_udp"] = pattern.SourceUdpPort;
        }

        Trace("< sctp: " + (pattern.Chunks is null ? pattern.Bytes!.ToString() : string.Join("; ", pattern.Chunks)));
        Tell("packet", fields);
    }

    private void Inject(IcmpStatement statement)
    {
        if (!statement.IsInbound)
        {
            Unsupported("an ICMP message of the stack");
            return;
        }

        if (_lastSent is not { } quoted)
        {
            Invalid(statement.Position, "there is no packet yet that the ICMP message could quote");
            return;
        }

        string? kind = (statement.Type, statement.Code) switch
        {
            ("unreachable", "frag_needed") or ("packet_too_big", null) => "packet_too_big",
            ("unreachable", "port_unreachable") => "port_unreachable",
            ("unreachable", "protocol_unreachable") => "protocol_unreachable",
            ("unreachable", null or "net_unreachable" or "host_unreachable" or "net_unknown" or "host_unknown" or "net_prohibited" or "host_prohibited" or "admin_prohibited"
                or "source_route_failed" or "source_host_isolated" or "no_route" or "not_neighbour" or "addr_unreachable") => "destination_unreachable",
            ("echo_request" or "echo_reply" or "source_quench" or "redirect" or "time_exceeded" or "parameter_problem", _) => "other",
            _ => null,
        };
        if (kind is null)
        {
            Unsupported($"the ICMP message {statement.Type} {statement.Code}".TrimEnd());
            return;
        }

        byte[] packet = quoted.Bytes.ToArray();
        if (statement.Tag is { } tag && packet.Length >= 8)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)tag);
        }

        StackValue fields = new() { ["kind"] = kind, ["hex"] = Convert.ToHexStringLower(packet), ["dst"] = statement.Destination ?? _remote.ToString() };
        if (statement.Mtu is { } mtu)
        {
            int header = _remote.Kind == SctpAddressKind.IPv6 ? 40 : 20;
            fields["mtu"] = Math.Max(0, mtu - header); // scripts tell the MTU of the link, the core wants what is left for SCTP
        }

        Trace($"< icmp {statement.Type} {statement.Code}");
        Tell("icmp", fields);
    }

    private bool IsVisible(SentPacket packet) => _usesAddresses || IsRemoteHost(packet.Destination);

    private bool IsOtherUdpPort(long port)
    {
        if (port is 0 or LocalUdpPort)
        {
            return false;
        }

        Unsupported($"the UDP port {port} of the stack, which has {LocalUdpPort}");
        return true;
    }

    private void Expect(PacketStatement statement)
    {
        if (IsOtherUdpPort(statement.Packet.SourceUdpPort))
        {
            return;
        }

        (Instant earliest, Instant latest) = WindowOf(statement.Time);
        SentPacket? packet = TakeSent();
        while (packet is null && !HasEnded && Step(latest))
        {
            packet = TakeSent();
        }

        packet ??= HasEnded ? null : TakeSent();
        if (HasEnded)
        {
            return;
        }

        string expected = "sctp: " + (statement.Packet.Chunks is { } chunks ? string.Join("; ", chunks) : statement.Packet.Bytes!.ToString());
        if (packet is null)
        {
            Fail($"no packet until {Show(Now)}", expected, "nothing");
            return;
        }

        LivePacket live = new(packet);
        _matcher.Learn(statement.Packet, live);
        List<string> differences = [.. _matcher.Compare(statement.Packet, live)];
        CompareRoute(statement.Packet, live, differences);
        string? time = packet.Time < earliest - _tolerance ? "early" : packet.Time > latest ? "late" : null;
        if (time is not null)
        {
            string when = earliest + _tolerance >= latest - _tolerance ? Show(earliest) : Show(earliest) + "~" + Show(latest - _tolerance);
            differences.Insert(0, $"{time}: sent at {Show(packet.Time)}, expected at {when} (tolerance {_tolerance})");
        }

        if (differences.Count > 0)
        {
            string message = time is null ? "the packet differs" : differences.Count == 1 ? $"the packet is {time}" : $"the packet differs and is {time}";
            Fail(message, expected, live.Describe(_numbering), differences);
        }
        else if (FindUntold(statement.Packet, packet) is { } untold)
        {
            Unsupported(untold);
        }

        _last = packet.Time;
    }

    private (Instant Earliest, Instant Latest) WindowOf(EventTime time)
    {
        if (time.Kind == EventTimeKind.Any)
        {
            return (Instant.Epoch, _last + AnyTime);
        }

        Instant from = time.Kind == EventTimeKind.Absolute ? Instant.Epoch : _last;
        return (from + time.Offset, from + (time.Latest ?? time.Offset) + _tolerance);
    }

    private void CompareRoute(PacketPattern pattern, LivePacket packet, List<string> differences)
    {
        if (packet.SourcePort != LocalPort || packet.DestinationPort != RemotePort)
        {
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"the ports are {packet.SourcePort} > {packet.DestinationPort}, expected {LocalPort} > {RemotePort}"));
        }

        SctpAddress destination = packet.Sent.Destination;
        if (_usesAddresses && destination.Kind != SctpAddressKind.None)
        {
            SctpAddress expected = pattern.Destination is { } text ? SctpAddress.Parse(text) : _remote;
            if (!destination.IsSameHost(expected))
            {
                differences.Add($"the destination is {destination}, expected {expected}");
            }
        }

        SctpAddress source = packet.Sent.Source;
        if (pattern.Source is { } from && !(source.Kind == SctpAddressKind.None ? IsLocalHost(from) : source.IsSameHost(SctpAddress.Parse(from))))
        {
            differences.Add($"the source is {(source.Kind == SctpAddressKind.None ? string.Join(" or ", _locals) : source)}, expected {from}");
        }

        if (pattern.DestinationUdpPort != destination.UdpPort && destination.Kind != SctpAddressKind.None)
        {
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"the UDP destination port is {destination.UdpPort}, expected {pattern.DestinationUdpPort}"));
        }
    }

    /// <summary>An address that the script tells and the stack does not, so that nothing can be said of it.</summary>
    private string? FindUntold(PacketPattern pattern, SentPacket packet) =>
        pattern.Destination is not null && packet.Destination.Kind == SctpAddressKind.None ? "the destination of a packet, which the stack does not tell"
        : pattern.Source is not null && packet.Source.Kind == SctpAddressKind.None && _locals.Count > 1 ? "the source of a packet, which the stack leaves to its host"
        : null;

    private SentPacket? TakeSent()
    {
        while (_sent.TryDequeue(out SentPacket? packet))
        {
            if (IsVisible(packet))
            {
                return packet;
            }

            _matcher.Learn(null, new LivePacket(packet));
        }

        return null;
    }

    private void Trace(Instant time, string direction, SentPacket packet)
    {
        if (_options.Trace)
        {
            _trace.Add($"{Show(time)} {direction} {packet.Destination} {new LivePacket(packet).Describe(_numbering)}");
        }
    }

    private ScriptOutcome New(ScriptVerdict verdict, string message) => new()
    {
        File = _script.File,
        Verdict = verdict,
        Position = verdict == ScriptVerdict.Passed ? default : _statement?.Position ?? new TextPosition(1, 1),
        Message = message,
    };

    private sealed record BlockedCall(CallStatement Call, CallAttempt Attempt, Instant Due);
}
