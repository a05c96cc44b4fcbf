using System;

namespace Sctp.Sim.Hunting;

/// <summary>Step 7: brings every time to the roundest number that still fails, for a person to read.</summary>
internal static class RoundTimes
{
    private static readonly Duration[] Units =
    [
        Duration.FromSeconds(10),
        Duration.FromSeconds(1),
        Duration.FromMilliseconds(100),
        Duration.FromMilliseconds(10),
        Duration.FromMilliseconds(1),
    ];

    public static void Relax(ShrinkSearch search)
    {
        Round(search, search.Best.HealAfter, time => search.Best with { HealAfter = time });
        if (search.Best.Ending.When == EndingMoment.At)
        {
            Round(search, search.Best.Ending.At, time => search.Best with { Ending = search.Best.Ending with { At = time } });
        }

        for (int i = 0; i < search.Best.Faults.Count; i++)
        {
            int index = i;
            Round(search, search.Best.Faults[i].At, time => PlainValues.WithFault(search.Best, index, search.Best.Faults[index] with { At = time }));
            if (FaultShape.LengthOf(search.Best.Faults[i]) is { } length)
            {
                Round(search, length, time => PlainValues.WithFault(search.Best, index, FaultShape.WithLength(search.Best.Faults[index], time)));
            }
        }

        for (int i = 0; i < (search.Best.Schedule?.Packets.Count ?? 0); i++)
        {
            int index = i;
            Round(search, search.Best.Schedule!.Packets[i].Delay, time => PlainValues.WithPacket(search.Best, index, search.Best.Schedule!.Packets[index] with { Delay = time }));
        }
    }

    private static void Round(ShrinkSearch search, Duration time, Func<Duration, Scenario> with)
    {
        foreach (Duration unit in Units)
        {
            long whole = time.Nanoseconds / unit.Nanoseconds;
            if (whole * unit.Nanoseconds == time.Nanoseconds)
            {
                return;
            }

            // Half a second is as round as one.
            bool isCoarse = whole == 0 && unit != Units[^1];
            if (!isCoarse && ((whole > 0 && search.Try(with(unit * whole))) || search.Try(with(unit * (whole + 1)))))
            {
                return;
            }
        }
    }
}
