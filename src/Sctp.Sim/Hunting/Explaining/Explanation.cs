using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>What happens to a failure when one fault is taken away.</summary>
public enum RemovalEffect
{
    /// <summary>The run is clean: the fault is necessary.</summary>
    Passes,

    /// <summary>Something else fails.</summary>
    FailsOtherwise,

    /// <summary>The same fails: the fault is not needed.</summary>
    StillFails,
}

/// <summary>One fault of a failing scenario, and what happens without it.</summary>
/// <param name="Fault">The fault as text.</param>
/// <param name="Effect">What happens without it.</param>
/// <param name="Other">What fails without it, where that is something else.</param>
public sealed record FaultRemoval(string Fault, RemovalEffect Effect, FailureKey? Other);

/// <summary>The scenario without one fault whose clean run stays equal to the failing one for longest.</summary>
/// <param name="Without">The fault that it lacks.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="PartsAt">The first event in which its run differs from the failing one.</param>
public sealed record PassingSibling(string Without, Scenario Scenario, Divergence PartsAt);

/// <summary>How often the failure comes when all that chance decides about packets is drawn anew from some time on.</summary>
/// <param name="At">The time.</param>
/// <param name="Runs">How many seeds were tried.</param>
/// <param name="Failures">How many of them failed in the same way.</param>
/// <param name="OtherFailures">How many failed in another way.</param>
public sealed record ReseedPoint(Instant At, int Runs, int Failures, int OtherFailures);

/// <summary>Why a scenario fails.</summary>
public sealed record Explanation
{
    /// <summary>The run that fails; clean where the scenario does not fail.</summary>
    public required SimulationReport Report { get; init; }

    /// <summary>What fails; null where nothing does.</summary>
    public FailureKey? Key { get; init; }

    /// <summary>The number of the event at which the violation was seen.</summary>
    public long ViolatingEvent => Report.EventCount;

    /// <summary>Every fault, and what happens without it.</summary>
    public IReadOnlyList<FaultRemoval> Faults { get; init; } = [];

    /// <summary>The nearest scenario that passes; null where no single fault is necessary.</summary>
    public PassingSibling? Sibling { get; init; }

    /// <summary>The failure's probability against the time from which on chance is drawn anew; empty where chance decides nothing.</summary>
    public IReadOnlyList<ReseedPoint> Curve { get; init; } = [];
}
