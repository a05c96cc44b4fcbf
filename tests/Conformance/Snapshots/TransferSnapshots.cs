using System.Collections.Generic;
using Sctp.Conformance.Association;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Snapshots;

/// <summary>Sections 6 and 7: DATA and SACK, losses, windows.</summary>
public class TransferSnapshots
{
    [Fact]
    public void Single_loss_and_fast_retransmit()
    {
        var exchange = Exchange.Up();
        exchange.SendMany(2, Full);
        exchange.Wait(10);
        exchange.Comment("the first of the next three is lost");
        exchange.Sack(2);
        exchange.SendMany(5, Full);
        exchange.Wait(10);
        exchange.Sack(2, 100_000, Gap(2, 2));
        exchange.Sack(2, 100_000, Gap(2, 3));
        exchange.Comment("the third miss indication");
        exchange.Sack(2, 100_000, Gap(2, 4));
        exchange.Wait(10);
        exchange.Sack(7);
        exchange.Approve();
    }

    [Fact]
    public void Loss_at_the_tail_and_T3_rtx()
    {
        var exchange = Exchange.Up();
        exchange.SendMany(2, 100);
        exchange.Wait(10);
        exchange.Comment("the second packet is lost, and then its retransmission as well");
        exchange.Sack(1);
        exchange.SendMany(1, 200);
        exchange.Wait(4000);
        exchange.Sack(3);
        exchange.Approve();
    }

    [Fact]
    public void Everything_lost_and_one_packet_at_a_time()
    {
        var exchange = Exchange.Up();
        exchange.SendMany(4, 1000);
        exchange.Wait(1000);
        exchange.Sack(1);
        exchange.Wait(10);
        exchange.Sack(3);
        exchange.Wait(10);
        exchange.Sack(4);
        exchange.Approve();
    }

    [Fact]
    public void Delayed_SACK()
    {
        var exchange = Exchange.Up();
        exchange.Comment("the first DATA is acknowledged at once");
        exchange.Inject(Script.NewData(0));
        exchange.Comment("then every second packet");
        exchange.Inject(Script.NewData(1, ssn: 1));
        exchange.Wait(50);
        exchange.Inject(Script.NewData(2, ssn: 2));
        exchange.Comment("or after SACK.Delay");
        exchange.Inject(Script.NewData(3, ssn: 3));
        exchange.Wait(300);
        exchange.Comment("or with DATA that leaves");
        exchange.Inject(Script.NewData(4, ssn: 4));
        exchange.Send(100);
        exchange.Approve();
    }

    [Fact]
    public void Gaps_and_duplicates_are_reported_at_once()
    {
        var exchange = Exchange.Up();
        exchange.Inject(Script.NewData(0));
        exchange.Comment("1001 is missing");
        exchange.Inject(Script.NewData(2, ssn: 2));
        exchange.Inject(Script.NewData(3, ssn: 3));
        exchange.Inject(Script.NewData(5, ssn: 5));
        exchange.Comment("1003 again");
        exchange.Inject(Script.NewData(3, ssn: 3));
        exchange.Comment("the gaps close");
        exchange.Inject(Script.NewData(1, ssn: 1));
        exchange.Inject(Script.NewData(4, ssn: 4));
        exchange.Inject(Script.NewData(6, ssn: 6));
        exchange.Approve();
    }

    [Fact]
    public void SACK_immediately()
    {
        var exchange = Exchange.Up();
        exchange.Inject(Script.NewData(0));
        exchange.Inject(Script.NewData(1, ssn: 1, flags: DataFlags.Whole | DataFlags.Immediate));
        exchange.Send(100, new SendOptions { SackImmediately = true });
        exchange.Approve();
    }

    [Fact]
    public void Zero_window_is_probed_until_it_opens()
    {
        var exchange = Exchange.Up(window: 1500);
        exchange.SendMany(2, 1000);
        exchange.Wait(10);
        exchange.Sack(1, 0);
        exchange.Comment("the window is shut: one probe after an RTO, then in longer and longer intervals");
        List<SentPacket> probe = exchange.Wait(1500);
        Assert.Single(probe);
        exchange.Sack(1, 0);
        exchange.Wait(4000);
        exchange.Comment("it opens");
        exchange.Sack(2, 100_000);
        exchange.Send(100);
        exchange.Approve();
    }

    [Fact]
    public void The_own_window_shuts_and_opens_when_the_user_reads()
    {
        var exchange = Exchange.Up(new SctpOptions { ReceiveBufferSize = 3000 });
        for (int i = 0; i < 4; i++)
        {
            exchange.Inject(Script.NewData(i, 900, ssn: (ushort)i));
        }

        exchange.Call("recv() x 2", script =>
        {
            _ = script.Read();
            _ = script.Read();
        });
        exchange.Approve();
    }

    [Fact]
    public void Fragmentation_and_bundling()
    {
        var exchange = Exchange.Up();
        exchange.SendMany(1, 3500);
        exchange.Wait(10);
        exchange.Sack(3);
        exchange.Comment("small messages share a packet when they are there at once");
        exchange.SendMany(3, 100);
        exchange.Approve();
    }

    [Fact]
    public void Reassembly()
    {
        var exchange = Exchange.Up();
        exchange.Inject(Script.NewData(0, 100, flags: DataFlags.First));
        exchange.Inject(Script.NewData(2, 100, flags: DataFlags.Last));
        exchange.Comment("the middle comes last, and the message is whole");
        exchange.Inject(Script.NewData(1, 100, flags: DataFlags.Middle));
        Assert.Equal(300, exchange.Script.Read()!.Length);
        exchange.Approve();
    }

    [Fact]
    public void Streams_and_unordered_messages()
    {
        var exchange = Exchange.Up();
        exchange.Send(10, new SendOptions { StreamId = 1 });
        exchange.Send(10, new SendOptions { StreamId = 1 });
        exchange.Send(10, new SendOptions { StreamId = 2 });
        exchange.Send(10, new SendOptions { StreamId = 1, Unordered = true });
        exchange.Send(10, new SendOptions { StreamId = 1, PayloadProtocolId = (PayloadProtocolIdentifier)51 });
        exchange.Approve();
    }

    [Fact]
    public void TSNs_wrap()
    {
        var exchange = Exchange.Up(firstTsn: 0xFFFFFFFE);
        exchange.SendMany(4, Full);
        exchange.Wait(10);
        exchange.Comment("TSN 4294967295 is missing, 0 is there");
        exchange.Sack(1, 100_000, Gap(2, 2));
        exchange.Sack(4);
        exchange.Approve();
    }

    [Fact]
    public void DATA_of_a_stream_that_does_not_exist()
    {
        var exchange = Exchange.Up();
        exchange.Inject(Script.NewData(0, stream: 4711));
        exchange.Approve();
    }

    [Fact]
    public void DATA_without_payload()
    {
        var exchange = Exchange.Up();
        exchange.Inject(Script.NewData(0, 0));
        exchange.Approve();
    }

    [Fact]
    public void SACK_of_a_TSN_that_was_never_sent()
    {
        var exchange = Exchange.Up();
        exchange.Send(100);
        exchange.Sack(2);
        exchange.Approve();
    }

    [Fact]
    public void Gap_acknowledgement_that_is_taken_back()
    {
        var exchange = Exchange.Up();
        exchange.SendMany(3, 1000);
        exchange.Wait(10);
        exchange.Sack(1, 100_000, Gap(2, 2));
        exchange.Wait(10);
        exchange.Comment("the peer reneges");
        exchange.Sack(1);
        exchange.Wait(3000);
        exchange.Sack(3);
        exchange.Approve();
    }

    [Fact]
    public void Unknown_chunks_by_their_two_highest_bits()
    {
        var exchange = Exchange.Up();
        exchange.Inject(Script.NewData(0));
        exchange.Comment("10 skips, 11 skips and reports");
        exchange.Inject(Situation.UnknownChunk(0xBE), Situation.UnknownChunk(0xFE), Script.NewData(1, ssn: 1), Script.NewData(2, ssn: 2));
        exchange.Comment("01 stops and reports");
        exchange.Inject(Situation.UnknownChunk(0x7E), Script.NewData(3, ssn: 3));
        exchange.Comment("00 stops");
        exchange.Inject(Situation.UnknownChunk(0x3E), Script.NewData(3, ssn: 3));
        exchange.Approve();
    }

    [Fact]
    public void Packets_that_belong_to_no_association()
    {
        var exchange = new Exchange();
        exchange.Listen();
        exchange.InjectFrom(Script.Peer, 4711, Script.NewData(0));
        exchange.InjectFrom(Script.Peer, 4711, new ShutdownAck());
        exchange.Comment("silence for ABORT, SHUTDOWN COMPLETE, COOKIE ACK and Stale Cookie");
        exchange.InjectFrom(Script.Peer, 4711, new Abort(default));
        exchange.InjectFrom(Script.Peer, 4711, new ShutdownComplete());
        exchange.InjectFrom(Script.Peer, 4711, new CookieAck());
        exchange.InjectFrom(Script.Peer, 4711, new Error(Situation.List<SctpErrorCause>(new StaleCookie(5))));
        exchange.Approve();
    }

    [Fact]
    public void Packets_under_a_wrong_tag_are_dropped()
    {
        var exchange = Exchange.Up();
        exchange.InjectFrom(Script.Peer, 4711, Script.NewData(0));
        exchange.InjectFrom(Script.Peer, 4711, new Abort(default));
        exchange.Inject(Script.NewData(0));
        exchange.Approve();
    }
}
