using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>The links that a schedule names, when a path goes and the others get new numbers.</summary>
internal static class ScheduleLinks
{
    /// <summary>The scenario without what its faults and its schedule say of a path, the links of the others renumbered; its paths are as they were.</summary>
    public static Scenario? WithoutPath(Scenario scenario, int path)
    {
        List<Fault> faults = [];
        for (int i = 0; i < scenario.Faults.Count; i++)
        {
            if (Moved(scenario.Faults[i], path) is { } fault)
            {
                faults.Add(fault);
            }
        }

        List<PacketFault> packets = [];
        int count = scenario.Paths.Count;
        for (int i = 0; i < (scenario.Schedule?.Packets.Count ?? 0); i++)
        {
            // Links are made in pairs, to the server and back, for each address of the client and each of the server.
            PacketFault fault = scenario.Schedule!.Packets[i];
            int pair = fault.Link / 2 % (count * count);
            int association = fault.Link / (2 * count * count);
            int client = pair / count;
            int server = pair % count;
            if (client != path && server != path)
            {
                int rest = count - 1;
                int newPair = ((client > path ? client - 1 : client) * rest) + (server > path ? server - 1 : server);
                packets.Add(fault with { Link = (association * 2 * rest * rest) + (newPair * 2) + (fault.Link % 2) });
            }
        }

        Schedule? schedule = scenario.Schedule is { } old ? old with { Packets = packets } : null;
        return scenario with { Faults = faults, Schedule = schedule };
    }

    private static Fault? Moved(Fault fault, int path)
    {
        int? on = fault switch
        {
            PathOutage f => f.Path,
            PathChange f => f.Path,
            NatRebinding f => f.Path,
            NatTimeout f => f.Path,
            UdpPortChange f => f.Path,
            ForgedTooBig f => f.Path,
            ForgedUnreachable f => f.Path,
            Injection f => f.Path,
            _ => null,
        };
        return on is not { } at || at < path ? fault : at == path ? null : WithPath(fault, at - 1);
    }

    private static Fault WithPath(Fault fault, int path) => fault switch
    {
        PathOutage f => f with { Path = path },
        PathChange f => f with { Path = path },
        NatRebinding f => f with { Path = path },
        NatTimeout f => f with { Path = path },
        UdpPortChange f => f with { Path = path },
        ForgedTooBig f => f with { Path = path },
        ForgedUnreachable f => f with { Path = path },
        Injection f => f with { Path = path },
        _ => fault,
    };
}
