using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;

namespace Sctp.Conformance.Transfer;

/// <summary>Large messages, many messages and many streams between two endpoints.</summary>
public class BulkScenarios
{
    [Theory]
    [InlineData(256 * 1024, 1024 * 1024, 0)]
    [InlineData(256 * 1024, 64 * 1024, 0)]
    [InlineData(256 * 1024, 64 * 1024, 3)]
    [InlineData(256 * 1024, 10_000, 2)]
    [InlineData(100_000, 1500, 0)]
    [Requirement("9260-6.9-19")]
    [Requirement("9260-11.1.7-02")]
    [Requirement("9260-6-14")]
    public void Large_messages_arrive_through_any_receive_buffer(int length, int buffer, int loss)
    {
        var random = new Random(length + buffer + loss);
        var pair = new Pair(null, new SctpOptions { ReceiveBufferSize = buffer }) { ReadsAutomatically = false };
        pair.Network = (_, _) => random.Next(100) < loss ? Fate.Drop : Fate.Deliver;
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        byte[][] messages = [Script.Pattern(length, 1), Script.Pattern(10, 2), Script.Pattern(length, 3)];
        foreach (byte[] message in messages)
        {
            Assert.Equal(SendResult.Queued, a.Send(message, new SendOptions { StreamId = 1 }, pair.Now));
        }

        var received = new List<byte[]>();
        var current = new List<byte>();
        bool Read()
        {
            while (b.TryReceive(out SctpMessage part))
            {
                current.AddRange(part.ToArray());
                if (part.Info.IsEndOfMessage)
                {
                    received.Add([.. current]);
                    current.Clear();
                }

                part.Dispose();
            }

            return received.Count == messages.Length;
        }

        pair.RunUntil(Read, Duration.FromSeconds(3000));
        Assert.Equal(messages, received);
        pair.RunUntil(() => a.BufferedBytes == 0, Duration.FromSeconds(100));
        Assert.Equal((0L, 0L), (pair.A.PooledBytesInUse, pair.B.PooledBytesInUse));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [Requirement("9260-6.6-01")]
    [Requirement("9260-6.6-03")]
    [Requirement("9260-6.6-04")]
    [Requirement("9260-6.5-07")]
    [Requirement("9260-6.5-09")]
    public void Thousands_of_messages_over_many_streams_arrive_once_and_in_order_in_each_stream(int loss)
    {
        var random = new Random(99);
        var options = new SctpOptions { OutboundStreams = 300, MaxInboundStreams = 300 };
        var pair = new Pair(options, options) { Network = (_, _) => random.Next(100) < loss ? Fate.Drop : Fate.Deliver, ReadsAutomatically = false };
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        const int count = 5000;
        var ordered = new Dictionary<ushort, Queue<int>>();
        var unordered = new HashSet<int>();
        for (int i = 0; i < count; i++)
        {
            var send = new SendOptions { StreamId = (ushort)random.Next(300), Unordered = random.Next(3) == 0 };
            byte[] message = new byte[4 + random.Next(60)];
            BitConverter.TryWriteBytes(message, i);
            Assert.Equal(SendResult.Queued, a.Send(message, send, pair.Now));
            if (send.Unordered)
            {
                unordered.Add(i);
                continue;
            }

            if (!ordered.TryGetValue(send.StreamId, out Queue<int>? queue))
            {
                ordered[send.StreamId] = queue = new Queue<int>();
            }

            queue.Enqueue(i);
        }

        int received = 0;
        bool Read()
        {
            while (b.TryReceive(out SctpMessage message))
            {
                int number = BitConverter.ToInt32(message.ToArray());
                Assert.True(message.Info.IsUnordered ? unordered.Remove(number) : ordered[message.Info.StreamId].Dequeue() == number);
                message.Dispose();
                received++;
            }

            return received == count;
        }

        pair.RunUntil(Read, Duration.FromSeconds(300));
        pair.RunUntil(() => a.BufferedBytes == 0, Duration.FromSeconds(60));
        Assert.Empty(unordered);
        Assert.Equal(count, a.Statistics.MessagesAcknowledged);
        Assert.True(pair.Saw(pair.A, SctpEventKind.SenderDry));
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(20_000)]
    public void A_sender_that_waits_for_room_sends_everything(int sendBuffer)
    {
        var pair = new Pair(new SctpOptions { SendBufferSize = sendBuffer });
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        const int count = 300;
        int next = 0;
        int drained = 0;
        while (next < count)
        {
            if (a.Send(0, Script.Pattern(700, next), pair.Now) == SendResult.Queued)
            {
                next++;
                Assert.True(a.BufferedBytes <= sendBuffer);
                continue;
            }

            pair.Events.Clear();
            pair.RunUntil(() => pair.Saw(pair.A, SctpEventKind.SendBufferDrained), Duration.FromSeconds(10));
            drained++;
        }

        pair.RunUntil(() => pair.ReceivedBy(b).Count == count, Duration.FromSeconds(60));
        Assert.Equal(Enumerable.Range(0, count).Select(i => Script.Pattern(700, i)), pair.ReceivedBy(b));
        Assert.InRange(drained, 5, count);
    }

    [Fact]
    [Requirement("9260-11.1.5-03")]
    public void Messages_whose_lifetime_ended_are_missing_and_no_others()
    {
        var pair = new Pair(null, new SctpOptions { ReceiveBufferSize = 3000 }) { ReadsAutomatically = false };
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        for (int i = 0; i < 30; i++)
        {
            Duration? lifetime = i % 3 == 0 ? Duration.FromMilliseconds(300) : null;
            Assert.Equal(SendResult.Queued, a.Send(Script.Pattern(1000, i), new SendOptions { Lifetime = lifetime, Context = (ulong)i }, pair.Now));
        }

        pair.Run(Duration.FromSeconds(2)); // The window closes after three.
        pair.ReadsAutomatically = true;
        pair.ReadAll(b);
        pair.RunUntil(() => a.BufferedBytes == 0, Duration.FromSeconds(60));
        ulong[] expired = [.. pair.Events.Where(e => e.Event.SendFailureReason == SendFailureReason.LifetimeExpired).Select(e => e.Event.Context)];
        Assert.All(expired, c => Assert.Equal(0ul, c % 3));
        Assert.InRange(expired.Length, 7, 9);
        Assert.Equal(
            Enumerable.Range(0, 30).Where(i => !expired.Contains((ulong)i)).Select(i => Script.Pattern(1000, i)),
            pair.ReceivedBy(b));
    }
}
