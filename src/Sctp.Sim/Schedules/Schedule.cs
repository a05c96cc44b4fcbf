using System.Collections.Generic;

namespace Sctp.Sim;

/// <summary>
/// Everything that chance decided in a run, as data: a run of a scenario that holds a schedule draws nothing for packets, messages, buggify sites and
/// forged packets. One entry can be taken away and all others stay as they are.
/// </summary>
public sealed record Schedule
{
    /// <summary>Every packet that was not delivered once, whole, after the constant delay of its link; by link and number.</summary>
    public IReadOnlyList<PacketFault> Packets { get; init; } = [];

    /// <summary>The messages of all sides; null draws them as the workloads say.</summary>
    public IReadOnlyList<PlannedSend>? Messages { get; init; }

    /// <summary>Every time a buggify site acted.</summary>
    public IReadOnlyList<SiteFiring> Firings { get; init; } = [];

    /// <summary>How long after the faults stopped everything may take that is owed then; null computes it from the scenario. A schedule keeps it because it depends on knobs that it makes idle.</summary>
    public Duration? Bound { get; init; }

    /// <summary>
    /// The conditions that the recorded run was judged under, by the names that <see cref="OracleDescription.SilentUnder"/> has; null finds them from the scenario.
    /// A schedule keeps them because they depend on what is no part of it: knobs that it makes idle, and sites that were active and never acted.
    /// </summary>
    public IReadOnlyList<string>? Conditions { get; init; }

    /// <summary>Every packet that an attacker sent.</summary>
    public IReadOnlyList<InjectedPacket> Injections { get; init; } = [];
}
