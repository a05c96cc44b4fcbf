
namespace Sctp.Sim.Hunting;

/// <summary>What became of a failure that was made smaller.</summary>
public sealed record ShrinkResult
{
    /// <summary>The smallest scenario found; the one given where it does not fail.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The report of its run.</summary>
    public required SimulationReport Report { get; init; }

    /// <summary>What fails; null where the scenario given does not fail.</summary>
    public FailureKey? Key { get; init; }

    /// <summary>Whether everything that chance decided is written down in the scenario, so that it does not depend on the seed.</summary>
    public bool IsScheduled => Scenario.Schedule is not null;

    /// <summary>How many faults are left: of packets, paths and hosts, buggify sites that act, and packets of an attacker that are listed.</summary>
    public int FaultCount { get; init; }

    /// <summary>How many operations of applications are left: messages that are sent.</summary>
    public int OperationCount { get; init; }

    /// <summary>How many faults the scenario given had.</summary>
    public int OriginalFaultCount { get; init; }

    /// <summary>How many operations the scenario given had.</summary>
    public int OriginalOperationCount { get; init; }

    /// <summary>How many runs were made.</summary>
    public int Runs { get; init; }

    /// <summary>Whether the budget was spent before nothing more could be taken away.</summary>
    public bool IsBudgetSpent { get; init; }
}

/// <summary>How far a shrink is.</summary>
/// <param name="Stage">What is being tried.</param>
/// <param name="Faults">The faults that are left.</param>
/// <param name="Operations">The operations that are left.</param>
/// <param name="Runs">The runs that were made.</param>
public readonly record struct ShrinkProgress(string Stage, int Faults, int Operations, int Runs);
