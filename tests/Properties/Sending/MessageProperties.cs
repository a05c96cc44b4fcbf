using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck.Xunit;
using Sctp.Conformance.Support;
using Sctp.Sending;
using Sctp.Testing;
using Sctp.Wire;

namespace Sctp.Properties.Sending;

/// <summary>Messages between the user and the wire.</summary>
public sealed class MessageProperties
{
    [Property(MaxTest = 60)]
    [Requirement("9260-11.1.5-03")]
    public void Lifetimes_end_in_their_order(ushort[] lifetimes)
    {
        var bench = new SenderBench(peerWindow: 1500);
        bench.Send(1452);
        bench.Drain();
        var expected = new List<(int At, ulong Context)>();
        for (int i = 0; i < lifetimes.Length; i++)
        {
            int at = lifetimes[i] % 900;
            expected.Add((at, (ulong)i));
            bench.Send(100, new SendOptions { Lifetime = Duration.FromMilliseconds(at), Context = (ulong)i });
        }

        Instant start = bench.Now;
        var actual = new List<(int At, ulong Context)>();
        while (actual.Count < lifetimes.Length)
        {
            bench.RunNextTimer();
            foreach (SctpEvent e in bench.Events())
            {
                e.Message.Dispose();
                actual.Add(((int)(bench.Now - start).TotalMilliseconds, e.Context));
            }
        }

        Assert.Equal(expected.Select(entry => entry.At).Order(), actual.Select(entry => entry.At));
        Assert.Equal(expected.Order(), actual.Order());
    }

    [Property(MaxTest = 100)]
    [Requirement("9260-11.2.2-01")]
    public void Every_message_is_acknowledged_or_handed_back_once_and_intact(int seed)
    {
        var random = new Random(seed);
        var bench = new SenderBench(new SctpOptions { SendBufferSize = 50_000 }, peerWindow: (uint)random.Next(1500, 20_000));
        var queued = new Dictionary<ulong, byte[]>();
        for (int i = 0; i < 40; i++)
        {
            byte[] payload = new byte[random.Next(1, 9000)];
            random.NextBytes(payload);
            Duration? lifetime = random.Next(3) == 0 ? Duration.FromMilliseconds(random.Next(500)) : null;
            if (bench.Send(payload, new SendOptions { Context = (ulong)i, Lifetime = lifetime }) == SendResult.Queued)
            {
                queued.Add((ulong)i, payload);
            }

            bench.PassTime(Duration.FromMilliseconds(random.Next(20)));
            bench.Drain();
            int acked = random.Next(0, bench.Sender.OutstandingChunks + 1);
            bench.SackTsn((bench.Sender.CumulativeAckPoint + acked).Value, (uint)random.Next(20_000));
        }

        bench.Sender.Close(reportFailures: true);
        long failed = 0;
        foreach (SctpEvent e in bench.Events().Where(e => e.Kind == SctpEventKind.SendFailed))
        {
            failed++;
            Assert.True(queued.Remove(e.Context, out byte[]? payload));
            Assert.Equal(payload, e.Message.ToArray());
            e.Message.Dispose();
        }

        Assert.Equal(queued.Count, bench.Context.Statistics.MessagesAcknowledged);
        Assert.Equal(failed, bench.Context.Statistics.MessagesFailed);
        Assert.Equal((0L, 0), (bench.Pool.RentedBytes, bench.Pool.RentedPayloads));
    }

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        var bench = new SenderBench(initialTsn: 0xFFFF_0000);
        byte[] payload = new byte[3000];
        byte[] packet = new byte[1480];
        byte[] sack = new byte[SackChunk.LengthOf(1, 0)];
        Exchange(bench, payload, packet, sack, rounds: 500);
        Assert.Equal(0, AllocatedBytes.OfLeast(() => Exchange(bench, payload, packet, sack, rounds: 2000)));
    }

    /// <summary>Sends, loses the first chunk of each round as far as SACKs tell, and acknowledges everything in the end.</summary>
    private static void Exchange(SenderBench bench, byte[] payload, byte[] buffer, byte[] sackBytes, int rounds)
    {
        DataSender sender = bench.Sender;
        for (int round = 0; round < rounds; round++)
        {
            bench.PassTime(Duration.FromMilliseconds(10));
            var options = new SendOptions { StreamId = (ushort)(round % 16), Lifetime = Duration.FromSeconds(100) };
            sender.BeginOpportunity();
            sender.Enqueue(payload, options, bench.Now);
            sender.Enqueue(payload.AsSpan(0, 50), options, bench.Now);
            while (sender.HasUnsent || sender.HasOutstanding)
            {
                sender.BeginOpportunity();
                while (sender.TryChoosePath(bench.Now, out Paths.Path path))
                {
                    var writer = new PacketWriter(buffer, path.Mtu, 1, 2, 3);
                    sender.WriteData(ref writer, path, bench.Now);
                }

                int outstanding = sender.OutstandingChunks;
                Tsn cumulative = sender.CumulativeAckPoint;
                if (outstanding >= 3)
                {
                    Sack(sender, sackBytes, cumulative, 1, outstanding, bench.Now);
                    Sack(sender, sackBytes, cumulative, 0, 0, bench.Now);
                }

                Sack(sender, sackBytes, cumulative + outstanding, 0, 0, bench.Now);
            }

            while (bench.Context.Events.TryTake(out _))
            {
            }
        }
    }

    private static void Sack(DataSender sender, byte[] bytes, Tsn cumulative, int gaps, int end, Instant now)
    {
        SackChunk.WriteHeader(bytes, SackChunk.LengthOf(gaps, 0), cumulative, 1 << 20, gaps, 0);
        if (gaps != 0)
        {
            SackChunk.WriteGapBlock(bytes, 0, 2, (ushort)end);
        }

        SackChunk.TryRead(new ChunkView(bytes), out SackChunk sack);
        sender.OnSack(sack, now);
    }
}
