using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>Steps 3 and 4: takes away every fault and every operation of an application that is not needed.</summary>
internal static class Operations
{
    public static void MinimiseFaults(ShrinkSearch search)
    {
        List<ShrinkEntry> entries = ShrinkEntry.FaultsOf(search.Best);
        if (entries.Count > 0)
        {
            DeltaDebugging.Minimise(entries, part => search.Try(ShrinkEntry.WithFaults(search.Best, part)));
        }

        if (search.Best is { Attacker: not null, Schedule.Strikes.Count: 0 })
        {
            search.Try(GroupsOff.WithoutAttacker(search.Best)); // It does nothing any more.
        }
    }

    public static void MinimiseMessages(ShrinkSearch search)
    {
        EndLate(search);
        if (search.Best.Schedule?.Messages is { Count: > 0 } messages)
        {
            DeltaDebugging.Minimise(messages, part => search.Try(WithMessages(search.Best, part)));
            return;
        }

        MinimiseCount(search, Side.Client);
        MinimiseCount(search, Side.Server);
    }

    public static Scenario WithMessages(Scenario scenario, IReadOnlyList<PlannedSend> messages) =>
        scenario with { Schedule = scenario.Schedule! with { Messages = messages } };

    // While the end begins as soon as everything is queued, messages are needed to hold it off, for nothing but the state that a failure has.
    private static void EndLate(ShrinkSearch search)
    {
        if (search.Best.Ending.When != EndingMoment.At)
        {
            search.Try(search.Best with { Ending = search.Best.Ending with { When = EndingMoment.At, At = search.Best.HealAfter } });
        }
    }

    // Without a schedule the messages are known by their number alone.
    private static void MinimiseCount(ShrinkSearch search, Side side)
    {
        int count = SidesOf.Get(search.Best, side).Workload.MessageCount;
        ValueProbe.TowardsPlain(count, 0, n => search.Try(SidesOf.With(search.Best, side, s => s with { Workload = s.Workload with { MessageCount = (int)n } })));
    }
}
