using System;
using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim.Hunting;

/// <summary>Step 1: switches off whole groups of knobs, each with one run. A failure of a swarm seed needs few of them.</summary>
internal static class GroupsOff
{
    private static readonly PathOptions Plain = new(LinkOptions.Perfect, LinkOptions.Perfect);

    // The largest first: what goes with one run need not be looked at again.
    private static readonly Func<Scenario, Scenario>[] Groups =
    [
        s => s with { Paths = [Plain], Faults = [] },
        s => s with { Associations = 1 },
        s => s with { Faults = [] },
        WithoutAttacker,
        s => s with { Buggify = [] },
        s => s with { Client = s.Client with { Behavior = null }, Server = s.Server with { Behavior = null } },
        s => s with { Paths = [s.Paths[0]] },
        s => s with { Paths = [s.Paths[^1]] },
        s => SidesOf.WithBoth(s, side => side with { NamedAddresses = 0 }),
        s => EachLink(s, _ => LinkOptions.Perfect),
        s => EachLink(s, Fateless),
        s => EachLink(s, l => l with { LossPerMillion = 0, Loss = null }),
        s => EachLink(s, l => l with { ReorderPerMillion = 0, OvertakingJitter = Duration.Zero }),
        s => EachLink(s, l => l with { DuplicatePerMillion = 0, LateCopyPerMillion = 0 }),
        s => EachLink(s, l => l with { CorruptPerMillion = 0 }),
        s => EachLink(s, l => l with { MarkPerMillion = 0, EcnThreshold = 0 }),
        s => EachLink(s, l => l with { Jitter = Duration.Zero, JitterTrace = [] }),
        s => EachLink(s, l => l with { BitsPerSecond = 0, QueueBytes = 0, QueuePackets = 0, Discipline = QueueDiscipline.TailDrop, SharedBottleneck = 0 }),
        s => EachLink(s, l => l with { Mtu = 0 }),
        s => ToServer(s, _ => LinkOptions.Perfect),
        s => ToClient(s, _ => LinkOptions.Perfect),
        s => s with { Server = s.Server with { Workload = s.Server.Workload with { MessageCount = 0 } } },
        s => s with { Client = s.Client with { Workload = s.Client.Workload with { MessageCount = 0 } } },
        s => s with { Client = PlainReader(s.Client), Server = PlainReader(s.Server) },
        s => s with { Client = PlainSender(s.Client), Server = PlainSender(s.Server) },
        s => s with { Opening = Opening.ClientConnects },
        s => s with { Ending = new EndingOptions() },
        s => s with { UdpEncapsulation = false },
        s => s with { Client = PlainEndpoint(s.Client), Server = PlainEndpoint(s.Server) },
    ];

    public static void Apply(ShrinkSearch search)
    {
        foreach (Func<Scenario, Scenario> group in Groups)
        {
            Try(search, group);
        }

        foreach (Type kind in KindsOf(search.Best.Faults))
        {
            Try(search, s => s with { Faults = Without(s.Faults, kind) });
        }
    }

    /// <summary>A link whose chance decides nothing.</summary>
    public static LinkOptions Fateless(LinkOptions link) => link with
    {
        LossPerMillion = 0,
        Loss = null,
        ReorderPerMillion = 0,
        OvertakingJitter = Duration.Zero,
        DuplicatePerMillion = 0,
        LateCopyPerMillion = 0,
        CorruptPerMillion = 0,
        MarkPerMillion = 0,
        Jitter = Duration.Zero,
        JitterTrace = [],
    };

    public static Scenario WithoutAttacker(Scenario scenario) =>
        scenario with { Attacker = null, Schedule = scenario.Schedule is { } schedule ? schedule with { Strikes = null } : null };

    public static Scenario EachLink(Scenario scenario, Func<LinkOptions, LinkOptions> change) => ToServer(ToClient(scenario, change), change);

    // A schedule names links and messages: paths, associations and workloads are then reduced with it, elsewhere.
    private static void Try(ShrinkSearch search, Func<Scenario, Scenario> group)
    {
        Scenario candidate = group(search.Best);
        bool renumbers = candidate.Paths.Count != search.Best.Paths.Count || candidate.Associations != search.Best.Associations;
        bool isPinned = search.Best.Schedule is not null && renumbers;
        if (!isPinned && !candidate.IsSameAs(search.Best))
        {
            search.Try(candidate);
        }
    }

    private static SideOptions PlainReader(SideOptions side) =>
        side with { Workload = side.Workload with { ReadInterval = Duration.Zero, ReadBurst = 1 } };

    private static SideOptions PlainSender(SideOptions side) =>
        side with { Workload = side.Workload with { SendInterval = Duration.Zero, SendBurst = 1, SendsBeforeEstablished = false } };

    private static SideOptions PlainEndpoint(SideOptions side) => side with { Endpoint = new SctpOptions { OutboundStreams = side.Endpoint.OutboundStreams } };

    private static Scenario ToServer(Scenario scenario, Func<LinkOptions, LinkOptions> change) =>
        EachPath(scenario, path => path with { ToServer = change(path.ToServer) });

    private static Scenario ToClient(Scenario scenario, Func<LinkOptions, LinkOptions> change) =>
        EachPath(scenario, path => path with { ToClient = change(path.ToClient) });

    private static Scenario EachPath(Scenario scenario, Func<PathOptions, PathOptions> change)
    {
        List<PathOptions> paths = [];
        for (int i = 0; i < scenario.Paths.Count; i++)
        {
            paths.Add(change(scenario.Paths[i]));
        }

        return scenario with { Paths = paths };
    }

    private static List<Type> KindsOf(IReadOnlyList<Fault> faults)
    {
        List<Type> kinds = [];
        for (int i = 0; i < faults.Count; i++)
        {
            if (!kinds.Contains(faults[i].GetType()))
            {
                kinds.Add(faults[i].GetType());
            }
        }

        return kinds;
    }

    private static List<Fault> Without(IReadOnlyList<Fault> faults, Type kind)
    {
        List<Fault> rest = [];
        for (int i = 0; i < faults.Count; i++)
        {
            if (faults[i].GetType() != kind)
            {
                rest.Add(faults[i]);
            }
        }

        return rest;
    }
}
