using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim;

/// <summary>Draws how a side misbehaves.</summary>
public static class PeerBehaviors
{
    /// <summary>How many kinds of behaviour there are.</summary>
    internal const int Kinds = 26;

    /// <summary>One behaviour of those there are, with values of its own.</summary>
    public static PeerBehavior Generate(RandomSequence draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        ScriptedBehavior behavior = Create((int)draw.Between(0, Kinds - 1), draw);
        return behavior with
        {
            From = draw.Chance(500_000) ? Duration.Zero : draw.Between(Duration.Zero, Duration.FromSeconds(3)),
            Length = behavior is ZeroWindow || draw.Chance(500_000) ? draw.Between(Duration.FromMilliseconds(100), Duration.FromSeconds(10)) : null,
            PerMillion = draw.Chance(500_000) ? 1_000_000 : (int)draw.Between(20_000, 700_000),
            Interval = draw.Between(Duration.FromMilliseconds(5), Duration.FromMilliseconds(500)),
        };
    }

    private static ScriptedBehavior Create(int kind, RandomSequence draw) => kind switch
    {
        0 => new OptimisticAck { Beyond = (int)(draw.Chance(700_000) ? 0 : draw.Between(1, 3)) },
        1 => new AckSplitting { Pieces = (int)draw.Between(2, 20) },
        2 => new DuplicateReports { Count = (int)draw.Between(1, 50) },
        3 => new Renege(),
        4 => new TinyWindow { Window = (int)draw.Between(500, 5_000), ShrinksInit = draw.Chance(100_000) },
        5 => new ShrinkingWindow { Step = (int)draw.Between(100, 50_000) },
        6 => new ZeroWindow(),
        7 => new GapBlockFlood { Blocks = (int)draw.Between(1, 350), GoesBeyond = draw.Chance(200_000) },
        8 => new DuplicateFlood { Copies = (int)draw.Between(1, 30) },
        9 => new SilentReceiver(),
        10 => new StaleInit { HasOtherTags = draw.Chance(500_000), HasOtherAddress = draw.Chance(300_000) },
        11 => new OldCookies { FlippedPerMillion = (int)draw.Between(0, 1_000_000) },
        12 => new ErrorReports(),
        13 => new UnknownChunks(),
        14 => new MalformedLengths(),
        15 => new EmptyData(),
        16 => new InvalidStreams(),
        17 => new FarTsns(),
        18 => new InconsistentFragments(),
        19 => new AbsurdGaps { InRangePerMillion = (int)draw.Between(0, 1_000_000) },
        20 => new BundledEnds(),
        21 => new HeartbeatFlood { Bundled = (int)draw.Between(1, 20) },
        22 => new MisusedShutdown { IsHarmless = draw.Chance(700_000) },
        23 => new DeafToShutdown(),
        24 => new RandomChunks(),
        _ => new CookieInShutdown(),
    };
}
