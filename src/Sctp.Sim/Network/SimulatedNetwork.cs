using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Network;

/// <summary>
/// Hosts with any number of addresses, and links that carry packets of bytes between them with every fault of <see cref="LinkOptions"/>. It knows no
/// protocol: a packet is a span of bytes.
/// </summary>
public sealed class SimulatedNetwork : IActor
{
    /// <summary>The largest packet in bytes.</summary>
    public const int MaxPacketLength = 65_535;

    private const int LargestAbsurdMtu = 68; // the least MTU that IPv4 allows (RFC 791)
    private const int Inflation = 1_000;

    private readonly EventLoop _loop;
    private readonly Randomness _random;
    private readonly int _actor;
    private readonly PacketBook _book = new();
    private readonly LinkTransit _transit;
    private readonly LinkQueues _queues;
    private readonly Topology _topology;
    private readonly List<Change> _changes = [];

    /// <summary>An empty network that lives in an event loop.</summary>
    public SimulatedNetwork(EventLoop loop, Randomness random)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _loop = loop;
        _random = random;
        _actor = loop.Register(this);
        _transit = new LinkTransit(loop, _actor, _book, new DrawnFates(random));
        _queues = new LinkQueues(loop, _actor, random, _book, _transit);
        _topology = new Topology(_queues.BottleneckOf);
    }

    /// <summary>Sees what becomes of every packet; null for nobody.</summary>
    public INetworkObserver? Observer
    {
        get => _book.Observer;
        set => _book.Observer = value;
    }

    /// <summary>Decides what chance does to each packet; set before the run. By default it is drawn.</summary>
    public IPacketFates Fates
    {
        get => _transit.Fates;
        set => _transit.Fates = value;
    }

    /// <summary>Repairs checksums of damaged packets; null leaves them wrong.</summary>
    public IPacketSealer? Sealer
    {
        get => _transit.Sealer;
        set => _transit.Sealer = value;
    }

    /// <summary>All links in the order in which they were made.</summary>
    public IReadOnlyList<Link> Links => _topology.Links;

    /// <summary>Packets on their way, and reports of packets that were too big.</summary>
    public int PacketsInFlight => _book.Packets.RentedCount;

    /// <summary>Adds a host.</summary>
    /// <param name="host">What receives its packets.</param>
    /// <param name="addressCount">How many addresses it has.</param>
    /// <returns>Its number.</returns>
    public int AddHost(INetworkHost host, int addressCount)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(addressCount);
        return _topology.Add(host, addressCount);
    }

    /// <summary>Makes a link from one address to another. What is sent between two addresses without a link goes nowhere.</summary>
    public Link Connect(NetworkAddress from, NetworkAddress to, LinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Link link = _topology.Connect(from, to, options);
        link.HasSplices = MaySplice(options);
        return link;
    }

    /// <summary>Gives a link other options at some time.</summary>
    public void ScheduleChange(Instant time, Link link, LinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        link.HasSplices |= MaySplice(options);
        _changes.Add(new Change(link, options));
        _loop.Schedule(time, EventPriority.World, _actor, NetworkEventKind.Change, _changes.Count - 1);
    }

    /// <summary>Sends a packet.</summary>
    /// <param name="from">An address of the sender.</param>
    /// <param name="to">An address of the receiver.</param>
    /// <param name="packet">The bytes, at most <see cref="MaxPacketLength"/>; they are copied.</param>
    /// <param name="mayFragment">Whether a link with a smaller MTU may carry it in fragments instead of dropping it.</param>
    /// <param name="ecn">Its codepoint of explicit congestion notification.</param>
    public void Send(NetworkAddress from, NetworkAddress to, ReadOnlySpan<byte> packet, bool mayFragment = false, EcnCodepoint ecn = EcnCodepoint.NotEct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(packet.Length, MaxPacketLength, nameof(packet));
        _loop.Hash.Add(packet);
        if (_topology.LinkOf(from, to) is not { } link)
        {
            return;
        }

        long ordinal = link.NextOrdinal++;
        link.Counters.Sent++;
        link.Counters.SentBytes += packet.Length;
        PacketFate fate = Fates.FateOf(link, ordinal, packet, _loop.Now);
        Observer?.OnSent(link, fate, packet);
        bool isMarked = fate.IsMarked;
        DropReason reason = FindDropReason(link.Options, fate, packet.Length, mayFragment);
        if (reason == DropReason.None && link.Options.BitsPerSecond != 0)
        {
            reason = _queues.Admit(link, fate, packet.Length, ecn, ref isMarked);
        }

        if (reason != DropReason.None)
        {
            Drop(link, fate, reason, packet);
            return;
        }

        int handle = _book.Enter(link, packet, new Arrival { Ordinal = ordinal, Ecn = ecn });
        if (isMarked)
        {
            _book.Mark(handle, fate);
        }

        _queues.Transmit(link, fate, handle, packet.Length);
    }

    /// <summary>Puts a packet on its way that no host sent. It knows neither faults nor queues.</summary>
    /// <param name="spoofedFrom">The address that it seems to come from.</param>
    /// <param name="to">The address it goes to.</param>
    /// <param name="packet">The bytes, at most <see cref="MaxPacketLength"/>; they are copied.</param>
    /// <param name="delay">When it arrives.</param>
    public void Inject(NetworkAddress spoofedFrom, NetworkAddress to, ReadOnlySpan<byte> packet, Duration delay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(packet.Length, MaxPacketLength, nameof(packet));
        _loop.Hash.Add(packet);
        Link link = _topology.LinkOrStray(spoofedFrom, to);
        link.Counters.Injected++;
        link.Counters.InjectedBytes += packet.Length;
        Observer?.OnInjected(link, packet);
        int handle = _book.Enter(link, packet, new Arrival { Ordinal = -1, IsForged = true });
        _transit.ScheduleArrival(handle, _loop.Now + delay);
    }

    /// <summary>Tells a host that a packet was too big, though none was.</summary>
    /// <param name="to">The address of the host that hears of it.</param>
    /// <param name="remote">Where the packet is said to have gone.</param>
    /// <param name="quotedPacket">What is quoted of it; any bytes.</param>
    /// <param name="mtu">The MTU that is reported; any number.</param>
    /// <param name="delay">When the host hears of it.</param>
    public void ForgeTooBig(NetworkAddress to, NetworkAddress remote, ReadOnlySpan<byte> quotedPacket, int mtu, Duration delay = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quotedPacket.Length, MaxPacketLength, nameof(quotedPacket));
        _loop.Hash.Add(quotedPacket);
        ReportTooBig(_topology.LinkOrStray(to, remote), quotedPacket, mtu, _loop.Now + delay);
    }

    /// <summary>Checks the network itself, between events: every packet has exactly one fate, and no byte is lost or made.</summary>
    /// <returns>False with what is wrong.</returns>
    public bool TryCheckConservation([NotNullWhen(false)] out string? problem) => _book.TryCheck(_topology, out problem);

    /// <inheritdoc/>
    public void OnEvent(in ScheduledEvent scheduled)
    {
        switch (scheduled.Kind)
        {
            case NetworkEventKind.Arrival:
                Arrive((int)scheduled.Argument);
                break;
            case NetworkEventKind.TooBig:
                ArriveReport((int)scheduled.Argument);
                break;
            case NetworkEventKind.Queue:
                _queues.OnFree((int)scheduled.Argument);
                break;
            case NetworkEventKind.Gather:
                _transit.OnGathered(_topology.Links[(int)(scheduled.Argument >> 32)], (uint)scheduled.Argument);
                break;
            default:
                Change change = _changes[(int)scheduled.Argument];
                change.Link.Options = change.Options;
                break;
        }
    }

    private static bool MaySplice(LinkOptions options) => options.CorruptPerMillion > 0 && options.Corruption == CorruptionKind.Splice;

    private static DropReason FindDropReason(LinkOptions options, in PacketFate fate, int length, bool mayFragment)
    {
        if (!options.IsUp)
        {
            return DropReason.Down;
        }

        if (options.Mtu != 0 && length > options.Mtu && !mayFragment)
        {
            return DropReason.TooBig;
        }

        return fate.IsLost ? DropReason.Loss : DropReason.None;
    }

    private void Drop(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet)
    {
        _book.Drop(link, fate, reason, packet);
        if (reason == DropReason.TooBig && link.Options.Ptb != PtbMode.None)
        {
            ReportTooBig(link, packet, ReportedMtu(link, fate.Ordinal, packet.Length), _loop.Now + link.Options.Delay);
        }
    }

    private int ReportedMtu(Link link, long ordinal, int length) => link.Options.Ptb switch
    {
        PtbMode.Zero => 0,
        PtbMode.Absurd => (int)Distribution.Between(_random.Draw(NetworkStreams.Ptb, (uint)link.Index, (ulong)ordinal), 1, LargestAbsurdMtu),
        PtbMode.Inflated => length + Inflation,
        _ => link.Options.Mtu,
    };

    private void ReportTooBig(Link link, ReadOnlySpan<byte> packet, int mtu, Instant time) =>
        _loop.Schedule(time, EventPriority.Arrival, _actor, NetworkEventKind.TooBig, _book.EnterReport(link, packet, mtu));

    private void Arrive(int handle)
    {
        _book.Arrive(handle);
        Link link = _book.Packets.Link(handle);
        Arrival arrival = _book.Packets.ArrivalOf(handle);
        _topology.HostOf(link.To).OnPacket(link.To, link.From, _book.Packets.Bytes(handle), arrival);
        _book.Return(handle);
    }

    private void ArriveReport(int handle)
    {
        _book.ArriveReport();
        Link link = _book.Packets.Link(handle);
        _topology.HostOf(link.From).OnPacketTooBig(link.From, link.To, (int)_book.Packets.ArrivalOf(handle).Ordinal, _book.Packets.Bytes(handle));
        _book.Return(handle);
    }

    private readonly record struct Change(Link Link, LinkOptions Options);
}
