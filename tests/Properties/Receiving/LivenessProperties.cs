using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Xunit;
using Sctp.Receiving;
using Sctp.Testing;

namespace Sctp.Properties.Receiving;

/// <summary>
/// A plain data sender, lawful or deaf to the window, against the receiver, over a network that loses, delays and doubles, with a user that reads when it likes. With the
/// smallest buffers, with messages larger than the buffer, whatever happens: everything arrives, once, and memory stays bounded.
/// </summary>
public class LivenessProperties
{
    [Property(MaxTest = 100)]
    [Requirement("9260-6.2-03")]
    [Requirement("9260-6.9-19")]
    [Requirement("9260-6.2-12")]
    [Requirement("9260-6.2-13")]
    [Requirement("9260-6.2-33")]
    public void Nothing_wedges(int seed, byte which, PositiveInt buffer, bool greedy, bool exact, byte shape)
    {
        var random = new Random(seed);
        uint initial = TsnMapProperties.Initials[which % TsnMapProperties.Initials.Length];
        int maxFragment = (shape & 1) != 0 ? 1452 : (shape & 2) != 0 ? 400 : 20;
        int maxLength = maxFragment * ((shape & 4) != 0 ? 6 : 1);
        var options = new SctpOptions { ReceiveBufferSize = 1500 + (buffer.Get * 37 % 4000) };
        if (exact)
        {
            // A few chunks fill the buffer to the last byte, so that a missing one finds no room at all.
            maxFragment = options.ReceiveBufferSize / (1 + (shape & 3));
            maxLength = maxFragment * ((shape & 4) != 0 ? 3 : 1);
            options = options with { ReceiveBufferSize = Math.Max(1500, maxFragment * (1 + (shape & 3))) };
        }

        options = (shape & 8) != 0 ? options with { PartialDeliveryPoint = options.ReceiveBufferSize } : options;
        var sent = new SentMessages(random, 60, initial, 1 + (shape >> 6), maxLength, maxFragment, (shape & 16) != 0 ? 0.3 : 0, exact: exact);
        var bench = new ReceiverBench(options, initial);
        var sender = new Sender(sent, greedy);
        double readiness = (shape & 32) != 0 ? 0.05 : 0.6;
        var open = new Dictionary<uint, List<byte>>();
        int done = 0;
        int updates = 0;
        int step = 0;
        for (; done < sent.Messages.Count; step++)
        {
            Assert.True(step < 200_000, "no progress");
            foreach (int place in sender.Transmit(random, options.ReceiveBufferSize))
            {
                if (random.NextDouble() < 0.15)
                {
                    continue;
                }

                DataDisposition disposition = bench.Packet(sent.Chunks[place])[0];
                Assert.True(disposition is DataDisposition.Accepted or DataDisposition.Duplicate or DataDisposition.DroppedNoWindow, disposition.ToString());
                AssertBounded(bench, maxFragment);
                Acknowledge(bench, sender, random);
            }

            while (random.NextDouble() < readiness && bench.ReadOne() is { } read)
            {
                done += Take(sent, open, read);
                updates += bench.Receiver.SackDue ? 1 : 0;
                Acknowledge(bench, sender, random);
            }

            bench.Advance(Duration.FromMilliseconds(50));
            Acknowledge(bench, sender, random);
            bench.AssertConsistent();
        }

        Assert.Equal(sent.Messages.Count, open.Count(entry => entry.Value.Count == 0));
        Assert.Equal((0, 0), (bench.Pool.RentedBytes, bench.Receiver.BufferedBytes));
        Assert.True(updates <= 4 + (4 * sent.Messages.Sum(m => m.Bytes.Length) / options.ReceiveBufferSize), $"{updates} window updates");
    }

    private static void Acknowledge(ReceiverBench bench, Sender sender, Random random)
    {
        if (bench.Receiver.SackDue)
        {
            SackSent sack = bench.Sack();
            if (random.NextDouble() >= 0.15)
            {
                sender.OnSack(sack);
            }
        }
    }

    private static void AssertBounded(ReceiverBench bench, int maxFragment)
    {
        Assert.InRange(bench.Receiver.BufferedBytes, 0, bench.Options.ReceiveBufferSize + maxFragment);
        Assert.InRange(bench.Receiver.BufferedMemory, 0, (2 * bench.Options.ReceiveBufferSize) + (64 * 1024) + ReceiveWindow.MemoryOf(maxFragment));
        Assert.InRange(bench.Receiver.AdvertisedWindow, 0, Math.Max(0, bench.Options.ReceiveBufferSize - bench.Receiver.BufferedBytes));
        Assert.True(bench.Pool.RentedBytes <= bench.Receiver.BufferedMemory);
    }

    private static int Take(SentMessages sent, Dictionary<uint, List<byte>> open, Read read)
    {
        uint message = (uint)read.Info.PayloadProtocolId;
        if (!open.TryGetValue(message, out List<byte>? bytes))
        {
            open[message] = bytes = [];
        }

        bytes.AddRange(read.Bytes);
        if (!read.Info.IsEndOfMessage)
        {
            return 0;
        }

        Assert.Equal(sent.Messages[(int)message].Bytes, bytes);
        bytes.Clear();
        return 1;
    }

    /// <summary>Keeps to the rules of RFC 9260 sections 6.1 and 6.2.1, or when greedy sends on whatever the window is.</summary>
    private sealed class Sender(SentMessages sent, bool greedy)
    {
        private readonly bool[] _acknowledged = new bool[sent.Chunks.Count];
        private int _cumulative; // places below are acknowledged for good
        private int _next;
        private long _window = -1;
        private int _idle;

        public List<int> Transmit(Random random, int initialWindow)
        {
            long window = _window < 0 ? initialWindow : _window;
            var packets = new List<int>();
            long outstanding = 0;

            // T3-rtx: what is still missing is sent again, the earliest always; out of order when the network has it so.
            for (int place = _cumulative; place < _next; place++)
            {
                if (!_acknowledged[place])
                {
                    outstanding += sent.Chunks[place].Payload!.Length;
                    if (packets.Count == 0 || (packets.Count < 6 && (greedy || outstanding <= window)))
                    {
                        packets.Add(place);
                    }
                }
            }

            while (_next < sent.Chunks.Count && packets.Count < 10)
            {
                int length = sent.Chunks[_next].Payload!.Length;
                bool isProbe = outstanding == 0 && packets.Count == 0 && ++_idle % 5 == 0;
                if (!greedy && outstanding + length > window && !isProbe)
                {
                    break;
                }

                outstanding += length;
                packets.Add(_next++);
            }

            for (int i = packets.Count - 1; i > 0; i--)
            {
                int j = random.Next(Math.Max(0, i - 3), i + 1);
                (packets[i], packets[j]) = (packets[j], packets[i]);
            }

            if (packets.Count > 0 && random.NextDouble() < 0.1)
            {
                packets.Add(packets[0]);
            }

            return packets;
        }

        public void OnSack(SackSent sack)
        {
            int cumulative = unchecked((int)(sack.CumulativeTsn - sent.InitialTsn)) + 1;
            Assert.InRange(cumulative, _cumulative, _next);
            _cumulative = cumulative;
            for (int place = 0; place < _next; place++)
            {
                // What a SACK does not cover any more has been taken back (section 6.2.1 D iii).
                _acknowledged[place] = sack.Covers(sent.Chunks[place].Tsn);
            }

            _window = sack.Window;
        }
    }
}
