using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Transfer.TransferSteps;

namespace Sctp.Conformance.Transfer;

/// <summary>Fragmentation, reassembly and bundling: RFC 9260 sections 3.3.1, 6.9 and 6.10.</summary>
public class FragmentationTests
{
    private static Script Unlimited(SctpOptions? options = null)
    {
        Script script = Script.Connected(options, window: 1_000_000);
        script.GrowTo(60_000);
        script.Association.SetOptions(script.Association.Options with { MaxBurst = 0 }, script.Now);
        return script;
    }

    [Fact]
    [Requirement("9260-6-09")]
    [Requirement("9260-6-10")]
    [Requirement("9260-6.9-01")]
    [Requirement("9260-6.9-03")]
    [Requirement("9260-6.9-10")]
    [Requirement("9260-6.9-12")]
    [Requirement("9260-6.9-14")]
    [Requirement("9260-6.9-15")]
    [Requirement("9260-6.9-17")]
    [Requirement("9260-3.3.1-09")]
    public void A_large_message_becomes_fragments_of_one_SSN_with_consecutive_TSNs()
    {
        Script script = Unlimited();
        int before = script.SentTsns();
        List<SentPacket> sent = script.Send(10_240, new SendOptions { StreamId = 4, PayloadProtocolId = (PayloadProtocolIdentifier)0x01020304 });
        Assert.All(sent, p => Assert.True(p.Bytes.Length <= 1480));
        Data[] data = [.. sent.DataOf()];
        Assert.Equal(8, data.Length);
        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 1], data.Select(d => d.Flags & 3));
        Assert.Equal(Enumerable.Range(before + 1, 8), script.Tsns(sent));
        Assert.All(data, d => Assert.Equal((4, 0, 0x01020304u), (d.StreamId, d.Ssn.Value, d.PayloadProtocolId)));
        Assert.All(data[..^1], d => Assert.Equal(Full, d.Payload.Length));
        Assert.Equal(Script.Pattern(10_240, 0), data.SelectMany(d => d.Payload.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Full)]
    [Requirement("9260-3.3.1-15")]
    public void A_message_that_fits_has_B_and_E(int length)
    {
        Script script = Script.Connected();
        Data data = Assert.Single(script.Send(length).DataOf());
        Assert.Equal((3, length), (data.Flags, data.Payload.Length));
    }

    [Fact]
    [Requirement("9260-6.9-03")]
    public void One_byte_more_than_fits_makes_two_fragments()
    {
        Script script = Script.Connected();
        Assert.Equal([(2, Full), (1, 1)], script.Send(Full + 1).DataOf().Select(d => ((int)d.Flags, d.Payload.Length)));
    }

    [Fact]
    [Requirement("9260-3.3.1-06")]
    [Requirement("9260-6.9-16")]
    [Requirement("9260-11.1.5-05")]
    public void All_fragments_of_an_unordered_message_have_U()
    {
        Script script = Script.Connected();
        Assert.Equal([6, 4, 5], script.Send(4000, new SendOptions { Unordered = true }).DataOf().Select(d => (int)d.Flags));
    }

    [Fact]
    [Requirement("9260-11.1.5-08")]
    [Requirement("9260-3.3.1-03")]
    public void Sack_immediately_sets_I_on_the_last_fragment_only()
    {
        Script script = Script.Connected();
        Assert.Equal([2, 0, 9], script.Send(4000, new SendOptions { SackImmediately = true }).DataOf().Select(d => (int)d.Flags));
    }

    [Fact]
    [Requirement("9260-3.3.1-16")]
    public void Nothing_comes_between_the_fragments_of_a_message()
    {
        Script script = Unlimited();
        script.Queue(1, 8000, new SendOptions { StreamId = 1 });
        script.Queue(5, 100, new SendOptions { StreamId = 2 });
        script.Queue(1, 8000, new SendOptions { StreamId = 1, Unordered = true });
        Data[] data = [.. script.Flush().DataOf()];
        bool isOpen = false;
        ushort stream = 0;
        foreach (Data each in data)
        {
            Assert.True(isOpen == ((each.Flags & DataFlags.First) == 0), "B comes exactly where the last message ended");
            Assert.True(!isOpen || each.StreamId == stream);
            stream = each.StreamId;
            isOpen = (each.Flags & DataFlags.Last) == 0;
        }

        Assert.Equal(7, data.Count(d => (d.Flags & DataFlags.Last) != 0));
    }

    [Fact]
    [Requirement("9260-6.9-06")]
    [Requirement("9260-6-13")]
    [Requirement("9260-6.9-07")]
    [Requirement("9260-6.9-04")]
    public void Without_fragmentation_a_message_that_does_not_fit_is_refused()
    {
        Script script = Script.Connected(new SctpOptions { Fragmentation = false });
        Assert.Single(script.Send(Full));
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => script.Association.Send(0, new byte[Full + 1], script.Now));
        Assert.Contains("1452", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("9260-6.9-08")]
    [Requirement("9260-6.9-13")]
    [Requirement("9260-6-10")]
    [Requirement("9260-7.3-05")]
    [Requirement("9260-7.3-04")]
    [Requirement("9260-1.3-06")]
    public void Fragments_are_cut_by_the_smallest_PMDCS_of_all_paths()
    {
        Script script = Multihomed();
        script.Association.SetPathMtu(Script.Peer2, 1260, script.Now);
        Assert.Equal((1480, 1260), (script.Path(0).PathMtu, script.Path(1).PathMtu));
        Assert.Equal(1260 - 28, script.Association.GetStatus().FragmentationPoint);
        List<SentPacket> sent = script.Send(5000);
        Assert.All(sent, p => Assert.Equal(Script.Peer, p.Transmit.Remote));
        Assert.All(sent.DataOf(), d => Assert.True(d.Payload.Length <= 1232));
        Assert.Equal(1232, sent.DataOf().First().Payload.Length);
    }

    [Fact]
    [Requirement("9260-6.10-02")]
    [Requirement("9260-6.10-01")]
    public void Packets_are_filled_up_to_the_path_MTU_of_their_destination()
    {
        Script script = Multihomed();
        script.Association.SetPathMtu(Script.Peer2, 700, script.Now);
        script.Queue(30, 100);
        Assert.Equal(12 + (12 * 116), script.Flush()[0].Bytes.Length);
        script.SackAll();
        script.Association.SetPrimaryPath(Script.Peer2, script.Now);
        script.Queue(30, 100);
        Assert.All(script.Flush(), p => Assert.InRange(p.Bytes.Length, 20, 700));
    }

    [Fact]
    [Requirement("9260-6.9-11")]
    [Requirement("9260-6.10-01")]
    public void A_SACK_in_front_of_a_large_message_does_not_make_the_packet_too_large()
    {
        Script script = Script.Connected();
        script.Inject(Script.NewData(0));
        script.Inject(Script.NewData(1, ssn: 1));
        List<SentPacket> sent = script.Send(4000);
        Assert.Single(sent.SacksOf());
        Assert.All(sent, p => Assert.True(p.Bytes.Length <= 1480));
        Assert.Equal(4000, sent.DataOf().Sum(d => d.Payload.Length));
    }

    [Fact]
    [Requirement("9260-6-11")]
    [Requirement("9260-6.1-20")]
    [Requirement("9260-6.10-04")]
    [Requirement("9260-6.10-05")]
    public void Small_messages_share_packets()
    {
        Script script = Script.Connected();
        script.Queue(24, 100);
        List<SentPacket> sent = script.Flush();
        Assert.Equal([12, 12], sent.Select(p => p.Packet.Chunks.Count));
        Assert.Equal(Enumerable.Range(1, 24), script.Tsns(sent));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2, 3 })]
    [InlineData(new[] { 3, 2, 1, 0 })]
    [InlineData(new[] { 1, 3, 0, 2 })]
    [InlineData(new[] { 2, 0, 3, 1 })]
    [Requirement("9260-6-14")]
    [Requirement("9260-6.9-02")]
    [Requirement("9260-6.9-18")]
    [Requirement("9260-11.1.7-01")]
    public void Fragments_in_any_order_make_one_message(int[] order)
    {
        Script script = Script.Accepted();
        Data[] fragments =
        [
            Script.NewData(0, 100, stream: 3, flags: DataFlags.First),
            Script.NewData(1, 100, stream: 3, flags: DataFlags.Middle),
            Script.NewData(2, 100, stream: 3, flags: DataFlags.Middle),
            Script.NewData(3, 50, stream: 3, flags: DataFlags.Last),
        ];
        foreach (int i in order[..^1])
        {
            script.Inject(fragments[i]);
            Assert.False(script.Association.HasReadable);
        }

        script.Inject(fragments[order[^1]]);
        Assert.Single(script.Events, e => e.Kind == SctpEventKind.DataArrived);
        Assert.True(script.Association.TryReceive(out SctpMessage message));
        using (message)
        {
            Assert.Equal(350, message.Length);
            Assert.Equal((3, 0, true, Script.PeerTsn), (message.Info.StreamId, message.Info.StreamSequenceNumber.Value, message.Info.IsEndOfMessage, message.Info.Tsn));
            Assert.Equal(fragments.SelectMany(f => f.Payload.ToArray()), message.ToArray());
        }
    }

    [Fact]
    [Requirement("9260-6-15")]
    [Requirement("9260-6-14")]
    public void A_fragmented_and_a_whole_message_in_one_packet_are_two_messages()
    {
        Script script = Script.Accepted();
        script.Inject(Script.NewData(0, flags: DataFlags.First), Script.NewData(1, flags: DataFlags.Last), Script.NewData(2, ssn: 1));
        Assert.Equal([200, 100], new[] { script.Read()!.Length, script.Read()!.Length });
        Assert.Null(script.Read());
    }

    [Fact]
    [Requirement("9260-6.9-19")]
    [Requirement("9260-11.1.7-02")]
    public void A_message_larger_than_the_buffer_comes_in_parts()
    {
        Script script = Script.Accepted(new SctpOptions { ReceiveBufferSize = 4000, SackDelay = Duration.Zero });
        var bytes = new List<byte>();
        var ends = new List<bool>();
        for (int i = 0; i < 20; i++)
        {
            script.Inject(Script.NewData(i, 1000, flags: i == 0 ? DataFlags.First : i == 19 ? DataFlags.Last : DataFlags.Middle));
            while (script.Association.TryReceive(out SctpMessage part))
            {
                bytes.AddRange(part.ToArray());
                ends.Add(part.Info.IsEndOfMessage);
                part.Dispose();
            }
        }

        Assert.Equal(20_000, bytes.Count);
        Assert.True(ends.Count > 1);
        Assert.True(ends[^1]);
        Assert.DoesNotContain(true, ends[..^1]);
        Assert.Equal(Enumerable.Range(0, 20).SelectMany(i => Script.Pattern(1000, i)), bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Requirement("9260-6.10-01")]
    [Requirement("9260-6.10-03")]
    [Requirement("9260-6.10-04")]
    [Requirement("9260-6.10-05")]
    [Requirement("9260-6.10-08")]
    [Requirement("9260-6-12")]
    [Requirement("9260-3-01")]
    [Requirement("9260-5.1-16")]
    [Requirement("9260-5.1-17")]
    [Requirement("9260-12.3-01")]
    [Requirement("9260-3.3.1-17")]
    public void Every_packet_of_random_traffic_is_well_formed(int seed)
    {
        var random = new Random(seed);
        var options = new SctpOptions { PathMtu = 600 + (seed * 111), HeartbeatInterval = Duration.FromSeconds(1) };
        var pair = new Pair(options, options) { Network = (_, _) => random.Next(100) < 5 ? Fate.Drop : Fate.Deliver };
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        for (int i = 0; i < 150; i++)
        {
            SctpAssociation sender = random.Next(2) == 0 ? a : b;
            int length = random.Next(5) == 0 ? random.Next(5000) : random.Next(200);
            sender.Send(Script.Pattern(1 + length, i), new SendOptions { StreamId = (ushort)random.Next(10), Unordered = random.Next(4) == 0 }, pair.Now);
            pair.Run(Duration.FromMilliseconds(random.Next(30)));
        }

        pair.RunUntil(() => a.BufferedBytes + b.BufferedBytes == 0, Duration.FromSeconds(300));
        a.Shutdown(pair.Now);
        pair.RunUntil(() => a.HasEnded && b.HasEnded, Duration.FromSeconds(300));
        uint[] next = [0, 0];
        foreach ((bool fromA, SentPacket packet, _) in pair.Trace)
        {
            SctpChunk[] chunks = [.. packet.Packet.Chunks];
            Assert.NotEmpty(chunks);
            Assert.True(packet.Bytes.Length <= options.PathMtu, "larger than the path MTU");
            Assert.Equal(packet.Bytes, packet.Packet.ToArray());
            Assert.True(chunks.Length == 1 || !chunks.Any(c => c is Init or InitAck or ShutdownComplete), "must not be bundled");
            Assert.Equal(chunks.OrderBy(c => c is Data).Select(c => c.Type), chunks.Select(c => c.Type));
            Data[] data = [.. chunks.OfType<Data>()];
            Assert.All(data.Zip(data.Skip(1)), p => Assert.True(p.First.Tsn < p.Second.Tsn));
            foreach (Data each in data)
            {
                ref uint expected = ref next[fromA ? 0 : 1];
                Assert.True(expected == 0 || each.Tsn <= new Sctp.Wire.Tsn(expected), "a TSN was left out");
                if (expected == 0 || each.Tsn == new Sctp.Wire.Tsn(expected))
                {
                    expected = each.Tsn.Next.Value;
                }
            }
        }
    }

    [Fact]
    [Requirement("9260-6.5-05")]
    public void SACK_and_ERROR_are_taken_in_any_order()
    {
        foreach (bool sackFirst in new[] { true, false })
        {
            Script script = Script.Connected();
            script.Send(100);
            var sack = new Sack(script.Tsn, 100_000, [], []);
            var error = new Error([new InvalidStreamIdentifier(1)]);
            SctpChunk[] chunks = sackFirst ? [sack, error] : [error, sack];
            script.Inject(chunks);
            Assert.Equal(0, script.Association.GetStatus().UnacknowledgedChunks);
            Assert.True(script.Saw(SctpEventKind.RemoteError));
        }
    }

    [Fact]
    [Requirement("9260-12.4-03")]
    public void The_answers_to_one_packet_share_a_packet()
    {
        Script script = Script.Accepted();
        Heartbeat Beat(byte n) => new([new HeartbeatInfo([n, n, n, n])]);
        SentPacket answer = Assert.Single(script.Inject(Beat(1), Beat(2), Beat(3)));
        Assert.Equal([1, 2, 3], answer.Packet.Chunks.Cast<HeartbeatAck>().Select(h => (int)((HeartbeatInfo)h.Parameters[0]).Info.Span[0]));
    }

    [Fact]
    [Requirement("9260-11.1.5-06")]
    public void Nagle_waits_for_more_and_no_bundle_does_not()
    {
        Script script = Script.Connected(new SctpOptions { Nagle = true });
        Assert.Single(script.Send(100)); // nothing outstanding: at once
        Assert.Empty(script.Send(100));
        Assert.Empty(script.Send(100));
        Assert.Equal([2, 3], script.Tsns(script.Sack(1)));
        Assert.Empty(script.Send(100));
        Assert.Equal([4, 5], script.Tsns(script.Send(100, new SendOptions { NoBundle = true })));
    }

    [Fact]
    public void Unordered_data_keeps_its_place_in_the_queue()
    {
        Script script = Script.Connected();
        script.SendMany(3, Full);
        script.Queue(1, 100, new SendOptions { StreamId = 1 });
        script.Queue(1, 100, new SendOptions { StreamId = 2, Unordered = true });
        Assert.Equal([1, 2], script.Sack(3).DataOf().Select(d => (int)d.StreamId));
    }
}
