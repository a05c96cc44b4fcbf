using System.Collections.Generic;

namespace Sctp.Scripts.Stack;

/// <summary>The answer of a stack under test to one operation.</summary>
public sealed class StackAnswer
{
    private StackAnswer(long result, string? error, string? unsupported)
    {
        Result = result;
        Error = error;
        Unsupported = unsupported;
    }

    /// <summary>What the call returns; -1 for an error.</summary>
    public long Result { get; }

    /// <summary>The name of the error, with a result of -1.</summary>
    public string? Error { get; }

    /// <summary>What the stack has not got; the script is unsupported then, never passed or failed.</summary>
    public string? Unsupported { get; }

    /// <summary>What else the operation tells: <c>value</c> of an option, <c>hex</c>, <c>eor</c> and <c>info</c> of a message.</summary>
    public StackValue? Members { get; init; }

    /// <summary>The packets sent since the last answer, in order.</summary>
    public IReadOnlyList<SentPacket> Sent { get; private set; } = [];

    /// <summary>The stack's earliest timer; null when none runs.</summary>
    public Instant? Next { get; private set; }

    /// <summary>Whether the stack cannot tell its earliest timer.</summary>
    public bool IsNextUnknown { get; private set; }

    /// <summary>A result of 0.</summary>
    public static StackAnswer Done => Of(0);

    /// <summary>A result.</summary>
    /// <param name="result">What the call returns.</param>
    /// <param name="members">What else it tells.</param>
    public static StackAnswer Of(long result, StackValue? members = null) => new(result, null, null) { Members = members };

    /// <summary>An error.</summary>
    /// <param name="error">Its name.</param>
    public static StackAnswer Fail(string error) => new(-1, error, null);

    /// <summary>Nothing was done, because the stack has not got this.</summary>
    /// <param name="what">What it has not got.</param>
    public static StackAnswer NotSupported(string what) => new(0, null, what);

    /// <summary>The value of an option.</summary>
    /// <param name="value">The value.</param>
    public static StackAnswer OfValue(StackValue value) => Of(0, new StackValue { ["value"] = value });

    /// <summary>Adds what every answer carries.</summary>
    /// <param name="sent">The packets sent since the last answer.</param>
    /// <param name="next">The earliest timer.</param>
    /// <param name="isNextUnknown">Whether the earliest timer is not known.</param>
    public StackAnswer With(IReadOnlyList<SentPacket> sent, Instant? next, bool isNextUnknown = false)
    {
        Sent = sent;
        Next = next;
        IsNextUnknown = isNextUnknown;
        return this;
    }
}
