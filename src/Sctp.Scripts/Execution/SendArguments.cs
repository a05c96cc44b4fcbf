using System.Collections.Generic;
using Sctp.Scripts.Language;
using Sctp.Scripts.Stack;

namespace Sctp.Scripts.Execution;

/// <summary>The arguments of the many functions that send, as fields of the one operation <c>send</c>.</summary>
internal static class SendArguments
{
    private const long MaxLength = 1 << 24;

    public static bool TryRead(ScriptRun run, CallStatement call, StackValue fields)
    {
        IReadOnlyList<ScriptExpression> arguments = call.Arguments;
        long? length = null;
        switch (call.Name)
        {
            case "write" or "send" or "sendto":
                length = Number(arguments, 2);
                if (call.Name != "write" && (!Flags(run, At(arguments, 3), fields) || !Destination(run, At(arguments, 4), fields)))
                {
                    return false;
                }

                break;
            case "writev":
                length = Length(At(arguments, 1));
                break;
            case "sctp_send" or "sctp_sendx":
                length = Number(arguments, 2);
                bool hasAddresses = call.Name == "sctp_sendx";
                int information = hasAddresses ? 5 : 3; // behind the addresses and their number
                if ((hasAddresses && !Destination(run, At(arguments, 3), fields))
                    || !SendReceiveInformation(run, At(arguments, information), fields) || !Flags(run, At(arguments, information + 1), fields))
                {
                    return false;
                }

                break;
            case "sctp_sendmsg":
                length = Number(arguments, 2);
                fields["ppid"] = (long)(ScriptValues.Ppid(At(arguments, 5)) ?? 0);
                if (!Destination(run, At(arguments, 3), fields) || !Flags(run, At(arguments, 6), fields))
                {
                    return false;
                }

                fields["stream"] = Number(arguments, 7) ?? 0;
                Lifetime(Number(arguments, 8) ?? 0, fields);
                break;
            case "sctp_sendv":
                length = Length(At(arguments, 1));
                if (!Destination(run, At(arguments, 3), fields) || !Information(run, At(arguments, 5), fields) || !Flags(run, At(arguments, 8), fields))
                {
                    return false;
                }

                break;
            case "sendmsg" when At(arguments, 1) is StructExpression header:
                length = Length(header.Find("msg_iov"));
                if (!Destination(run, header.Find("msg_name"), fields) || !ControlMessages(run, header.Find("msg_control"), fields) || !Flags(run, At(arguments, 2), fields))
                {
                    return false;
                }

                break;
            default:
                break;
        }

        if (length is not (>= 0 and <= MaxLength))
        {
            run.Invalid(call.Position, $"{call.Name}() has no length that can be read");
            return false;
        }

        fields["hex"] = new string('0', (int)length.Value * 2);
        return true;
    }

    /// <summary>The length of an array of <c>{base, length}</c>; null where it cannot be read.</summary>
    public static long? Length(ScriptExpression? vectors)
    {
        if (vectors is not ListExpression list)
        {
            return null;
        }

        long sum = 0;
        foreach (ScriptExpression item in list.Items)
        {
            ScriptExpression? length = item is not StructExpression vector ? null : vector.Find("iov_len") ?? (vector.Members.Count > 1 ? vector.Members[1].Value : null);
            if (ScriptValues.Number(length) is not ({ } number and >= 0 and <= int.MaxValue))
            {
                return null;
            }

            sum += number;
        }

        return sum;
    }

    private static ScriptExpression? At(IReadOnlyList<ScriptExpression> arguments, int index) => index < arguments.Count ? arguments[index] : null;

    private static long? Number(IReadOnlyList<ScriptExpression> arguments, int index) => ScriptValues.Number(At(arguments, index));

    /// <summary>One address of the peer, or none.</summary>
    private static bool Destination(ScriptRun run, ScriptExpression? value, StackValue fields)
    {
        ScriptExpression? one = value is ListExpression { Items: [{ } only] } ? only : value;
        if (one is null or EllipsisExpression or WordExpression { Name: "NULL" })
        {
            return true;
        }

        if (ScriptAddress.Read(one) is not { } address || (address.Port is { } port && port != run.RemotePort))
        {
            run.Unsupported($"a message to {value}");
            return false;
        }

        if (address.Host is { } host)
        {
            fields["addr"] = host;
        }

        return true;
    }

    private static void Lifetime(long milliseconds, StackValue fields)
    {
        if (milliseconds > 0)
        {
            fields["pr_policy"] = "ttl";
            fields["pr_value"] = milliseconds;
            fields["lifetime_ms"] = milliseconds;
        }
    }

    private static bool Flags(ScriptRun run, ScriptExpression? value, StackValue fields, long policyValue = 0)
    {
        foreach (string name in ScriptValues.Names(value))
        {
            switch (name)
            {
                case "SCTP_UNORDERED":
                    fields["unordered"] = true;
                    break;
                case "SCTP_SACK_IMMEDIATELY":
                    fields["sack_immediately"] = true;
                    break;
                case "SCTP_EOF":
                    fields["eof"] = true;
                    break;
                case "SCTP_ABORT":
                    fields["abort"] = true;
                    break;
                case "SCTP_EOR" or "MSG_EOR":
                    fields["eor"] = true;
                    break;
                case "SCTP_ADDR_OVER" or "MSG_NOSIGNAL" or "MSG_DONTWAIT" or "SCTP_PR_SCTP_NONE" or "SCTP_COMPLETE":
                    break;
                case "SCTP_PR_SCTP_TTL":
                    Lifetime(policyValue, fields);
                    break;
                case "SCTP_PR_SCTP_RTX":
                    fields["pr_policy"] = "rtx";
                    fields["pr_value"] = policyValue;
                    fields["max_rtx"] = policyValue;
                    break;
                case "SCTP_PR_SCTP_PRIO" or "SCTP_PR_SCTP_BUF":
                    fields["pr_policy"] = "prio";
                    fields["pr_value"] = policyValue;
                    break;
                default:
                    run.Unsupported($"the flag {name} of a message");
                    return false;
            }
        }

        return true;
    }

    /// <summary>struct sctp_sndrcvinfo.</summary>
    private static bool SendReceiveInformation(ScriptRun run, ScriptExpression? value, StackValue fields)
    {
        if (value is not StructExpression information)
        {
            return true;
        }

        fields["stream"] = ScriptValues.Number(information.Find("sinfo_stream")) ?? 0;
        fields["ppid"] = (long)(ScriptValues.Ppid(information.Find("sinfo_ppid")) ?? 0);
        return Flags(run, information.Find("sinfo_flags"), fields, ScriptValues.Number(information.Find("sinfo_timetolive") ?? information.Find("sinfo_pr_value")) ?? 0);
    }

    /// <summary>struct sctp_sndinfo, sctp_prinfo, sctp_sendv_spa.</summary>
    private static bool Information(ScriptRun run, ScriptExpression? value, StackValue fields)
    {
        if (value is not StructExpression information)
        {
            return true;
        }

        if (information.Find("sendv_flags") is { } valid)
        {
            List<string> names = ScriptValues.Names(valid);
            return (!names.Contains("SCTP_SEND_SNDINFO_VALID") || Information(run, information.Find("sendv_sndinfo"), fields))
                && (!names.Contains("SCTP_SEND_PRINFO_VALID") || Information(run, information.Find("sendv_prinfo"), fields))
                && (!names.Contains("SCTP_SEND_AUTHINFO_VALID") || NotAuthenticated(run));
        }

        if (information.Find("pr_policy") is { } policy)
        {
            return Flags(run, policy, fields, ScriptValues.Number(information.Find("pr_value")) ?? 0);
        }

        if (information.Find("auth_keynumber") is not null)
        {
            return NotAuthenticated(run);
        }

        if (information.Find("sinfo_stream") is not null)
        {
            return SendReceiveInformation(run, information, fields);
        }

        fields["stream"] = ScriptValues.Number(information.Find("snd_sid")) ?? 0;
        fields["ppid"] = (long)(ScriptValues.Ppid(information.Find("snd_ppid")) ?? 0);
        return Flags(run, information.Find("snd_flags"), fields);
    }

    private static bool NotAuthenticated(ScriptRun run)
    {
        run.Unsupported("authenticated chunks (RFC 4895)");
        return false;
    }

    private static bool ControlMessages(ScriptRun run, ScriptExpression? value, StackValue fields)
    {
        if (value is null or EllipsisExpression or WordExpression { Name: "NULL" })
        {
            return true;
        }

        foreach (ScriptExpression item in value is ListExpression list ? list.Items : [value])
        {
            StructExpression? message = item as StructExpression;
            string type = message?.Find("cmsg_type")?.ToString() ?? item.ToString()!;
            ScriptExpression? data = message?.Find("cmsg_data");
            switch (type)
            {
                case "SCTP_SNDINFO" or "SCTP_SNDRCV" or "SCTP_PRINFO" or "SCTP_AUTHINFO":
                    if (!Information(run, data, fields))
                    {
                        return false;
                    }

                    break;
                case "SCTP_DSTADDRV4" or "SCTP_DSTADDRV6":
                    if (!Destination(run, data, fields))
                    {
                        return false;
                    }

                    break;
                default:
                    run.Unsupported($"the control message {type}");
                    return false;
            }
        }

        return true;
    }
}
