using System;
using System.Collections.Generic;
using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Benchmarks;

/// <summary>What is simulated.</summary>
public enum WorkloadKind
{
    /// <summary>50,000 messages of up to 1,200 bytes from client to server, round trip 40 ms, nothing lost.</summary>
    Bulk,

    /// <summary>The same, with 1 % of packets lost in each direction.</summary>
    BulkLossy,

    /// <summary>100 short lives: handshake, 200 messages of up to 500 bytes, 5 % loss, shutdown.</summary>
    Short,

    /// <summary>One message every 100 ms for ten virtual minutes, round trip 40 ms.</summary>
    Light,

    /// <summary>The first 200 seeds of the swarm.</summary>
    Swarm,
}

/// <summary>The scenarios of a kind of workload.</summary>
internal static class Workload
{
    public static List<Scenario> Of(WorkloadKind kind) => kind switch
    {
        WorkloadKind.Bulk => [Transfer(1, 50_000, 1_200, 0)],
        WorkloadKind.BulkLossy => [Transfer(1, 50_000, 1_200, 10_000)],
        WorkloadKind.Short => Many(100, seed => Transfer(seed, 200, 500, 50_000)),
        WorkloadKind.Light => [Light()],
        WorkloadKind.Swarm => Many(200, Scenario.Generate),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static List<Scenario> Many(ulong count, Func<ulong, Scenario> scenarioOf)
    {
        List<Scenario> scenarios = [];
        for (ulong seed = 1; seed <= count; seed++)
        {
            scenarios.Add(scenarioOf(seed));
        }

        return scenarios;
    }

    private static Scenario Transfer(ulong seed, int messages, int largest, int lossPerMillion)
    {
        var link = new LinkOptions { Delay = Duration.FromMilliseconds(20), LossPerMillion = lossPerMillion };
        return new Scenario
        {
            Seed = seed,
            Paths = [new PathOptions(link, link)],
            Client = new SideOptions { Workload = new WorkloadOptions { MessageCount = messages, LargestMessage = largest, UnorderedPerMillion = 0 } },
            Server = new SideOptions { Workload = new WorkloadOptions { MessageCount = 0 } },
        };
    }

    private static Scenario Light()
    {
        Scenario scenario = Transfer(1, 6_000, 1_200, 0);
        return scenario with
        {
            HealAfter = Duration.FromSeconds(600),
            Client = scenario.Client with { Workload = scenario.Client.Workload with { SendInterval = Duration.FromMilliseconds(100) } },
        };
    }
}
