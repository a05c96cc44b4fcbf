using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Properties.Simulation.Mutants;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;
using Sctp.Wire;

namespace Sctp.Properties.Simulation;

public partial class OracleTests
{
    /// <summary>As <see cref="Busy"/>, with packets that come twice, late or not at all.</summary>
    private static Scenario Untidy => Busy with { Paths = [new PathOptions(Disordered, Disordered)] };

    /// <summary>As <see cref="Busy"/>, over two paths.</summary>
    private static Scenario TwoPaths => Busy with { Paths = [new PathOptions(Lossy, Lossy), new PathOptions(Lossy, Lossy)] };

    /// <summary>As <see cref="Untidy"/>, with receivers that have little room and applications that read late.</summary>
    private static Scenario Cramped => Untidy with { Client = SlowReader, Server = SlowReader };

    /// <summary>As <see cref="Cramped"/>, with messages that come in parts.</summary>
    private static Scenario InParts => Busy with
    {
        Client = Side with { Workload = Side.Workload with { UnorderedPerMillion = 0 } },
        Server = Side with { Endpoint = Side.Endpoint with { PartialDeliveryPoint = 2_000 } },
    };

    /// <summary>As <see cref="Busy"/>, with single packets that come now and then.</summary>
    private static Scenario Sparse => Busy with
    {
        Client = Side with { Workload = Side.Workload with { LargestMessage = 1_000, SendInterval = Duration.FromMilliseconds(300) } },
    };

    private static LinkOptions Disordered => Lossy with
    {
        DuplicatePerMillion = 100_000,
        DuplicateDelay = Duration.FromMilliseconds(100),
        ReorderPerMillion = 100_000,
        ReorderDelay = Duration.FromMilliseconds(100),
    };

    private static SideOptions SlowReader => Side with
    {
        Endpoint = Side.Endpoint with { ReceiveBufferSize = 8_000 },
        Workload = Side.Workload with { ReadInterval = Duration.FromMilliseconds(200), ReadBurst = 2 },
    };

    [Fact]
    public void A_first_TSN_other_than_the_Initial_TSN_is_seen() =>
        AssertSeen("O-A1", s => new PlantedBugs.PacketBug(s, ChunkType.Data, 1, (packet, offset) => AddTo(packet, offset + 4, 1)));

    [Fact]
    public void A_TSN_that_stands_for_two_chunks_is_seen()
    {
        HashSet<uint> sent = [];
        AssertSeen("O-A1", s => new PlantedBugs.PacketBug(s, ChunkType.Data, 1, (packet, offset) =>
            !sent.Add(ReadTsn(packet, offset)) && AddTo(packet, offset + 12, 1)));
    }

    [Fact]
    public void A_TSN_beyond_the_window_is_seen() =>
        AssertSeen("O-A2", s => new PlantedBugs.PacketBug(s, ChunkType.Data, 20, (packet, offset) => AddTo(packet, offset + 4, 0x8000_0000)));

    [Fact]
    public void Data_sent_again_after_it_was_acknowledged_is_seen()
    {
        uint? first = null;
        int seen = 0;
        AssertSeen("O-A3", s => new PlantedBugs.PacketBug(s, ChunkType.Data, 1, (packet, offset) =>
        {
            first ??= ReadTsn(packet, offset);
            if (++seen < 40)
            {
                return false;
            }

            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(offset + 4), first.Value);
            return true;
        }));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(uint.MaxValue)]
    public void A_wrong_cumulative_TSN_is_seen(uint difference) =>
        AssertSeen("O-A4", s => new PlantedBugs.PacketBug(s, ChunkType.Sack, 10, (packet, offset) => AddTo(packet, offset + 4, difference)));

    [Fact]
    public void A_wrong_cumulative_TSN_in_SHUTDOWN_is_seen() => AssertSeen(
        "O-A4",
        s => new PlantedBugs.PacketBug(s, ChunkType.Shutdown, 1, (packet, offset) => AddTo(packet, offset + 4, uint.MaxValue)),
        Busy with { Ending = new EndingOptions { Who = EndingSide.Server } });

    [Fact]
    public void A_Gap_Ack_Block_that_covers_what_did_not_arrive_is_seen() => AssertSeen("O-A7", s => ChangesSacks(s, (gaps, _) =>
    {
        if (gaps.Count == 0)
        {
            return false;
        }

        gaps[^1] = (gaps[^1].Start, (ushort)(gaps[^1].End + 1));
        return true;
    }));

    [Fact]
    public void A_Gap_Ack_Block_left_out_is_seen() => AssertSeen("O-A8", s => ChangesSacks(s, (gaps, _) =>
    {
        if (gaps.Count == 0)
        {
            return false;
        }

        gaps.RemoveAt(gaps.Count - 1);
        return true;
    }));

    [Fact]
    public void A_duplicate_that_is_not_listed_is_seen() => AssertSeen(
        "O-A9",
        s => ChangesSacks(s, (_, duplicates) =>
        {
            bool hadAny = duplicates.Count > 0;
            duplicates.Clear();
            return hadAny;
        }),
        Untidy);

    [Fact]
    public void A_duplicate_listed_twice_is_seen() => AssertSeen(
        "O-A9",
        s => ChangesSacks(s, (_, duplicates) =>
        {
            bool hasAny = duplicates.Count > 0;
            duplicates.AddRange(duplicates.ToArray());
            return hasAny;
        }),
        Untidy);

    [Fact]
    public void Duplicates_without_a_SACK_are_seen() =>
        AssertSeen("O-A10", s => new AckMutants.ForgetsSacks(s, heard => heard.New == 0 && !heard.HasGap), Untidy);

    [Fact]
    public void A_gap_without_a_SACK_is_seen() => AssertSeen("O-A11", s => new AckMutants.ForgetsSacks(s, heard => heard.HasGap));

    [Fact]
    public void Every_second_packet_without_a_SACK_is_seen() =>
        AssertSeen("O-A12", s => new AckMutants.ForgetsSacks(s, heard => heard.Count > 1 && !heard.HasGap && heard.PacketsSinceSack == 2));

    [Fact]
    public void A_SACK_that_comes_too_late_is_seen() =>
        AssertSeen("O-A13", s => new AckMutants.ForgetsSacks(s, heard => heard.Count > 1 && !heard.HasGap && !heard.HadGap && heard.PacketsSinceSack == 1), Sparse);

    [Fact]
    public void A_stack_that_wakes_too_late_to_acknowledge_is_seen() =>
        AssertSeen("O-A13", s => new TimerMutants.WakesLate(s, Duration.FromSeconds(1)), Sparse);

    [Fact]
    public void First_data_without_a_SACK_is_seen() => AssertSeen("O-A14", s => new AckMutants.ForgetsSacks(s, heard => heard.Count == 1));

    [Fact]
    public void An_I_bit_without_a_SACK_is_seen() => AssertSeenWith(
        "O-A15",
        (stack, host) => host == 0
            ? new PlantedBugs.PacketBug(stack, ChunkType.Data, 1, (packet, offset) => (packet[offset + 1] |= 8) > 0)
            : new AckMutants.ForgetsSacks(stack, heard => heard.IsImmediate && heard.Count > 1));

    [Fact]
    public void Two_SACKs_in_a_packet_are_seen() => AssertSeen("O-A16", s => new PacketMutants.RewritesChunk(
        s,
        ChunkType.Sack,
        (packet, offset) => [.. packet, .. packet.AsSpan(offset, PacketMutants.LengthAt(packet, offset))]));

    [Fact]
    public void A_SACK_that_nothing_asked_for_is_seen() => AssertSeen("O-A16", s => new AckMutants.SendsSacksTwice(s));

    [Theory]
    [InlineData(100_000_000u)]
    [InlineData(1u)]
    public void A_wrong_window_is_seen(uint window) => AssertSeen("O-A17", s => new PlantedBugs.PacketBug(s, ChunkType.Sack, 5, (packet, offset) =>
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(offset + 8), window);
        return true;
    }));

    [Fact]
    public void A_window_that_opens_in_silence_is_seen() =>
        AssertSeen("O-A17", s => new AckMutants.ForgetsSacks(s, heard => heard.PacketsSinceSack == 0), Cramped);

    [Fact]
    public void A_SACK_for_what_was_never_sent_that_is_taken_is_seen() => AssertSeenWith(
        "O-A18",
        (stack, host) => host == 0
            ? new PlantedBugs.PacketBug(stack, ChunkType.Sack, 1, (packet, offset) => AddTo(packet, offset + 4, 100_000))
            : new AckMutants.MisreadsSacks(stack, (packet, offset) => AddTo(packet, offset + 4, unchecked((uint)-100_000))));

    [Fact]
    public void An_old_SACK_that_counts_is_seen()
    {
        uint? cumulative = null;
        AssertSeen(
            "O-A19",
            s => new AckMutants.MisreadsSacks(s, (packet, offset) =>
            {
                uint tsn = ReadTsn(packet, offset);
                if (cumulative is { } last && (int)(tsn - last) < 0)
                {
                    BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(offset + 4), last);
                    BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(offset + 8), 77_777);
                    packet.AsSpan(offset + 12, 4).Clear();
                    return;
                }

                cumulative = tsn;
            }),
            Untidy);
    }

    [Fact]
    public void Revoked_data_without_T3_is_seen() => AssertSeen("O-A20", s => new AckMutants.ForgetsT3WhenRevoked(s), Cramped);

    [Fact]
    public void A_fast_retransmission_without_three_misses_is_seen() =>
        AssertSeen("O-A21", s => new AckMutants.RetransmitsFastWithoutMisses(s), Untidy);

    [Fact]
    public void A_T3_that_is_not_restarted_is_seen() => AssertSeen("O-A23", s => new AckMutants.NeverRestartsT3(s));

    [Fact]
    public void A_T3_that_is_restarted_by_everything_is_seen() => AssertSeen("O-A23", s => new AckMutants.RestartsT3Always(s));

    [Fact]
    public void A_SACK_to_another_address_is_seen() => AssertSeen("O-A24", s => new AckMutants.SendsSacksElsewhere(s), TwoPaths);

    [Fact]
    public void An_ordered_message_held_back_is_seen() => AssertSeen("O-D4", s => new AckMutants.HoldsMessages(s, unordered: false));

    [Fact]
    public void An_unordered_message_held_back_is_seen() => AssertSeen("O-D5", s => new AckMutants.HoldsMessages(s, unordered: true));

    [Fact]
    public void Messages_lost_at_the_end_are_seen() => AssertSeen(
        "O-D7",
        s => new AckMutants.ForgetsUnread(s),
        Busy with
        {
            HealAfter = Duration.FromSeconds(60),
            Ending = new EndingOptions { When = EndingMoment.WhenEarly },
            Server = Side with { Workload = Side.Workload with { MessageCount = 0, ReadInterval = Duration.FromSeconds(5) } },
        });

    [Fact]
    public void A_wrong_amount_in_the_send_buffer_is_seen() => AssertSeen("O-D8", s => new AckMutants.MiscountsSendBuffer(s));

    [Fact]
    public void Room_that_nobody_asked_for_is_seen() =>
        AssertSeen("O-D8", s => new PlantedBugs.EventBug(s, SctpEventKind.None, new SctpEvent { Kind = SctpEventKind.SendBufferDrained }));

    [Fact]
    public void Room_that_is_not_told_is_seen() => AssertSeen(
        "O-D8",
        s => new PlantedBugs.EventBug(s, SctpEventKind.SendBufferDrained, null),
        Busy with { Server = Side with { Endpoint = Side.Endpoint with { SendBufferSize = 16_000 } } });

    [Fact]
    public void A_message_between_the_parts_of_another_is_seen() => AssertSeen("O-D9", s => new AckMutants.InterleavesParts(s), InParts);

    [Fact]
    public void A_wrong_word_on_what_was_sent_is_seen() => AssertSeen(
        "O-D10",
        s => new AckMutants.ChangesEvent(s, e => e.Kind == SctpEventKind.SendFailed ? e with { WasSent = !e.WasSent } : e),
        Busy with { Ending = new EndingOptions { Who = EndingSide.Server, How = EndingKind.Abort, When = EndingMoment.WhenEarly } });

    private static uint ReadTsn(byte[] packet, int offset) => BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(offset + 4));

    private static PacketMutants.RewritesChunk ChangesSacks(ISctpStack stack, Func<List<(ushort Start, ushort End)>, List<uint>, bool> change) =>
        new(stack, ChunkType.Sack, (packet, offset) => AckMutants.ChangeSack(packet, offset, change));
}
