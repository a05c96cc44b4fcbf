using System;
using System.Collections.Generic;
using System.Text;
using FsCheck.Xunit;
using Sctp.Receiving;
using Sctp.Testing;
using Sctp.Wire;

namespace Sctp.Properties.Receiving;

public class HostileDataProperties
{
    [Property(MaxTest = 200)]
    public void Whatever_chunks_come_nothing_throws_and_everything_is_given_back(int seed, byte which, byte shape)
    {
        var random = new Random(seed);
        uint initial = TsnMapProperties.Initials[which % TsnMapProperties.Initials.Length];
        var options = new SctpOptions { ReceiveBufferSize = 1500 + (shape * 16), PartialDeliveryPoint = (shape & 1) != 0 ? 1 : null };
        var bench = new ReceiverBench(options, initial, streams: 4);
        var disposed = new List<SctpMessage>();
        for (int i = 0; i < 400; i++)
        {
            uint tsn = unchecked(bench.Receiver.CumulativeTsn.Value + (uint)random.Next(-2, (shape & 2) != 0 ? 70_000 : 12));
            byte[] payload = new byte[random.Next((shape & 4) != 0 ? 300 : 3000)];
            var chunk = new Chunk(tsn, (ushort)random.Next(5), (ushort)random.Next(4), Flags(random, shape), payload);
            DataDisposition disposition = bench.Packet(chunk)[0];
            bench.AssertConsistent();
            Assert.InRange(bench.Receiver.BufferedBytes, 0, options.ReceiveBufferSize + 3000);
            Assert.InRange(bench.Receiver.BufferedMemory, 0, (2 * options.ReceiveBufferSize) + (64 * 1024) + ReceiveWindow.MemoryOf(3000));
            if (random.Next(4) == 0 && bench.Receiver.IsOpen)
            {
                SackSent sack = bench.Sack(random.Next(16, 200));
                Assert.True(disposition is not (DataDisposition.DroppedNoWindow or DataDisposition.DroppedOutOfRange) || !sack.Covers(tsn));
            }

            if (random.Next(3) == 0 && bench.Receiver.TryReceive(out SctpMessage message))
            {
                disposed.Add(message);
            }

            if (!bench.Receiver.IsOpen || random.Next(150) == 0)
            {
                bench.Receiver.Initialize(new Tsn((uint)random.Next()), (ushort)random.Next(1, 6));
            }
        }

        bench.Receiver.Close();
        bench.Receiver.Close();
        bench.ReadAll();
        foreach (SctpMessage message in disposed)
        {
            message.Dispose();
            message.Dispose();
        }

        Assert.Equal((0, 0), (bench.Receiver.BufferedBytes, bench.Receiver.BufferedMemory));
        Assert.Equal((0, 0), (bench.Pool.RentedBytes, bench.Pool.RentedPayloads));
    }

    private static string Flags(Random random, byte shape)
    {
        // Mostly whole messages in some runs, mostly fragments in others.
        var flags = new StringBuilder();
        int odds = (shape & 8) != 0 ? 8 : 2;
        flags.Append(random.Next(odds) != 0 ? "B" : string.Empty);
        flags.Append(random.Next(odds) != 0 ? "E" : string.Empty);
        flags.Append(random.Next(3) == 0 ? "U" : string.Empty);
        flags.Append(random.Next(5) == 0 ? "I" : string.Empty);
        return flags.ToString();
    }
}
