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
    private const string NonBlockingSocket = "SOCK_NONBLOCK";

    private static readonly Duration BlockingLimit = Duration.FromSeconds(2);

    private readonly ScriptRun _run;
    private readonly OptionCalls _options;
    private readonly List<ScriptSocket> _sockets = [];

    public SystemCalls(ScriptRun run)
    {
        _run = run;
        _options = new OptionCalls(run);
    }

    private bool IsLinux => _run.Platform.Equals("Linux", StringComparison.OrdinalIgnoreCase);

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
            "getsockopt" => OnSocket(call, 3, _options.Get),
            "setsockopt" => OnSocket(call, 3, _options.Set),
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
            if (_sockets.Exists(socket => socket.Number == expected))
            {
                _run.Invalid(call.Result.Position, $"the descriptor {expected} is open already");
                return;
            }

            _sockets.Add(new ScriptSocket(expected, answer.Result, attempt.Listener) { IsNonBlocking = attempt.MakesNonBlocking });
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

        List<string> names = ScriptValues.Names(type);
        if (!names.Contains("SOCK_STREAM"))
        {
            _run.Unsupported($"a socket of the kind {type} (one-to-many)");
            return null;
        }

        if (Argument(call, 0) is not (EllipsisExpression or WordExpression { Name: "AF_INET" or "AF_INET6" or "PF_INET" or "PF_INET6" }) || !HasOnly(names, "SOCK_STREAM", NonBlockingSocket, "SOCK_CLOEXEC"))
        {
            _run.Unsupported($"socket({string.Join(", ", call.Arguments)})");
            return null;
        }

        StackValue fields = new() { ["style"] = "one-to-one" };
        return new CallAttempt(() => _run.Perform("socket", fields)) { MakesNonBlocking = names.Contains(NonBlockingSocket) };
    }

    private static bool HasOnly(List<string> names, params ReadOnlySpan<string> known)
    {
        foreach (string name in names)
        {
            if (!known.Contains(name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The operation binds a port. An address can only be that of the host, which has no other before <c>sctp_bindx()</c>, or any.</summary>
    private CallAttempt? Bind(ScriptSocket socket, CallStatement call)
    {
        if (OneAddress(call.Arguments[1]) is not { } address)
        {
            return null;
        }

        if (address.NamesHost && !_run.IsLocalHost(address.Host!))
        {
            _run.Unsupported($"bind() to {address.Host}, which is not the address of the stack");
            return null;
        }

        ushort port = PortOf(address);
        StackValue fields = new() { ["fd"] = socket.Live, ["port"] = port };
        return new CallAttempt(() =>
        {
            StackAnswer answer = _run.Perform("bind", fields);
            _run.LocalPort = answer.Error is null ? port : _run.LocalPort;
            return answer;
        });
    }

    private static ushort PortOf(ScriptAddress address) => address.Port is null or 0 ? ScriptRun.StandardPort : address.Port.Value;

    /// <summary>The socket address of an argument, with open parts where the script has <c>...</c>; the run has ended where it is none.</summary>
    private ScriptAddress? OneAddress(ScriptExpression value)
    {
        ScriptAddress? address = IsOpen(value) ? new ScriptAddress(null, null) : ScriptAddress.Read(value);
        if (address is null)
        {
            _run.Invalid(value.Position, $"{value} is no socket address");
        }

        return address;
    }

    /// <summary>Whether the socket never waits is inherited from the listener where the platform has it so; accept4() says it itself.</summary>
    private CallAttempt? Accept(ScriptSocket socket, CallStatement call)
    {
        List<string> flags = call.Name == "accept4" ? ScriptValues.Names(Argument(call, 3)) : [];
        if (!TellsNoAddress(call, Argument(call, 1)))
        {
            return null;
        }

        if (!HasOnly(flags, NonBlockingSocket, "SOCK_CLOEXEC"))
        {
            _run.Unsupported($"accept4() with {Argument(call, 3)}");
            return null;
        }

        StackValue fields = new() { ["fd"] = socket.Live };
        return new CallAttempt(() => _run.Perform("accept", fields), !socket.IsNonBlocking)
        {
            Listener = socket,
            MakesNonBlocking = call.Name == "accept4" ? flags.Contains(NonBlockingSocket) : socket.IsNonBlocking && !IsLinux,
        };
    }

    /// <summary>The operations of a stack do not tell the address of the peer: a script that wants to see it cannot be judged.</summary>
    private bool TellsNoAddress(CallStatement call, ScriptExpression? address)
    {
        bool isFamilyOnly = address is StructExpression { Members: var members } && members.All(static member => member.Name == "sa_family" || member.Value is EllipsisExpression);
        if (IsOpen(address) || isFamilyOnly)
        {
            return true;
        }

        _run.Unsupported($"the address that {call.Name}() tells");
        return false;
    }

    private CallAttempt? Connect(ScriptSocket socket, CallStatement call)
    {
        if (OneAddress(call.Arguments[1]) is not { } address)
        {
            return null;
        }

        StackValue fields = new() { ["fd"] = socket.Live };
        if (address.Host is { } host)
        {
            fields["addr"] = host;
        }

        return Connect(socket, "connect", fields, PortOf(address));
    }

    private CallAttempt? ConnectAddresses(ScriptSocket socket, CallStatement call)
    {
        StackValue fields = new() { ["fd"] = socket.Live };
        ushort port = ScriptRun.StandardPort;
        if (!IsOpen(call.Arguments[1]))
        {
            (StackValue? addresses, port) = Addresses(call);
            if (addresses is null)
            {
                return null;
            }

            fields["addrs"] = addresses;
        }

        return Connect(socket, "connectx", fields, port);
    }

    private CallAttempt Connect(ScriptSocket socket, string operation, StackValue fields, ushort port)
    {
        fields["port"] = port;
        if (socket.UdpPort != 0)
        {
            fields["udp"] = socket.UdpPort;
        }

        bool isStarted = false;
        return new CallAttempt(
            () =>
            {
                if (isStarted)
                {
                    return Progress(socket);
                }

                isStarted = true;
                StackAnswer answer = _run.Perform(operation, fields);
                _run.RemotePort = answer.Error is null or "EINPROGRESS" ? port : _run.RemotePort;
                return answer;
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

        (StackValue? addresses, ushort port) = Addresses(call);
        if (addresses is null)
        {
            return null;
        }

        StackValue fields = new() { ["fd"] = socket.Live, ["addrs"] = addresses, ["port"] = port };
        return new CallAttempt(() =>
        {
            StackAnswer answer = _run.Perform("bindx", fields);
            if (answer.Error is null)
            {
                _run.LocalPort = _run.LocalPort == 0 ? port : _run.LocalPort;
                _run.AddLocalHosts(fields.Names("addrs"));
            }

            return answer;
        });
    }

    /// <summary>The addresses of sctp_bindx() and sctp_connectx() and their one port; the run has ended where they cannot be read.</summary>
    private (StackValue? Addresses, ushort Port) Addresses(CallStatement call)
    {
        List<StackValue> hosts = [];
        ushort? port = null;
        ScriptExpression value = call.Arguments[1];
        IReadOnlyList<ScriptExpression> items = value is ListExpression list ? list.Items : [value];
        foreach (ScriptExpression item in items)
        {
            if (ScriptAddress.Read(item) is not { Host: { } host } address)
            {
                _run.Invalid(item.Position, $"{item} is no socket address");
                return (null, 0);
            }

            if (port is not null && port != PortOf(address))
            {
                _run.Unsupported($"{call.Name}() with addresses of two ports");
                return (null, 0);
            }

            hosts.Add(host);
            port = PortOf(address);
        }

        if (ScriptValues.Number(Argument(call, 2)) is { } count && count != hosts.Count)
        {
            _run.Unsupported($"{call.Name}() with {hosts.Count} addresses and a count of {count}");
            return (null, 0);
        }

        return (StackValue.Of(hosts), port ?? ScriptRun.StandardPort);
    }

    private CallAttempt? FileControl(ScriptSocket socket, CallStatement call)
    {
        int flag = IsLinux ? NonBlockingLinux : NonBlockingFreeBsd;
        List<string> names = ScriptValues.Names(Argument(call, 2));
        switch (call.Arguments[1])
        {
            case WordExpression { Name: "F_GETFL" }:
                return new CallAttempt(ReadWrite | (socket.IsNonBlocking ? flag : 0));
            case WordExpression { Name: "F_SETFL" } when ScriptValues.Number(Argument(call, 2)) is { } number ? (number & ~(ReadWrite | flag)) == 0 : HasOnly(names, "O_RDWR", "O_NONBLOCK"):
                socket.IsNonBlocking = names.Contains("O_NONBLOCK") || ((ScriptValues.Number(Argument(call, 2)) ?? 0) & flag) != 0;
                return Simple("nonblock", new StackValue { ["fd"] = socket.Live, ["on"] = socket.IsNonBlocking });
            default:
                _run.Unsupported($"fcntl({string.Join(", ", call.Arguments)})");
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

    private CallAttempt? Shutdown(ScriptSocket socket, CallStatement call)
    {
        string? how = call.Arguments[1] switch
        {
            WordExpression { Name: "SHUT_RD" } or NumberExpression { Value: 0 } => "RD",
            WordExpression { Name: "SHUT_WR" or "SHUT_RDWR" } or NumberExpression { Value: 1 or 2 } or EllipsisExpression => "WR",
            _ => null,
        };
        if (how is null)
        {
            _run.Unsupported($"shutdown() with {call.Arguments[1]}");
            return null;
        }

        return Simple("shutdown", new StackValue { ["fd"] = socket.Live, ["how"] = how });
    }

    private CallAttempt? Send(ScriptSocket socket, CallStatement call)
    {
        StackValue fields = new() { ["fd"] = socket.Live };
        return SendArguments.TryRead(_run, call, fields) ? Simple("send", fields, !socket.IsNonBlocking) : null;
    }

    private CallAttempt? Receive(ScriptSocket socket, CallStatement call)
    {
        if (ReceiveArguments.Read(_run, socket, call) is not { } arguments || !TellsNoAddress(call, arguments.Address))
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
