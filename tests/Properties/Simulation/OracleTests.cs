using System;
using System.Buffers.Binary;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;
using Sctp.Wire;

namespace Sctp.Properties.Simulation;

/// <summary>Each oracle sees the bug that it is for.</summary>
public partial class OracleTests
{
    private static readonly Scenario Busy = new()
    {
        Seed = 5,
        Paths = [new PathOptions(Lossy, Lossy)],
        HealAfter = Duration.FromSeconds(20),
        Client = Side,
        Server = Side,
    };

    /// <summary>As <see cref="Busy"/>, but long enough for any timer to expire.</summary>
    private static readonly Scenario Slow = Busy with
    {
        Client = Side with { Workload = Side.Workload with { SendInterval = Duration.FromMilliseconds(100) } },
    };

    private static LinkOptions Lossy => new() { Delay = Duration.FromMilliseconds(20), LossPerMillion = 30_000 };

    private static SideOptions Side => new()
    {
        Endpoint = new SctpOptions { AssociationMaxRetrans = 1_000, MaxInitRetransmits = 1_000, ShutdownGuard = Duration.FromSeconds(100_000) },
        Workload = new WorkloadOptions { MessageCount = 60, StreamCount = 3, LargestMessage = 8_000 },
    };

    [Fact]
    public void Without_a_bug_no_oracle_speaks()
    {
        SimulationReport report = SimulationRun.Run(Busy, new SimulationOptions());
        Assert.True(report.Outcome == SimulationOutcome.Clean, Describe(report));
        Assert.Equal(60, report.Client.MessagesDelivered);
        Assert.Equal(60, report.Server.MessagesDelivered);
        Assert.True(report.Packets.Lost > 0);
    }

    [Fact]
    public void A_message_delivered_twice_is_seen() => AssertSeen("O-D1", s => new PlantedBugs.DeliversTwice(s));

    [Fact]
    public void A_message_that_vanishes_is_seen() => AssertSeen("O-L1", s => new PlantedBugs.Deaf(s, 25, ChunkType.Data));

    [Fact]
    public void A_changed_byte_is_seen() => AssertSeen("O-D2", s => new PlantedBugs.ChangesAByte(s));

    [Fact]
    public void A_changed_unordered_bit_is_seen() => AssertSeen("O-D2", s => new PlantedBugs.LosesTheUnorderedBit(s));

    [Fact]
    public void A_swapped_stream_is_seen() => AssertSeen("O-D3", s => new PlantedBugs.SwapsAStream(s));

    [Fact]
    public void An_invented_message_is_seen() => AssertSeen("O-D6", s => new PlantedBugs.InventsAMessage(s));

    [Fact]
    public void Data_before_COMMUNICATION_UP_is_seen() =>
        AssertSeen("O-S21", s => new PlantedBugs.EventBug(s, SctpEventKind.CommunicationUp, null));

    [Fact]
    public void A_failure_report_out_of_turn_is_seen() =>
        AssertSeen("O-D10", s => new PlantedBugs.EventBug(s, SctpEventKind.None, new SctpEvent { Kind = SctpEventKind.SendFailed, Context = 1 }));

    [Fact]
    public void An_end_that_nobody_asked_for_is_seen() =>
        AssertSeen("O-L6", s => new PlantedBugs.EventBug(s, SctpEventKind.None, new SctpEvent { Kind = SctpEventKind.CommunicationLost, LossReason = LossReason.PeerUnreachable }));

    [Fact]
    public void A_wrong_checksum_is_seen() =>
        AssertSeen("O-W1", s => new PlantedBugs.PacketBug(s, ChunkType.Data, 10, (packet, _) => (packet[8] ^= 1) >= 0, repairs: false));

    [Fact]
    public void A_packet_above_the_path_MTU_is_seen() =>
        AssertSeen("O-W9", s => new PlantedBugs.StatusBug(s, path => path with { PathMtu = 1_000 }, 0, null));

    [Fact]
    public void A_gap_in_TSNs_is_seen() =>
        AssertSeen("O-A1", s => new PlantedBugs.PacketBug(s, ChunkType.Data, 20, (packet, offset) => AddTo(packet, offset + 4, 7)));

    [Fact]
    public void A_cumulative_TSN_that_goes_back_is_seen() =>
        AssertSeen("O-A5", s => new PlantedBugs.PacketBug(s, ChunkType.Sack, 10, (packet, offset) => AddTo(packet, offset + 4, unchecked((uint)-1_000))));

    [Fact]
    public void A_malformed_gap_block_is_seen() =>
        AssertSeen("O-A6", s => new PlantedBugs.PacketBug(s, ChunkType.Sack, 1, (packet, offset) =>
        {
            bool hasBlock = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(offset + 12)) > 0;
            if (hasBlock)
            {
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(offset + 16), 1);
            }

            return hasBlock;
        }));

    [Fact]
    public void New_data_beyond_cwnd_is_seen() =>
        AssertSeen("O-C3", s => new PlantedBugs.StatusBug(s, path => path with { CongestionWindow = 1 }, 0, null));

    [Fact]
    public void Counts_that_do_not_add_up_are_seen() =>
        AssertSeen("O-C20", s => new PlantedBugs.StatusBug(s, null, 0, "the flight of path 0 is 1, recomputed 2"));

    [Theory]
    [InlineData(1)]
    [InlineData(61_000)]
    public void An_RTO_out_of_bounds_is_seen(int milliseconds) =>
        AssertSeen("O-T2", s => new PlantedBugs.StatusBug(s, path => path with { RetransmissionTimeout = Duration.FromMilliseconds(milliseconds) }, 0, null));

    [Fact]
    public void A_T3_that_is_not_armed_is_seen() =>
        AssertSeen("O-A22", s => new PlantedBugs.StatusBug(s, path => path with { T3Deadline = null }, 0, null));

    [Fact]
    public void A_T3_that_is_left_over_is_seen() =>
        AssertSeen("O-A22", s => new PlantedBugs.StatusBug(s, path => path with { T3Deadline = Instant.MaxValue }, 0, null));

    [Fact]
    public void Memory_beyond_the_options_is_seen() => AssertSeen("O-M1", s => new PlantedBugs.StatusBug(s, null, 100_000_000, null));

    [Fact]
    public void A_buffer_left_over_is_seen() => AssertSeen("O-M2", s => new PlantedBugs.StatusBug(s, null, 64, null));

    [Fact]
    public void A_timer_that_never_moves_is_seen() => AssertSeen("O-M6", s => new PlantedBugs.AsksForTheSameTimer(s), Slow);

    [Fact]
    public void Endless_transmission_is_seen() => AssertSeen("O-M6", s => new PlantedBugs.TransmitsForEver(s));

    [Fact]
    public void A_shutdown_that_never_completes_is_seen() =>
        AssertSeen("O-L2", s => new PlantedBugs.Deaf(s, 0, ChunkType.Shutdown, ChunkType.ShutdownAck, ChunkType.ShutdownComplete));

    [Fact]
    public void An_exception_of_the_core_is_a_crash()
    {
        SimulationReport report = SimulationRun.Run(
            Busy,
            new SimulationOptions(),
            (stack, _) => new PlantedBugs.StatusBug(stack, _ => throw new InvalidOperationException("planted"), 0, null));
        Assert.Equal(SimulationOutcome.Crash, report.Outcome);
        Assert.Contains("planted", report.Exception, StringComparison.Ordinal);
    }

    internal static string Describe(SimulationReport report) =>
        $"seed {report.Scenario.Seed}: {report.Outcome} {string.Join("; ", report.Violations.Select(v => $"{v.OracleId} {v.Node} at {v.Time}: {v.Detail}"))}{report.Exception}";

    private static void AssertSeen(string oracle, Func<ISctpStack, ISctpStack> plant, Scenario? scenario = null) =>
        AssertSeenWith(oracle, (stack, host) => host == 1 ? plant(stack) : stack, scenario);

    /// <summary>The oracle watches alone: a run ends with the first violation, and others may see another side of the bug sooner.</summary>
    private static void AssertSeenWith(string oracle, Func<ISctpStack, int, ISctpStack> wrap, Scenario? scenario = null)
    {
        var options = new SimulationOptions { ChecksOracles = false, ObserverFactories = [(_, _) => OracleCatalog.Create().First(o => o.Id == oracle)] };
        SimulationReport report = SimulationRun.Run(scenario ?? Busy, options, wrap);
        Assert.True(report.Violations.Any(v => v.OracleId == oracle), Describe(report));
        Violation seen = report.Violations.First(v => v.OracleId == oracle);
        Assert.Equal(SimulationOutcome.Violation, report.Outcome);
        Assert.NotEmpty(seen.Statement);
        Assert.NotEmpty(seen.RfcSection);
    }

    private static bool AddTo(byte[] packet, int offset, uint value)
    {
        Span<byte> field = packet.AsSpan(offset);
        BinaryPrimitives.WriteUInt32BigEndian(field, BinaryPrimitives.ReadUInt32BigEndian(field) + value);
        return true;
    }
}
