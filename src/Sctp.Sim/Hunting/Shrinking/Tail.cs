using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>Step 2: cuts what comes after the violation, or would.</summary>
internal static class Tail
{
    public static void Cut(ShrinkSearch search)
    {
        Duration end = search.Report.EndTime - Instant.Epoch;
        CutFaults(search, end);
        CutAttack(search);

        // A failure before the faults stop does not need the rest; one after it is owed from the end of the last fault on.
        Duration last = Duration.FromMilliseconds(1);
        foreach (Fault fault in search.Best.Faults)
        {
            last = Duration.Max(last, fault.End);
        }

        if (search.Best.Attacker is { } attacker)
        {
            last = Duration.Max(last, attacker.Start + attacker.Length);
        }

        if (search.Best.Ending.When == EndingMoment.At)
        {
            last = Duration.Max(last, search.Best.Ending.At);
        }

        long least = RoundUp(last);
        long now = RoundUp(search.Best.HealAfter);
        if (now > least)
        {
            ValueProbe.TowardsPlain(now, least, ms => search.Try(search.Best with { HealAfter = Duration.FromMilliseconds(ms) }));
        }
    }

    private static void CutFaults(ShrinkSearch search, Duration end)
    {
        List<Fault> kept = [];
        foreach (Fault fault in search.Best.Faults)
        {
            if (FaultShape.Before(fault, end) is { } part)
            {
                kept.Add(part);
            }
        }

        Scenario candidate = search.Best with { Faults = kept };
        if (!candidate.IsSameAs(search.Best))
        {
            search.Try(candidate);
        }
    }

    // Behind the last packet that is listed an attacker does nothing.
    private static void CutAttack(ShrinkSearch search)
    {
        if (search.Best is { Attacker: { } attacker, Schedule.Strikes: { Count: > 0 } strikes } && attacker.TimeOf(strikes[^1]) is var length && length < attacker.Length)
        {
            search.Try(search.Best with { Attacker = attacker with { Length = length } });
        }
    }

    private static long RoundUp(Duration duration) => (duration.Nanoseconds + 999_999) / 1_000_000;
}
