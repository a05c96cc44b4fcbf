using System;
using System.Collections.Generic;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>Turns the knobs of one link, group by group.</summary>
internal static class LinkGenerator
{
    private const byte Data = 0;
    private const byte Sack = 3;
    private const byte LastControl = 14;

    public static LinkOptions WithLoss(LinkOptions link, RandomSequence draw) =>
        link with { LossPerMillion = (int)(draw.Chance(500_000) ? draw.Between(1_000, 30_000) : draw.Between(30_000, 200_000)) };

    public static LossModel GenerateLossModel(RandomSequence draw) => draw.Pick<int>([0, 0, 1, 2, 3, 4, 4]) switch
    {
        0 => new GilbertElliott
        {
            GoodToBadPerMillion = (int)draw.Between(1_000, 50_000),
            BadToGoodPerMillion = (int)draw.Between(100_000, 600_000),
            LossInGoodPerMillion = draw.Chance(700_000) ? 0 : (int)draw.Between(0, 10_000),
            LossInBadPerMillion = (int)draw.Between(300_000, 1_000_000),
        },
        1 => Periodic(draw),
        2 => new NthLoss { Ordinals = GenerateOrdinals(draw) },
        3 => Some(draw),
        _ => new PredicateLoss { Match = GenerateMatch(draw), First = (int)draw.Between(0, 3), Count = (int)draw.Between(1, 4) },
    };

    public static LinkOptions WithJitter(LinkOptions link, RandomSequence draw)
    {
        JitterShape form = draw.Pick<JitterShape>([JitterShape.Uniform, JitterShape.Uniform, JitterShape.Exponential, JitterShape.Bimodal, JitterShape.Trace]);
        link = link with
        {
            JitterShape = form,
            Jitter = draw.Between(Duration.Zero, Duration.Max(link.Delay, Duration.FromMilliseconds(2))),
            JitterKeepsOrder = draw.Chance(600_000),
            OvertakingJitter = draw.Chance(200_000) ? draw.Between(Duration.Zero, Duration.FromMilliseconds(30)) : Duration.Zero,
        };
        if (form == JitterShape.Bimodal)
        {
            return link with { SlowPerMillion = (int)draw.Between(10_000, 400_000) };
        }

        return form == JitterShape.Trace ? link with { JitterTrace = GenerateTrace(draw, link.Jitter) } : link;
    }

    public static LinkOptions WithReordering(LinkOptions link, RandomSequence draw) => link with
    {
        ReorderPerMillion = (int)draw.Between(1_000, 200_000),
        ReorderShape = draw.Pick<ReorderShape>([ReorderShape.HoldBack, ReorderShape.AdjacentSwap, ReorderShape.JumpAhead, ReorderShape.BurstReversal, ReorderShape.Straggler]),
        ReorderDelay = draw.Between(Duration.FromMilliseconds(1), Duration.FromMilliseconds(300)),
        ReorderSpan = (int)draw.Between(2, LinkOptions.MostReorderSpan),
        StragglerDelay = draw.Between(Duration.FromSeconds(1), Duration.FromSeconds(20)),
    };

    public static LinkOptions WithDuplicates(LinkOptions link, RandomSequence draw)
    {
        bool isLate = draw.Chance(250_000);
        return link with
        {
            DuplicatePerMillion = (int)draw.Between(1_000, 100_000),
            DuplicateCopies = draw.Chance(800_000) ? 1 : (int)draw.Between(2, 4),
            DuplicateDelay = draw.Between(Duration.Zero, Duration.FromMilliseconds(500)),
            LateCopyPerMillion = isLate ? (int)draw.Between(1_000, 20_000) : 0,
            LateCopyDelay = draw.Between(Duration.FromSeconds(5), Duration.FromSeconds(200)),
        };
    }

    public static LinkOptions WithDamage(LinkOptions link, RandomSequence draw, bool isSealed) => link with
    {
        CorruptPerMillion = (int)draw.Between(1_000, 50_000),
        Corruption = draw.Pick<CorruptionKind>([CorruptionKind.BitFlips, CorruptionKind.BitFlips, CorruptionKind.Truncation, CorruptionKind.Overwrite, CorruptionKind.Extension, CorruptionKind.Splice]),
        CorruptChecksum = isSealed ? ChecksumTreatment.Repaired : draw.Pick<ChecksumTreatment>([ChecksumTreatment.Wrong, ChecksumTreatment.Wrong, ChecksumTreatment.Zero]),
    };

    public static LinkOptions WithRate(LinkOptions link, RandomSequence draw, bool isPerformance)
    {
        link = link with
        {
            BitsPerSecond = isPerformance ? draw.Between(1_000_000, 1_000_000_000) : draw.Between(500_000, 50_000_000),
            QueueBytes = (int)draw.Between(20_000, isPerformance ? 2_000_000 : 200_000),
            QueuePackets = draw.Chance(200_000) ? (int)draw.Between(10, 200) : 0,
            BurstBytes = draw.Chance(200_000) ? (int)draw.Between(1_500, 30_000) : 0,
            Discipline = draw.Chance(500_000)
                ? QueueDiscipline.TailDrop
                : draw.Pick<QueueDiscipline>([QueueDiscipline.HeadDrop, QueueDiscipline.RandomVictim, QueueDiscipline.Red, QueueDiscipline.CoDel]),
        };
        int least = Math.Max(3_000, link.QueueBytes / 4);
        var red = new RedOptions { MinBytes = least, MaxBytes = least * 3 };
        if (!draw.Chance(300_000))
        {
            return link with { Red = red };
        }

        Duration target = draw.Between(Duration.FromMilliseconds(1), Duration.FromMilliseconds(20));
        return link with
        {
            Red = red with { WeightShift = (int)draw.Between(0, 9), MostPerMillion = (int)draw.Between(10_000, 500_000) },
            CoDel = new CoDelOptions { Target = target, Interval = target * (int)draw.Between(2, 20), LeastBytes = (int)draw.Between(0, 6_000) },
        };
    }

    /// <summary>All paths go through one queue for each direction: that of the first.</summary>
    public static List<PathOptions> WithSharedBottleneck(List<PathOptions> paths)
    {
        LinkOptions toServer = paths[0].ToServer;
        LinkOptions toClient = paths[0].ToClient;
        return paths.ConvertAll(path => new PathOptions(Through(path.ToServer, toServer, 1), Through(path.ToClient, toClient, 2)));
    }

    private static LinkOptions Through(LinkOptions link, LinkOptions first, int number) => link with
    {
        BitsPerSecond = first.BitsPerSecond,
        QueueBytes = first.QueueBytes,
        QueuePackets = first.QueuePackets,
        BurstBytes = first.BurstBytes,
        Discipline = first.Discipline,
        Red = first.Red,
        CoDel = first.CoDel,
        SharedBottleneck = number,
    };

    public static LinkOptions WithMarks(LinkOptions link, RandomSequence draw) => link with
    {
        MarkPerMillion = (int)draw.Between(1_000, 200_000),
        EcnThreshold = link.BitsPerSecond == 0 ? 0 : (int)draw.Between(3_000, 30_000),
    };

    public static LinkOptions WithMtu(LinkOptions link, RandomSequence draw, int mtu) => !draw.Chance(500_000) ? link : link with
    {
        Mtu = (int)draw.Between(SctpOptions.MinPathMtu, mtu),
        Ptb = draw.Pick<PtbMode>([PtbMode.True, PtbMode.True, PtbMode.True, PtbMode.None, PtbMode.Zero, PtbMode.Absurd, PtbMode.Inflated]),
    };

    private static PeriodicLoss Periodic(RandomSequence draw)
    {
        int period = (int)draw.Between(2, 40);
        return new PeriodicLoss { Period = period, Offset = (int)draw.Between(0, period - 1) };
    }

    private static SomeOfNext Some(RandomSequence draw)
    {
        int of = (int)draw.Between(1, 60);
        return new SomeOfNext { Of = of, Count = (int)draw.Between(1, Math.Min(of, 20)), From = draw.Between(0, 40) };
    }

    private static List<long> GenerateOrdinals(RandomSequence draw)
    {
        List<long> ordinals = [];
        long ordinal = draw.Between(0, 10);
        long count = draw.Between(1, 8);
        for (int i = 0; i < count; i++)
        {
            ordinals.Add(ordinal);
            ordinal += draw.Chance(600_000) ? 1 : draw.Between(2, 30);
        }

        return ordinals;
    }

    private static PacketMatch GenerateMatch(RandomSequence draw)
    {
        byte kind = draw.Pick<byte>([Data, Sack, (byte)draw.Between(1, LastControl)]);
        return draw.Chance(500_000) ? new PacketMatch { FirstKinds = [kind] } : new PacketMatch { AnyKinds = [kind] };
    }

    private static List<Duration> GenerateTrace(RandomSequence draw, Duration most)
    {
        List<Duration> trace = [];
        long count = draw.Between(1, 30);
        for (int i = 0; i < count; i++)
        {
            trace.Add(draw.Between(Duration.Zero, most));
        }

        return trace;
    }
}
