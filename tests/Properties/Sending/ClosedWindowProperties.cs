using System;
using System.Collections.Generic;
using FsCheck.Xunit;
using Sctp.Sending;
using Sctp.Testing;
using Sctp.Wire;

namespace Sctp.Properties.Sending;

/// <summary>A peer with little room, a slow reader and a network that loses packets both ways: everything gets through, and no live peer is taken for dead.</summary>
public sealed class ClosedWindowProperties
{
    [Property(MaxTest = 150)]
    [Requirement("9260-6.1-06")]
    [Requirement("9260-6.1-07")]
    public void Everything_gets_through_a_small_window(int seed)
    {
        var random = new Random(seed);
        int loss = random.Next(0, 30);
        int room = random.Next(1500, 6000);
        var bench = new SenderBench(new SctpOptions { RtoMax = Duration.FromSeconds(8) }, unchecked((uint)seed), (uint)room);
        var buffer = new Dictionary<uint, int>();
        uint next = bench.InitialTsn;
        int readable = 0;
        int held = 0;
        long sent = 0;
        long received = 0;
        int errorsInARow = 0;
        for (int i = 0; i < 40; i++)
        {
            int length = random.Next(1, 3000);
            sent += length;
            bench.Send(length);
        }

        for (int step = 0; !bench.Sender.IsDrained; step++)
        {
            Assert.True(step < 20_000, "not drained");
            bool anyArrived = false;
            foreach (SentPacket packet in bench.SendWindow())
            {
                if (random.Next(100) < loss)
                {
                    continue;
                }

                anyArrived = true;
                foreach (SentChunk chunk in packet.Chunks)
                {
                    bool isNew = new Tsn(chunk.Tsn) >= new Tsn(next) && !buffer.ContainsKey(chunk.Tsn);
                    if (isNew && chunk.Payload.Length <= room - held)
                    {
                        buffer.Add(chunk.Tsn, chunk.Payload.Length);
                        held += chunk.Payload.Length;
                        received += chunk.Payload.Length;
                    }
                }

                while (buffer.Remove(next, out int length))
                {
                    readable += length;
                    next++;
                }
            }

            bool wasClosed = room - held < 1452;
            if (random.Next(4) == 0)
            {
                held -= readable;
                readable = 0;
            }

            bool opens = wasClosed && room - held >= 1452;
            if ((anyArrived || opens) && random.Next(100) >= loss)
            {
                var gaps = new List<(int Start, int End)>();
                for (int offset = 2; offset < 200 && buffer.Count != gaps.Count; offset++)
                {
                    if (buffer.ContainsKey(unchecked(next - 1 + (uint)offset)))
                    {
                        gaps.Add((offset, offset));
                    }
                }

                if (bench.SackTsn(unchecked(next - 1), (uint)(room - held), [.. gaps]).Disposition == SackDisposition.Processed)
                {
                    errorsInARow = 0;
                    continue;
                }
            }

            if (!bench.Timers.Next.IsNever && random.Next(2) == 0)
            {
                int errors = bench.Errors;
                bench.RunNextTimer();
                errorsInARow += bench.Errors - errors;
                Assert.True(loss > 0 || errorsInARow <= 2, "errors are counted although SACKs come");
            }
        }

        Assert.Equal(sent, received);
    }
}
