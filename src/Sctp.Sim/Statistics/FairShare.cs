using System;
using System.Collections.Generic;
using System.Globalization;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Statistics;

/// <summary>
/// Two associations send all they can through one queue for 60 s. Jain's index of what they got, (a + b)² / 2(a² + b²), is 1 for equal shares and 1/2 if one gets
/// nothing; chance lets it be lower in a single run, not in most of two hundred.
/// </summary>
internal sealed class FairShare : StatisticalOracle
{
    /// <summary>What the mean of the index is at least.</summary>
    public const double LeastIndex = 0.9;

    private const int Runs = 200;
    private const int Flows = 2;
    private const uint Stream = 0x900;

    private static readonly Duration Length = Duration.FromSeconds(60);

    public override string Id => "O-C18";

    public override string Name => "aimd-fair";

    public override string Statement => "Two associations that share a queue for 60 s come to a Jain index of at least 0.9 in the mean of 200 seeds.";

    public override string RfcSection => "7.2";

    public override IReadOnlyList<Scenario> Scenarios { get; } = CreateScenarios();

    public override IReadOnlyList<string> Judge(IReadOnlyList<SimulationReport> reports)
    {
        Check(reports);
        double sum = 0;
        for (int i = 0; i < reports.Count; i++)
        {
            sum += IndexOf(reports[i]);
        }

        double mean = sum / reports.Count;
        return mean >= LeastIndex ? [] : [string.Create(CultureInfo.InvariantCulture, $"the mean of Jain's index over {reports.Count} runs is {mean:F3}, below {LeastIndex:F1}")];
    }

    /// <summary>Jain's index of one run; 1/n, the lowest there is, where nothing was delivered.</summary>
    public static double IndexOf(SimulationReport report)
    {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < report.Associations.Count; i++)
        {
            double share = report.Associations[i].Client.BytesDelivered;
            sum += share;
            squares += share * share;
        }

        return squares > 0 ? sum * sum / (report.Associations.Count * squares) : 1.0 / report.Associations.Count;
    }

    private static List<Scenario> CreateScenarios()
    {
        List<Scenario> scenarios = [];
        for (ulong seed = 1; seed <= Runs; seed++)
        {
            scenarios.Add(CreateScenario(seed));
        }

        return scenarios;
    }

    // The queue holds half to two round trips; a little jitter keeps the two from being in step with it for ever.
    private static Scenario CreateScenario(ulong seed)
    {
        var draw = new RandomSequence(new Randomness(seed), Stream, 0);
        long rate = draw.Between(400_000, 800_000);
        Duration delay = draw.Between(Duration.FromMilliseconds(10), Duration.FromMilliseconds(50));
        long inFlight = rate / 8 * 2 * delay.TotalMilliseconds / 1_000;
        var toServer = new LinkOptions
        {
            Delay = delay,
            Jitter = Duration.FromMilliseconds(1),
            BitsPerSecond = rate,
            QueueBytes = (int)Math.Max(15_000, inFlight * draw.Between(50, 200) / 100),
            SharedBottleneck = 1,
        };
        return new Scenario
        {
            Seed = seed,
            Profile = "fair",
            Associations = Flows,
            Paths = [new PathOptions(toServer, new LinkOptions { Delay = delay })],
            HealAfter = Length,
            Ending = new EndingOptions { When = EndingMoment.At, At = Length, How = EndingKind.Abort, Who = EndingSide.Client },
            Client = new SideOptions { Workload = new WorkloadOptions { MessageCount = 10_000, LargestMessage = 1_400, UnorderedPerMillion = 0 } },
            Server = new SideOptions { Workload = new WorkloadOptions { MessageCount = 0 } },
        };
    }
}
