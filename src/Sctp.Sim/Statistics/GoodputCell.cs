using System;
using System.Collections.Generic;
using Sctp.Sim.Network;

namespace Sctp.Sim.Statistics;

/// <summary>One kind of path, over which the goodput of a transfer is known.</summary>
/// <param name="BitsPerSecond">The rate of the link to the server.</param>
/// <param name="RoundTripMilliseconds">The round-trip time without queues.</param>
/// <param name="LossPerMillion">The share of packets that is lost in each direction.</param>
internal readonly record struct GoodputCell(long BitsPerSecond, int RoundTripMilliseconds, int LossPerMillion)
{
    /// <summary>How many runs each cell has.</summary>
    public const int Runs = 16;

    private const int LargestMessage = 1_400;
    private const int MostMessages = 20_000;

    private static readonly Duration Length = Duration.FromSeconds(8);

    /// <summary>The grid.</summary>
    public static IReadOnlyList<GoodputCell> All { get; } = CreateGrid();

    /// <summary>The scenario of one of its runs.</summary>
    public Scenario CreateScenario(ulong seed)
    {
        Duration delay = Duration.FromMilliseconds(RoundTripMilliseconds) / 2;
        long inFlight = BitsPerSecond / 8 * RoundTripMilliseconds / 1_000;
        var toServer = new LinkOptions
        {
            Delay = delay,
            LossPerMillion = LossPerMillion,
            BitsPerSecond = BitsPerSecond,
            QueueBytes = (int)Math.Max(15_000, inFlight),
        };
        return new Scenario
        {
            Seed = seed,
            Profile = "goodput",
            Paths = [new PathOptions(toServer, new LinkOptions { Delay = delay, LossPerMillion = LossPerMillion })],
            HealAfter = Length,
            Ending = new EndingOptions { When = EndingMoment.At, At = Length, How = EndingKind.Abort, Who = EndingSide.Client },
            Client = new SideOptions { Workload = new WorkloadOptions { MessageCount = MostMessages, LargestMessage = LargestMessage, UnorderedPerMillion = 0 } },
            Server = new SideOptions { Workload = new WorkloadOptions { MessageCount = 0 } },
        };
    }

    private static List<GoodputCell> CreateGrid()
    {
        List<GoodputCell> cells = [];
        foreach (long rate in (ReadOnlySpan<long>)[500_000, 5_000_000])
        {
            foreach (int roundTrip in (ReadOnlySpan<int>)[10, 80, 300])
            {
                foreach (int loss in (ReadOnlySpan<int>)[0, 2_000, 20_000])
                {
                    cells.Add(new GoodputCell(rate, roundTrip, loss));
                }
            }
        }

        return cells;
    }
}
