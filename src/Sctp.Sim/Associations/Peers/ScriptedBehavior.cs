using System;
using System.Runtime.CompilerServices;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>A side that has an honest stack, whose packets a script changes, adds to or drops, each time under a new and right checksum.</summary>
public abstract record ScriptedBehavior : PeerBehavior
{
    /// <summary>When it begins, from the start of the run.</summary>
    public Duration From { get; init; }

    /// <summary>How long it lasts; null for as long as the association.</summary>
    public Duration? Length { get; init; }

    /// <summary>How often it strikes where it could, in millionths.</summary>
    public int PerMillion { get; init; } = 1_000_000;

    /// <summary>How long it waits from one packet of its own to the next, where it sends such.</summary>
    public Duration Interval { get; init; } = Duration.FromMilliseconds(100);

    /// <summary>What this makes of the scenario, beside <see cref="Conditions.MisbehavingPeer"/>.</summary>
    internal virtual Conditions Conditions => Conditions.None;

    /// <inheritdoc/>
    public override void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(From, Duration.Zero, nameof(From));
        ArgumentOutOfRangeException.ThrowIfLessThan(Length ?? Duration.Zero, Duration.Zero, nameof(Length));
        CheckRange(PerMillion, 0, Network.PerMillion.Certain);
        ArgumentOutOfRangeException.ThrowIfLessThan(Interval, Duration.FromMicroseconds(100), nameof(Interval));
    }

    private protected static void CheckRange(int value, int least, int most, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }

    internal abstract PeerScript CreateScript();
}
