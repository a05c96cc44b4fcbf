using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>Takes the fate of a packet apart into entries of a schedule, and puts entries together to a fate.</summary>
internal static class PacketFaults
{
    /// <summary>Adds an entry for each way in which a fate differs from plain delivery.</summary>
    public static void Add(List<PacketFault> entries, int link, string content, in PacketFate fate)
    {
        var entry = new PacketFault { Link = link, Ordinal = fate.Ordinal, Content = content };
        if (fate.IsLost)
        {
            entries.Add(entry);
            return;
        }

        if (fate.Jitter != Duration.Zero)
        {
            entries.Add(entry with { Kind = PacketFaultKind.Delay, Delay = fate.Jitter });
        }

        if (fate.OvertakingJitter != Duration.Zero)
        {
            entries.Add(entry with { Kind = PacketFaultKind.OvertakenDelay, Delay = fate.OvertakingJitter });
        }

        if (fate.IsReordered)
        {
            entries.Add(entry with { Kind = PacketFaultKind.Reorder, Shape = fate.Reorder, Delay = fate.Held, Span = fate.Span });
        }

        if (fate.Copies > 0)
        {
            entries.Add(entry with { Kind = PacketFaultKind.Duplicate, Copies = fate.Copies, Delay = fate.DuplicateDelay });
        }

        if (fate.LateCopyDelay > Duration.Zero)
        {
            entries.Add(entry with { Kind = PacketFaultKind.LateCopy, Delay = fate.LateCopyDelay });
        }

        if (fate.IsCorrupted)
        {
            entries.Add(entry with { Kind = PacketFaultKind.Damage, Corruption = fate.Corruption, Checksum = fate.Treatment, Bits = fate.CorruptionBits });
        }

        if (fate.IsMarked)
        {
            entries.Add(entry with { Kind = PacketFaultKind.Mark });
        }
    }

    /// <summary>A fate with one entry more.</summary>
    public static PacketFate With(in PacketFate fate, PacketFault entry) => entry.Kind switch
    {
        PacketFaultKind.Drop => new PacketFate { Ordinal = fate.Ordinal, IsLost = true },
        PacketFaultKind.Delay => fate with { Jitter = entry.Delay },
        PacketFaultKind.OvertakenDelay => fate with { OvertakingJitter = entry.Delay },
        PacketFaultKind.Reorder => fate with { Reorder = entry.Shape, Held = entry.Delay, Span = entry.Span },
        PacketFaultKind.Duplicate => fate with { Copies = entry.Copies, DuplicateDelay = entry.Delay },
        PacketFaultKind.LateCopy => fate with { LateCopyDelay = entry.Delay },
        PacketFaultKind.Damage => fate with { IsCorrupted = true, Corruption = entry.Corruption, Treatment = entry.Checksum, CorruptionBits = entry.Bits },
        _ => fate with { IsMarked = true },
    };
}
