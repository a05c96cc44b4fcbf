using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;
using Xunit.Abstractions;

namespace Sctp.Properties.Simulation;

/// <summary>Sides that break the protocol and people who are neither side: the honest ones work on, or end, and never fail.</summary>
public class AdversaryTests(ITestOutputHelper output)
{
    [Fact]
    public void Explore()
    {
        int first = int.Parse(Environment.GetEnvironmentVariable("ADV_FIRST") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        int count = int.Parse(Environment.GetEnvironmentVariable("ADV_COUNT") ?? "100", System.Globalization.CultureInfo.InvariantCulture);
        string mode = Environment.GetEnvironmentVariable("ADV_MODE") ?? "peer";
        SortedDictionary<string, List<string>> found = new(StringComparer.Ordinal);
        for (int seed = first; seed < first + count; seed++)
        {
            Scenario s = mode == "peer" ? Misbehaving((ulong)seed) : Attacked((ulong)seed, Enum.Parse<Knowledge>(mode));
            SimulationReport r = SimulationRun.Run(s, new SimulationOptions());
            string key = r.Outcome == SimulationOutcome.Clean ? "clean " + r.Client.State + "/" + r.Server.State : r.Outcome == SimulationOutcome.Crash ? "crash " + r.Exception!.Split('\n')[0] : r.Violations[0].OracleId;
            if (!found.TryGetValue(key, out List<string>? list)) { found[key] = list = []; }
            string b = (s.Client.Behavior ?? s.Server.Behavior)?.GetType().Name ?? "";
            list.Add($"{seed} {b} {(s.Client.Behavior is null ? "server" : "client")} {r.Client.LossReason}/{r.Server.LossReason} {r.Violations.FirstOrDefault()?.Node} {r.Violations.FirstOrDefault()?.Time} {r.Violations.FirstOrDefault()?.Detail}");
        }

        foreach ((string key, List<string> list) in found)
        {
            output.WriteLine($"{key}: {list.Count}");
            foreach (string line in list.Take(key.StartsWith("clean", StringComparison.Ordinal) ? 0 : 6)) { output.WriteLine("   " + line); }
        }
    }

    internal static Scenario Misbehaving(ulong seed)
    {
        Scenario scenario = Tame(Scenario.Generate(seed));
        var draw = new RandomSequence(new Randomness(seed), 0x7000, 0);
        PeerBehavior behavior = PeerBehaviors.Generate(draw);
        return draw.Chance(500_000)
            ? scenario with { Client = scenario.Client with { Behavior = behavior } }
            : scenario with { Server = scenario.Server with { Behavior = behavior } };
    }

    internal static Scenario Attacked(ulong seed, Knowledge knowledge) =>
        Scenario.Generate(seed) with { Attacker = AttackerOptions.Generate(new RandomSequence(new Randomness(seed), 0x7001, 0)) with { Knowledge = knowledge } };

    private static Scenario Tame(Scenario s) => s with { Client = Tame(s.Client), Server = Tame(s.Server) };

    private static SideOptions Tame(SideOptions side) => side with
    {
        Endpoint = side.Endpoint with { AssociationMaxRetrans = 10, MaxInitRetransmits = 8, ShutdownGuard = null, RtoMax = Duration.FromSeconds(3) },
        Workload = side.Workload with { MessageCount = Math.Min(side.Workload.MessageCount, 30), LargestMessage = Math.Min(side.Workload.LargestMessage, 4_000) },
    };
}
