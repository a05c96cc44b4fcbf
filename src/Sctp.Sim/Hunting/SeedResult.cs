namespace Sctp.Sim.Hunting;

/// <summary>How the run of a seed ended, as a hunt counts it.</summary>
public enum SeedOutcome
{
    /// <summary>Every invariant held.</summary>
    Clean,

    /// <summary>An invariant was violated.</summary>
    Violation,

    /// <summary>An exception was thrown.</summary>
    Crash,

    /// <summary>The run and its repetition differ.</summary>
    Nondeterminism,
}

/// <summary>What became of one seed of a hunt.</summary>
public sealed record SeedResult
{
    /// <summary>Its number among the seeds of its shard.</summary>
    public required ulong Turn { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How its run ended.</summary>
    public required SeedOutcome Outcome { get; init; }

    /// <summary>What failed; null when clean.</summary>
    public FailureKey? Key { get; init; }

    /// <summary>The report of the run; null when the scenario itself could not be made or run.</summary>
    public SimulationReport? Report { get; init; }

    /// <summary>Why the scenario could not be made or run.</summary>
    public string? Exception { get; init; }

    /// <summary>Whether the seed was run a second time to compare the hashes.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Where the run and its repetition differ first; null when they do not.</summary>
    public Divergence? Divergence { get; init; }

    /// <summary>Whether the seed was also run with the canary.</summary>
    public bool HasCanary { get; init; }

    /// <summary>Whether the oracle that is for the canary's bug saw it.</summary>
    public bool IsCanaryFound { get; init; }
}
