using System;

namespace Sctp.Sim;

/// <summary>Whose user asks for the end of an association.</summary>
public enum EndingSide
{
    /// <summary>The client's.</summary>
    Client,

    /// <summary>The server's.</summary>
    Server,

    /// <summary>Both, so that SHUTDOWN chunks may cross (RFC 9260 section 9.2).</summary>
    Both,
}

/// <summary>What the user asks for.</summary>
public enum EndingKind
{
    /// <summary>A graceful shutdown.</summary>
    Shutdown,

    /// <summary>An abort.</summary>
    Abort,
}

/// <summary>When the user asks for it.</summary>
public enum EndingMoment
{
    /// <summary>As soon as both sides have queued all their messages.</summary>
    AfterQueued,

    /// <summary>As soon as the side that ends has queued its own messages.</summary>
    WhenEarly,

    /// <summary>At <see cref="EndingOptions.At"/>, whatever is queued or under way, even while the association is being set up.</summary>
    At,
}

/// <summary>How an association is ended by its users.</summary>
public sealed record EndingOptions
{
    /// <summary>Whose user asks.</summary>
    public EndingSide Who { get; init; }

    /// <summary>What for.</summary>
    public EndingKind How { get; init; }

    /// <summary>When.</summary>
    public EndingMoment When { get; init; }

    /// <summary>The time from the start of the run, with <see cref="EndingMoment.At"/>; not later than <see cref="Scenario.HealAfter"/>.</summary>
    public Duration At { get; init; }

    /// <summary>Whether a side's user asks.</summary>
    public bool Asks(Side side) => Who == EndingSide.Both || (Who == EndingSide.Client) == (side == Side.Client);

    internal void Validate(Scenario scenario)
    {
        if (At < Duration.Zero || At > scenario.HealAfter)
        {
            throw new ArgumentException($"The ending does not begin between the start and {nameof(Scenario.HealAfter)} ({scenario.HealAfter}).", nameof(scenario));
        }
    }
}
