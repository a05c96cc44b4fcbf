using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Receiving;
using Sctp.Testing;
using Sctp.Wire;

namespace Sctp.Properties.Receiving;

public class AllocationTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    [InlineData(1, true)]
    public void The_steady_state_allocates_nothing(int fragments, bool reorder)
    {
        var bench = new ReceiverBench(initialTsn: uint.MaxValue - 20_000, streams: ushort.MaxValue);
        byte[] data = new Chunk(0, Payload: new byte[1000]).Bytes();
        byte[] sack = new byte[1468];
        Tsn tsn = new(uint.MaxValue - 20_000);
        int message = 0;
        Run(bench, data, sack, ref tsn, ref message, 3000, fragments, reorder);
        Assert.Equal(0, AllocatedBytes.OfLeast(() => Run(bench, data, sack, ref tsn, ref message, 20_000, fragments, reorder)));
        Assert.Equal(0, bench.Pool.RentedBytes);
    }

    private static void Run(
        ReceiverBench bench, byte[] data, byte[] sack, ref Tsn tsn, ref int message, int messages, int fragments, bool reorder)
    {
        for (int i = 0; i < messages; i += 4)
        {
            // Four messages on two streams; in reverse order of chunks where asked, so that gaps, runs and held messages come about.
            int chunks = 4 * fragments;
            for (int j = 0; j < chunks; j++)
            {
                int place = reorder ? chunks - 1 - j : j;
                int ordinal = place / fragments;
                int fragment = place % fragments;
                byte flags = (byte)((fragment == 0 ? DataChunk.Beginning : 0) | (fragment == fragments - 1 ? DataChunk.Ending : 0));
                ushort ssn = (ushort)((message / 2) + (ordinal / 2));
                DataChunk.WriteHeader(data, flags, 1000, tsn + place, (ushort)(ordinal % 2), new Ssn(ssn), 0);
                DataChunk.TryRead(new ChunkView(data), out DataChunk chunk);
                if (bench.Receiver.OnData(chunk, 0, bench.Now) != DataDisposition.Accepted)
                {
                    throw new InvalidOperationException("not accepted");
                }

                bench.Receiver.OnPacketEnd(0, bench.Now);
                if (bench.Receiver.SackDue)
                {
                    int size = bench.Receiver.MeasureSack(sack.Length);
                    bench.Receiver.WriteSack(sack.AsSpan(0, size), bench.Now);
                }
            }

            tsn += chunks;
            message += 4;
            while (bench.Receiver.TryReceive(out SctpMessage received))
            {
                received.Dispose();
            }

            while (bench.Events.TryTake(out _))
            {
            }
        }
    }

    [Fact]
    public void Announced_streams_cost_little_until_they_are_used()
    {
        var benches = new Queue<ReceiverBench>(Enumerable.Range(0, AllocatedBytes.Windows).Select(_ => new ReceiverBench()));
        Assert.InRange(AllocatedBytes.OfLeast(() => benches.Dequeue().Receiver.Initialize(new Tsn(1), ushort.MaxValue)), 1, 10_000);
    }
}
