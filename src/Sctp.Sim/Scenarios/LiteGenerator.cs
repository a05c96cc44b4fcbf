using System;
using System.Collections.Generic;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>
/// Draws a scenario from a seed. Each group of knobs is first switched on or off and then turned (swarm testing: what is always on hides what only
/// shows when it is off). Retransmission limits are so high that no association may die of the faults drawn here: an end other than the one asked
/// for is a defect.
/// </summary>
internal sealed class LiteGenerator
{
    private const uint Stream = 0x200;

    // The peer may have much left to send when SHUTDOWN goes out.
    private static readonly Duration NoGuard = Duration.FromSeconds(100_000);

    private readonly ulong _seed;
    private readonly Randomness _random;

    public LiteGenerator(ulong seed)
    {
        _seed = seed;
        _random = new Randomness(seed);
    }

    public Scenario Generate()
    {
        RandomSequence shape = Sequence(0);
        Duration heal = shape.Between(Duration.FromSeconds(2), Duration.FromSeconds(40));
        int pathCount = shape.Chance(400_000) ? 2 : 1;
        int mtu = shape.Chance(300_000) ? (int)shape.Between(SctpOptions.MinPathMtu, 1480) : 1480;
        bool aborts = shape.Chance(60_000);
        EndingSide ending = aborts
            ? shape.Pick<EndingSide>([EndingSide.Client, EndingSide.Server])
            : shape.Pick<EndingSide>([EndingSide.Client, EndingSide.Server, EndingSide.Both]);
        bool isColliding = shape.Chance(150_000);
        bool endsEarly = shape.Chance(250_000);
        List<PathOptions> paths = [];
        for (int i = 0; i < pathCount; i++)
        {
            paths.Add(GeneratePath(Sequence(10 + (uint)i), mtu));
        }

        RandomSequence protocol = Sequence(1);
        SctpOptions common = GenerateProtocol(protocol, mtu);
        return new Scenario
        {
            Seed = _seed,
            Paths = paths,
            Faults = GenerateOutages(Sequence(2), heal, pathCount),
            HealAfter = heal,
            Opening = isColliding ? Opening.BothConnect : Opening.ClientConnects,
            Ending = new EndingOptions
            {
                Who = ending,
                How = aborts ? EndingKind.Abort : EndingKind.Shutdown,
                When = endsEarly ? EndingMoment.WhenEarly : EndingMoment.AfterQueued,
            },
            Client = GenerateSide(Sequence(20), common),
            Server = GenerateSide(Sequence(21), common),
        };
    }

    private static PathOptions GeneratePath(RandomSequence draw, int mtu)
    {
        Duration delay = draw.Chance(700_000)
            ? draw.Between(Duration.FromMilliseconds(1), Duration.FromMilliseconds(60))
            : draw.Between(Duration.FromMilliseconds(60), Duration.FromMilliseconds(400));
        LinkOptions link = new() { Delay = delay };
        if (draw.Chance(500_000))
        {
            link = link with
            {
                Jitter = draw.Between(Duration.Zero, delay),
                JitterShape = draw.Pick<JitterShape>([JitterShape.Uniform, JitterShape.Exponential]),
                JitterKeepsOrder = draw.Chance(500_000),
            };
        }

        if (draw.Chance(300_000))
        {
            link = link with { BitsPerSecond = draw.Between(500_000, 50_000_000), QueueBytes = (int)draw.Between(20_000, 200_000) };
        }

        if (draw.Chance(100_000))
        {
            link = link with { Mtu = (int)draw.Between(SctpOptions.MinPathMtu, mtu), Ptb = PtbMode.True };
        }

        return new PathOptions(GenerateFaults(draw, link), GenerateFaults(draw, link));
    }

    private static LinkOptions GenerateFaults(RandomSequence draw, LinkOptions link)
    {
        if (draw.Chance(600_000))
        {
            link = link with { LossPerMillion = (int)(draw.Chance(500_000) ? draw.Between(1_000, 30_000) : draw.Between(30_000, 200_000)) };
        }

        if (draw.Chance(300_000))
        {
            link = link with { ReorderPerMillion = (int)draw.Between(1_000, 200_000), ReorderDelay = draw.Between(Duration.FromMilliseconds(1), Duration.FromMilliseconds(300)) };
        }

        if (draw.Chance(300_000))
        {
            link = link with { DuplicatePerMillion = (int)draw.Between(1_000, 100_000), DuplicateDelay = draw.Between(Duration.Zero, Duration.FromMilliseconds(500)) };
        }

        if (draw.Chance(250_000))
        {
            link = link with
            {
                CorruptPerMillion = (int)draw.Between(1_000, 50_000),
                Corruption = draw.Pick<CorruptionKind>([CorruptionKind.BitFlips, CorruptionKind.Truncation]),
            };
        }

        return link;
    }

    private static List<Fault> GenerateOutages(RandomSequence draw, Duration heal, int pathCount)
    {
        List<Fault> outages = [];
        if (!draw.Chance(pathCount > 1 ? 600_000 : 150_000))
        {
            return outages;
        }

        long count = draw.Between(1, 4);
        for (int i = 0; i < count; i++)
        {
            Duration start = draw.Between(Duration.Zero, heal);
            Duration end = draw.Between(start, heal);
            bool toServer = draw.Chance(800_000);
            outages.Add(new PathOutage(start, end - start, (int)draw.Between(0, pathCount - 1), toServer, !toServer || draw.Chance(700_000)));
        }

        return outages;
    }

    private static SctpOptions GenerateProtocol(RandomSequence draw, int mtu)
    {
        Duration rtoMin = draw.Pick<Duration>([Duration.FromMilliseconds(100), Duration.FromMilliseconds(300), Duration.FromSeconds(1)]);
        Duration rtoMax = draw.Pick<Duration>([Duration.FromSeconds(3), Duration.FromSeconds(10), Duration.FromSeconds(60)]);
        return new SctpOptions
        {
            RtoMin = rtoMin,
            RtoInitial = Duration.FromSeconds(1),
            RtoMax = rtoMax,
            AssociationMaxRetrans = 1_000,
            MaxInitRetransmits = 1_000,
            PathMaxRetrans = (int)draw.Between(1, 5),
            HeartbeatInterval = draw.Between(Duration.FromSeconds(1), Duration.FromSeconds(30)),
            ShutdownGuard = NoGuard,
            ValidCookieLife = Duration.FromSeconds(600),
            PathMtu = mtu,
            MaxBurst = draw.Chance(200_000) ? 0 : (int)draw.Between(1, 8),
            SackDelay = draw.Chance(200_000) ? Duration.Zero : draw.Between(Duration.FromMilliseconds(10), Duration.FromMilliseconds(500)),
            SackFrequency = draw.Chance(800_000) ? 2 : (int)draw.Between(1, 4),
        };
    }

    private static SideOptions GenerateSide(RandomSequence draw, SctpOptions common)
    {
        int largest = draw.Chance(400_000) ? 64 * 1024 : (int)draw.Between(1, 8_000);
        bool isSlowReader = draw.Chance(250_000);
        bool isPaced = draw.Chance(400_000);
        int streams = (int)(draw.Chance(800_000) ? draw.Between(1, 8) : draw.Between(9, 40));
        return new SideOptions
        {
            Endpoint = common with
            {
                OutboundStreams = streams + (int)draw.Between(0, 3),
                ReceiveBufferSize = draw.Chance(300_000) ? (int)draw.Between(3_000, 64_000) : 1024 * 1024,
                SendBufferSize = draw.Chance(300_000) ? (int)draw.Between(Math.Max(largest, 1_500), 128 * 1024) : 1024 * 1024,
                Nagle = draw.Chance(200_000),
                PartialDeliveryPoint = null,
            },
            Workload = new WorkloadOptions
            {
                MessageCount = (int)(draw.Chance(100_000) ? draw.Between(0, 3) : draw.Between(10, 120)),
                LargestMessage = largest,
                StreamCount = streams,
                UnorderedPerMillion = draw.Pick<int>([0, 250_000, 500_000, 1_000_000]),
                SendInterval = isPaced ? draw.Between(Duration.FromMilliseconds(1), Duration.FromMilliseconds(200)) : Duration.Zero,
                SendBurst = (int)draw.Between(1, 8),
                ReadInterval = isSlowReader ? draw.Between(Duration.FromMilliseconds(10), Duration.FromSeconds(2)) : Duration.Zero,
                ReadBurst = (int)draw.Between(1, 5),
                SendsBeforeEstablished = draw.Chance(300_000),
            },
            InitialTsn = draw.Chance(300_000) ? uint.MaxValue - (uint)draw.Between(0, 60) : null,
        };
    }

    private RandomSequence Sequence(uint group) => new(_random, Stream, group);
}
