using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>Whether a change of a scenario changed anything: lists are compared by what they hold.</summary>
internal static class ScenarioSimilarity
{
    public static bool IsSameAs(this Scenario a, Scenario b) =>
        Flat(a) == Flat(b)
        && Same(a.Paths, b.Paths)
        && Same(a.Faults, b.Faults)
        && Same(a.Buggify, b.Buggify)
        && SameSchedule(a.Schedule, b.Schedule);

    private static readonly PathOptions[] NoPaths = [];

    private static readonly Fault[] NoFaults = [];

    private static readonly BuggifySite[] NoSites = [];

    private static Scenario Flat(Scenario scenario) => scenario with { Paths = NoPaths, Faults = NoFaults, Buggify = NoSites, Schedule = null };

    private static bool SameSchedule(Schedule? a, Schedule? b) =>
        a is null || b is null
            ? a is null && b is null
            : Same(a.Packets, b.Packets) && Same(a.Firings, b.Firings)
                && (a.Messages is null) == (b.Messages is null) && Same(a.Messages ?? [], b.Messages ?? [])
                && (a.Strikes is null) == (b.Strikes is null) && Same(a.Strikes ?? [], b.Strikes ?? []);

    private static bool Same<T>(IReadOnlyList<T> a, IReadOnlyList<T> b)
        where T : notnull
    {
        bool isSame = a.Count == b.Count;
        for (int i = 0; i < a.Count && isSame; i++)
        {
            isSame = a[i].Equals(b[i]);
        }

        return isSame;
    }
}
