using System;
using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>
/// Moves the faults of packets to earlier packets. A fault of the hundredth packet keeps all that fills the ninety-nine before it; where it does as well to an
/// early one, they can go.
/// </summary>
internal static class Anchors
{
    private const int MostFaults = 8;
    private const int MostOrdinal = 24;

    public static void MoveEarlier(ShrinkSearch search)
    {
        for (int i = 0; i < Math.Min(MostFaults, search.Best.Schedule?.Packets.Count ?? 0); i++)
        {
            long ordinal = search.Best.Schedule!.Packets[i].Ordinal;
            bool isMoved = false;
            for (int earlier = 0; earlier < Math.Min(ordinal, MostOrdinal) && !isMoved; earlier++)
            {
                PacketFault moved = search.Best.Schedule!.Packets[i] with { Ordinal = earlier, Content = "" };
                isMoved = search.Try(PlainValues.WithPacket(search.Best, i, moved));
            }
        }
    }

    /// <summary>Names the content of the packets that faults have now, so that they are found again when the implementation changes a little.</summary>
    public static void Name(ShrinkSearch search)
    {
        if (search.Best.Schedule is not { } schedule || search.Report.Schedule is not { } recorded || !HasUnnamed(schedule.Packets))
        {
            return;
        }

        search.Try(search.Best with { Schedule = schedule with { Packets = recorded.Packets } });
    }

    private static bool HasUnnamed(IReadOnlyList<PacketFault> faults)
    {
        for (int i = 0; i < faults.Count; i++)
        {
            if (faults[i].Content.Length == 0)
            {
                return true;
            }
        }

        return false;
    }
}
