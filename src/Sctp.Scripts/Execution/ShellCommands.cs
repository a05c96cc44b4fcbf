using System;
using System.Globalization;
using Sctp.Scripts.Stack;

namespace Sctp.Scripts.Execution;

/// <summary>
/// The shell commands of published scripts. None is run: <c>sysctl</c> of SCTP becomes an operation of the stack, other system controls are noted, and
/// anything else is unsupported.
/// </summary>
internal static class ShellCommands
{
    private const string FreeBsd = "net.inet.sctp.";
    private const string Linux = "net.sctp.";

    private static readonly string[] Separators = [";", "&&", "\n"];

    public static void Run(ScriptRun run, string text)
    {
        foreach (string command in text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            string program = words.Length == 0 ? string.Empty : words[0][(words[0].LastIndexOf('/') + 1)..];
            switch (program)
            {
                case "sysctl":
                    SystemControl(run, words);
                    break;
                case "true" or "echo" or ":" or "modprobe" or "kldload":
                    run.Note($"`{command}` was not run");
                    break;
                default:
                    run.Unsupported($"the shell command `{command}`");
                    return;
            }

            if (run.HasEnded)
            {
                return;
            }
        }
    }

    private static void SystemControl(ScriptRun run, string[] words)
    {
        foreach (string word in words.AsSpan(1))
        {
            string[] parts = word.Split('=', 2);
            if (word[0] == '-' || word[0] is '>' or '2' or '<' || parts[0].StartsWith("/dev", StringComparison.Ordinal))
            {
                continue;
            }

            bool isOfSctp = parts[0].StartsWith(FreeBsd, StringComparison.Ordinal) || parts[0].StartsWith(Linux, StringComparison.Ordinal);
            if (isOfSctp && parts is [_, var text] && !TryRead(text, out _))
            {
                run.Unsupported($"sysctl {word}: no number");
                return;
            }

            if (parts.Length != 2 || !TryRead(parts[1], out long value))
            {
                run.Note($"sysctl {word} has no meaning here");
                continue;
            }

            if (NameOf(parts[0], ref value) is not { } name)
            {
                run.Note($"sysctl {parts[0]} has no meaning here");
                continue;
            }

            StackAnswer answer = run.Perform("sysctl", new StackValue { ["name"] = name, ["value"] = value });
            if (answer.Error is { } error)
            {
                run.Fail($"sysctl {name}={value} was refused", "0", error);
                return;
            }

            if (answer.Members?.Flag("ignored") == true)
            {
                run.Note($"sysctl {parts[0]} has no meaning here");
            }
        }
    }

    private static bool TryRead(string text, out long value) =>
        long.TryParse(text.Trim('"', '\''), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>The name of a control as the adapter protocol has it, with its value in the protocol's unit.</summary>
    private static string? NameOf(string full, ref long value)
    {
        if (full.StartsWith(FreeBsd, StringComparison.Ordinal))
        {
            return full[FreeBsd.Length..];
        }

        if (!full.StartsWith(Linux, StringComparison.Ordinal))
        {
            return null;
        }

        string name = full[Linux.Length..];
        switch (name)
        {
            case "valid_cookie_life":
                value = Math.Max(1, value / 1000); // milliseconds on Linux, seconds on FreeBSD
                return name;
            case "association_max_retrans":
                return "assoc_rtx_max";
            case "path_max_retrans":
                return "path_rtx_max";
            case "max_init_retransmits":
                return "init_rtx_max";
            case "hb_interval":
                return "heartbeat_interval";
            case "sack_timeout":
                return "delayed_sack_time";
            case "max_burst":
                return "maxburst";
            case "addip_enable":
                return "asconf_enable";
            case "prsctp_enable":
                return "pr_enable";
            case "reconf_enable":
                return "reconfig_enable";
            default:
                return name;
        }
    }
}
