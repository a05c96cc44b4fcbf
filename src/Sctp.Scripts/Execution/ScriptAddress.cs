using System.Net;
using Sctp.Scripts.Language;

namespace Sctp.Scripts.Execution;

/// <summary>A socket address as scripts write it.</summary>
/// <param name="Host">The IP address; null where the script leaves it open.</param>
/// <param name="Port">The port; null where the script leaves it open.</param>
internal sealed record ScriptAddress(string? Host, ushort? Port)
{
    /// <summary>Whether the IP address is told and stands for one host, not for any.</summary>
    public bool NamesHost => Host is not null && IPAddress.Parse(Host) is var address && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);

    /// <summary>The socket address that a value is; null for any other value, and for one with a part that cannot be read.</summary>
    public static ScriptAddress? Read(ScriptExpression? value)
    {
        if (value is not StructExpression structure || structure.Find("sa_family") is null)
        {
            return null;
        }

        string? host = null;
        ushort? port = null;
        foreach (Member member in structure.Members)
        {
            switch (member.Name)
            {
                case "sa_family":
                case { } when member.Value is EllipsisExpression:
                    break;
                case "sin_port" or "sin6_port" when ScriptValues.Number(member.Value) is { } number and >= 0 and <= ushort.MaxValue:
                    port = (ushort)number;
                    break;
                case "sin_addr" or "sin6_addr" when member.Value is CallExpression { Arguments: [.., TextExpression text] } && IPAddress.TryParse(text.Text, out _):
                    host = text.Text;
                    break;
                case "sin6_flowinfo" or "sin6_scope_id" when ScriptValues.Number(member.Value) == 0:
                    break;
                case null when member.Value is EllipsisExpression:
                    break;
                default:
                    return null;
            }
        }

        return new ScriptAddress(host, port);
    }
}
