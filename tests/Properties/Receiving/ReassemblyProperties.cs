using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Sctp.Receiving;
using Sctp.Testing;
using Sctp.Wire;

namespace Sctp.Properties.Receiving;

public class ReassemblyProperties
{
    [Property(MaxTest = 150)]
    [Requirement("9260-6.6-01")]
    [Requirement("9260-6.6-02")]
    [Requirement("9260-6.6-03")]
    [Requirement("9260-6.6-04")]
    [Requirement("9260-6.9-02")]
    [Requirement("9260-6.2-27")]
    [Requirement("9260-6.2-01")]
    public void Reassembly_agrees_with_a_naive_one_at_every_arrival(int seed, PositiveInt count, byte which, byte shape)
    {
        var random = new Random(seed);
        uint initial = TsnMapProperties.Initials[which % TsnMapProperties.Initials.Length];
        var sent = new SentMessages(random, 1 + (count.Get % 60), initial, 1 + (shape & 3), (shape & 4) != 0 ? 300 : 20, (shape & 8) != 0 ? 40 : 7);
        Compare(sent, sent.Arrivals(random, 1 + (shape >> 4), 0.2, 0.2), new ReceiverBench(Whole, initial));
    }

    [Property(MaxTest = 20)]
    [Requirement("9260-1.6-05")]
    [Requirement("9260-6.5-08")]
    public void Reassembly_agrees_with_a_naive_one_where_the_SSN_wraps(int seed, byte which)
    {
        uint initial = TsnMapProperties.Initials[which % TsnMapProperties.Initials.Length];
        var random = new Random(seed);
        int before = 65_536 - random.Next(1, 30);
        var bench = new ReceiverBench(Whole, initial);
        byte[] bytes = new Chunk(0).Bytes();
        for (int i = 0; i < before; i++)
        {
            DataChunk.WriteHeader(bytes, 3, 1, new Tsn(initial) + i, 0, new Ssn((ushort)i), 0);
            bench.Data(bytes);
            Assert.True(bench.Receiver.TryReceive(out SctpMessage message));
            message.Dispose();
        }

        var sent = new SentMessages(random, 60, unchecked(initial + (uint)before), 1, 20, 7, firstSsn: before);
        Compare(sent, sent.Arrivals(random, 20, 0.2, 0.2), bench);
    }

    [Property(MaxTest = 60)]
    public void The_same_arrivals_give_the_same_trace_at_every_Initial_TSN(int seed)
    {
        string? reference = null;
        foreach (uint initial in TsnMapProperties.Initials)
        {
            var random = new Random(seed);
            var sent = new SentMessages(random, 40, initial, 3, 60, 10);
            var bench = new ReceiverBench(new SctpOptions { ReceiveBufferSize = 1500, PartialDeliveryPoint = 40 }, initial);
            var trace = new StringBuilder();
            foreach (int place in sent.Arrivals(random, 12, 0.2, 0.2))
            {
                trace.Append(bench.Packet(sent.Chunks[place])[0]).Append(bench.Receiver.SackDue ? '!' : '.');
                if (bench.Receiver.SackDue)
                {
                    SackSent sack = bench.Sack();
                    trace.Append(unchecked(sack.CumulativeTsn - initial)).Append(' ').Append(sack.Window).Append(' ').AppendJoin(',', sack.Gaps);
                }

                foreach (Read read in bench.ReadAll())
                {
                    trace.Append(unchecked(read.Info.Tsn.Value - initial)).Append(read.Info.IsEndOfMessage).Append(Convert.ToHexString(read.Bytes));
                }
            }

            reference ??= trace.ToString();
            Assert.Equal(reference, trace.ToString());
        }
    }

    [Property(MaxTest = 100)]
    [Requirement("9260-6.9-19")]
    public void Parts_of_a_message_make_the_message_and_parts_of_ordered_messages_of_a_stream_do_not_mix(int seed, byte which, PositiveInt point)
    {
        var random = new Random(seed);
        uint initial = TsnMapProperties.Initials[which % TsnMapProperties.Initials.Length];
        var sent = new SentMessages(random, 40, initial, 3, 200, 20);
        var bench = new ReceiverBench(new SctpOptions { PartialDeliveryPoint = 1 + (point.Get % 150) }, initial);
        var open = new Dictionary<uint, List<byte>>();
        var openOfStream = new Dictionary<ushort, uint>();
        var done = new List<uint>();
        foreach (int place in sent.Arrivals(random, 8, 0.1, 0.1))
        {
            bench.Packet(sent.Chunks[place]);
            bench.AssertConsistent();
            foreach (Read read in bench.ReadAll())
            {
                uint message = (uint)read.Info.PayloadProtocolId;
                if (!read.Info.IsUnordered)
                {
                    Assert.True(!openOfStream.TryGetValue(read.Info.StreamId, out uint other) || other == message);
                    openOfStream[read.Info.StreamId] = message;
                    if (read.Info.IsEndOfMessage)
                    {
                        openOfStream.Remove(read.Info.StreamId);
                    }
                }

                if (!open.TryGetValue(message, out List<byte>? bytes))
                {
                    open[message] = bytes = [];
                }

                bytes.AddRange(read.Bytes);
                SentMessage original = sent.Messages[(int)message];
                Assert.Equal(unchecked(initial + (uint)original.FirstPlace), read.Info.Tsn.Value);
                if (read.Info.IsEndOfMessage)
                {
                    Assert.Equal(original.Bytes, bytes);
                    done.Add(message);
                }
            }
        }

        Assert.Equal(sent.Messages.Count, done.Distinct().Count());
        Assert.Equal(sent.Messages.Count, done.Count);
        Assert.Equal((0, 0), (bench.Pool.RentedBytes, bench.Receiver.BufferedMemory));
    }

    private static SctpOptions Whole { get; } = new() { PartialDeliveryPoint = 1024 * 1024 };

    private static void Compare(SentMessages sent, List<int> arrivals, ReceiverBench bench)
    {
        var arrived = new HashSet<int>();
        var delivered = new HashSet<int>();
        foreach (int place in arrivals)
        {
            bool isNew = arrived.Add(place);
            Assert.Equal(isNew ? DataDisposition.Accepted : DataDisposition.Duplicate, bench.Packet(sent.Chunks[place])[0]);
            bench.AssertConsistent();
            List<Read> reads = bench.ReadAll();
            List<SentMessage> expected = Deliverable(sent, arrived, delivered);
            Assert.Equal(expected.Select(m => m.Index), reads.Select(r => (int)r.Info.PayloadProtocolId));
            for (int i = 0; i < reads.Count; i++)
            {
                Assert.Equal(expected[i].Bytes, reads[i].Bytes);
                Assert.Equal((expected[i].Stream, expected[i].IsUnordered, true), (reads[i].Info.StreamId, reads[i].Info.IsUnordered, reads[i].Info.IsEndOfMessage));
                Assert.Equal(unchecked(sent.InitialTsn + (uint)expected[i].FirstPlace), reads[i].Info.Tsn.Value);
                Assert.True(expected[i].IsUnordered || expected[i].Ssn == reads[i].Info.StreamSequenceNumber.Value);
                delivered.Add(expected[i].Index);
            }

            long held = arrived.Sum(p => (long)sent.Chunks[p].Payload!.Length)
                - sent.Messages.Where(m => delivered.Contains(m.Index)).Sum(m => (long)m.Bytes.Length);
            Assert.Equal(held, bench.Receiver.BufferedBytes);
            Assert.Equal(bench.Options.ReceiveBufferSize - held, bench.Receiver.AdvertisedWindow);
            if (bench.Receiver.SackDue)
            {
                SackSent sack = bench.Sack(60_000);
                for (int i = 0; i < sent.Chunks.Count; i++)
                {
                    Assert.Equal(arrived.Contains(i), sack.Covers(sent.Chunks[i].Tsn));
                }
            }
        }

        Assert.Equal(sent.Messages.Count, delivered.Count);
        Assert.False(bench.Receiver.HasGaps);
        Assert.Equal((0, 0), (bench.Receiver.BufferedBytes, bench.Receiver.BufferedMemory));
        Assert.Equal((0, 0), (bench.Pool.RentedBytes, bench.Pool.RentedPayloads));
    }

    /// <summary>The messages that the last arrival makes deliverable, by the plainest reading of the RFC.</summary>
    private static List<SentMessage> Deliverable(SentMessages sent, HashSet<int> arrived, HashSet<int> delivered)
    {
        var blocked = new HashSet<ushort>();
        var messages = new List<SentMessage>();
        foreach (SentMessage message in sent.Messages.Where(m => !delivered.Contains(m.Index)))
        {
            bool isWhole = Enumerable.Range(message.FirstPlace, message.Fragments).All(arrived.Contains);
            if (isWhole && (message.IsUnordered || !blocked.Contains(message.Stream)))
            {
                messages.Add(message);
            }
            else if (!message.IsUnordered)
            {
                blocked.Add(message.Stream);
            }
        }

        return messages;
    }
}
