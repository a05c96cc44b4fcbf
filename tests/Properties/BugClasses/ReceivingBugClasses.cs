using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Sim;
using Sctp.Sim.Associations.Marks;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;
using Sctp.Wire.Forms;

namespace Sctp.Properties.BugClasses;

/// <summary>Bug classes of reassembly and of the receive window.</summary>
public sealed class ReceivingBugClasses : BugClass
{
    /// <summary>B17: the first message that arrives on a stream is taken for the first one that was sent.</summary>
    [Fact]
    public void B17_The_first_message_of_a_stream_is_the_one_with_SSN_0()
    {
        int permutations = 0;
        foreach (int[] order in Permutations([0, 1, 2, 3]))
        {
            Script script = Script.Accepted();
            foreach (int i in order)
            {
                script.Inject(script.Tag, Script.NewData(i, 20 + i, ssn: (ushort)i));
            }

            for (int i = 0; i < order.Length; i++)
            {
                Assert.Equal(Script.Pattern(20 + i, i), script.Read());
            }

            Assert.Null(script.Read());
            permutations++;
        }

        Assert.Equal(24, permutations);
    }

    /// <summary>B18: a receiver whose buffer is full drops the very chunk that would let it go on.</summary>
    [Fact]
    public void B18_A_full_receiver_takes_what_it_needs()
    {
        SctpOptions tiny = Patient with { ReceiveBufferSize = 3_000 };
        SideOptions side = Side(40, 2_500, tiny);
        side = side with { Workload = side.Workload with { ReadInterval = Duration.FromMilliseconds(30) } };
        AssertHoldForSeeds(8, Over(Lossy with { LossPerMillion = 100_000 }, side), Mark.OutOfOrderDataArrives, Mark.ZeroWindowArrives);
    }

    /// <summary>B19: bytes are taken from the window and never given back, or given back twice.</summary>
    [Fact]
    public void B19_The_window_is_whole_again_once_everything_is_read()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Script script = Script.Accepted();
            uint whole = script.Association.GetStatus().LocalReceiverWindow;
            int[] order = Shuffled(30, seed);
            HashSet<int> arrived = [];
            int held = 0;
            AssertHeld();
            foreach (int i in order.Concat(order.Take(10)))
            {
                byte flags = (byte)((i % 3 == 0 ? DataFlags.First : 0) | (i % 3 == 2 ? DataFlags.Last : 0) | (i / 3 % 2 == 0 ? 0 : DataFlags.Unordered));
                script.Inject(script.Tag, Script.NewData(i, 100 + i, ssn: (ushort)(i / 6), flags: flags));
                held += arrived.Add(i) ? 100 + i : 0;
                AssertHeld();
            }

            for (int message = 0; message < 10; message++)
            {
                held -= script.Read()!.Length;
                AssertHeld();
            }

            Assert.Equal(0, held);

            void AssertHeld()
            {
                AssociationStatus status = script.Association.GetStatus();
                Assert.Equal(held, status.ReceiveBufferedBytes);
                Assert.Equal(whole, status.LocalReceiverWindow + (uint)held);
            }
        }
    }

    /// <summary>B20: what was received and not read does not count against the window.</summary>
    [Fact]
    public void B20_Unread_data_takes_window()
    {
        Script script = Script.Accepted(new SctpOptions { ReceiveBufferSize = 10_000 });
        uint last = uint.MaxValue;
        for (int i = 0; i < 8; i++)
        {
            List<SentPacket> sent = script.Inject(script.Tag, Script.NewData(i, 1_000, ssn: (ushort)i));
            sent.AddRange(script.WaitMilliseconds(300));
            uint window = sent.SelectMany(p => p.Packet.Chunks).OfType<Sack>().Last().AdvertisedWindow;
            Assert.True(window <= 10_000 - (1_000 * (i + 1)), $"{window} after {i + 1} messages");
            Assert.True(window < last);
            last = window;
        }
    }

    /// <summary>B21: a slow reader opens the window by slivers, and the sender fills it with slivers.</summary>
    [Fact]
    public void B21_A_slow_reader_gets_data_at_its_own_pace()
    {
        // 200 messages of one packet each, five every 20 ms: 0.8 s of reading. A third of that pace is owed; slivers would be a hundredth of it.
        List<PlannedSend> messages = [.. Enumerable.Range(0, 200).Select(i => new PlannedSend(0, Sctp.Sim.Side.Client, (uint)i, 1_000, 0, false))];
        SideOptions server = Side(0, endpoint: Patient with { ReceiveBufferSize = 8_000 });
        server = server with { Workload = server.Workload with { ReadInterval = Duration.FromMilliseconds(20), ReadBurst = 5 } };
        Scenario scenario = Over(new() { Delay = Duration.FromMilliseconds(2) }, Side(0), server);
        SimulationReport report = AssertHolds(scenario with { Schedule = new Schedule { Messages = messages } });
        Assert.InRange((report.LastDelivery - report.Established).TotalMilliseconds, 780, 2_400);
    }

    /// <summary>B22: fragments of ordered and of unordered messages with the same SSN are mixed up.</summary>
    [Fact]
    public void B22_Ordered_and_unordered_fragments_keep_apart()
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            // Four messages of three fragments, all of them with SSN 0 or 1: ordered, unordered, unordered, ordered.
            Script script = Script.Accepted();
            foreach (int i in Shuffled(12, seed))
            {
                int message = i / 3;
                byte flags = (byte)((i % 3 == 0 ? DataFlags.First : 0) | (i % 3 == 2 ? DataFlags.Last : 0) | (message is 1 or 2 ? DataFlags.Unordered : 0));
                script.Inject(script.Tag, Script.NewData(i, 10, ssn: (ushort)(message == 3 ? 1 : 0), flags: flags));
            }

            List<byte[]> read = [];
            while (script.Read() is { } bytes)
            {
                read.Add(bytes);
            }

            Assert.Equal(4, read.Count);
            int[] places = [.. Enumerable.Range(0, 4).Select(message => read.FindIndex(bytes => bytes.AsSpan().SequenceEqual(Whole(message))))];
            Assert.DoesNotContain(-1, places);
            Assert.True(places[0] < places[3]);
        }

        static byte[] Whole(int message) => [.. Enumerable.Range(message * 3, 3).SelectMany(i => Script.Pattern(10, i))];
    }

    /// <summary>B23: fragments of unordered messages are never freed.</summary>
    [Fact]
    public void B23_Nothing_is_left_of_unordered_fragments()
    {
        SideOptions side = Side(40, 20_000);
        side = side with { Workload = side.Workload with { UnorderedPerMillion = 1_000_000 } };
        AssertHolds(Over(Lossy with { ReorderPerMillion = 100_000, DuplicatePerMillion = 50_000 }, side), Mark.UnorderedFragment, Mark.DuplicateDataArrives);
    }

    /// <summary>B24: a duplicate throws or is delivered again.</summary>
    [Fact]
    public void B24_Every_packet_may_come_twice()
    {
        LinkOptions copying = new() { DuplicatePerMillion = 1_000_000, DuplicateCopies = 3, DuplicateDelay = Duration.FromMilliseconds(200), ReorderPerMillion = 100_000 };
        AssertHolds(Over(copying, Side(60)), Mark.OnlyDuplicatesArrive, Mark.SackWithDuplicates, Mark.CookieEchoInEstablished);
    }

    private static IEnumerable<int[]> Permutations(int[] items)
    {
        if (items.Length == 1)
        {
            yield return items;
            yield break;
        }

        foreach (int first in items)
        {
            foreach (int[] rest in Permutations([.. items.Where(i => i != first)]))
            {
                yield return [first, .. rest];
            }
        }
    }

    private static int[] Shuffled(int count, ulong seed)
    {
        var random = new Randomness(seed);
        return [.. Enumerable.Range(0, count).OrderBy(i => random.Draw(1, 0, (ulong)i))];
    }
}
