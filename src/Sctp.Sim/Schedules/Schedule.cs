using System;
using System.Collections.Generic;

namespace Sctp.Sim;

/// <summary>
/// What chance decided in a run, as data: a run of a scenario that holds a schedule draws nothing for packets, messages and buggify sites. One entry can be taken
/// away and all others stay as they are. When an attacker strikes is written down too; what it sends then, and what a side that misbehaves sends, is drawn from the
/// scenario's seed as before.
/// </summary>
public sealed record Schedule
{
    /// <summary>Every packet that was not delivered once, whole, after the constant delay of its link; by link and number.</summary>
    public IReadOnlyList<PacketFault> Packets { get; init; } = [];

    /// <summary>The messages of all sides; null draws them as the workloads say.</summary>
    public IReadOnlyList<PlannedSend>? Messages { get; init; }

    /// <summary>Every time a buggify site acted.</summary>
    public IReadOnlyList<SiteFiring> Firings { get; init; } = [];

    /// <summary>
    /// The numbers of the attacker's packets that are sent, from 0 on, ascending; null sends all. Number n belongs to n periods of
    /// <see cref="AttackerOptions.PacketsPerSecond"/> after <see cref="AttackerOptions.Start"/>.
    /// </summary>
    public IReadOnlyList<int>? Strikes { get; init; }

    /// <summary>How long after the faults stopped everything may take that is owed then; null computes it from the scenario. A schedule keeps it because it depends on knobs that it makes idle.</summary>
    public Duration? Bound { get; init; }

    /// <summary>
    /// The conditions that the recorded run was judged under, by the names that <see cref="OracleDescription.SilentUnder"/> has; null finds them from the scenario.
    /// A schedule keeps them because they depend on what is no part of it: knobs that it makes idle, and sites that were active and never acted.
    /// </summary>
    public IReadOnlyList<string>? Conditions { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is outside its range or does not fit the scenario.</exception>
    internal void Validate(Scenario scenario)
    {
        for (int i = 0; i < Packets.Count; i++)
        {
            Packets[i].Validate();
        }

        // For each association and sender, as the messages may lie in any order of these.
        Span<long> least = stackalloc long[2 * Scenario.MostAssociations];
        for (int i = 0; i < (Messages?.Count ?? 0); i++)
        {
            PlannedSend send = Messages![i];
            send.Validate(send.Sender == Side.Client ? scenario.Client : scenario.Server);
            ref long next = ref least[(2 * send.Association) + (int)send.Sender];
            ArgumentOutOfRangeException.ThrowIfLessThan(send.Id, next, nameof(send.Id));
            next = send.Id + 1L;
        }

        for (int i = 0; i < (Strikes?.Count ?? 0); i++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(Strikes![i], i == 0 ? 0 : Strikes[i - 1] + 1L, nameof(Strikes));
        }

        if (Strikes is { Count: > 0 } strikes && !(scenario.Attacker is { } attacker && attacker.TimeOf(strikes[^1]) <= attacker.Length))
        {
            throw new ArgumentException($"A schedule lists packets of an attacker that does not send so many within its {nameof(AttackerOptions.Length)}.", nameof(scenario));
        }

        if (Bound is { } bound)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(bound, Duration.Zero, nameof(Bound));
        }

        if (Conditions is { } conditions)
        {
            _ = ScenarioConditions.Parse(conditions);
        }
    }
}
