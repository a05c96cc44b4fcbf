using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation;

public class SimulatedNetworkTests
{
    private static readonly LinkOptions Faulty = new()
    {
        Delay = Duration.FromMilliseconds(20),
        Jitter = Duration.FromMilliseconds(5),
        LossPerMillion = 100_000,
        ReorderPerMillion = 50_000,
        DuplicatePerMillion = 20_000,
        CorruptPerMillion = 10_000,
    };

    [Fact]
    public void A_perfect_link_delivers_everything_in_order_after_its_delay()
    {
        var world = new Wire(1, LinkOptions.Perfect with { Delay = Duration.FromMilliseconds(7) });
        world.SendMany(100, Duration.FromMilliseconds(1));
        Assert.Equal(Enumerable.Range(0, 100), world.Receiver.Packets.Select(p => p.Number));
        Assert.All(world.Receiver.Packets, p => Assert.Equal(Duration.FromMilliseconds(7), p.Time - world.SentAt(p.Number)));
    }

    [Fact]
    public void Every_packet_has_one_fate_and_each_fault_comes_as_often_as_it_says()
    {
        var world = new Wire(2, Faulty);
        const int Count = 100_000;
        world.SendMany(Count, Duration.FromMilliseconds(1));
        LinkStatistics s = world.Link.Statistics;
        Assert.Equal(Count, s.Sent);
        Assert.Equal(0, s.InFlight);
        Assert.Equal(s.Sent - s.Dropped + s.Duplicated, s.Delivered);
        AssertNear(Count, 0.1, s.Lost);
        AssertNear(Count * 0.9, 0.05, s.Reordered);
        AssertNear(Count * 0.9, 0.02, s.Duplicated);
        AssertNear(Count * 0.9, 0.01, s.Corrupted);
        Assert.Equal(0, world.Network.PacketsInFlight);
    }

    [Fact]
    public void Taking_one_knob_away_leaves_the_decisions_of_the_others()
    {
        List<PacketFate> all = Fates(Faulty);
        List<PacketFate> without = Fates(Faulty with { DuplicatePerMillion = 0, Jitter = Duration.Zero });
        for (int i = 0; i < all.Count; i++)
        {
            Assert.Equal(all[i].IsLost, without[i].IsLost);
            Assert.Equal(all[i].Held, without[i].Held);
            Assert.Equal(all[i].IsCorrupted, without[i].IsCorrupted);
            Assert.False(without[i].IsDuplicated);
        }

        Assert.Contains(all, f => f.IsDuplicated);
    }

    [Fact]
    public void A_higher_loss_loses_the_same_packets_and_more()
    {
        List<PacketFate> few = Fates(Faulty with { LossPerMillion = 50_000 });
        List<PacketFate> many = Fates(Faulty with { LossPerMillion = 150_000 });
        Assert.All(few.Zip(many), pair => Assert.True(!pair.First.IsLost || pair.Second.IsLost));
        Assert.True(many.Count(f => f.IsLost) > few.Count(f => f.IsLost));
    }

    [Fact]
    public void Jitter_that_keeps_order_keeps_it_and_jitter_that_does_not_breaks_it()
    {
        LinkOptions jitter = LinkOptions.Perfect with { Jitter = Duration.FromMilliseconds(50), JitterShape = JitterShape.Exponential };
        var kept = new Wire(3, jitter);
        kept.SendMany(1_000, Duration.FromMilliseconds(1));
        Assert.Equal(Enumerable.Range(0, 1_000), kept.Receiver.Packets.Select(p => p.Number));
        var broken = new Wire(3, jitter with { JitterKeepsOrder = false });
        broken.SendMany(1_000, Duration.FromMilliseconds(1));
        Assert.Equal(1_000, broken.Receiver.Packets.Count);
        Assert.NotEqual(Enumerable.Range(0, 1_000), broken.Receiver.Packets.Select(p => p.Number));
    }

    [Fact]
    public void A_rate_spaces_packets_by_their_serialisation_time()
    {
        var world = new Wire(4, LinkOptions.Perfect with { BitsPerSecond = 8_000_000 });
        world.SendMany(10, Duration.Zero, length: 1_000);
        for (int i = 1; i < 10; i++)
        {
            Assert.Equal(Duration.FromMilliseconds(1), world.Receiver.Packets[i].Time - world.Receiver.Packets[i - 1].Time);
        }
    }

    [Fact]
    public void A_full_queue_drops_what_comes_last()
    {
        var world = new Wire(5, LinkOptions.Perfect with { BitsPerSecond = 8_000_000, QueueBytes = 4_000 });
        world.SendMany(10, Duration.Zero, length: 1_000);
        Assert.Equal([0, 1, 2, 3], world.Receiver.Packets.Select(p => p.Number));
        Assert.Equal(6, world.Link.Statistics.DroppedQueue);
    }

    [Fact]
    public void A_link_that_is_down_carries_nothing_until_it_heals()
    {
        var world = new Wire(6, LinkOptions.Perfect);
        world.Network.ScheduleChange(Instant.Epoch + Duration.FromMilliseconds(10), world.Link, LinkOptions.Perfect with { IsUp = false });
        world.Network.ScheduleChange(Instant.Epoch + Duration.FromMilliseconds(20), world.Link, LinkOptions.Perfect);
        world.SendMany(30, Duration.FromMilliseconds(1));
        Assert.Equal(Enumerable.Range(0, 10).Concat(Enumerable.Range(20, 10)), world.Receiver.Packets.Select(p => p.Number));
        Assert.Equal(10, world.Link.Statistics.DroppedDown);
    }

    [Fact]
    public void A_packet_above_the_mtu_is_dropped_reported_or_fragmented()
    {
        var world = new Wire(7, LinkOptions.Perfect with { Mtu = 500, Ptb = PtbMode.True });
        world.SendMany(1, Duration.Zero, length: 501);
        world.SendMany(1, Duration.Zero, length: 500);
        world.SendMany(1, Duration.Zero, length: 501, mayFragment: true);
        Assert.Equal(2, world.Receiver.Packets.Count);
        Assert.Equal(1, world.Link.Statistics.DroppedTooBig);
        Assert.Equal([500], world.Sender.TooBig);
        var blackHole = new Wire(7, LinkOptions.Perfect with { Mtu = 500 });
        blackHole.SendMany(1, Duration.Zero, length: 501);
        Assert.Empty(blackHole.Sender.TooBig);
        Assert.Empty(blackHole.Receiver.Packets);
    }

    [Theory]
    [InlineData(CorruptionKind.BitFlips)]
    [InlineData(CorruptionKind.Truncation)]
    public void A_damaged_packet_differs_from_the_one_sent(CorruptionKind kind)
    {
        var world = new Wire(8, LinkOptions.Perfect with { CorruptPerMillion = 1_000_000, Corruption = kind });
        world.SendMany(1_000, Duration.FromMilliseconds(1), length: 20);
        Assert.Equal(1_000, world.Receiver.Packets.Count);
        Assert.All(world.Receiver.Packets, p => Assert.False(p.IsWhole));
    }

    [Fact]
    public void The_network_allocates_nothing_for_a_packet_once_it_is_warm()
    {
        var world = new Wire(9, Faulty) { Receiver = { Keeps = false } };
        world.SendMany(2_000, Duration.FromMicroseconds(100));
        Assert.Equal(0, AllocatedBytes.OfLeast(() => world.SendMany(20_000, Duration.FromMicroseconds(100))));
    }

    [Fact]
    public void A_protocol_that_is_not_SCTP_runs_over_engine_and_network()
    {
        // Stop-and-wait: each side of the alternating bit protocol is an actor of its own.
        var loop = new EventLoop();
        var network = new SimulatedNetwork(loop, new Randomness(11));
        var sender = new StopAndWaitSender(loop, network, 200);
        var receiver = new StopAndWaitReceiver(network);
        int a = network.AddHost(sender, 1);
        int b = network.AddHost(receiver, 1);
        LinkOptions lossy = Faulty with { LossPerMillion = 300_000, ReorderPerMillion = 0, CorruptPerMillion = 0 };
        network.Connect(new NetworkAddress(a, 0), new NetworkAddress(b, 0), lossy);
        network.Connect(new NetworkAddress(b, 0), new NetworkAddress(a, 0), lossy);
        sender.Start();
        loop.RunUntil(Instant.Epoch + Duration.FromSeconds(600));
        Assert.Equal(Enumerable.Range(0, 200), receiver.Delivered);
        Assert.True(network.Links[0].Statistics.Lost > 0);
        Assert.Equal(0, loop.PendingCount);
    }

    private static List<PacketFate> Fates(LinkOptions options) =>
        [.. Enumerable.Range(0, 5_000).Select(i => PacketFate.Draw(options, new Randomness(77), 3, i))];

    private static void AssertNear(double trials, double probability, long actual)
    {
        double margin = 5 * Math.Sqrt(trials * probability * (1 - probability));
        Assert.InRange(actual, (trials * probability) - margin, (trials * probability) + margin);
    }

    private readonly record struct Received(int Number, Instant Time, bool IsWhole);

    private sealed class Wire
    {
        private readonly byte[] _packet = new byte[2_000];
        private readonly List<Instant> _sentAt = [];
        private int _sent;

        public Wire(ulong seed, LinkOptions options)
        {
            Network = new SimulatedNetwork(Loop, new Randomness(seed));
            Sender = new Host(Loop);
            Receiver = new Host(Loop);
            int a = Network.AddHost(Sender, 1);
            int b = Network.AddHost(Receiver, 1);
            Link = Network.Connect(new NetworkAddress(a, 0), new NetworkAddress(b, 0), options);
            _sentAt.EnsureCapacity(200_000);
        }

        public EventLoop Loop { get; } = new();

        public SimulatedNetwork Network { get; }

        public Link Link { get; }

        public Host Sender { get; }

        public Host Receiver { get; }

        public Instant SentAt(int number) => _sentAt[number];

        public void SendMany(int count, Duration interval, int length = 100, bool mayFragment = false)
        {
            for (int i = 0; i < count; i++)
            {
                Host.Fill(_packet.AsSpan(0, length), _sent++);
                _sentAt.Add(Loop.Now);
                Network.Send(Link.From, Link.To, _packet.AsSpan(0, length), mayFragment);
                Loop.RunUntil(Loop.Now + interval);
            }

            Loop.RunUntil(Loop.Now + Duration.FromSeconds(1));
        }
    }

    private sealed class Host(EventLoop loop) : INetworkHost
    {
        public bool Keeps { get; set; } = true;

        public List<Received> Packets { get; } = [];

        public List<int> TooBig { get; } = [];

        public static void Fill(Span<byte> packet, int number)
        {
            BitConverter.TryWriteBytes(packet, number);
            packet[4..].Fill((byte)number);
        }

        public void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
        {
            if (Keeps)
            {
                int number = packet.Length < 4 ? -1 : BitConverter.ToInt32(packet);
                bool isWhole = packet.Length >= 20 && packet[4..].IndexOfAnyExcept((byte)number) < 0 && number == Packets.Count;
                Packets.Add(new Received(number, loop.Now, isWhole));
            }
        }

        public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet) => TooBig.Add(mtu);
    }

    private sealed class StopAndWaitSender : INetworkHost, IActor
    {
        private static readonly Duration Timeout = Duration.FromMilliseconds(200);

        private readonly EventLoop _loop;
        private readonly SimulatedNetwork _network;
        private readonly int _actor;
        private readonly int _count;
        private int _next;

        public StopAndWaitSender(EventLoop loop, SimulatedNetwork network, int count)
        {
            _loop = loop;
            _network = network;
            _count = count;
            _actor = loop.Register(this);
        }

        public void Start() => Transmit();

        public void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
        {
            if (packet[0] == (byte)_next && _next < _count)
            {
                _next++;
                Transmit();
            }
        }

        public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet)
        {
        }

        public void OnEvent(in ScheduledEvent scheduled)
        {
            if (scheduled.Argument == _next)
            {
                Transmit();
            }
        }

        private void Transmit()
        {
            if (_next < _count)
            {
                _network.Send(new NetworkAddress(0, 0), new NetworkAddress(1, 0), [(byte)_next]);
                _loop.Schedule(_loop.Now + Timeout, EventPriority.Timer, _actor, 0, _next);
            }
        }
    }

    private sealed class StopAndWaitReceiver(SimulatedNetwork network) : INetworkHost
    {
        public List<int> Delivered { get; } = [];

        public void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
        {
            if (packet[0] == (byte)Delivered.Count)
            {
                Delivered.Add(packet[0]);
            }

            network.Send(local, remote, packet);
        }

        public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet)
        {
        }
    }
}
