using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>Streams, TSNs and the states in which data flows: RFC 9260 sections 1.6, 3.3.1, 5.1.1, 6, 6.5 and 6.6.</summary>
public class StreamTests
{
    private static string? Text(Script script) => script.Association.TryReceive(out SctpMessage message) ? Take(message) : null;

    private static string Take(SctpMessage message)
    {
        using (message)
        {
            return $"{message.Info.StreamId}/{message.Info.StreamSequenceNumber.Value}{(message.Info.IsUnordered ? "u" : "")}";
        }
    }

    private static List<string> ReadAll(Script script)
    {
        var texts = new List<string>();
        while (Text(script) is { } text)
        {
            texts.Add(text);
        }

        return texts;
    }

    [Fact]
    [Requirement("9260-1.6-01")]
    [Requirement("9260-1.6-04")]
    [Requirement("9260-3.3.1-17")]
    public void TSNs_go_on_from_the_highest_to_zero_without_a_hole()
    {
        Script script = Script.Connected(entropy: new SeededEntropy(1, initialTsn: 0xFFFF_FFFE));
        List<Data> sent = [.. script.SendMany(4, 100).DataOf()];
        Assert.Equal([0xFFFF_FFFEu, 0xFFFF_FFFFu, 0u, 1u], sent.Select(d => d.Tsn.Value));
        script.Sack(3);
        Assert.Equal(1, script.Association.GetStatus().UnacknowledgedChunks);
        script.Sack(1); // old
        Assert.Equal(1, script.Association.GetStatus().UnacknowledgedChunks);
        script.Sack(4);
        Assert.Equal(0, script.Association.GetStatus().UnacknowledgedChunks);
    }

    [Fact]
    [Requirement("9260-1.6-02")]
    public void A_received_TSN_0_follows_the_highest()
    {
        var script = new Script();
        script.Endpoint.Listen();
        var first = new Tsn(0xFFFF_FFFF);
        InitAck initAck = script.Inject(0, new Init(Script.PeerTag, 100_000, 10, 10, first, [])).Single().Chunk<InitAck>();
        script.Learn(initAck.InitiateTag, initAck.InitialTsn);
        script.Inject(script.Tag, new CookieEcho(initAck.Parameters.OfType<Sctp.Wire.Forms.StateCookie>().Single().Cookie));
        Data At(uint n) => new(first + n, 0, new Ssn((ushort)n), 0, [1]) { Flags = DataFlags.Whole };
        Assert.Equal(new Tsn(0xFFFF_FFFF), script.Inject(At(0)).SacksOf().Single().CumulativeTsn);
        script.Inject(At(1));
        Assert.Equal(new Tsn(1), script.Inject(At(2)).SacksOf().Single().CumulativeTsn);
        Assert.Equal([new Tsn(0xFFFF_FFFF)], script.Inject(At(0)).SacksOf().Single().Duplicates);
    }

    [Fact]
    [Requirement("9260-1.6-05")]
    [Requirement("9260-6.5-06")]
    [Requirement("9260-6.5-07")]
    [Requirement("9260-6.5-08")]
    [Requirement("9260-6.6-01")]
    public void SSNs_go_on_from_65535_to_0_and_all_messages_arrive_in_order()
    {
        var pair = new Pair { ReadsAutomatically = false };
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        const int count = 66_000;
        int sent = 0;
        int received = 0;
        byte[] bytes = new byte[4];
        while (received < count)
        {
            while (sent < count && sent - received < 5000)
            {
                Assert.True(BitConverter.TryWriteBytes(bytes, sent));
                Assert.Equal(SendResult.Queued, a.Send(3, bytes, pair.Now));
                sent++;
            }

            pair.Run(Duration.FromMilliseconds(20));
            pair.Trace.Clear();
            while (b.TryReceive(out SctpMessage message))
            {
                using (message)
                {
                    Assert.Equal((ushort)received, message.Info.StreamSequenceNumber.Value);
                    Assert.Equal(received, BitConverter.ToInt32(message.ToArray()));
                    received++;
                }
            }
        }

    }

    [Fact]
    [Requirement("9260-6.5-06")]
    [Requirement("9260-6.5-07")]
    [Requirement("9260-6.5-09")]
    public void Each_stream_counts_its_ordered_messages_from_zero_and_unordered_ones_do_not_count()
    {
        Script script = Script.Connected();
        SendOptions[] order =
        [
            new() { StreamId = 0 }, new() { StreamId = 5 }, new() { StreamId = 0, Unordered = true }, new() { StreamId = 0 }, new() { StreamId = 5 }, new() { StreamId = 0 },
        ];
        List<Data> sent = [.. order.SelectMany(o => script.Send(50, o)).DataOf()];
        Assert.Equal([(0, 0), (5, 0), (0, 1), (5, 1), (0, 2)], sent.Where(d => (d.Flags & 4) == 0).Select(d => ((int)d.StreamId, (int)d.Ssn.Value)));
        Assert.Single(sent, d => (d.Flags & 4) != 0);
    }

    [Fact]
    [Requirement("9260-5.1.1-02")]
    [Requirement("9260-5.1.1-03")]
    [Requirement("9260-5.1.1-05")]
    [Requirement("9260-6.5-01")]
    public void Only_as_many_streams_are_used_as_the_peer_accepts()
    {
        Script script = Script.Connected(new SctpOptions { OutboundStreams = 100 }, streams: 3);
        Assert.Equal(3, script.Association.OutboundStreams);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(i => (int)script.Send(10, new SendOptions { StreamId = (ushort)i }).DataOf().Single().StreamId));
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => script.Association.Send(3, [1], script.Now));
        Assert.Contains("3 outbound streams", e.Message, StringComparison.Ordinal);
        Assert.Empty(script.Flush());
    }

    [Fact]
    [Requirement("9260-5.1.1-03")]
    public void Messages_queued_for_streams_that_the_peer_does_not_accept_come_back()
    {
        Script script = Script.Connecting(new SctpOptions { OutboundStreams = 10 });
        script.Association.Send(Script.Pattern(10, 0), new SendOptions { StreamId = 2, Context = 2 }, script.Now);
        script.Association.Send(Script.Pattern(10, 0), new SendOptions { StreamId = 3, Context = 3 }, script.Now);
        List<SentPacket> sent = script.InjectInitAck(streams: 3);
        Assert.Equal([2], sent.DataOf().Select(d => (int)d.StreamId));
        SctpEvent failed = Assert.Single(script.Events, e => e.Kind == SctpEventKind.SendFailed);
        Assert.Equal((3ul, SendFailureReason.InvalidStream, false), (failed.Context, failed.SendFailureReason, failed.WasSent));
        failed.Message.Dispose();
    }

    [Fact]
    [Requirement("9260-6.5-02")]
    [Requirement("9260-6.5-04")]
    [Requirement("9260-6.5-03")]
    public void DATA_of_an_invalid_stream_is_acknowledged_discarded_and_reported()
    {
        Script script = Script.Accepted(new SctpOptions { MaxInboundStreams = 4 });
        List<SentPacket> sent = script.Inject(Script.NewData(0, stream: 4));
        Assert.Equal(Script.PeerTsn, sent.SacksOf().Single().CumulativeTsn);
        Assert.Equal(new InvalidStreamIdentifier(4), Assert.Single(sent.Single(p => p.Has<Error>()).Chunk<Error>().Causes));
        Assert.Empty(ReadAll(script));
        script.Inject(Script.NewData(1, stream: 3));
        Assert.Equal(["3/0"], ReadAll(script));
    }

    [Fact]
    [Requirement("9260-6.6-01")]
    [Requirement("9260-6.6-02")]
    [Requirement("9260-6.6-03")]
    public void A_stream_waits_for_its_turn_and_holds_up_no_other()
    {
        Script script = Script.Accepted();
        script.Inject(Script.NewData(1, stream: 0, ssn: 1));
        script.Inject(Script.NewData(2, stream: 1, ssn: 0));
        Assert.Equal(["1/0"], ReadAll(script));
        script.Inject(Script.NewData(3, stream: 0, ssn: 2));
        Assert.Empty(ReadAll(script));
        script.Inject(Script.NewData(0, stream: 0, ssn: 0));
        Assert.Equal(["0/0", "0/1", "0/2"], ReadAll(script));
    }

    [Fact]
    [Requirement("9260-3.3.1-04")]
    [Requirement("9260-3.3.1-05")]
    [Requirement("9260-6.6-04")]
    [Requirement("9260-6.6-06")]
    public void Unordered_messages_are_delivered_at_once_whatever_their_SSN()
    {
        Script script = Script.Accepted();
        byte unordered = DataFlags.Whole | DataFlags.Unordered;
        script.Inject(Script.NewData(3, ssn: 1));
        script.Inject(Script.NewData(2, ssn: 999, flags: unordered));
        script.Inject(Script.NewData(1, ssn: 0, flags: unordered));
        Assert.Equal(["0/999u", "0/0u"], ReadAll(script));
        script.Inject(Script.NewData(0, ssn: 0));
        Assert.Equal(["0/0", "0/1"], ReadAll(script));
    }

    [Fact]
    [Requirement("9260-3.3.1-08")]
    [Requirement("9260-6.2-42")]
    public void An_empty_message_is_refused()
    {
        Script script = Script.Connected();
        Assert.Throws<ArgumentException>(() => script.Association.Send(0, [], script.Now));
        Assert.Empty(script.Flush());
    }

    [Fact]
    [Requirement("9260-6-01")]
    public void DATA_leaves_only_in_the_states_that_allow_it()
    {
        Script connecting = Script.Connecting();
        Assert.Equal(SendResult.Queued, connecting.Association.Send(0, [1], connecting.Now));
        Assert.Empty(connecting.Flush()); // COOKIE-WAIT

        SentPacket echo = Assert.Single(connecting.InjectInitAck());
        Assert.Equal([typeof(CookieEcho), typeof(Data)], echo.Packet.Chunks.Select(c => c.GetType())); // COOKIE-ECHOED, the one exception
        Assert.Equal(SendResult.Queued, connecting.Association.Send(0, [2], connecting.Now));
        Assert.Empty(connecting.Flush());
        Assert.Equal([2], connecting.Tsns(connecting.Inject(new CookieAck()))); // ESTABLISHED

        Script pending = Script.Connected();
        pending.SendMany(4, Full);
        pending.Association.Shutdown(pending.Now);
        Assert.Equal([4], pending.Tsns(pending.Sack(3))); // SHUTDOWN-PENDING
        Assert.Equal(SendResult.Closed, pending.Association.Send(0, [1], pending.Now));

        Script received = Script.Connected();
        received.SendMany(4, Full);
        received.Inject(new Shutdown(Script.PeerTsn - 1));
        Assert.Equal(AssociationState.ShutdownReceived, received.Association.State);
        Assert.Equal([4], received.Tsns(received.Sack(3)));
        Assert.Equal(SendResult.Closed, received.Association.Send(0, [1], received.Now));
        received.Sack(4);
        Assert.Equal(AssociationState.ShutdownAckSent, received.Association.State);
        Assert.Equal(SendResult.Closed, received.Association.Send(0, [1], received.Now));
    }

    [Fact]
    [Requirement("9260-6-02")]
    [Requirement("9260-6-04")]
    public void DATA_is_taken_only_in_the_states_that_allow_it()
    {
        Script sent = Script.Connected();
        sent.Association.Shutdown(sent.Now);
        sent.Flush();
        Assert.Equal(AssociationState.ShutdownSent, sent.Association.State);
        Assert.True(sent.Inject(Script.NewData(0)).Single().Has<Shutdown>());
        Assert.NotNull(sent.Read());

        Script pending = Script.Connected();
        pending.Send(100);
        pending.Association.Shutdown(pending.Now);
        Assert.Single(pending.Inject(Script.NewData(0)).SacksOf());
        Assert.NotNull(pending.Read());

        Script received = Script.Connected();
        received.Send(100);
        received.Inject(new Shutdown(Script.PeerTsn - 1));
        Assert.Empty(received.Inject(Script.NewData(0)));
        Assert.Null(received.Read());

        Script echoed = Script.Connecting();
        echoed.InjectInitAck();
        Assert.Empty(echoed.Inject(Script.NewData(0)));
        Assert.Null(echoed.Read());

        Script ackSent = Script.Connected();
        ackSent.Inject(new Shutdown(Script.PeerTsn - 1));
        Assert.Equal(AssociationState.ShutdownAckSent, ackSent.Association.State);
        Assert.Empty(ackSent.Inject(Script.NewData(0)).SacksOf());
        Assert.Null(ackSent.Read());
    }

    [Fact]
    [Requirement("9260-6.1-30")]
    [Requirement("9260-6.1-29")]
    [Requirement("9260-1.6-03")]
    public void No_more_than_65535_ordered_messages_of_a_stream_are_outstanding()
    {
        Script script = Script.Connected(
            new SctpOptions { SendBufferSize = 1 << 23, MaxBurst = 0, RtoInitial = Duration.FromSeconds(60), PathMtu = 65_535 }, window: 1 << 30);

        // Gap acknowledgements keep the flight small while nothing leaves the window of TSNs.
        int sent = 0;
        for (int round = 0; round < 3000 && sent < 70_000; round++)
        {
            int queued = 0;
            while (queued++ < 2000 && script.Association.Send(0, [1], script.Now) == SendResult.Queued)
            {
            }

            script.Flush();
            int now = script.SentTsns();
            if (now == sent)
            {
                break;
            }

            sent = now;
            script.Sack(0, 1 << 30, Gap(2, Math.Min(sent, 65_535)));
        }

        Assert.InRange(sent, 30_000, 65_535);
        Assert.True(script.Association.BufferedBytes > sent, "more is queued, but it waits");
        Assert.NotEmpty(script.Sack(sent, 1 << 30).DataOf());
    }
}
