using System;
using System.Collections.Generic;
using static System.FormattableString;

namespace Sctp.Sim.Network;

/// <summary>The options of a link in words: its delay, and of all else what has an effect and differs from the default.</summary>
internal static class LinkText
{
    private static readonly LinkOptions Default = LinkOptions.Perfect;

    /// <summary>All that a link does to packets.</summary>
    public static string Describe(LinkOptions link)
    {
        List<string> parts = [];
        AddIf(parts, !link.IsUp, "down");
        parts.Add(QuantityText.Length(link.Delay));
        AddDelays(parts, link);
        AddIf(parts, link.LossPerMillion > 0, "loss " + QuantityText.Share(link.LossPerMillion));
        AddIf(parts, link.Loss is not null, link.Loss?.ToString());
        AddFaults(parts, link);
        AddRate(parts, link);
        AddIf(parts, link.Mtu > 0, Invariant($"MTU {link.Mtu}"), (link.Ptb != Default.Ptb, Invariant($"reports {link.Ptb}")));
        return string.Join(", ", parts);
    }

    /// <summary>Which packets a model loses.</summary>
    public static string Describe(LossModel model) => model switch
    {
        GilbertElliott bursts => Invariant($"loss in bursts (good to bad {QuantityText.Share(bursts.GoodToBadPerMillion)}, bad to good {QuantityText.Share(bursts.BadToGoodPerMillion)}, loss in good {QuantityText.Share(bursts.LossInGoodPerMillion)}, loss in bad {QuantityText.Share(bursts.LossInBadPerMillion)})"),
        PeriodicLoss periodic => Invariant($"loss of packet {periodic.Offset} of every {periodic.Period}"),
        NthLoss nth => "loss of packets " + QuantityText.List(nth.Ordinals, o => Invariant($"{o}")),
        SomeOfNext some => Invariant($"loss of {some.Count} of the {some.Of} packets from {some.From} on"),
        PredicateLoss predicate => Invariant($"loss of {predicate.Count} from {predicate.First} on among {Describe(predicate.Match)}"),
        _ => model.GetType().Name,
    };

    private static string Describe(PacketMatch match)
    {
        List<string> parts = [];
        string place = match.KindOffset != PacketMatch.DefaultKindOffset ? Invariant($" at byte {match.KindOffset}") : "";
        AddIf(parts, match.Bytes.Count > 0, "with " + QuantityText.List(match.Bytes, b => Invariant($"byte {b.Offset} & 0x{b.Mask:X2} = 0x{b.Value:X2}")));
        AddIf(parts, match.FirstKinds.Count > 0, "of kind " + QuantityText.List(match.FirstKinds, k => Invariant($"{k}")) + place);
        AddIf(parts, match.AnyKinds.Count > 0, "holding kind " + QuantityText.List(match.AnyKinds, k => Invariant($"{k}")) + place);
        AddIf(parts, match.MinLength > 0, Invariant($"from {match.MinLength} bytes on"));
        AddIf(parts, match.MaxLength < SimulatedNetwork.MaxPacketLength, Invariant($"up to {match.MaxLength} bytes"));
        return parts.Count == 0 ? "all packets" : "packets " + string.Join(" and ", parts);
    }

    private static void AddDelays(List<string> parts, LinkOptions link)
    {
        if (link.JitterShape == JitterShape.Trace)
        {
            AddIf(parts, link.JitterTrace.Count > 0, "jitter by turns " + QuantityText.List(link.JitterTrace, QuantityText.Length), (!link.JitterKeepsOrder, "overtaking"));
        }
        else
        {
            AddIf(
                parts,
                link.Jitter > Duration.Zero,
                "jitter " + QuantityText.Length(link.Jitter),
                (link.JitterShape != Default.JitterShape, link.JitterShape.ToString()),
                (link.JitterShape == JitterShape.Bimodal && link.SlowPerMillion != Default.SlowPerMillion, "slow " + QuantityText.Share(link.SlowPerMillion)),
                (!link.JitterKeepsOrder, "overtaking"));
        }

        AddIf(parts, link.OvertakingJitter > Duration.Zero, "overtaking jitter " + QuantityText.Length(link.OvertakingJitter));
    }

    private static void AddFaults(List<string> parts, LinkOptions link)
    {
        bool isHeld = link.ReorderShape is ReorderShape.HoldBack or ReorderShape.AdjacentSwap or ReorderShape.BurstReversal;
        bool hasSpan = link.ReorderShape is ReorderShape.JumpAhead or ReorderShape.BurstReversal;
        AddIf(
            parts,
            link.ReorderPerMillion > 0,
            "reorder " + QuantityText.Share(link.ReorderPerMillion),
            (link.ReorderShape != Default.ReorderShape, link.ReorderShape.ToString()),
            (isHeld && link.ReorderDelay != Default.ReorderDelay, "within " + QuantityText.Length(link.ReorderDelay)),
            (hasSpan && link.ReorderSpan != Default.ReorderSpan, Invariant($"span {link.ReorderSpan}")),
            (link.ReorderShape == ReorderShape.Straggler && link.StragglerDelay != Default.StragglerDelay, "within " + QuantityText.Length(link.StragglerDelay)));
        AddIf(
            parts,
            link.DuplicatePerMillion > 0,
            "duplicate " + QuantityText.Share(link.DuplicatePerMillion),
            (link.DuplicateCopies != Default.DuplicateCopies, Invariant($"up to {link.DuplicateCopies} copies")),
            (link.DuplicateDelay != Default.DuplicateDelay, "within " + QuantityText.Length(link.DuplicateDelay)));
        AddIf(
            parts,
            link.LateCopyPerMillion > 0,
            "late copy " + QuantityText.Share(link.LateCopyPerMillion),
            (link.LateCopyDelay != Default.LateCopyDelay, "within " + QuantityText.Length(link.LateCopyDelay)));
        AddIf(
            parts,
            link.CorruptPerMillion > 0,
            "damage " + QuantityText.Share(link.CorruptPerMillion),
            (link.Corruption != Default.Corruption, link.Corruption.ToString()),
            (link.CorruptChecksum != Default.CorruptChecksum, Invariant($"checksum {link.CorruptChecksum}")));
        AddIf(parts, link.MarkPerMillion > 0, "mark " + QuantityText.Share(link.MarkPerMillion));
    }

    private static void AddRate(List<string> parts, LinkOptions link)
    {
        if (link.BitsPerSecond == 0)
        {
            return;
        }

        string rate = link.BitsPerSecond < 10_000 ? Invariant($"{link.BitsPerSecond:N0} bit/s") : Invariant($"{link.BitsPerSecond / 1000:N0} kbit/s");
        AddIf(parts, true, rate, (link.BurstBytes > 0, Invariant($"burst {link.BurstBytes} bytes")), (link.SharedBottleneck > 0, Invariant($"bottleneck {link.SharedBottleneck}")));
        AddIf(parts, link.QueueBytes > 0, Invariant($"queue {link.QueueBytes} bytes"));
        AddIf(parts, link.QueuePackets > 0, Invariant($"queue {link.QueuePackets} packets"));
        switch (link.Discipline)
        {
            case QueueDiscipline.Red:
                AddIf(
                    parts,
                    true,
                    "Red",
                    (link.Red.MinBytes != Default.Red.MinBytes, Invariant($"from {link.Red.MinBytes} bytes on")),
                    (link.Red.MaxBytes != Default.Red.MaxBytes, Invariant($"all from {link.Red.MaxBytes} bytes on")),
                    (link.Red.MostPerMillion != Default.Red.MostPerMillion, "up to " + QuantityText.Share(link.Red.MostPerMillion)),
                    (link.Red.WeightShift != Default.Red.WeightShift, Invariant($"weight 2^-{link.Red.WeightShift}")));
                break;
            case QueueDiscipline.CoDel:
                AddIf(
                    parts,
                    true,
                    "CoDel",
                    (link.CoDel.Target != Default.CoDel.Target, "target " + QuantityText.Length(link.CoDel.Target)),
                    (link.CoDel.Interval != Default.CoDel.Interval, "interval " + QuantityText.Length(link.CoDel.Interval)),
                    (link.CoDel.LeastBytes != Default.CoDel.LeastBytes, Invariant($"above {link.CoDel.LeastBytes} bytes")));
                break;
            default:
                AddIf(parts, link.Discipline != Default.Discipline, link.Discipline.ToString());
                break;
        }

        AddIf(parts, link.EcnThreshold > 0, Invariant($"ECN from {link.EcnThreshold} bytes on"));
    }

    // A part, and in parentheses what qualifies it.
    private static void AddIf(List<string> parts, bool applies, string? part, params ReadOnlySpan<(bool Applies, string Text)> qualifiers)
    {
        if (!applies)
        {
            return;
        }

        List<string> told = [];
        foreach ((bool isTold, string text) in qualifiers)
        {
            if (isTold)
            {
                told.Add(text);
            }
        }

        parts.Add(part + (told.Count > 0 ? " (" + string.Join(", ", told) + ")" : ""));
    }
}
