using System;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Marks;
using Sctp.Sim.Network;

namespace Sctp.Properties.BugClasses;

/// <summary>Bug classes of several paths.</summary>
public sealed class MultihomingBugClasses : BugClass
{
    private static readonly LinkOptions Link = new() { Delay = Duration.FromMilliseconds(10) };

    private static Scenario TwoPaths
    {
        get
        {
            SideOptions side = Side(100, endpoint: Patient with { HeartbeatInterval = Duration.FromSeconds(2), PathMaxRetrans = 2 });
            side = side with { Workload = side.Workload with { SendInterval = Duration.FromMilliseconds(50) } };
            return Over(Link, side) with { Paths = [new PathOptions(Link, Link), new PathOptions(Link, Link)], HealAfter = Duration.FromSeconds(200) };
        }
    }

    /// <summary>B59: user data goes to an address that was never confirmed, or nothing takes over when the primary path fails.</summary>
    [Fact]
    public void B59_Another_path_takes_over_and_an_unconfirmed_one_carries_no_data()
    {
        foreach ((bool toServer, bool toClient) in ((bool, bool)[])[(true, true), (true, false), (false, true)])
        {
            Scenario failing = TwoPaths with { Faults = [new PathOutage(Duration.FromSeconds(2), Duration.FromSeconds(198), 0, toServer, toClient)] };
            SimulationReport report = AssertHolds(failing, Mark.PrimaryInactive, Mark.DataOnAlternatePath);
            Assert.True(report.LastDelivery - Instant.Epoch < Duration.FromSeconds(60), $"the last message came at {report.LastDelivery}");
        }

        // The second path never answers, so that it is never confirmed (9260-5.4).
        var data = new DataOnPath(1);
        Scenario silent = TwoPaths with { Faults = [new PathOutage(Duration.Zero, Duration.FromSeconds(200), 1)], Client = Lossy(TwoPaths.Client), Paths = [new PathOptions(Link with { LossPerMillion = 50_000 }, Link), new PathOptions(Link, Link)] };
        SimulationReport quiet = SimulationRun.Run(silent, new SimulationOptions { NetworkObservers = [data] });
        Assert.True(quiet.Outcome == SimulationOutcome.Clean, Simulation.OracleTests.Describe(quiet));
        Assert.True(quiet.Marks!.IsReached(Mark.HeartbeatToUnconfirmed) && quiet.Client.Retransmissions > 0);
        Assert.Equal(0, data.Count);

        static SideOptions Lossy(SideOptions side) => side with { Workload = side.Workload with { MessageCount = 200 } };
    }

    private sealed class DataOnPath(int path) : INetworkObserver
    {
        public int Count { get; private set; }

        public void OnSent(Sctp.Sim.Network.Link link, in PacketFate fate, ReadOnlySpan<byte> packet) =>
            Count += link.To.Index == path && Holds(packet) ? 1 : 0;

        public void OnDropped(Sctp.Sim.Network.Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet)
        {
        }

        public void OnDelivered(Sctp.Sim.Network.Link link, in Arrival arrival, ReadOnlySpan<byte> packet)
        {
        }

        private static bool Holds(ReadOnlySpan<byte> packet)
        {
            var wire = new WirePacket();
            wire.Set(packet, Instant.Epoch, default, default, PacketOrigin.Genuine, dontFragment: false);
            for (int i = 0; i < wire.ChunkCount; i++)
            {
                if (wire.Chunks[i].Type == WireChunk.Data)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
