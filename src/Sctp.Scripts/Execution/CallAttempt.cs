using System;
using Sctp.Scripts.Stack;

namespace Sctp.Scripts.Execution;

/// <summary>A system call under way: what it does when it is tried, and what came of it.</summary>
internal sealed class CallAttempt
{
    private readonly Func<StackAnswer> _try;

    public CallAttempt(Func<StackAnswer> attempt, bool canBlock = false)
    {
        _try = attempt;
        CanBlock = canBlock;
    }

    /// <summary>A call with a known result.</summary>
    public CallAttempt(long result)
        : this(() => StackAnswer.Of(result))
    {
    }

    /// <summary>Whether the call waits on this socket where the operation says "not yet".</summary>
    public bool CanBlock { get; }

    /// <summary>The socket that the one which the call makes takes its options from, or null.</summary>
    public ScriptSocket? Listener { get; init; }

    /// <summary>Whether the socket that the call makes never waits.</summary>
    public bool MakesNonBlocking { get; init; }

    public StackAnswer? Answer { get; private set; }

    /// <summary>What is compared beside the result.</summary>
    public Action<StackAnswer>? Check { get; init; }

    public bool IsWaiting => Answer is { Error: "EAGAIN" or "EWOULDBLOCK" or "EINPROGRESS" };

    public void Try() => Answer = _try();
}
