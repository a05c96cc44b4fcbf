using System.Collections.Generic;
using System.Globalization;
using System.Net;

namespace Sctp.Scripts.Language;

/// <summary>What the header lines of a script ask for; null where they say nothing.</summary>
internal sealed class ScriptHeader
{
    private SctpAddressKind? _version;

    /// <summary>By how much an expected packet may be early or late.</summary>
    public Duration? Tolerance { get; private set; }

    /// <summary>The address of the stack.</summary>
    public SctpAddress? Local { get; private set; }

    /// <summary>The usual address of the peer.</summary>
    public SctpAddress? Remote { get; private set; }

    /// <summary>The MTU of the link, with the IP header.</summary>
    public int? Mtu { get; private set; }

    /// <summary>What the stack's random source begins with.</summary>
    public long? Seed { get; private set; }

    /// <summary>The names of lines without a meaning here.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Whether an address that no line tells is one of IPv6.</summary>
    public bool IsIPv6 => (_version ?? Local?.Kind ?? Remote?.Kind) == SctpAddressKind.IPv6;

    /// <summary>Takes one line in; what is wrong with it, or null.</summary>
    public string? Take(string name, string value)
    {
        bool isGood = true;
        switch (name)
        {
            case "tolerance_usecs":
                isGood = TryRead(value, 0, long.MaxValue / 1000, out long microseconds);
                Tolerance = isGood ? Duration.FromMicroseconds(microseconds) : null;
                break;
            case "ip_version":
                _version = value switch { "ipv4" => SctpAddressKind.IPv4, "ipv6" => SctpAddressKind.IPv6, _ => null };
                isGood = _version is not null;
                break;
            case "local_ip":
                Local = AddressOf(value);
                isGood = Local is not null;
                break;
            case "remote_ip":
                Remote = AddressOf(value);
                isGood = Remote is not null;
                break;
            case "mtu":
                isGood = TryRead(value, 1, ushort.MaxValue, out long mtu);
                Mtu = (int)mtu;
                break;
            case "seed":
                isGood = TryRead(value, 0, long.MaxValue, out long seed);
                Seed = seed;
                break;
            default:
                Unknown.Add(name);
                break;
        }

        return !isGood ? $"--{name} is {ExpectedOf(name)}, not '{value}'"
            : HasTwoVersions() ? $"--{name}={value} is of another IP version than the line before"
            : null;
    }

    private static string ExpectedOf(string name) => name switch
    {
        "tolerance_usecs" => "a number of microseconds",
        "ip_version" => "ipv4 or ipv6",
        "mtu" => $"a number of bytes from 1 to {ushort.MaxValue}",
        "seed" => "a number that is not negative",
        _ => "an IP address",
    };

    private static bool TryRead(string text, long least, long greatest, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= greatest;

    private static SctpAddress? AddressOf(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) ? SctpAddress.FromIPAddress(address) : null;

    private bool HasTwoVersions()
    {
        SctpAddressKind? version = _version ?? Local?.Kind ?? Remote?.Kind;
        return (Local is { } local && local.Kind != version) || (Remote is { } remote && remote.Kind != version);
    }
}
