using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>When a SACK is sent and what it says: RFC 9260 sections 3.3.4, 5.1, 6.2 and 6.7.</summary>
public class SackTests
{
    /// <summary>The first DATA, which is acknowledged at once, is over; TSN offsets go on with 1.</summary>
    private static Script Warm(SctpOptions? options = null)
    {
        Script script = Script.Accepted(options);
        Assert.Single(script.Inject(Script.NewData(0)).SacksOf());
        return script;
    }

    private static Data D(int offset, int length = 100) => Script.NewData(offset, length, ssn: (ushort)offset);

    private static (Tsn Cumulative, string Gaps, string Duplicates) Content(Sack sack) =>
        (sack.CumulativeTsn, string.Join(' ', sack.GapBlocks), string.Join(' ', sack.Duplicates.Select(t => Script.PeerTsn.DistanceTo(t))));

    [Fact]
    [Requirement("9260-5.1-25")]
    [Requirement("9260-5.1-26")]
    [Requirement("9260-6.2-07")]
    [Requirement("9260-6.2-09")]
    [Requirement("9260-16-13")]
    public void The_first_DATA_is_acknowledged_at_once_and_the_next_packet_after_200_ms()
    {
        Script script = Script.Accepted();
        Assert.Equal(Script.PeerTsn, Assert.Single(script.Inject(D(0)).SacksOf()).CumulativeTsn);
        Assert.Empty(script.Inject(D(1)));
        Assert.Empty(script.WaitMilliseconds(199));
        Assert.Equal(Script.PeerTsn + 1, Assert.Single(script.WaitMilliseconds(1).SacksOf()).CumulativeTsn);
    }

    [Fact]
    [Requirement("9260-5.1.5-10")]
    public void DATA_behind_the_COOKIE_ECHO_is_acknowledged_at_once()
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck initAck = script.Inject(0, Script.NewInit()).Single().Chunk<InitAck>();
        List<SentPacket> sent = script.Inject(
            initAck.InitiateTag,
            new CookieEcho(initAck.Parameters.OfType<Sctp.Wire.Forms.StateCookie>().Single().Cookie),
            D(0));
        Assert.Equal(Script.PeerTsn, Assert.Single(sent.SacksOf()).CumulativeTsn);
        Assert.Contains(sent, p => p.Has<CookieAck>());
    }

    [Fact]
    [Requirement("9260-6.2-08")]
    [Requirement("9260-6.2-10")]
    public void Every_second_packet_is_acknowledged_however_many_chunks_it_holds()
    {
        Script script = Warm();
        Assert.Empty(script.Inject(D(1), D(2), D(3), D(4), D(5)));
        Assert.Equal(Script.PeerTsn + 6, Assert.Single(script.Inject(D(6)).SacksOf()).CumulativeTsn);
        Assert.Empty(script.WaitMilliseconds(1000));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(500)]
    [Requirement("9260-6.2-14")]
    [Requirement("9260-6.2-16")]
    public void The_delay_can_be_chosen(int milliseconds)
    {
        Script script = Warm(new SctpOptions { SackDelay = Duration.FromMilliseconds(milliseconds) });
        Instant start = script.Now;
        List<SentPacket> sent = [.. script.Inject(D(1)), .. script.WaitMilliseconds(1000)];
        Assert.Equal([milliseconds], sent.Milliseconds(start));
        Assert.Single(sent.SacksOf());
    }

    [Fact]
    [Requirement("9260-6.7-01")]
    [Requirement("9260-6.7-02")]
    [Requirement("9260-7.2.4-01")]
    public void While_there_is_a_gap_each_packet_is_acknowledged_at_once()
    {
        Script script = Warm();
        Assert.Equal((Script.PeerTsn, "2:2", ""), Content(script.Inject(D(2)).SacksOf().Single()));
        Assert.Equal((Script.PeerTsn, "2:3", ""), Content(script.Inject(D(3)).SacksOf().Single()));
        Assert.Equal((Script.PeerTsn, "2:4", ""), Content(script.Inject(D(4)).SacksOf().Single()));
        Assert.Equal((Script.PeerTsn + 4, "", ""), Content(script.Inject(D(1)).SacksOf().Single()));
    }

    [Fact]
    [Requirement("9260-3.3.4-02")]
    [Requirement("9260-3.3.4-03")]
    [Requirement("9260-6.2-20")]
    public void The_blocks_are_those_of_the_RFCs_example()
    {
        Script script = Warm(); // 0 stands for TSN 12
        script.Inject(D(2));
        script.Inject(D(3));
        Assert.Equal((Script.PeerTsn, "2:3 5:5", ""), Content(script.Inject(D(5)).SacksOf().Single()));
    }

    [Fact]
    [Requirement("9260-6.2-25")]
    [Requirement("9260-6.2-27")]
    [Requirement("9260-3.3.4-07")]
    public void A_packet_with_only_duplicates_is_acknowledged_at_once_and_lists_them()
    {
        Script script = Warm();
        Assert.Equal((Script.PeerTsn, "", "0"), Content(script.Inject(D(0)).SacksOf().Single()));
        Assert.Equal((Script.PeerTsn, "", "0 0"), Content(script.Inject(D(0), D(0)).SacksOf().Single()));
        script.Inject(D(2));
        Assert.Equal((Script.PeerTsn, "2:2", "2"), Content(script.Inject(D(2)).SacksOf().Single()));
        Assert.Equal((Script.PeerTsn, "2:3", ""), Content(script.Inject(D(3)).SacksOf().Single()));
        Assert.Equal(4, script.Association.Statistics.DuplicateTsnsReceived);
    }

    [Fact]
    [Requirement("9260-6.2-26")]
    [Requirement("9260-3.3.4-07")]
    public void A_duplicate_beside_new_data_is_listed_in_the_next_SACK()
    {
        Script script = Warm();
        List<SentPacket> sent = [.. script.Inject(D(0), D(1)), .. script.WaitMilliseconds(200)];
        Assert.Equal((Script.PeerTsn + 1, "", "0"), Content(sent.SacksOf().Single()));
    }

    [Fact]
    [Requirement("9260-6.2-23")]
    [Requirement("9260-6.2-24")]
    public void The_I_bit_asks_for_a_SACK_at_once()
    {
        Script script = Warm();
        Data data = Script.NewData(1, ssn: 1, flags: DataFlags.Whole | DataFlags.Immediate);
        Assert.Equal(Script.PeerTsn + 1, Assert.Single(script.Inject(data).SacksOf()).CumulativeTsn);
    }

    [Fact]
    [Requirement("9260-6.2-11")]
    [Requirement("9260-6.2-10")]
    public void One_packet_gives_one_SACK()
    {
        Script script = Warm();
        List<SentPacket> sent = script.Inject([.. Enumerable.Range(1, 10).Select(i => D(2 * i))]);
        Assert.Equal((Script.PeerTsn, "2:2 4:4 6:6 8:8 10:10 12:12 14:14 16:16 18:18 20:20", ""), Content(sent.SacksOf().Single()));
        Assert.Single(sent);
    }

    [Fact]
    [Requirement("9260-3.3.4-01")]
    [Requirement("9260-3.3.4-04")]
    [Requirement("9260-6.2-18")]
    public void A_SACK_without_gaps_has_16_bytes_and_no_flags()
    {
        Script script = Script.Accepted();
        SentPacket packet = Assert.Single(script.Inject(D(0)));
        Assert.Equal(12 + 16, packet.Bytes.Length);
        Assert.Equal([3, 0, 0, 16], packet.Bytes[12..16]);
    }

    [Fact]
    [Requirement("9260-3.3.4-04")]
    public void The_flags_of_a_SACK_are_ignored()
    {
        Script script = Script.Connected();
        script.Send(100);
        script.Inject(new Sack(script.Tsn, 100_000, [], []) { Flags = 0xFF });
        Assert.Equal(0, script.Association.GetStatus().UnacknowledgedChunks);
    }

    [Fact]
    [Requirement("9260-3.3.4-05")]
    [Requirement("9260-6.2-20")]
    public void Before_any_data_in_sequence_the_cumulative_TSN_is_the_Initial_TSN_less_one()
    {
        Script script = Script.Accepted();
        Assert.Equal((Script.PeerTsn - 1, "5:5", ""), Content(script.Inject(D(4)).SacksOf().Single()));
    }

    [Fact]
    [Requirement("9260-6.1-22")]
    [Requirement("9260-6-12")]
    [Requirement("9260-6.10-03")]
    [Requirement("9260-3-02")]
    public void A_waiting_SACK_goes_in_front_of_outgoing_DATA()
    {
        Script script = Warm();
        Assert.Empty(script.Inject(D(1)));
        SentPacket packet = Assert.Single(script.Send(100));
        Assert.Equal([typeof(Sack), typeof(Data)], packet.Packet.Chunks.Select(c => c.GetType()));
        Assert.Equal(Script.PeerTsn + 1, packet.Chunk<Sack>().CumulativeTsn);
        Assert.Empty(script.WaitMilliseconds(500).SacksOf());
    }

    [Fact]
    [Requirement("9260-6.2-21")]
    [Requirement("9260-6.7-07")]
    [Requirement("9260-6.7-08")]
    public void A_SACK_that_cannot_hold_all_blocks_fills_the_packet_with_the_lowest()
    {
        Script script = Warm();
        for (int i = 1; i <= 1000; i++)
        {
            List<SentPacket> sent = script.Inject(Script.NewData(2 * i, 1, ssn: (ushort)(2 * i)));
            SentPacket packet = Assert.Single(sent);
            Assert.True(packet.Bytes.Length <= 1480);
            Sack sack = packet.Chunk<Sack>();
            int expected = Math.Min(i, (1480 - 12 - 16) / 4);
            Assert.Equal(expected, sack.GapBlocks.Count);
            Assert.Equal(Gap(2 * expected, 2 * expected), sack.GapBlocks[expected - 1]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Requirement("9260-6.2-01")]
    [Requirement("9260-6.2-20")]
    [Requirement("9260-3.3.4-02")]
    [Requirement("9260-3.3.4-06")]
    [Requirement("9260-6.2-10")]
    public void Whatever_the_order_of_arrival_every_SACK_tells_exactly_what_was_received(int seed)
    {
        var random = new Random(seed);
        Script script = Script.Accepted();
        var received = new SortedSet<int>();
        int packets = 0;
        int sacks = 0;
        for (int step = 0; step < 400; step++)
        {
            int low = Enumerable.Range(0, 1000).First(i => !received.Contains(i));
            int offset = low + random.Next(20);
            packets++;
            List<SentPacket> sent = script.Inject(Script.NewData(offset, 10, ssn: (ushort)offset));
            received.Add(offset);
            if (random.Next(3) == 0)
            {
                sent.AddRange(script.WaitMilliseconds(200));
            }

            foreach (Sack sack in sent.SacksOf())
            {
                sacks++;
                int cumulative = Script.PeerTsn.DistanceTo(sack.CumulativeTsn);
                Assert.Equal(Enumerable.Range(0, 1000).First(i => !received.Contains(i)) - 1, cumulative);
                var told = sack.GapBlocks.SelectMany(g => Enumerable.Range(cumulative + g.Start, g.End - g.Start + 1)).ToList();
                Assert.Equal(received.Where(i => i > cumulative), told);
                Assert.All(sack.GapBlocks, g => Assert.True(g.Start >= 2 && g.End >= g.Start));
                Assert.All(sack.GapBlocks.Skip(1).Zip(sack.GapBlocks), pair => Assert.True(pair.First.Start > pair.Second.End + 1));
            }
        }

        Assert.InRange(sacks, packets / 2, packets);
    }

    [Theory]
    [InlineData(AssociationState.ShutdownPending, true)]
    [InlineData(AssociationState.ShutdownReceived, true)]
    [InlineData(AssociationState.Established, true)]
    [Requirement("9260-6-05")]
    [Requirement("9260-6.7-04")]
    public void SACK_is_processed_while_data_can_be_outstanding(AssociationState state, bool isProcessed)
    {
        Script script = Script.Connected();
        script.SendMany(2, 100);
        if (state == AssociationState.ShutdownPending)
        {
            script.Association.Shutdown(script.Now);
        }
        else if (state == AssociationState.ShutdownReceived)
        {
            script.Inject(new Shutdown(Script.PeerTsn - 1));
        }

        Assert.Equal(state, script.Association.State);
        script.Sack(1);
        Assert.Equal(isProcessed ? 1 : 2, script.Association.GetStatus().UnacknowledgedChunks);
        Assert.Equal(100, script.Association.BufferedBytes);
    }

    [Fact]
    [Requirement("9260-6-08")]
    public void SACK_in_SHUTDOWN_SENT_is_discarded()
    {
        Script script = Script.Connected();
        script.Association.Shutdown(script.Now);
        script.Flush();
        Assert.Equal(AssociationState.ShutdownSent, script.Association.State);
        script.Sack(0, 5);
        Assert.Equal(1, script.Association.Statistics.Discards.Of(DiscardReason.State));
        Assert.NotEqual(5u, script.Association.GetStatus().PeerReceiverWindow);
    }

    [Fact]
    [Requirement("9260-6-06")]
    public void A_SACK_for_DATA_behind_the_COOKIE_ECHO_stands_for_the_COOKIE_ACK()
    {
        Script script = Script.Connecting();
        script.Association.Send(Script.Pattern(100, 0), default, script.Now);
        Assert.Equal([1], script.Tsns(script.InjectInitAck()));
        script.Sack(1);
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Equal(0, script.Association.GetStatus().UnacknowledgedChunks);
    }

    [Fact]
    [Requirement("9260-6.2-28")]
    public void Duplicates_that_the_peer_lists_are_counted()
    {
        Script script = Script.Connected();
        script.SendMany(2, 100);
        script.Inject(new Sack(script.Tsn + 1, 100_000, [], [script.Tsn, script.Tsn + 1, script.Tsn]));
        Assert.Equal(3, script.Association.Statistics.DuplicateTsnsReported);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Requirement("9260-3.3.1-03")]
    [Requirement("9260-6.1-31")]
    public void The_last_chunk_before_a_shutdown_asks_for_a_SACK_at_once_where_configured(bool isConfigured)
    {
        Script script = Script.Connected(new SctpOptions { SackImmediatelyOnShutdown = isConfigured });
        script.SendMany(3, Full);
        script.Send(100);
        script.Association.Shutdown(script.Now);
        Data last = script.Sack(3).DataOf().Single();
        Assert.Equal(isConfigured, (last.Flags & DataFlags.Immediate) != 0);
    }
}
