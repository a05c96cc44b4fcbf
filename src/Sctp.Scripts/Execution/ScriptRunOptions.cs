using Sctp.Scripts.Language;

namespace Sctp.Scripts.Execution;

/// <summary>How scripts are run.</summary>
public sealed record ScriptRunOptions
{
    /// <summary>By how much an expected packet may be early or late; null for what the script asks for, or 4 ms.</summary>
    public Duration? Tolerance { get; init; }

    /// <summary>Whether the outcome tells everything that happened.</summary>
    public bool Trace { get; init; }

    /// <summary>The platform whose <c>#ifdef</c> branches are taken.</summary>
    public string Platform { get; init; } = PacketScript.StandardPlatform;

    /// <summary>What the stack's random source begins with.</summary>
    public long Seed { get; init; } = 1;
}
