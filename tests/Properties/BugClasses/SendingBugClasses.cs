using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Sim;
using Sctp.Sim.Associations.Marks;
using Sctp.Sim.Network;
using Sctp.Wire.Forms;

namespace Sctp.Properties.BugClasses;

/// <summary>Bug classes of the sender: flight, timers, congestion control, acknowledgement.</summary>
public sealed class SendingBugClasses : BugClass
{
    private const int Full = 1_452;

    /// <summary>B25: what is counted into the flight and out of it differs after retransmissions, padding or gaps.</summary>
    [Fact]
    public void B25_The_flight_is_what_is_outstanding()
    {
        Scenario scenario = Over(Lossy with { LossPerMillion = 120_000, ReorderPerMillion = 50_000 }, Side(80));
        AssertHolds(scenario, Mark.RetransmissionAfterTimeout, Mark.RetransmissionAfterMisses, Mark.SpuriousRetransmission);
    }

    /// <summary>B26: the wake-up of a writer that waits for room is lost, or waits for a timer.</summary>
    [Fact]
    public void B26_A_writer_that_waits_for_room_goes_on()
    {
        SideOptions side = Side(60, 8_000, Patient with { SendBufferSize = 8_000 });
        AssertHolds(Over(Lossy, side), Mark.SendBufferFull);
        SimulationReport report = AssertHolds(Over(new() { Delay = Duration.FromMilliseconds(5) }, side), Mark.SendBufferFull);

        // Each message waits at worst for the delayed SACK of the one before, and none for T3-rtx.
        Assert.Equal(0, report.Client.Retransmissions);
        Assert.True(report.LastDelivery - report.Established < Duration.FromMilliseconds(60 * 250), $"it took {report.LastDelivery - report.Established}");
    }

    /// <summary>B27: T3-rtx is not started again after a fast retransmission, or starved by new DATA.</summary>
    [Fact]
    public void B27_T3_runs_while_DATA_is_outstanding()
    {
        AssertHoldForSeeds(6, Over(Lossy with { LossPerMillion = 150_000 }, Side(60)), Mark.T3Expires, Mark.T3ExpiresTwice, Mark.FastRecoveryEntered);
    }

    /// <summary>B28: the RTO takes a round-trip time from DATA that was sent twice, or leaves its bounds.</summary>
    [Fact]
    public void B28_DATA_sent_again_gives_no_round_trip_time()
    {
        Script script = Script.Connected();
        _ = script.Send(100);
        script.WaitMilliseconds(100);
        script.Sack(1);
        Duration before = script.Association.GetPath(0).SmoothedRoundTripTime;
        Assert.Equal(Duration.FromMilliseconds(100), before);
        _ = script.Send(100);
        Assert.Contains(script.WaitMilliseconds(1_500), p => p.Has<Data>());
        script.Sack(2);
        Assert.Equal(before, script.Association.GetPath(0).SmoothedRoundTripTime);

        LinkOptions uneven = new() { Jitter = Duration.FromSeconds(3), JitterShape = JitterShape.Bimodal, JitterKeepsOrder = false, LossPerMillion = 20_000 };
        SideOptions side = Side(60, endpoint: Patient with { RtoMin = Duration.FromMilliseconds(50) });
        AssertHolds(Over(uneven, side with { Workload = side.Workload with { SendInterval = Duration.FromMilliseconds(100) } }), Mark.SpuriousRetransmission);
    }

    /// <summary>B29: fast recovery begins or ends at the wrong report, or cuts cwnd more than once.</summary>
    [Fact]
    public void B29_Three_reports_begin_fast_recovery_and_cut_cwnd_once()
    {
        Script script = Script.Connected(new SctpOptions { MaxBurst = 0 }, window: 1_000_000);
        Grow(script, 20);
        int first = Sent(script);
        for (int i = 0; i < 12; i++)
        {
            _ = script.Send(Full);
        }

        Assert.Equal(first + 12, Sent(script));
        int cwnd = script.Association.GetPath(0).CongestionWindow;
        Assert.Empty(Again(script.Sack(first, 1_000_000, new GapAckBlock(2, 2))));
        Assert.Empty(Again(script.Sack(first, 1_000_000, new GapAckBlock(2, 3))));
        Assert.Equal(cwnd, script.Association.GetPath(0).CongestionWindow);
        List<Data> again = Again(script.Sack(first, 1_000_000, new GapAckBlock(2, 4)));
        Assert.Equal([first], again.Select(d => script.Tsn.DistanceTo(d.Tsn)));
        int cut = script.Association.GetPath(0).CongestionWindow;
        Assert.True(cut < cwnd);

        // A second loss of the same flight is repaired without another cut (9260-7.2.4).
        List<SentPacket> sent = [];
        for (ushort end = 2; end <= 5; end++)
        {
            sent.AddRange(script.Sack(first + 4, 1_000_000, new GapAckBlock(2, end)));
        }

        Assert.Equal([first + 4], Again(sent).Select(d => script.Tsn.DistanceTo(d.Tsn)));
        Assert.Equal(cut, script.Association.GetPath(0).CongestionWindow);

        List<Data> Again(List<SentPacket> packets) => [.. packets.SelectMany(p => p.Packet.Chunks).OfType<Data>().Where(d => script.Tsn.DistanceTo(d.Tsn) < first + 12)];
    }

    /// <summary>B30: cwnd grows while it is not used, or by a path MTU for each SACK whatever it acknowledges.</summary>
    [Fact]
    public void B30_Cwnd_grows_by_what_is_acknowledged_and_only_while_it_is_used()
    {
        Script idle = Script.Connected();
        int initial = idle.Association.GetPath(0).CongestionWindow;
        for (int i = 1; i <= 50; i++)
        {
            _ = idle.Send(100);
            idle.Sack(i);
        }

        Assert.Equal(initial, idle.Association.GetPath(0).CongestionWindow);

        Script split = Script.Connected(window: 1_000_000);
        for (int i = 0; i < 100; i++)
        {
            _ = split.Send(100);
        }

        int used = Sent(split);
        Assert.True(used < 100);
        for (int i = 1; i <= used; i++)
        {
            split.Sack(i, 1_000_000);
        }

        Assert.InRange(split.Association.GetPath(0).CongestionWindow, initial + 1, initial + (used * 100));
    }

    /// <summary>B31: control chunks fill queues without bounds.</summary>
    [Fact]
    public void B31_A_flood_of_control_chunks_takes_no_memory()
    {
        Script script = Script.Accepted();
        script.Inject(script.Tag, Script.NewData(0, 10));
        Assert.NotNull(script.Read());
        long before = script.Endpoint.PooledBytesInUse;
        byte[] heartbeat = PacketOf(script, new Heartbeat([new HeartbeatInfo(new ByteString(new byte[1_000]))]));
        byte[] duplicate = PacketOf(script, Script.NewData(0, 10));
        byte[] unknown = PacketOf(script, new Unknown((Sctp.Wire.ChunkType)0xC5, new ByteString(new byte[1_000])));
        var path = new NetworkPath(Script.Peer, Script.Local);
        for (int i = 0; i < 20_000; i++)
        {
            script.Endpoint.Receive(heartbeat, path, script.Now);
            script.Endpoint.Receive(duplicate, path, script.Now);
            script.Endpoint.Receive(unknown, path, script.Now);
        }

        Assert.InRange(script.Endpoint.PooledBytesInUse - before, 0, 256 * 1024);
        List<SentPacket> sent = script.Flush();
        Assert.InRange(sent.Count, 1, 1_000);
        Assert.All(sent, p => Assert.True(p.Bytes.Length <= script.Association.GetPath(0).PathMtu));
        AssertAlive(script);
    }

    /// <summary>B32: a closed window is overrun, never probed, or its lost opening is never found out.</summary>
    [Fact]
    public void B32_A_closed_window_is_probed_until_it_opens()
    {
        SideOptions server = Side(0, endpoint: Patient with { ReceiveBufferSize = 4_000 });
        Scenario scenario = Over(Lossy with { LossPerMillion = 150_000 }, Side(40), server) with
        {
            Faults = [new StalledReader(Duration.FromMilliseconds(50), Duration.FromSeconds(12), Sctp.Sim.Side.Server), new StalledReader(Duration.FromSeconds(15), Duration.FromSeconds(12), Sctp.Sim.Side.Server)],
        };
        AssertHoldForSeeds(8, scenario, Mark.ZeroWindowArrives, Mark.WindowProbe, Mark.WindowProbeRepeated, Mark.WindowReopens);
    }

    /// <summary>B33: a SACK that is older than another, or acknowledges what was never sent, is applied, or half of it.</summary>
    [Fact]
    public void B33_Old_and_impossible_SACKs_change_nothing()
    {
        Script script = Script.Connected();
        for (int i = 0; i < 3; i++)
        {
            _ = script.Send(200);
        }

        script.Sack(2, 50_000);
        AssociationStatus before = script.Association.GetStatus();
        PathStatus path = script.Association.GetPath(0);
        script.Sack(1, 7);
        Assert.Equal(before, script.Association.GetStatus());
        Assert.Equal(path, script.Association.GetPath(0) with { PacketsReceived = path.PacketsReceived });

        script.Sack(4, 9, new GapAckBlock(2, 3));
        AssociationStatus after = script.Association.GetStatus();
        Assert.True(after == before || after.State == AssociationState.Closed, "a SACK beyond what was sent was half applied");
        LinkOptions mixing = new() { Jitter = Duration.FromMilliseconds(80), JitterKeepsOrder = false, ReorderPerMillion = 200_000 };
        AssertHolds(Over(mixing, Side(60)), Mark.OldSackArrives);
    }

    /// <summary>B34: a SACK that may wait is sent at once, or never.</summary>
    [Fact]
    public void B34_A_SACK_waits_for_a_second_packet_or_200_ms()
    {
        Script script = Script.Accepted();
        script.Inject(script.Tag, Script.NewData(0, ssn: 0));
        script.WaitMilliseconds(1_000);
        Assert.DoesNotContain(script.Inject(script.Tag, Script.NewData(1, ssn: 1)), p => p.Has<Sack>());
        SentPacket late = Assert.Single(script.WaitMilliseconds(1_000), p => p.Has<Sack>());
        Assert.Equal(Script.PeerTsn.Next, late.Chunk<Sack>().CumulativeTsn);
        Assert.Equal(200, (late.Time - (script.Now - Duration.FromMilliseconds(1_000))).TotalMilliseconds);
        Assert.DoesNotContain(script.Inject(script.Tag, Script.NewData(2, ssn: 2)), p => p.Has<Sack>());
        Assert.Single(script.Inject(script.Tag, Script.NewData(3, ssn: 3)), p => p.Has<Sack>());
        Assert.DoesNotContain(script.WaitMilliseconds(1_000), p => p.Has<Sack>());
    }

    /// <summary>B35: the work of one SACK grows with the square of what is outstanding.</summary>
    [Fact]
    public void B35_The_work_of_a_SACK_is_linear()
    {
        // Four times as much outstanding, in four times as many gaps: 4 where it is linear, 16 where it is quadratic.
        double few = Enumerable.Range(0, 7).Min(_ => TicksOfSack(500));
        double many = Enumerable.Range(0, 7).Min(_ => TicksOfSack(2_000));
        Assert.True(many < few * 10, $"{few} ticks for 500 chunks, {many} for 2,000");

        static long TicksOfSack(int chunks)
        {
            Script script = Script.Connected(new SctpOptions { MaxBurst = 0 }, window: 10_000_000);
            Grow(script, 200);
            int first = Sent(script);
            for (int i = 0; i < chunks; i++)
            {
                Assert.Equal(SendResult.Queued, script.Association.Send(Script.Pattern(16, i), default, script.Now));
            }

            script.Flush();
            Assert.Equal(first + chunks, Sent(script));
            GapAckBlock[] blocks = [.. Enumerable.Range(1, (chunks - 2) / 2).Select(i => new GapAckBlock((ushort)(i * 2), (ushort)(i * 2)))];
            byte[] sack = PacketOf(script, new Sack(script.Tsn + (uint)(first - 1), 10_000_000, [.. blocks], default));
            var path = new NetworkPath(Script.Peer, Script.Local);
            long start = Stopwatch.GetTimestamp();
            script.Endpoint.Receive(sack, path, script.Now);
            long ticks = Stopwatch.GetTimestamp() - start;
            script.Flush();
            script.Sack(first + chunks, 10_000_000);
            Assert.Equal(0, script.Association.GetStatus().UnacknowledgedChunks);
            return ticks;
        }
    }

    private static byte[] PacketOf(Script script, params SctpChunk[] chunks) =>
        new SctpPacket(Script.PeerPort, Script.Port, script.Tag, [.. chunks]).ToArray();

    private static int Sent(Script script) => script.Tsn.DistanceTo(script.Association.GetStatus().NextTsn);

    // Sends full packets and acknowledges them, so that cwnd has room for so many.
    private static void Grow(Script script, int packets)
    {
        while (script.Association.GetPath(0).CongestionWindow < packets * Full)
        {
            for (int i = 0; i < packets; i++)
            {
                _ = script.Send(Full);
            }

            while (script.Association.GetStatus().UnacknowledgedChunks > 0 || script.Association.BufferedBytes > 0)
            {
                script.Sack(Sent(script), 10_000_000);
            }
        }
    }
}
