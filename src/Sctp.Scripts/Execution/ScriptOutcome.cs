using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Sctp.Scripts.Language;

namespace Sctp.Scripts.Execution;

/// <summary>How a script ended.</summary>
public enum ScriptVerdict
{
    /// <summary>Everything happened as the script has it.</summary>
    Passed,

    /// <summary>The stack did something else.</summary>
    Failed,

    /// <summary>The script asks for something that the stack or this runner has no notion of; nothing is said about the rest.</summary>
    Unsupported,

    /// <summary>The script cannot be meant as it is written.</summary>
    Invalid,
}

/// <summary>What became of a script.</summary>
public sealed record ScriptOutcome
{
    /// <summary>The name of the file.</summary>
    public required string File { get; init; }

    /// <summary>How it ended.</summary>
    public required ScriptVerdict Verdict { get; init; }

    /// <summary>The statement where it ended; line 0 for a script that passed.</summary>
    public TextPosition Position { get; init; }

    /// <summary>Why it ended there.</summary>
    public string Message { get; init; } = string.Empty;

    /// <summary>What was expected, in the notation; null where nothing is to be compared.</summary>
    public string? Expected { get; init; }

    /// <summary>What was seen instead.</summary>
    public string? Seen { get; init; }

    /// <summary>The differences, chunk by chunk and field by field.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>What the verdict does not depend on and is worth knowing: packets nobody asked for, controls without a meaning here.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What happened, line by line, where it was asked for.</summary>
    public IReadOnlyList<string> Trace { get; init; } = [];

    /// <summary>The virtual time at the end.</summary>
    public Instant End { get; init; }

    /// <summary>The verdict in one word.</summary>
    public string VerdictName => Verdict switch
    {
        ScriptVerdict.Passed => "passed",
        ScriptVerdict.Failed => "failed",
        ScriptVerdict.Unsupported => "unsupported",
        _ => "invalid",
    };

    /// <summary>The outcome of a text that is no script.</summary>
    /// <param name="error">Why it is none.</param>
    public static ScriptOutcome OfError(ScriptError error)
    {
        System.ArgumentNullException.ThrowIfNull(error);
        return new ScriptOutcome
        {
            File = error.File,
            Verdict = ScriptVerdict.Invalid,
            Position = error.Position,
            Message = error.Message,
            Seen = error.ToString(),
        };
    }

    /// <summary><c>file:line: verdict: why</c>, and below it what was expected and seen.</summary>
    public override string ToString()
    {
        StringBuilder text = new(File);
        if (Position.Line > 0)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $":{Position.Line}:{Position.Column}");
        }

        _ = text.Append(": ").Append(VerdictName);
        if (Message.Length > 0)
        {
            _ = text.Append(": ").Append(Message);
        }

        if (Expected is not null)
        {
            _ = text.Append("\n    expected ").Append(Expected);
        }

        if (Seen is not null && Verdict != ScriptVerdict.Invalid)
        {
            _ = text.Append("\n    seen     ").Append(Seen);
        }

        foreach (string difference in Differences)
        {
            _ = text.Append("\n    - ").Append(difference);
        }

        return text.ToString();
    }
}
