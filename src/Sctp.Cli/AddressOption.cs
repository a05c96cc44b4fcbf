using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;

namespace Sctp.Cli;

/// <summary>An option whose value is an IP address.</summary>
internal static class AddressOption
{
    public static Option<IPAddress?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS",
        CustomParser = Parse,
    };

    private static IPAddress? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out IPAddress? address))
        {
            return address;
        }

        result.AddError($"'{text}' is not an IP address.");
        return null;
    }
}
