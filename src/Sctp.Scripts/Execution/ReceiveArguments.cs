using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Scripts.Language;
using Sctp.Scripts.Stack;

namespace Sctp.Scripts.Execution;

/// <summary>The arguments of the many functions that receive: how much they take, and what they are expected to tell of the message.</summary>
internal sealed class ReceiveArguments
{
    private readonly ScriptRun _run;
    private readonly CallStatement _call;
    private readonly List<StructExpression> _information = [];
    private ScriptExpression? _flags;

    private ReceiveArguments(ScriptRun run, CallStatement call)
    {
        _run = run;
        _call = call;
    }

    public long Length { get; private set; }

    /// <summary>The address of the peer that the script wants to be told, or null.</summary>
    public ScriptExpression? Address { get; private set; }

    public bool NeedsInformation => _information.Count > 0;

    public static ReceiveArguments? Read(ScriptRun run, ScriptSocket socket, CallStatement call)
    {
        ReceiveArguments arguments = new(run, call);
        IReadOnlyList<ScriptExpression> values = call.Arguments;
        ScriptExpression? vectors = null;
        switch (call.Name)
        {
            case "read" or "recv" or "recvfrom":
                arguments.Address = call.Name == "recvfrom" ? At(values, 4) : null;
                arguments.Length = Number(values, 2) ?? -1;
                if (!arguments.TakesFlags(At(values, 3)))
                {
                    return null;
                }

                break;
            case "readv":
                vectors = values[1];
                break;
            case "sctp_recvmsg":
                arguments.Address = At(values, 3);
                arguments.Length = Number(values, 2) ?? -1;
                arguments._flags = At(values, 6);
                if (At(values, 5) is StructExpression information)
                {
                    arguments._information.Add(information);
                }

                break;
            case "sctp_recvv":
                arguments.Address = At(values, 3);
                vectors = values[1];
                arguments._flags = At(values, 8);
                if (!arguments.AddInformation(At(values, 5)) || !arguments.IsOfType(At(values, 7), socket))
                {
                    return null;
                }

                break;
            case "recvmsg" when At(values, 1) is StructExpression header:
                vectors = header.Find("msg_iov");
                arguments._flags = header.Find("msg_flags");
                arguments.Address = header.Find("msg_name");
                if (!arguments.TakesFlags(At(values, 2)) || !arguments.AddControlMessages(header.Find("msg_control"), socket))
                {
                    return null;
                }

                break;
            default:
                arguments.Length = -1;
                break;
        }

        if (vectors is not null)
        {
            arguments.Length = SendArguments.Length(vectors) ?? -1;
            foreach (ScriptExpression item in (vectors as ListExpression)?.Items ?? [])
            {
                if (item is StructExpression { Members: [{ Value: StructExpression }, ..] })
                {
                    run.Unsupported("notifications");
                    return null;
                }
            }
        }

        foreach (string name in ScriptValues.Names(arguments._flags))
        {
            if (name != "MSG_EOR")
            {
                run.Unsupported(name == "MSG_NOTIFICATION" ? "notifications" : $"the flag {name} of a received message");
                return null;
            }
        }

        if (arguments.Length is < 0 or > int.MaxValue)
        {
            run.Invalid(call.Position, $"{call.Name}() has no length that can be read");
            return null;
        }

        return arguments;
    }

    /// <summary>Compares what came with a message.</summary>
    public void Check(StackAnswer answer)
    {
        if (answer.Result == 0)
        {
            if (ScriptValues.Names(_flags).Count > 0 || _information.Exists(static information => information.Members.Any(IsStated)))
            {
                _run.Unsupported($"what {_call.Name}() tells where there is no message");
            }

            return;
        }

        List<string> differences = [];
        if (_flags is not (null or EllipsisExpression or ListExpression { Items: [EllipsisExpression] }))
        {
            bool isEnd = answer.Members?.Flag("eor") ?? true;
            if (ScriptValues.Names(_flags).Contains("MSG_EOR") != isEnd)
            {
                differences.Add($"flags: expected {_flags}, seen {(isEnd ? "MSG_EOR" : "0")}");
            }
        }

        StackValue? told = answer.Members?["info"];
        foreach (StructExpression information in _information)
        {
            foreach (Member member in information.Members)
            {
                if (IsStated(member))
                {
                    Compare(member.Name ?? string.Empty, member.Value, told, differences);
                }
            }
        }

        if (differences.Count > 0 && !_run.HasEnded)
        {
            _run.Fail($"{_call.Name}() tells something else of the message", string.Join(", ", _information), told?.ToString(), differences);
        }
    }

    private static bool IsStated(Member member) => member.Value is not EllipsisExpression && (member.Name is not { } name || !ScriptValues.IsAssociationId(name));

    private static ScriptExpression? At(IReadOnlyList<ScriptExpression> values, int index) => index < values.Count ? values[index] : null;

    private static long? Number(IReadOnlyList<ScriptExpression> values, int index) => ScriptValues.Number(At(values, index));

    /// <summary>Flags that go in: a stack only knows how to receive without any, and without waiting.</summary>
    private bool TakesFlags(ScriptExpression? value)
    {
        foreach (string name in ScriptValues.Names(value))
        {
            if (name != "MSG_DONTWAIT")
            {
                _run.Unsupported($"{_call.Name}() with {name}");
                return false;
            }
        }

        return true;
    }

    private bool AddInformation(ScriptExpression? value)
    {
        if (value is not StructExpression information)
        {
            return true;
        }

        if (information.Find("recvv_nxtinfo") is not (null or EllipsisExpression) || information.Find("nxt_sid") is not null)
        {
            _run.Unsupported("information about the next message");
            return false;
        }

        _information.Add(information.Find("recvv_rcvinfo") as StructExpression ?? information);
        return true;
    }

    /// <summary>What sctp_recvv() says that it tells: information about the message where the socket was asked for it, else nothing.</summary>
    private bool IsOfType(ScriptExpression? type, ScriptSocket socket)
    {
        List<string> names = ScriptValues.Names(type);
        bool tells = socket.TellsReceiveInformation;
        string right = tells ? "SCTP_RECVV_RCVINFO" : "SCTP_RECVV_NOINFO";
        if ((NeedsInformation && !tells) || !names.TrueForAll(name => name == right))
        {
            _run.Invalid(_call.Position, "the information expected is not what the socket was asked for");
            return false;
        }

        return true;
    }

    private bool AddControlMessages(ScriptExpression? value, ScriptSocket socket)
    {
        IReadOnlyList<ScriptExpression> messages = (value as ListExpression)?.Items ?? [];
        bool hasNew = false;
        bool hasOld = false;
        foreach (ScriptExpression item in messages)
        {
            if (item is not StructExpression message)
            {
                if (item is EllipsisExpression)
                {
                    return true; // whatever there is
                }

                _run.Unsupported($"the control message {item}");
                return false;
            }

            switch (message.Find("cmsg_type")?.ToString())
            {
                case "SCTP_RCVINFO":
                    hasNew = true;
                    break;
                case "SCTP_SNDRCV":
                    hasOld = true;
                    break;
                default:
                    _run.Unsupported($"the control message {message.Find("cmsg_type")}");
                    return false;
            }

            if (message.Find("cmsg_data") is StructExpression data)
            {
                _information.Add(data);
            }
        }

        if (value is not (null or EllipsisExpression) && (hasNew != socket.TellsReceiveInformation || hasOld != socket.TellsOldInformation))
        {
            _run.Invalid(_call.Position, "the control messages expected are not those that the socket was asked for");
            return false;
        }

        return true;
    }

    private void Compare(string name, ScriptExpression expected, StackValue? told, List<string> differences)
    {
        if (name.Length == 0)
        {
            _run.Unsupported($"{expected} without a name");
            return;
        }

        int underscore = name.IndexOf('_', StringComparison.Ordinal);
        string key = name[(underscore + 1)..];
        string source = key switch
        {
            "stream" => "sid",
            "flags" => "unordered",
            "timetolive" or "pr_value" => "context", // 0 of a received message, as the context is
            _ => key,
        };
        bool isOtherFlag = key == "flags" && !ScriptValues.Names(expected).TrueForAll(flag => flag == "SCTP_UNORDERED");
        if (isOtherFlag || told?[source] is not { } seen)
        {
            _run.Unsupported(isOtherFlag ? $"{name} of {expected}, which the stack does not tell" : $"{name}, which the stack does not tell");
            return;
        }

        long? expectedNumber = key == "ppid" ? ScriptValues.Ppid(expected) : ScriptValues.Number(expected);
        bool isEqual = key == "flags"
            ? ScriptValues.Names(expected).Contains("SCTP_UNORDERED") == (seen.AsInteger() != 0)
            : expectedNumber == seen.AsInteger();
        if (!isEqual)
        {
            differences.Add($"{name}: expected {expected}, seen {seen}");
        }
    }
}
