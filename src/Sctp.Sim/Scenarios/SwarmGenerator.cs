using System;
using System.Collections.Generic;
using Sctp.Sim.Associations;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>
/// Draws a scenario from a seed: first which <see cref="KnobGroup"/>s are on, by the weights of a profile, then how far the knobs of these are turned. Each
/// group draws from a stream of its own, so that a group more or less leaves the others as they are. Unless mortality is on, retransmission limits are so
/// high that no association may die of the faults drawn here: an end other than the one asked for is a defect.
/// </summary>
internal sealed class SwarmGenerator
{
    /// <summary>Each buggify site is active with this probability where sites are.</summary>
    private const int SitePerMillion = 250_000;

    private const int MostTamedMessages = 30;
    private const int LargestTamedMessage = 4_000;
    private const uint Stream = 0x202;
    private const uint SiteStream = 0x203;
    private const uint LinkStream = 0x204;
    private const uint PathStream = 0x205;
    private const uint SideStream = 0x206;

    // The peer may have much left to send when SHUTDOWN goes out.
    private static readonly Duration NoGuard = Duration.FromSeconds(100_000);

    private static readonly Duration LongestTamedRto = Duration.FromSeconds(3);

    private readonly ulong _seed;
    private readonly KnobProfile _profile;
    private readonly Randomness _random;
    private readonly bool[] _isOn;
    private readonly bool _isPerformance;
    private readonly bool _wraps;

    public SwarmGenerator(ulong seed, KnobProfile profile)
    {
        _seed = seed;
        _profile = profile;
        _random = new Randomness(seed);
        _isOn = profile.Draw(_random);
        _isPerformance = profile == KnobProfile.Perf;

        // It takes as long as a hundred other seeds.
        _wraps = IsOn(KnobGroup.SsnWrap) && !IsOn(KnobGroup.Associations) && !IsOn(KnobGroup.Misbehavior) && Sequence(KnobGroup.SsnWrap).Chance(100_000);
    }

    public Scenario Generate()
    {
        RandomSequence shape = new(_random, Stream, 0xFFFF);
        Duration heal = shape.Between(Duration.FromSeconds(2), Duration.FromSeconds(40));
        int associations = IsOn(KnobGroup.Associations) ? (int)Sequence(KnobGroup.Associations).Between(2, 4) : 1;
        RandomSequence multihoming = Sequence(KnobGroup.Multihoming);
        int pathCount = IsOn(KnobGroup.Multihoming) ? (int)multihoming.Pick<long>([2, 2, 2, 3, 4]) : 1;
        int mtu = IsOn(KnobGroup.Mtu) ? (int)Sequence(KnobGroup.Mtu).Between(SctpOptions.MinPathMtu, 1480) : 1480;
        bool isUdp = IsOn(KnobGroup.Udp);
        List<PathOptions> paths = [];
        for (int i = 0; i < pathCount; i++)
        {
            paths.Add(GeneratePath((uint)i, mtu));
        }

        if (pathCount > 1 && IsOn(KnobGroup.Rate) && multihoming.Chance(200_000))
        {
            paths = LinkGenerator.WithSharedBottleneck(paths);
        }

        var scenario = new Scenario
        {
            Seed = _seed,
            Profile = _profile.FullName,
            Associations = associations,
            Paths = paths,
            UdpEncapsulation = isUdp,
            HealAfter = heal,
            Opening = IsOn(KnobGroup.Collision) ? Opening.BothConnect : Opening.ClientConnects,
            Ending = GenerateEnding(shape, heal),
            Client = GenerateSide(Side.Client, associations, mtu, pathCount),
            Server = GenerateSide(Side.Server, associations, mtu, pathCount),
            Attacker = IsOn(KnobGroup.Attacker) ? GenerateAttacker(Sequence(KnobGroup.Attacker), heal) : null,
            Buggify = IsOn(KnobGroup.Buggify) && !_wraps ? GenerateSites() : [],
        };
        scenario = IsOn(KnobGroup.Misbehavior) ? Misbehaving(scenario, Sequence(KnobGroup.Misbehavior)) : scenario;
        return scenario with { Faults = new FaultGenerator(_isOn, Sequence, scenario).Generate() };
    }

    private bool IsOn(KnobGroup group) => _isOn[(int)group];

    private RandomSequence Sequence(KnobGroup group) => new(_random, Stream, (uint)group);

    private RandomSequence Sequence(uint stream, KnobGroup group, uint number) => new(_random, stream, ((uint)group << 8) | number);

    private PathOptions GeneratePath(uint path, int mtu)
    {
        RandomSequence draw = new(_random, PathStream, path);
        bool isNear = draw.Chance(700_000);
        Duration delay = isNear
            ? draw.Between(Duration.FromMicroseconds(_isPerformance ? 100 : 1_000), Duration.FromMilliseconds(60))
            : draw.Between(Duration.FromMilliseconds(60), Duration.FromMilliseconds(400));
        LinkOptions toServer = GenerateLink(path * 2, delay, mtu);
        if (!IsOn(KnobGroup.Asymmetry))
        {
            return new PathOptions(toServer, toServer);
        }

        RandomSequence asymmetry = Sequence(LinkStream, KnobGroup.Asymmetry, path);
        Duration other = asymmetry.Chance(500_000) ? asymmetry.Between(Duration.FromMilliseconds(1), Duration.FromMilliseconds(400)) : delay;
        LinkOptions toClient = GenerateLink((path * 2) + 1, other, mtu);
        return asymmetry.Pick<int>([0, 1, 2]) switch
        {
            0 => new PathOptions(toServer, toClient),
            1 => new PathOptions(toServer, Faultless(toClient)),
            _ => new PathOptions(Faultless(toServer), toClient),
        };
    }

    private static LinkOptions Faultless(LinkOptions link) =>
        new() { Delay = link.Delay, BitsPerSecond = link.BitsPerSecond, QueueBytes = link.QueueBytes, Mtu = link.Mtu, Ptb = link.Ptb };

    private LinkOptions GenerateLink(uint number, Duration delay, int mtu)
    {
        LinkOptions link = new() { Delay = delay };
        RandomSequence Draw(KnobGroup group) => Sequence(LinkStream, group, number);
        link = IsOn(KnobGroup.Loss) ? LinkGenerator.WithLoss(link, Draw(KnobGroup.Loss)) : link;
        link = IsOn(KnobGroup.LossModel) ? link with { Loss = LinkGenerator.GenerateLossModel(Draw(KnobGroup.LossModel)) } : link;
        link = IsOn(KnobGroup.Jitter) ? LinkGenerator.WithJitter(link, Draw(KnobGroup.Jitter)) : link;
        link = IsOn(KnobGroup.Reorder) ? LinkGenerator.WithReordering(link, Draw(KnobGroup.Reorder)) : link;
        link = IsOn(KnobGroup.Duplicate) ? LinkGenerator.WithDuplicates(link, Draw(KnobGroup.Duplicate)) : link;
        link = IsOn(KnobGroup.Damage) || IsOn(KnobGroup.SealedDamage) ? LinkGenerator.WithDamage(link, Draw(KnobGroup.Damage), IsOn(KnobGroup.SealedDamage)) : link;
        link = IsOn(KnobGroup.Rate) ? LinkGenerator.WithRate(link, Draw(KnobGroup.Rate), _isPerformance) : link;
        link = IsOn(KnobGroup.Marks) ? LinkGenerator.WithMarks(link, Draw(KnobGroup.Marks)) : link;
        return IsOn(KnobGroup.Mtu) ? LinkGenerator.WithMtu(link, Draw(KnobGroup.Mtu), mtu) : link;
    }

    private EndingOptions GenerateEnding(RandomSequence shape, Duration heal)
    {
        EndingSide who = shape.Pick<EndingSide>([EndingSide.Client, EndingSide.Server, EndingSide.Both]);
        if (!IsOn(KnobGroup.Ending))
        {
            return new EndingOptions { Who = who };
        }

        RandomSequence draw = Sequence(KnobGroup.Ending);
        Duration soon = Duration.Min(heal, Duration.FromSeconds(3));
        return new EndingOptions
        {
            Who = who,
            How = draw.Chance(300_000) ? EndingKind.Abort : EndingKind.Shutdown,
            When = draw.Pick<EndingMoment>([EndingMoment.AfterQueued, EndingMoment.WhenEarly, EndingMoment.WhenEarly, EndingMoment.At]),
            At = draw.Between(Duration.Zero, draw.Chance(700_000) ? soon : heal),
        };
    }

    private static AttackerOptions GenerateAttacker(RandomSequence draw, Duration heal)
    {
        Duration start = draw.Between(Duration.Zero, draw.Chance(800_000) ? Duration.FromSeconds(1) : heal);
        Duration length = draw.Between(Duration.Zero, Duration.Min(heal - start, Duration.FromSeconds(5)));
        return new AttackerOptions
        {
            Knowledge = draw.Pick<Knowledge>([Knowledge.Blind, Knowledge.KnowsTuple, Knowledge.KnowsTuple, Knowledge.OnPath]),
            PacketsPerSecond = (int)draw.Between(1, 200),
            Start = start,
            Length = length,
        };
    }

    // Half of the runs do without the sites under which the oracles that follow each step are silent: the others are judged by all.
    private List<BuggifySite> GenerateSites()
    {
        List<BuggifySite> sites = [];
        Conditions avoided = Distribution.Chance(_random.Draw(SiteStream, uint.MaxValue, 0), 500_000) ? Conditions.ChangedOptions | Conditions.BatchedInputs : Conditions.None;
        foreach (BuggifySite site in Enum.GetValues<BuggifySite>())
        {
            if ((ScenarioConditions.Of(site) & avoided) == 0 && Distribution.Chance(_random.Draw(SiteStream, (uint)site, 0), SitePerMillion))
            {
                sites.Add(site);
            }
        }

        return sites;
    }

    private SideOptions GenerateSide(Side side, int associations, int mtu, int pathCount)
    {
        RandomSequence Draw(KnobGroup group) => Sequence(SideStream, group, (uint)side);
        RandomSequence shape = new(_random, SideStream, 0xFFFF_0000 | (uint)side);
        int longest = IsOn(KnobGroup.LongMessages) ? 64 * 1024 : (int)shape.Between(1, 4_000);
        int streams = IsOn(KnobGroup.ManyStreams) ? (int)Draw(KnobGroup.ManyStreams).Pick<long>([64, 300, 2_000]) : (int)shape.Between(1, 8);
        int most = (_isPerformance ? 2_000 : 120) / associations;
        var workload = new WorkloadOptions
        {
            MessageCount = (int)(shape.Chance(100_000) ? shape.Between(0, 3) : shape.Between(most / 12, most)),
            LargestMessage = longest,
            StreamCount = streams,
            UnorderedPerMillion = shape.Pick<int>([0, 250_000, 500_000, 1_000_000]),
            SendsBeforeEstablished = shape.Chance(300_000),
        };
        workload = IsOn(KnobGroup.Pace) ? WithPace(workload, Draw(KnobGroup.Pace)) : workload;
        workload = IsOn(KnobGroup.SlowReader) ? WithSlowReader(workload, Draw(KnobGroup.SlowReader)) : workload;
        workload = side == Side.Client && _wraps ? Wrapping() : workload;

        var endpoint = new SctpOptions
        {
            OutboundStreams = Math.Max(streams, workload.StreamCount) + (int)shape.Between(0, 3),
            PathMtu = mtu,
            AssociationMaxRetrans = 1_000,
            MaxInitRetransmits = 1_000,
            ShutdownGuard = NoGuard,
            ValidCookieLife = Duration.FromSeconds(600),
        };
        endpoint = IsOn(KnobGroup.ProtocolTimers) ? ProtocolGenerator.WithTimers(endpoint, Draw(KnobGroup.ProtocolTimers)) : endpoint;
        endpoint = IsOn(KnobGroup.ProtocolSending) ? ProtocolGenerator.WithSending(endpoint, Draw(KnobGroup.ProtocolSending)) : endpoint;
        endpoint = IsOn(KnobGroup.Buffers) ? ProtocolGenerator.WithBuffers(endpoint, Draw(KnobGroup.Buffers), workload.LargestMessage) : endpoint;
        endpoint = IsOn(KnobGroup.Mortality) ? ProtocolGenerator.WithMortality(endpoint, Draw(KnobGroup.Mortality)) : endpoint;
        return new SideOptions
        {
            Endpoint = endpoint,
            Workload = workload,
            NamedAddresses = IsOn(KnobGroup.Multihoming) ? GenerateNamed(Draw(KnobGroup.Multihoming), pathCount) : 0,
            InitialTsn = IsOn(KnobGroup.InitialTsn) ? GenerateTsn(Draw(KnobGroup.InitialTsn)) : null,
        };
    }

    private static int GenerateNamed(RandomSequence draw, int pathCount) => draw.Chance(700_000) ? 0 : (int)draw.Between(1, pathCount - 1);

    // A small load, since some behaviours make each message cost a timeout.
    private static Scenario Misbehaving(Scenario scenario, RandomSequence draw)
    {
        PeerBehavior behavior = PeerBehaviors.Generate(draw);
        bool isClient = draw.Chance(500_000);
        return scenario with
        {
            Client = Tame(scenario.Client) with { Behavior = isClient ? behavior : null },
            Server = Tame(scenario.Server) with { Behavior = isClient ? null : behavior },
        };
    }

    private static SideOptions Tame(SideOptions side)
    {
        SctpOptions endpoint = side.Endpoint;
        WorkloadOptions workload = side.Workload;
        return side with
        {
            Endpoint = endpoint with { RtoMax = Duration.Max(Duration.Max(endpoint.RtoMin, endpoint.RtoInitial), Duration.Min(endpoint.RtoMax, LongestTamedRto)) },
            Workload = workload with { MessageCount = Math.Min(workload.MessageCount, MostTamedMessages), LargestMessage = Math.Min(workload.LargestMessage, LargestTamedMessage) },
        };
    }

    private static WorkloadOptions WithPace(WorkloadOptions workload, RandomSequence draw) => workload with
    {
        SendInterval = draw.Between(Duration.FromMilliseconds(1), Duration.FromMilliseconds(200)),
        SendBurst = (int)draw.Between(1, 8),
    };

    private static WorkloadOptions WithSlowReader(WorkloadOptions workload, RandomSequence draw) => workload with
    {
        ReadInterval = draw.Between(Duration.FromMilliseconds(10), Duration.FromSeconds(2)),
        ReadBurst = (int)draw.Between(1, 5),
    };

    // More ordered messages on one stream than there are stream sequence numbers.
    private static WorkloadOptions Wrapping() => new() { MessageCount = 66_000, LargestMessage = 1, StreamCount = 1, UnorderedPerMillion = 0 };

    private static uint GenerateTsn(RandomSequence draw)
    {
        uint near = (uint)draw.Between(0, 60);
        return draw.Pick<uint>([0, 1, int.MaxValue, 0x8000_0000, uint.MaxValue - 1, uint.MaxValue, uint.MaxValue - near, uint.MaxValue - near, int.MaxValue - near]);
    }
}
