using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>RFC 9260 sections 7.1, 7.2.1, 7.2.2 and 7.2.5, and rules B and D of section 6.1.</summary>
public class CongestionWindowTests
{
    private static Script Window(SctpOptions? options = null) => Script.Connected(options, window: 1_000_000);

    /// <summary>In congestion avoidance, out of Fast Recovery, with nothing outstanding.</summary>
    private static Script InCongestionAvoidance()
    {
        Script script = Window();
        script.GrowTo(20 * Pmdcs);
        int before = script.SentTsns();
        script.SendMany(4, Full);
        script.Sack(before, 1_000_000, Gap(2, 2));
        script.Sack(before, 1_000_000, Gap(2, 3));
        script.Sack(before, 1_000_000, Gap(2, 4));
        script.SackAll();
        int ssthresh = script.Path().SlowStartThreshold;
        Assert.Equal(ssthresh, script.Path().CongestionWindow);
        script.GrowTo(ssthresh + 1);
        Assert.True(script.Path().CongestionWindow > ssthresh);
        Assert.Equal(ssthresh, script.Path().SlowStartThreshold);
        return script;
    }

    [Theory]
    [InlineData("192.0.2.1", 1480, 4404)]
    [InlineData("192.0.2.1", 1464, 4404)]
    [InlineData("192.0.2.1", 5012, 10_000)]
    [InlineData("192.0.2.1", 512, 2000)]
    [InlineData("2001:db8::1", 1460, 4344)]
    [InlineData("2001:db8::1", 9000, 17_976)]
    [Requirement("9260-7.2.1-01")]
    [Requirement("9260-7.2.1-03")]
    [Requirement("9260-7.2.2-05")]
    [Requirement("9260-7.1-04")]
    public void The_initial_values_are_those_of_section_7_2_1(string peer, int mtu, int cwnd)
    {
        var address = SctpAddress.Parse(peer);
        Script script = Script.Connecting(new SctpOptions { PathMtu = mtu }, null, address);
        script.InjectInitAck(from: address);
        script.InjectFrom(address, script.Tag, new CookieAck());
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Equal(cwnd, script.Path().CongestionWindow);
        Assert.Equal(int.MaxValue, script.Path().SlowStartThreshold);
        Assert.Equal(0, script.Path().PartialBytesAcked);
    }

    [Fact]
    [Requirement("9260-7.2-04")]
    [Requirement("9260-6.2.1-03")]
    public void The_flight_counts_header_and_padding_and_the_receive_window_only_the_data()
    {
        Script script = Window();
        script.Send(1);
        Assert.Equal(20, script.Path().FlightSize);
        Assert.Equal(999_999u, script.Association.GetStatus().PeerReceiverWindow);
    }

    [Fact]
    [Requirement("9260-6.1-12")]
    [Requirement("9260-6.1-13")]
    [Requirement("9260-6.1-14")]
    [Requirement("9260-7.2.1-04")]
    [Requirement("9260-7.2.1-05")]
    [Requirement("9260-6.1-24")]
    public void The_flight_exceeds_cwnd_by_one_packet_at_most()
    {
        Script script = Window(new SctpOptions { PathMtu = 1464, MaxBurst = 0 });
        Assert.Equal(4404, script.Path().CongestionWindow);
        Assert.Equal(4, script.SendMany(10, 1436).Count);
        Assert.Equal(4 * 1452, script.Path().FlightSize);
        Assert.Empty(script.SendMany(10, 1));
    }

    [Fact]
    [Requirement("9260-7.2.1-06")]
    [Requirement("9260-7.2.1-08")]
    [Requirement("9260-7.2.1-09")]
    [Requirement("9260-16-19")]
    public void In_slow_start_a_SACK_adds_one_PMDCS_at_most()
    {
        Script script = Window();
        Assert.Equal(3, script.FillWindow());
        script.SackAll();
        Assert.Equal(4404 + Pmdcs, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.1-08")]
    public void In_slow_start_a_SACK_adds_no_more_than_it_acknowledges()
    {
        Script script = Window();
        script.Send(100);
        script.SendMany(3, Full);
        script.Sack(1, 1_000_000);
        Assert.Equal(4404 + 116, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.1-10")]
    public void L_can_be_two()
    {
        Script script = Window(new SctpOptions { SlowStartLimit = 2 });
        script.FillWindow();
        script.SackAll();
        Assert.Equal(4404 + (2 * Pmdcs), script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.1-06")]
    public void In_slow_start_a_gap_acknowledgement_alone_makes_cwnd_grow()
    {
        Script script = Window();
        script.FillWindow();
        script.Sack(0, 1_000_000, Gap(2, 3));
        Assert.Equal(4404 + Pmdcs, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.1-07")]
    public void In_slow_start_a_window_that_was_not_full_does_not_grow()
    {
        Script script = Window();
        script.SendMany(2, Full);
        script.SackAll();
        Assert.Equal(4404, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.1-07")]
    public void In_Fast_Recovery_slow_start_does_not_grow()
    {
        Script script = Window();
        script.GrowTo(12 * Pmdcs);
        int before = script.SentTsns();
        int count = script.FillWindow();
        script.Sack(before, 1_000_000, Gap(2, 2));
        script.Sack(before, 1_000_000, Gap(2, 3));
        script.Sack(before, 1_000_000, Gap(2, 4));
        int cwnd = script.Path().CongestionWindow;
        Assert.Equal(cwnd, script.Path().SlowStartThreshold);
        script.Sack(before, 1_000_000, Gap(2, 5));
        script.Sack(before + 5, 1_000_000);
        Assert.True(count > 5);
        Assert.Equal(cwnd, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.1-06")]
    [Requirement("9260-7.2.2-06")]
    [Requirement("9260-9.2-11")]
    public void A_SACK_behind_a_SHUTDOWN_finds_the_window_that_the_SHUTDOWN_left()
    {
        Script script = Window();
        script.GrowTo(12 * Pmdcs);
        int before = script.SentTsns();
        script.FillWindow();
        script.Sack(before, 1_000_000, Gap(2, 2));
        script.Sack(before, 1_000_000, Gap(2, 3));
        script.Sack(before, 1_000_000, Gap(2, 4));
        script.SackAll();
        int ssthresh = script.Path().SlowStartThreshold;
        Assert.Equal(ssthresh, script.Path().CongestionWindow);

        before = script.SentTsns();
        script.FillWindow();
        Tsn cumulativeTsn = script.Tsn + before;
        script.Inject(new Shutdown(cumulativeTsn), new Sack(cumulativeTsn, 1_000_000, ValueList.Create<GapAckBlock>([Gap(2, 2)]), default));
        Assert.Equal(ssthresh + Pmdcs, script.Path().CongestionWindow); // slow start
        Assert.Equal(Pmdcs, script.Path().PartialBytesAcked); // congestion avoidance
    }

    [Fact]
    [Requirement("9260-6.2.1-08")]
    [Requirement("9260-7.2.1-06")]
    [Requirement("9260-9.2-11")]
    public void A_SACK_behind_the_SHUTDOWN_that_ends_Fast_Recovery_makes_cwnd_grow()
    {
        Script script = Window(new SctpOptions { MaxBurst = 0 });
        script.GrowTo(12 * Pmdcs);
        int before = script.SentTsns();
        script.Send(100);
        int exit = before + 1 + script.FillWindow();
        script.Sack(before, 1_000_000, Gap(2, 2));
        script.Sack(before, 1_000_000, Gap(2, 3));
        script.Sack(before, 1_000_000, Gap(2, 4));
        int cwnd = script.Path().CongestionWindow;
        Assert.Equal(cwnd, script.Path().SlowStartThreshold);

        script.Queue(40, Full);
        script.Sack(before, 1_000_000, Gap(2, exit - before));
        Assert.True(script.Path().FlightSize - 116 >= cwnd); // without the lost chunk too
        Assert.Equal(cwnd, script.Path().CongestionWindow);

        Tsn cumulativeTsn = script.Tsn + (exit - 1);
        script.Inject(new Shutdown(cumulativeTsn), new Sack(cumulativeTsn, 1_000_000, ValueList.Create<GapAckBlock>([Gap(2, 2)]), default));
        Assert.Equal(cwnd + Pmdcs, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.1-11")]
    [Requirement("9260-7.2-03")]
    [Requirement("9260-7.1-04")]
    public void Growth_is_credited_to_the_path_that_carried_the_data()
    {
        Script script = Multihomed();
        script.SendMany(3, Full, new SendOptions { Destination = Script.Peer2 });
        Assert.Equal((0, 3 * Pmdcs), (script.Path(0).FlightSize, script.Path(1).FlightSize));
        script.SackAll();
        Assert.Equal((4404, 4404 + Pmdcs), (script.Path(0).CongestionWindow, script.Path(1).CongestionWindow));
    }

    [Fact]
    [Requirement("9260-7-02")]
    [Requirement("9260-7.2-01")]
    public void All_streams_share_the_window_of_the_path()
    {
        Script script = Window();
        int packets = 0;
        for (ushort stream = 0; stream < 8; stream++)
        {
            packets += script.Send(Full, new SendOptions { StreamId = stream }).Count;
        }

        Assert.Equal(3, packets);
    }

    [Fact]
    [Requirement("9260-7.2.2-01")]
    [Requirement("9260-7.2.2-02")]
    [Requirement("9260-7.2.2-06")]
    [Requirement("9260-7.2.2-08")]
    public void In_congestion_avoidance_a_full_window_acknowledged_adds_one_PMDCS()
    {
        Script script = InCongestionAvoidance();
        int cwnd = script.Path().CongestionWindow;
        int count = script.FillWindow();
        script.Queue(40, Full); // So that something is outstanding at the end.
        script.Sack(script.SentTsns(), 1_000_000);
        Assert.Equal(cwnd + Pmdcs, script.Path().CongestionWindow);
        Assert.Equal((count * Pmdcs) - cwnd, script.Path().PartialBytesAcked);
    }

    [Fact]
    [Requirement("9260-7.2.2-03")]
    [Requirement("9260-7.2.2-04")]
    public void In_congestion_avoidance_many_SACKs_of_one_round_trip_add_one_PMDCS()
    {
        Script script = InCongestionAvoidance();
        int cwnd = script.Path().CongestionWindow;
        int before = script.SentTsns();
        int count = script.FillWindow();
        script.Queue(100, Full);
        for (int i = 1; i <= count; i++)
        {
            script.Sack(before + i, 1_000_000);
            Assert.InRange(script.Path().CongestionWindow, cwnd, cwnd + Pmdcs);
        }

        Assert.Equal(cwnd + Pmdcs, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-7.2.2-06")]
    public void In_congestion_avoidance_a_gap_acknowledgement_alone_counts()
    {
        Script script = InCongestionAvoidance();
        int before = script.SentTsns();
        script.FillWindow();
        script.Sack(before, 1_000_000, Gap(2, 3));
        Assert.Equal(2 * Pmdcs, script.Path().PartialBytesAcked);
    }

    [Fact]
    [Requirement("9260-7.2.2-07")]
    [Requirement("9260-7.2.2-01")]
    public void In_congestion_avoidance_a_window_that_is_not_full_does_not_grow_and_saves_up_no_more_than_cwnd()
    {
        Script script = InCongestionAvoidance();
        int cwnd = script.Path().CongestionWindow;
        script.SendMany(4, Full);
        for (int i = 0; i < 40; i++)
        {
            script.Sack(script.SentTsns() - 2, 1_000_000);
            Assert.InRange(script.Path().PartialBytesAcked, 0, cwnd);
            script.SendMany(2, Full);
        }

        Assert.Equal(cwnd, script.Path().CongestionWindow);
        Assert.Equal(cwnd, script.Path().PartialBytesAcked);
    }

    [Fact]
    [Requirement("9260-7.2.2-10")]
    public void When_all_is_acknowledged_partial_bytes_acked_is_zero()
    {
        Script script = InCongestionAvoidance();
        script.SendMany(4, Full);
        script.Sack(script.SentTsns() - 1, 1_000_000);
        Assert.Equal(3 * Pmdcs, script.Path().PartialBytesAcked);
        script.SackAll();
        Assert.Equal(0, script.Path().PartialBytesAcked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [Requirement("9260-7.2.1-12")]
    [Requirement("9260-7.2.1-13")]
    [Requirement("9260-7.2.2-09")]
    [Requirement("9260-7.1-03")]
    [Requirement("9260-16-20")]
    public void An_idle_path_halves_cwnd_once_in_each_RTO_down_to_four_PMDCS(int rtos)
    {
        Script script = Window();
        script.GrowTo(64_000);
        int cwnd = script.Path().CongestionWindow;
        int expected = cwnd;
        for (int i = 0; i < rtos; i++)
        {
            expected = Math.Max(expected / 2, 4 * Pmdcs);
        }

        script.Send(100); // The idle time begins here.
        script.SackAll();
        script.WaitMilliseconds((rtos * 1000) + 500);
        script.Send(100);
        Assert.Equal(expected, script.Path().CongestionWindow);
        Assert.Equal(rtos == 0 ? int.MaxValue : cwnd, script.Path().SlowStartThreshold);
    }

    [Fact]
    [Requirement("9260-7.2.1-12")]
    [Requirement("9260-16-20")]
    public void Idle_time_does_not_raise_a_small_window()
    {
        Script script = Window();
        script.Send(100);
        script.SackAll();
        script.WaitMilliseconds(10_000);
        script.Send(100);
        Assert.Equal(4404, script.Path().CongestionWindow);
    }

    [Fact]
    [Requirement("9260-6.1-16")]
    [Requirement("9260-6.1-18")]
    [Requirement("9260-6.1-19")]
    [Requirement("9260-16-04")]
    public void One_opportunity_sends_four_packets_and_leaves_cwnd_alone()
    {
        Script script = Window();
        script.GrowTo(40_000);
        int cwnd = script.Path().CongestionWindow;
        Assert.Equal(4, script.Send(60_000).Count);
        Assert.Equal(cwnd, script.Path().CongestionWindow);
        Assert.Equal(4, script.Sack(script.SentTsns() - 4, 1_000_000).Count);
        Assert.Equal(cwnd, script.Path().CongestionWindow);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(0, 20)]
    [Requirement("9260-6.1-16")]
    public void Max_Burst_can_be_chosen_and_zero_means_no_limit(int maxBurst, int packets)
    {
        Script script = Window();
        script.GrowTo(40_000);
        script.Association.SetOptions(script.Association.Options with { MaxBurst = maxBurst }, script.Now);
        Assert.Equal(packets, script.Send(20 * Full).Count);
    }

    [Fact]
    [Requirement("9260-6.1-16")]
    [Requirement("9260-16-04")]
    public void A_window_opened_by_one_SACK_is_used_four_packets_at_a_time()
    {
        Script script = Window();
        script.GrowTo(40_000);
        script.Send(100);
        script.SackAll(window: 0);
        Assert.Empty(script.SendMany(20, Full));
        Assert.Equal(4, script.SackAll().Count);
    }

    [Fact]
    [Requirement("9260-7.2.5.1-01")]
    [Requirement("9260-7.2.5-01")]
    [Requirement("9260-7.2.5.1-02")]
    public void A_change_of_the_DSCP_begins_the_congestion_control_of_all_paths_anew()
    {
        Script script = Multihomed();
        script.GrowTo(20_000);
        script.GrowTo(20_000, Script.Peer2);
        script.Association.SetDscp(46, script.Now);
        Assert.Equal((4404, 4404), (script.Path(0).CongestionWindow, script.Path(1).CongestionWindow));
        Assert.Equal(46, Assert.Single(script.Send(100)).Transmit.Dscp);
        Assert.Throws<ArgumentOutOfRangeException>(() => script.Association.SetDscp(64, script.Now));
    }

    [Fact]
    [Requirement("9260-7.2.5-01")]
    [Requirement("9260-7.2.5.2-01")]
    [Requirement("9260-7.2.5.2-02")]
    public void A_change_of_the_route_begins_the_congestion_control_of_that_path_anew()
    {
        Script script = Multihomed();
        script.GrowTo(20_000);
        script.GrowTo(20_000, Script.Peer2);
        int other = script.Path(1).CongestionWindow;
        script.Association.ReportRouteChange(Script.Peer, script.Now);
        Assert.Equal((4404, other), (script.Path(0).CongestionWindow, script.Path(1).CongestionWindow));
    }

    [Fact]
    [Requirement("9260-5.2.4-09")]
    public void A_restart_of_the_peer_begins_the_congestion_control_anew()
    {
        Script script = Window();
        script.GrowTo(20_000);
        InitAck initAck = script.Inject(0, Script.NewInit(0x5555)).Single().Chunk<InitAck>();
        script.Inject(initAck.InitiateTag, new CookieEcho(initAck.Parameters.OfType<Sctp.Wire.Forms.StateCookie>().Single().Cookie));
        Assert.True(script.Saw(SctpEventKind.Restarted));
        Assert.Equal(
            (4404, int.MaxValue, Duration.FromSeconds(1)),
            (script.Path().CongestionWindow, script.Path().SlowStartThreshold, script.Path().RetransmissionTimeout));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [Requirement("9260-7.2-01")]
    [Requirement("9260-7.2-02")]
    [Requirement("9260-7-01")]
    [Requirement("9260-6.1-12")]
    [Requirement("9260-6.1-02")]
    public void New_data_never_leaves_while_the_flight_fills_the_window_whatever_is_lost(int seed)
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        var random = new Random(seed);
        Sctp.Wire.Tsn next = a.GetStatus().NextTsn;
        int checkedPackets = 0;
        pair.Network = (fromA, packet) =>
        {
            Data[] fresh = fromA ? [.. packet.Packet.Chunks.OfType<Data>().Where(d => d.Tsn >= next)] : [];
            if (fresh.Length > 0)
            {
                int size = packet.Packet.Chunks.OfType<Data>().Sum(d => (16 + d.Payload.Length + 3) & ~3);
                PathStatus path = a.GetPath(0);
                Assert.True(path.FlightSize - size < path.CongestionWindow, $"flight {path.FlightSize} with {size} new, cwnd {path.CongestionWindow}");
                next = fresh[^1].Tsn.Next;
                checkedPackets++;
            }

            return random.Next(100) < 7 ? Fate.Drop : Fate.Deliver;
        };
        var sent = new List<byte[]>();
        for (int i = 0; i < 300; i++)
        {
            sent.Add(Script.Pattern(1 + random.Next(3000), i));
            Assert.Equal(SendResult.Queued, a.Send(0, sent[^1], pair.Now));
        }

        pair.RunUntil(() => pair.ReceivedBy(b).Count == sent.Count, Duration.FromSeconds(600));
        Assert.Equal(sent, pair.ReceivedBy(b));
        Assert.True(checkedPackets > 100);
    }
}
