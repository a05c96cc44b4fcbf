using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sctp.Scripts.Language;
using Sctp.Scripts.Stack;

namespace Sctp.Scripts.Execution;

/// <summary>The socket interface of RFC 6458 in scripts, as far as the operations of a stack under test go.</summary>
internal sealed class SystemCalls
{
    private const int ReadWrite = 2;
    private const int NonBlockingFreeBsd = 4;
    private const int NonBlockingLinux = 0x800;

    private static readonly Duration BlockingLimit = Duration.FromSeconds(2);

    private readonly ScriptRun _run;
    private readonly List<ScriptSocket> _sockets = [];

    public SystemCalls(ScriptRun run) => _run = run;

    /// <summary>Makes ready to try a call; the run has ended where it cannot be tried.</summary>
    public CallAttempt Prepare(CallStatement call)
    {
        if (call.Result is not EllipsisExpression && ScriptValues.Number(call.Result) is null)
        {
            _run.Invalid(call.Result.Position, $"{call.Result} is no result: a number, or ...");
            return new CallAttempt(0);
        }

        CallAttempt? attempt = call.Name switch
        {
            "socket" => Socket(call),
            "bind" => OnSocket(call, 1, Bind),
            "listen" => OnSocket(call, 0, (socket, c) => Simple("listen", new StackValue { ["fd"] = socket.Live, ["backlog"] = ScriptValues.Number(Argument(c, 1)) ?? 1 })),
            "accept" or "accept4" => OnSocket(call, 0, Accept),
            "connect" => OnSocket(call, 1, Connect),
            "sctp_connectx" => OnSocket(call, 1, ConnectAddresses),
            "sctp_bindx" => OnSocket(call, 1, BindAddresses),
            "fcntl" => OnSocket(call, 1, FileControl),
            "close" => OnSocket(call, 0, Close),
            "shutdown" => OnSocket(call, 1, Shutdown),
            "getsockopt" => OnSocket(call, 3, GetOption),
            "setsockopt" => OnSocket(call, 3, SetOption),
            "write" or "send" or "sendto" or "writev" or "sctp_send" or "sctp_sendx" or "sctp_sendmsg" or "sctp_sendv" or "sendmsg" => OnSocket(call, 1, Send),
            "read" or "recv" or "recvfrom" or "readv" or "sctp_recvmsg" or "sctp_recvv" or "recvmsg" => OnSocket(call, 1, Receive),
            _ => null,
        };
        if (attempt is null && !_run.HasEnded)
        {
            _run.Unsupported($"the system call {call.Name}()");
        }

        return attempt ?? new CallAttempt(0);
    }

    /// <summary>Tries a call once more; true when it does not wait (any longer).</summary>
    public bool Try(CallAttempt attempt)
    {
        if (attempt.Answer is null || (attempt.CanBlock && attempt.IsWaiting))
        {
            attempt.Try();
        }

        return _run.HasEnded || !attempt.CanBlock || !attempt.IsWaiting;
    }

    /// <summary>Runs a call that returns at once, or nearly so: on a socket that blocks it may take up to 2 s.</summary>
    public void Complete(CallStatement call, CallAttempt attempt)
    {
        Instant limit = _run.Now + BlockingLimit;
        bool expectsToWait = call.Error is "EAGAIN" or "EWOULDBLOCK" or "EINPROGRESS";
        while (!Try(attempt) && !expectsToWait && _run.Step(limit))
        {
        }

        Verify(call, attempt);
    }

    /// <summary>Compares what a call returned with what the script has.</summary>
    public void Verify(CallStatement call, CallAttempt attempt)
    {
        if (_run.HasEnded || attempt.Answer is not { } answer)
        {
            return;
        }

        if (ScriptValues.Number(call.Result) is { } expected && call.Name is "socket" or "accept" or "accept4" && answer.Result >= 0 && expected >= 0)
        {
            _sockets.Add(new ScriptSocket(expected, answer.Result) { IsNonBlocking = call.Name != "socket" && _sockets.Exists(socket => socket.IsNonBlocking) });
        }
        else if (call.Result is not EllipsisExpression && ScriptValues.Number(call.Result) is { } number && number != answer.Result)
        {
            _run.Fail($"{call.Name}() returned something else", Show(number, call.Error), Show(answer.Result, answer.Error));
            return;
        }

        if (call.Error is { } error && Same(error) != Same(answer.Error))
        {
            _run.Fail($"{call.Name}() failed otherwise", Show(-1, error), Show(answer.Result, answer.Error));
            return;
        }

        if (answer.Result >= 0)
        {
            attempt.Check?.Invoke(answer);
        }
    }

    private static string Show(long result, string? error) => result.ToString(CultureInfo.InvariantCulture) + (error is null ? string.Empty : " " + error);

    private static string? Same(string? error) => error == "EWOULDBLOCK" ? "EAGAIN" : error;

    private static ScriptExpression? Argument(CallStatement call, int index) => index < call.Arguments.Count ? call.Arguments[index] : null;

    private static bool IsOpen(ScriptExpression? value) => value is null or EllipsisExpression or WordExpression { Name: "NULL" } or ListExpression { Items: [EllipsisExpression] };

    private CallAttempt Simple(string operation, StackValue fields, bool canBlock = false) => new(() => _run.Perform(operation, fields), canBlock);

    private CallAttempt? OnSocket(CallStatement call, int lastArgument, Func<ScriptSocket, CallStatement, CallAttempt?> how)
    {
        if (call.Arguments.Count <= lastArgument)
        {
            _run.Invalid(call.Position, $"{call.Name}() needs more arguments");
            return null;
        }

        long? number = ScriptValues.Number(call.Arguments[0]);
        ScriptSocket? socket = _sockets.FindLast(candidate => candidate.Number == number);
        return socket is null ? new CallAttempt(() => StackAnswer.Fail("EBADF")) : how(socket, call);
    }

    private CallAttempt? Socket(CallStatement call)
    {
        ScriptExpression? type = Argument(call, 1);
        ScriptExpression? protocol = Argument(call, 2);
        if (protocol is not WordExpression { Name: "IPPROTO_SCTP" } && ScriptValues.Number(protocol) != 132)
        {
            _run.Unsupported($"a socket of {protocol}");
            return null;
        }

        if (!ScriptValues.Names(type).Contains("SOCK_STREAM"))
        {
            _run.Unsupported($"a socket of the kind {type} (one-to-many)");
            return null;
        }

        return Simple("socket", new StackValue { ["style"] = "one-to-one" });
    }

    private CallAttempt Bind(ScriptSocket socket, CallStatement call)
    {
        (string Address, long Port)? address = ScriptValues.SocketAddress(call.Arguments[1]);
        long port = address is { Port: > 0 } bound ? bound.Port : ScriptRun.StandardPort;
        _run.LocalPort = (ushort)port;
        StackValue fields = new() { ["fd"] = socket.Live, ["port"] = port };
        if (address is { } given)
        {
            fields["addr"] = given.Address;
        }

        return Simple("bind", fields);
    }

    private CallAttempt? Accept(ScriptSocket socket, CallStatement call) =>
        TellsNoAddress(call, 1) ? Simple("accept", new StackValue { ["fd"] = socket.Live }, !socket.IsNonBlocking) : null;

    /// <summary>The operations of a stack do not tell the address of the peer: a script that wants to see it cannot be judged.</summary>
    private bool TellsNoAddress(CallStatement call, int index)
    {
        ScriptExpression? address = Argument(call, index);
        bool isFamilyOnly = address is StructExpression { Members: var members } && members.All(static member => member.Name == "sa_family" || member.Value is EllipsisExpression);
        if (IsOpen(address) || isFamilyOnly)
        {
            return true;
        }

        _run.Unsupported($"the address that {call.Name}() tells");
        return false;
    }

    private CallAttempt Connect(ScriptSocket socket, CallStatement call)
    {
        (string Address, long Port)? address = ScriptValues.SocketAddress(call.Arguments[1]);
        StackValue fields = new() { ["fd"] = socket.Live };
        if (address is { } given)
        {
            fields["addr"] = given.Address;
        }

        return Connect(socket, "connect", fields, address?.Port);
    }

    private CallAttempt? ConnectAddresses(ScriptSocket socket, CallStatement call)
    {
        StackValue fields = new() { ["fd"] = socket.Live };
        long? port = null;
        if (!IsOpen(call.Arguments[1]))
        {
            (StackValue? addresses, port) = Addresses(call.Arguments[1]);
            if (addresses is null)
            {
                return null;
            }

            fields["addrs"] = addresses;
        }

        return Connect(socket, "connectx", fields, port);
    }

    private CallAttempt Connect(ScriptSocket socket, string operation, StackValue fields, long? port)
    {
        _run.RemotePort = (ushort)(port is > 0 and <= ushort.MaxValue ? port.Value : ScriptRun.StandardPort);
        fields["port"] = _run.RemotePort;
        if (socket.UdpPort != 0)
        {
            fields["udp"] = socket.UdpPort;
        }

        bool isStarted = false;
        return new CallAttempt(
            () =>
            {
                if (!isStarted)
                {
                    isStarted = true;
                    return _run.Perform(operation, fields);
                }

                return Progress(socket);
            },
            !socket.IsNonBlocking);
    }

    /// <summary>How a connect() that blocks is getting on.</summary>
    private StackAnswer Progress(ScriptSocket socket)
    {
        StackAnswer error = _run.Perform("getsockopt", new StackValue { ["fd"] = socket.Live, ["name"] = "SO_ERROR" });
        if (error.Members?["value"]?.AsText() is { } name)
        {
            return StackAnswer.Fail(name);
        }

        StackAnswer status = _run.Perform("getsockopt", new StackValue { ["fd"] = socket.Live, ["name"] = "SCTP_STATUS" });
        string? state = status.Members?.Object("value").Text("sstat_state");
        return state is "SCTP_COOKIE_WAIT" or "SCTP_COOKIE_ECHOED" or "SCTP_CLOSED" or null ? StackAnswer.Fail("EINPROGRESS") : StackAnswer.Done;
    }

    private CallAttempt? BindAddresses(ScriptSocket socket, CallStatement call)
    {
        if (!ScriptValues.Names(Argument(call, 3)).Contains("SCTP_BINDX_ADD_ADDR"))
        {
            _run.Unsupported($"sctp_bindx() with {Argument(call, 3)}");
            return null;
        }

        (StackValue? addresses, long port) = Addresses(call.Arguments[1]);
        if (addresses is null)
        {
            return null;
        }

        port = port == 0 ? ScriptRun.StandardPort : port;
        _run.LocalPort = _run.LocalPort == 0 ? (ushort)port : _run.LocalPort;
        return Simple("bindx", new StackValue { ["fd"] = socket.Live, ["addrs"] = addresses, ["port"] = port });
    }

    private (StackValue? Addresses, long Port) Addresses(ScriptExpression value)
    {
        List<StackValue> texts = [];
        long port = 0;
        IReadOnlyList<ScriptExpression> items = value is ListExpression list ? list.Items : [value];
        foreach (ScriptExpression item in items)
        {
            if (ScriptValues.SocketAddress(item) is not { } address)
            {
                _run.Invalid(item.Position, $"{item} is no socket address");
                return (null, 0);
            }

            texts.Add(address.Address);
            port = address.Port;
        }

        return (StackValue.Of(texts), port);
    }

    private CallAttempt? FileControl(ScriptSocket socket, CallStatement call)
    {
        int flag = _run.Platform.Equals("Linux", StringComparison.OrdinalIgnoreCase) ? NonBlockingLinux : NonBlockingFreeBsd;
        switch (call.Arguments[1])
        {
            case WordExpression { Name: "F_GETFL" }:
                return new CallAttempt(ReadWrite | (socket.IsNonBlocking ? flag : 0));
            case WordExpression { Name: "F_SETFL" }:
                socket.IsNonBlocking = ScriptValues.Names(Argument(call, 2)).Contains("O_NONBLOCK") || ((ScriptValues.Number(Argument(call, 2)) ?? 0) & flag) != 0;
                return Simple("nonblock", new StackValue { ["fd"] = socket.Live, ["on"] = socket.IsNonBlocking });
            default:
                _run.Unsupported($"fcntl() with {call.Arguments[1]}");
                return null;
        }
    }

    private CallAttempt Close(ScriptSocket socket, CallStatement call)
    {
        _ = _sockets.Remove(socket);
        if (socket.AbortsOnClose)
        {
            _ = _run.Perform("send", new StackValue { ["fd"] = socket.Live, ["hex"] = string.Empty, ["abort"] = true });
        }

        return Simple("close", new StackValue { ["fd"] = socket.Live });
    }

    private CallAttempt Shutdown(ScriptSocket socket, CallStatement call)
    {
        string how = call.Arguments[1] switch
        {
            WordExpression { Name: "SHUT_RD" } or NumberExpression { Value: 0 } => "RD",
            _ => "WR",
        };
        return Simple("shutdown", new StackValue { ["fd"] = socket.Live, ["how"] = how });
    }

    private CallAttempt? GetOption(ScriptSocket socket, CallStatement call)
    {
        string name = call.Arguments[2].ToString()!;
        ScriptExpression expected = call.Arguments[3];
        StackValue fields = new() { ["fd"] = socket.Live, ["name"] = name };
        if (expected is StructExpression structure)
        {
            foreach (string member in new[] { "spp_address", "spinfo_address" })
            {
                if (ScriptValues.SocketAddress(structure.Find(member)) is { } address && address.Address is not ("0.0.0.0" or "::"))
                {
                    fields["value"] = new StackValue { [member] = address.Address };
                }
            }
        }

        return new CallAttempt(() => _run.Perform("getsockopt", fields))
        {
            Check = answer =>
            {
                string? difference = ScriptValues.Difference(name, expected, answer.Members?["value"], out string? missing);
                if (missing is not null)
                {
                    _run.Unsupported($"{missing} of {name}, which the stack does not tell");
                }
                else if (difference is not null)
                {
                    _run.Fail($"{name} is something else", expected.ToString(), answer.Members?["value"]?.ToString(), [difference]);
                }
            },
        };
    }

    private CallAttempt? SetOption(ScriptSocket socket, CallStatement call)
    {
        string name = call.Arguments[2].ToString()!;
        ScriptExpression value = call.Arguments[3];
        if (OptionSizes.IsWrong(name, ScriptValues.Number(Argument(call, 4))))
        {
            _run.Unsupported($"{name} with a length of its own: values have no length here");
            return null;
        }

        switch (name)
        {
            case "SO_REUSEADDR" or "SO_REUSEPORT" or "SCTP_REUSE_PORT" or "SCTP_RECVNXTINFO" when name != "SCTP_RECVNXTINFO" || ScriptValues.Number(value) == 0:
                return new CallAttempt(0);
            case "SO_LINGER" when value is StructExpression linger && ScriptValues.Number(linger.Find("linger")) == 0:
                socket.AbortsOnClose = ScriptValues.Number(linger.Find("onoff")) is not (0 or null);
                return new CallAttempt(0);
            case "SCTP_RECVRCVINFO":
                socket.TellsReceiveInformation = ScriptValues.Number(value) is not (0 or null);
                break;
            case "SCTP_EVENTS" when value is StructExpression events:
                foreach (Member member in events.Members)
                {
                    if (member.Name != "sctp_data_io_event" && ScriptValues.Number(member.Value) is not (0 or null))
                    {
                        _run.Unsupported($"notifications ({member.Name})");
                        return null;
                    }
                }

                socket.TellsOldInformation = ScriptValues.Number(events.Find("sctp_data_io_event")) is not (0 or null);
                return new CallAttempt(0);
            case "SCTP_EVENT" when value is StructExpression one:
                if (ScriptValues.Number(one.Find("se_on")) is not 0)
                {
                    _run.Unsupported($"notifications ({one.Find("se_type")})");
                    return null;
                }

                return new CallAttempt(0);
            case "SCTP_REMOTE_UDP_ENCAPS_PORT" when value is StructExpression encapsulation:
                socket.UdpPort = ScriptValues.Number(encapsulation.Find("sue_port")) ?? 0;
                return new CallAttempt(0);
            default:
                break;
        }

        return ScriptValues.ToStack(value) is { } converted
            ? Simple("setsockopt", new StackValue { ["fd"] = socket.Live, ["name"] = name, ["value"] = converted })
            : Unreadable(value);
    }

    private CallAttempt? Unreadable(ScriptExpression value)
    {
        _run.Invalid(value.Position, $"{value} is no value that can be set");
        return null;
    }

    private CallAttempt? Send(ScriptSocket socket, CallStatement call)
    {
        StackValue fields = new() { ["fd"] = socket.Live };
        return SendArguments.TryRead(_run, call, fields) ? Simple("send", fields, !socket.IsNonBlocking) : null;
    }

    private CallAttempt? Receive(ScriptSocket socket, CallStatement call)
    {
        int address = call.Name switch { "recvfrom" => 4, "sctp_recvmsg" or "sctp_recvv" => 3, _ => int.MaxValue };
        if (!TellsNoAddress(call, address) || ReceiveArguments.Read(_run, socket, call) is not { } arguments)
        {
            return null;
        }

        StackValue fields = new() { ["fd"] = socket.Live, ["len"] = arguments.Length };
        if (arguments.NeedsInformation)
        {
            fields["info"] = true;
        }

        return new CallAttempt(() => _run.Perform("recv", fields), !socket.IsNonBlocking) { Check = answer => arguments.Check(answer) };
    }
}
