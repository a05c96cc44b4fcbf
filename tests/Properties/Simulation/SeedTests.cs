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

    private static readonly SimulationOptions Options = new();

    /// <summary>Runs some seeds twice each, the second time in the opposite order.</summary>
    protected static void AssertCleanAndRepeatable(ulong first)
    {
        Dictionary<ulong, string> hashes = [];
        for (ulong seed = first; seed < first + SeedsOfOneTest; seed++)
        {
            SimulationReport report = SimulationRun.Run(Scenario.Generate(seed), Options);
            Assert.True(report.Outcome == SimulationOutcome.Clean, OracleTests.Describe(report));
            AssertSettled(report.Scenario, report.Client);
            AssertSettled(report.Scenario, report.Server);
            hashes.Add(seed, report.TraceHash);
        }

        for (ulong seed = first + SeedsOfOneTest - 1; seed + 1 > first; seed--)
        {
            Assert.Equal(hashes[seed], SimulationRun.Run(Scenario.Generate(seed), Options).TraceHash);
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
        public void Every_seed_is_clean_and_gives_the_same_hash_again(ulong first) => AssertCleanAndRepeatable(first);
    }

    public class SecondHalf : SeedTests
    {
        [Theory]
        [InlineData(500)]
        [InlineData(600)]
        [InlineData(700)]
        [InlineData(800)]
        [InlineData(900)]
        public void Every_seed_is_clean_and_gives_the_same_hash_again(ulong first) => AssertCleanAndRepeatable(first);
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
            // The ledger has an entry of 16 bytes for each message, and there are more packets than messages.
            (long shortBytes, long shortPackets) = Measure(5_000);
            (long longBytes, long longPackets) = Measure(15_000);
            Assert.InRange((longBytes - shortBytes) / (double)(longPackets - shortPackets), 0, 20);

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

        [Fact]
        public void Every_knob_is_turned_by_some_seed_and_left_alone_by_another()
        {
            Scenario[] scenarios = [.. Enumerable.Range(0, 200).Select(seed => Scenario.Generate((ulong)seed))];
            AssertVaries(s => s.Paths.Count > 1);
            AssertVaries(s => s.Faults.Count > 0);
            AssertVaries(s => s.Opening == Opening.BothConnect);
            AssertVaries(s => s.Ending.When == EndingMoment.WhenEarly);
            AssertVaries(s => Any(s, l => l.LossPerMillion > 100_000));
            AssertVaries(s => Any(s, l => l.ReorderPerMillion > 0));
            AssertVaries(s => Any(s, l => l.DuplicatePerMillion > 0));
            AssertVaries(s => Any(s, l => l.CorruptPerMillion > 0));
            AssertVaries(s => Any(s, l => l.BitsPerSecond > 0));
            AssertVaries(s => Any(s, l => l.Mtu > 0));
            AssertVaries(s => Any(s, l => l.Jitter > Duration.Zero));
            AssertVaries(s => s.Client.InitialTsn is not null);
            AssertVaries(s => s.Client.Workload.ReadInterval > Duration.Zero);
            AssertVaries(s => s.Client.Workload.SendInterval > Duration.Zero);
            AssertVaries(s => s.Client.Endpoint.ReceiveBufferSize < 64_000);
            AssertVaries(s => s.Client.Endpoint.Nagle);
            AssertVaries(s => s.Client.Workload.SendsBeforeEstablished);
            AssertVaries(s => s.Ending.How == EndingKind.Abort);
            foreach (EndingSide side in Enum.GetValues<EndingSide>())
            {
                AssertVaries(s => s.Ending.Who == side);
            }

            void AssertVaries(Func<Scenario, bool> isTurned)
            {
                Assert.Contains(scenarios, s => isTurned(s));
                Assert.Contains(scenarios, s => !isTurned(s));
            }

            static bool Any(Scenario scenario, Func<LinkOptions, bool> isTurned) =>
                scenario.Paths.Any(p => isTurned(p.ToServer) || isTurned(p.ToClient));
        }
    }
}
