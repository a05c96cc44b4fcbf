using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

/// <summary>Generated scenarios, in two classes so that they run side by side.</summary>
public abstract class SeedTests
{
    protected const int SeedsOfOneTest = 100;

    protected const string Lite = "lite";

    protected const string Swarm = "swarm";

    private static readonly SimulationOptions Options = new();

    /// <summary>Runs some seeds twice each, the second time in the opposite order.</summary>
    protected static void AssertCleanAndRepeatable(ulong first, string profile)
    {
        Dictionary<ulong, string> hashes = [];
        for (ulong seed = first; seed < first + SeedsOfOneTest; seed++)
        {
            SimulationReport report = SimulationRun.Run(Scenario.Generate(seed, profile), Options);
            Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
            if (profile == Lite)
            {
                AssertSettled(report.Scenario, report.Client);
                AssertSettled(report.Scenario, report.Server);
            }

            hashes.Add(seed, report.TraceHash);
        }

        for (ulong seed = first + SeedsOfOneTest - 1; seed + 1 > first; seed--)
        {
            Assert.Equal(hashes[seed], SimulationRun.Run(Scenario.Generate(seed, profile), Options).TraceHash);
        }
    }

    private static void AssertSettled(Scenario scenario, SideReport side)
    {
        bool isAborted = scenario.Ending.How == EndingKind.Abort;
        Assert.Equal(AssociationState.Closed, side.State);
        Assert.True(isAborted ? side.MessagesDelivered + side.MessagesFailed >= side.MessagesSent : side.MessagesDelivered == side.MessagesSent);
        if (!isAborted)
        {
            Assert.Equal(side.BytesSent, side.BytesDelivered);
            Assert.Equal(0, side.MessagesFailed);
        }
    }

    public class FirstHalf : SeedTests
    {
        [Theory]
        [InlineData(0)]
        [InlineData(100)]
        [InlineData(200)]
        [InlineData(300)]
        [InlineData(400)]
        public void Every_seed_is_clean_and_gives_the_same_hash_again(ulong first) => AssertCleanAndRepeatable(first, Lite);
    }

    public class SecondHalf : SeedTests
    {
        [Theory]
        [InlineData(500)]
        [InlineData(600)]
        [InlineData(700)]
        [InlineData(800)]
        [InlineData(900)]
        public void Every_seed_is_clean_and_gives_the_same_hash_again(ulong first) => AssertCleanAndRepeatable(first, Swarm);
    }

    public class Generation
    {
        [Fact]
        public void Different_seeds_give_different_runs()
        {
            string[] hashes = [.. Enumerable.Range(1, 20).Select(seed => SimulationRun.Run((ulong)seed).TraceHash)];
            Assert.Equal(hashes.Length, hashes.Distinct().Count());
        }

        [Fact]
        public void Watching_a_run_does_not_change_it()
        {
            var trace = new System.IO.StringWriter();
            SimulationReport watched = SimulationRun.Run(Scenario.Generate(3), new SimulationOptions { Trace = trace });
            SimulationReport unwatched = SimulationRun.Run(Scenario.Generate(3), new SimulationOptions { ChecksOracles = false });
            Assert.Equal(unwatched.TraceHash, watched.TraceHash);
            Assert.Contains("INIT[", trace.ToString(), StringComparison.Ordinal);
        }

        [Fact]
        public void A_longer_run_allocates_no_more_than_its_books()
        {
            // For each message the ledger has an entry of 16 bytes and the oracles have 9, and there are more packets than messages.
            (long shortBytes, long shortPackets) = Measure(5_000);
            (long longBytes, long longPackets) = Measure(15_000);
            Assert.InRange((longBytes - shortBytes) / (double)(longPackets - shortPackets), 0, 40);

            static (long Bytes, long Packets) Measure(int messages)
            {
                LinkOptions link = new() { LossPerMillion = 10_000, ReorderPerMillion = 10_000, BitsPerSecond = 50_000_000, QueueBytes = 100_000 };
                SideOptions side = new() { Workload = new WorkloadOptions { MessageCount = messages, LargestMessage = 3_000 } };
                Scenario scenario = new() { Seed = 3, Paths = [new PathOptions(link, link)], HealAfter = Duration.FromSeconds(1_000), Client = side, Server = side };
                _ = SimulationRun.Run(scenario, Options);
                long before = GC.GetAllocatedBytesForCurrentThread();
                SimulationReport report = SimulationRun.Run(scenario, Options);
                long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.Equal(SimulationOutcome.Clean, report.Outcome);
                return (bytes, report.Packets.Sent);
            }
        }
    }
}
