using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Transfer;

/// <summary>The own receive window on the wire: RFC 9260 section 6.2.</summary>
public class ReceiveWindowTests
{
    private const int Buffer = 10_000;

    private static Script Accepted(int buffer = Buffer) =>
        Script.Accepted(new SctpOptions { ReceiveBufferSize = buffer, SackDelay = Duration.Zero, PartialDeliveryPoint = buffer });

    private static Sack Deliver(Script script, int offset, int length, ushort ssn) =>
        script.Inject(Script.NewData(offset, length, ssn: ssn)).SacksOf().Single();

    [Theory]
    [InlineData(1500)]
    [InlineData(65_536)]
    [Requirement("9260-3.3.2-11")]
    [Requirement("9260-3.3.3-10")]
    [Requirement("9260-5.1.1-01")]
    public void INIT_and_INIT_ACK_announce_the_buffer_and_the_streams(int buffer)
    {
        var options = new SctpOptions { ReceiveBufferSize = buffer, OutboundStreams = 33, MaxInboundStreams = 44, LocalPort = Script.Port };
        var initiator = new Script(options);
        initiator.Endpoint.Connect(Script.Peer, Script.PeerPort, initiator.Now);
        Init init = initiator.Flush().Single().Chunk<Init>();
        Assert.Equal(((uint)buffer, 33, 44), (init.AdvertisedWindow, init.OutboundStreams, init.InboundStreams));

        var responder = new Script(options);
        responder.Endpoint.Listen();
        InitAck initAck = responder.Inject(0, Script.NewInit()).Single().Chunk<InitAck>();
        Assert.Equal((uint)buffer, initAck.AdvertisedWindow);
        Assert.Equal(44, initAck.InboundStreams);
    }

    [Theory]
    [InlineData(1499, false)]
    [InlineData(1500, true)]
    [Requirement("9260-16-15")]
    public void A_peer_that_announces_less_than_1500_bytes_is_refused(int window, bool isAccepted)
    {
        var script = new Script();
        script.Endpoint.Listen();
        SentPacket answer = Assert.Single(script.Inject(0, new Init(Script.PeerTag, (uint)window, 10, 10, Script.PeerTsn, [])));
        Assert.Equal(isAccepted, answer.Has<InitAck>());
        Assert.Equal(!isAccepted, answer.Has<Abort>());
    }

    [Fact]
    [Requirement("9260-6.2-30")]
    [Requirement("9260-6.2-31")]
    [Requirement("9260-6.2-33")]
    [Requirement("9260-3.3.2-16")]
    [Requirement("9260-3.3.3-15")]
    public void The_window_falls_by_what_is_held_and_rises_by_what_is_read()
    {
        Script script = Accepted();
        Assert.Equal(Buffer - 1000u, Deliver(script, 0, 1000, 0).AdvertisedWindow);
        Assert.Equal(Buffer - 2500u, Deliver(script, 1, 1500, 1).AdvertisedWindow);
        Assert.NotNull(script.Read());
        Assert.Equal(Buffer - 1600u, Deliver(script, 2, 100, 2).AdvertisedWindow);
        Assert.NotNull(script.Read());
        Assert.NotNull(script.Read());
        Assert.Equal(Buffer - 1u, Deliver(script, 3, 1, 3).AdvertisedWindow);
        Assert.Equal((uint)Buffer - 1, script.Association.GetStatus().LocalReceiverWindow);
        Assert.Equal(1, script.Association.GetStatus().ReceiveBufferedBytes);
    }

    [Fact]
    [Requirement("9260-6.2-32")]
    [Requirement("9260-6.2-30")]
    public void Fragments_and_messages_out_of_turn_count_too()
    {
        Script script = Accepted();
        Sack sack = script.Inject(Script.NewData(0, 1000, flags: DataFlags.First)).SacksOf().Single();
        Assert.Equal(Buffer - 1000u, sack.AdvertisedWindow);
        sack = script.Inject(Script.NewData(3, 1000, ssn: 5)).SacksOf().Single();
        Assert.Equal(Buffer - 2000u, sack.AdvertisedWindow);
        Assert.Null(script.Read());
    }

    [Fact]
    [Requirement("9260-6.2-02")]
    [Requirement("9260-6.2-04")]
    [Requirement("9260-6.2-05")]
    public void With_the_window_closed_new_data_is_dropped_and_that_is_told_at_once()
    {
        Script script = Accepted(3000);
        Deliver(script, 0, 1500, 0);
        Assert.Equal(0u, Deliver(script, 1, 1500, 1).AdvertisedWindow);
        List<SentPacket> answer = script.Inject(Script.NewData(2, 1000, ssn: 2), Script.NewData(3, 500, ssn: 3));
        Sack sack = Assert.Single(answer.SacksOf());
        Assert.Equal((Script.PeerTsn + 1, 0u, 0), (sack.CumulativeTsn, sack.AdvertisedWindow, sack.GapBlocks.Count));
        Assert.Equal(2, script.Association.Statistics.Discards.Of(DiscardReason.Window));
    }

    [Fact]
    [Requirement("9260-6.2-03")]
    [Requirement("9260-6.2-35")]
    [Requirement("9260-6.2-36")]
    [Requirement("9260-6.2-37")]
    [Requirement("9260-6.2-40")]
    public void With_the_window_closed_data_for_a_hole_displaces_the_highest_that_is_held()
    {
        Script script = Accepted(3000);
        Deliver(script, 1, 1000, 1);
        Deliver(script, 2, 1000, 2);
        Assert.Equal(0u, Deliver(script, 3, 1000, 3).AdvertisedWindow);
        Sack sack = Deliver(script, 0, 1000, 0);
        Assert.Equal(Script.PeerTsn + 2, sack.CumulativeTsn);
        Assert.Empty(sack.GapBlocks);
        Assert.Equal(1, script.Association.Statistics.Reneged);
        Assert.Equal(3, Enumerable.Range(0, 5).Count(_ => script.Read() is not null));
        script.Flush();
        Assert.Equal(Script.PeerTsn + 3, Deliver(script, 3, 1000, 3).CumulativeTsn); // Received again, reported again.
        Assert.NotNull(script.Read());
    }

    [Fact]
    [Requirement("9260-6.2-38")]
    public void What_was_displaced_comes_back_into_the_window()
    {
        Script script = Accepted(7500);
        for (int i = 1; i <= 5; i++)
        {
            Deliver(script, i, 1500, (ushort)i);
        }

        // The buffer is full. A chunk in the hole displaces one that is 100 bytes larger.
        Sack sack = Deliver(script, 0, 1400, 0);
        Assert.Equal(1, script.Association.Statistics.Reneged);
        Assert.Equal(7400, script.Association.GetStatus().ReceiveBufferedBytes);
        Assert.Equal(Script.PeerTsn + 4, sack.CumulativeTsn);
    }

    [Fact]
    [Requirement("9260-6.2-34")]
    public void Data_that_was_cumulatively_acknowledged_is_never_dropped()
    {
        Script script = Accepted(3000);
        Deliver(script, 0, 1000, 0);
        Deliver(script, 1, 1000, 1);
        Deliver(script, 2, 1000, 2);
        for (int i = 3; i < 40; i++)
        {
            script.Inject(Script.NewData(i, 1000, ssn: (ushort)i));
        }

        Assert.Equal(0, script.Association.Statistics.Reneged);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(_ => (int)script.Read()![0]));
        Assert.Null(script.Read());
    }

    [Fact]
    [Requirement("9260-6.2-06")]
    [Requirement("9260-6.2-12")]
    [Requirement("9260-6.2-13")]
    [Requirement("9260-6.2-29")]
    [Requirement("9260-16-21")]
    public void A_slow_reader_announces_the_opening_window_in_few_large_steps()
    {
        const int length = 40;
        Script script = Accepted(8000);
        int count = 8000 / length;
        for (int i = 0; i < count; i += 20)
        {
            script.Inject([.. Enumerable.Range(i, 20).Select(j => Script.NewData(j, length, ssn: (ushort)j))]);
        }

        Assert.Equal(0u, script.Association.GetStatus().LocalReceiverWindow);
        var updates = new List<uint>();
        while (script.Read() is not null)
        {
            updates.AddRange(script.Flush().SacksOf().Select(s => s.AdvertisedWindow));
        }

        Assert.InRange(updates.Count, 1, 4);
        Assert.All(updates, u => Assert.True(u >= 1400, $"{u} bytes were announced"));
    }

    [Fact]
    [Requirement("9260-6.2-12")]
    [Requirement("9260-6.2-29")]
    public void A_closed_window_that_opens_is_told_in_the_same_step()
    {
        Script script = Accepted(3000);
        Deliver(script, 0, 1500, 0);
        Deliver(script, 1, 1500, 1);
        Assert.NotNull(script.Read());
        Assert.Equal(1500u, Assert.Single(script.Flush().SacksOf()).AdvertisedWindow);
    }

    [Fact]
    [Requirement("9260-3.3.2-15")]
    [Requirement("9260-3.3.3-14")]
    public void The_announced_buffer_is_not_shrunk()
    {
        Script script = Accepted(20_000);
        Deliver(script, 0, 1, 0);
        script.Association.SetOptions(script.Association.Options with { ReceiveBufferSize = 2000, PartialDeliveryPoint = null }, script.Now);
        Assert.Equal(20_000u - 101, Deliver(script, 1, 100, 1).AdvertisedWindow);
    }

    [Fact]
    [Requirement("9260-6.2-39")]
    public void Under_normal_load_nothing_is_displaced()
    {
        var pair = new Pair(new SctpOptions { ReceiveBufferSize = 20_000 }, new SctpOptions { ReceiveBufferSize = 20_000 });
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        int n = 0;
        pair.Network = (fromA, _) => ++n % 13 == 0 ? Fate.Drop : Fate.Deliver;
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(SendResult.Queued, a.Send(0, Script.Pattern(1200, i), pair.Now));
        }

        pair.RunUntil(() => pair.ReceivedBy(b).Count == 200, Duration.FromSeconds(300));
        Assert.Equal(0, b.Statistics.Reneged);
        Assert.Equal(0, b.Statistics.Discards.Of(DiscardReason.Window));
    }
}
