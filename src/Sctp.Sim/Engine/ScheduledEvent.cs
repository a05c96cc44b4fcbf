namespace Sctp.Sim.Engine;

/// <summary>The order among events of one instant.</summary>
public enum EventPriority
{
    /// <summary>The world changes: a link fails or heals.</summary>
    World,

    /// <summary>Something arrives from outside.</summary>
    Arrival,

    /// <summary>A timer expires.</summary>
    Timer,

    /// <summary>An application acts.</summary>
    Application,
}

/// <summary>Something that is to happen to an actor. Events are values: scheduling one allocates nothing.</summary>
/// <param name="Time">When.</param>
/// <param name="Priority">The order among events of one instant.</param>
/// <param name="Number">The order of scheduling, which decides last.</param>
/// <param name="Actor">Whom it happens to, as registered with the event loop.</param>
/// <param name="Kind">What happens; the actor gives it meaning.</param>
/// <param name="Argument">What it happens with; the actor gives it meaning.</param>
public readonly record struct ScheduledEvent(Instant Time, EventPriority Priority, long Number, int Actor, int Kind, long Argument);
