using System;
using Sctp.Scripts.Language;
using Sctp.Scripts.Stack;

namespace Sctp.Scripts.Execution;

/// <summary>The socket options of RFC 6458 in scripts.</summary>
internal sealed class OptionCalls
{
    private readonly ScriptRun _run;

    public OptionCalls(ScriptRun run) => _run = run;

    /// <summary>getsockopt(): what the stack tells is compared member by member.</summary>
    public CallAttempt? Get(ScriptSocket socket, CallStatement call)
    {
        string name = call.Arguments[2].ToString()!;
        ScriptExpression expected = call.Arguments[3];
        if (!IsOption(call, name))
        {
            return null;
        }

        StackValue fields = new() { ["fd"] = socket.Live, ["name"] = name };
        if (expected is StructExpression structure)
        {
            foreach (string member in new[] { "spp_address", "spinfo_address" })
            {
                if (ScriptAddress.Read(structure.Find(member)) is { NamesHost: true } address)
                {
                    if (address.Port is not (null or 0) && address.Port != _run.RemotePort)
                    {
                        _run.Unsupported($"{member} with the port {address.Port}");
                        return null;
                    }

                    fields["value"] = new StackValue { [member] = address.Host! };
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

    /// <summary>setsockopt(): what only the runner needs to know stays with the socket of the script.</summary>
    public CallAttempt? Set(ScriptSocket socket, CallStatement call)
    {
        string name = call.Arguments[2].ToString()!;
        ScriptExpression value = call.Arguments[3];
        if (!IsOption(call, name))
        {
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
                    if (member.Name != "sctp_data_io_event" && member.Value is not (EllipsisExpression or NumberExpression { Value: 0 }))
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
            case "SCTP_REMOTE_UDP_ENCAPS_PORT" when value is StructExpression encapsulation && ScriptValues.Number(encapsulation.Find("sue_port")) is { } udpPort:
                socket.UdpPort = udpPort;
                return new CallAttempt(0);
            default:
                break;
        }

        if (ScriptValues.ToStack(value) is not { } converted)
        {
            _run.Invalid(value.Position, $"{value} is no value that can be set");
            return null;
        }

        StackValue fields = new() { ["fd"] = socket.Live, ["name"] = name, ["value"] = converted };
        return new CallAttempt(() => _run.Perform("setsockopt", fields));
    }

    /// <summary>Whether an option stands at its level and its value has the usual length: a stack is told neither.</summary>
    private bool IsOption(CallStatement call, string name)
    {
        bool isLevel = call.Arguments[1] switch
        {
            EllipsisExpression => true,
            WordExpression { Name: "SOL_SOCKET" } => name.StartsWith("SO_", StringComparison.Ordinal),
            WordExpression { Name: "IPPROTO_SCTP" or "SOL_SCTP" } or NumberExpression { Value: 132 } => name.StartsWith("SCTP_", StringComparison.Ordinal),
            _ => false,
        };
        if (!isLevel)
        {
            _run.Unsupported($"{name} at the level {call.Arguments[1]}");
            return false;
        }

        if (OptionSizes.IsWrong(name, call.Arguments.Count > 4 ? ScriptValues.Number(call.Arguments[4]) : null))
        {
            _run.Unsupported($"{name} with a length of its own: values have no length here");
            return false;
        }

        return true;
    }
}
