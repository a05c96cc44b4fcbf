using System;
using System.Collections.Generic;
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

    private const int ArrivalKind = 0;
    private const int TooBigKind = 1;
    private const int ChangeKind = 2;

    private readonly EventLoop _loop;
    private readonly int _actor;
    private readonly PacketPool _packets = new();
    private readonly List<Host> _hosts = [];
    private readonly List<Link> _links = [];
    private readonly List<Change> _changes = [];
    private Link?[] _routes = [];
    private int _addressCount;

    /// <summary>An empty network that lives in an event loop.</summary>
    public SimulatedNetwork(EventLoop loop, Randomness random)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _loop = loop;
        Fates = new DrawnFates(random);
        _actor = loop.Register(this);
    }

    /// <summary>Sees what becomes of every packet; null for nobody.</summary>
    public INetworkObserver? Observer { get; set; }

    /// <summary>Decides what chance does to each packet; set before the run. By default it is drawn.</summary>
    public IPacketFates Fates { get; set; }

    /// <summary>Repairs checksums of damaged packets; null leaves them wrong.</summary>
    public IPacketSealer? Sealer { get; set; }

    /// <summary>All links in the order in which they were made.</summary>
    public IReadOnlyList<Link> Links => _links;

    /// <summary>Packets on their way.</summary>
    public int PacketsInFlight => _packets.RentedCount;

    /// <summary>Adds a host.</summary>
    /// <param name="host">What receives its packets.</param>
    /// <param name="addressCount">How many addresses it has.</param>
    /// <returns>Its number.</returns>
    public int AddHost(INetworkHost host, int addressCount)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(addressCount);
        _hosts.Add(new Host(host, _addressCount, addressCount));
        _addressCount += addressCount;
        _routes = new Link?[_addressCount * _addressCount];
        foreach (Link link in _links)
        {
            _routes[RouteIndex(link.From, link.To)] = link;
        }

        return _hosts.Count - 1;
    }

    /// <summary>Makes a link from one address to another. What is sent between two addresses without a link goes nowhere.</summary>
    public Link Connect(NetworkAddress from, NetworkAddress to, LinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var link = new Link(_links.Count, from, to, options);
        _routes[RouteIndex(from, to)] = link;
        _links.Add(link);
        return link;
    }

    /// <summary>Gives a link other options at some time.</summary>
    public void ScheduleChange(Instant time, Link link, LinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _changes.Add(new Change(link, options));
        _loop.Schedule(time, EventPriority.World, _actor, ChangeKind, _changes.Count - 1);
    }

    /// <summary>Sends a packet.</summary>
    /// <param name="from">An address of the sender.</param>
    /// <param name="to">An address of the receiver.</param>
    /// <param name="packet">The bytes, at most <see cref="MaxPacketLength"/>; they are copied.</param>
    /// <param name="mayFragment">Whether a link with a smaller MTU may carry it in fragments instead of dropping it.</param>
    /// <param name="ecn">Its codepoint of explicit congestion notification.</param>
    public void Send(NetworkAddress from, NetworkAddress to, ReadOnlySpan<byte> packet, bool mayFragment = false, EcnCodepoint ecn = EcnCodepoint.NotCapable)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(packet.Length, MaxPacketLength, nameof(packet));
        _loop.Hash.Add(packet);
        if (_routes[RouteIndex(from, to)] is not { } link)
        {
            return;
        }

        Instant now = _loop.Now;
        LinkOptions options = link.Options;
        long ordinal = link.NextOrdinal++;
        link.Counters.Sent++;
        link.Counters.SentBytes += packet.Length;
        PacketFate fate = Fates.FateOf(link, ordinal, packet, now);
        Observer?.OnSent(link, fate, packet);
        DropReason reason = FindDropReason(link, fate, packet.Length, mayFragment, now);
        if (reason != DropReason.None)
        {
            Drop(link, fate, reason, packet);
            return;
        }

        Instant departure = Instant.Max(now, link.BusyUntil) + link.SerialisationTime(packet.Length);
        if (options.BitsPerSecond != 0)
        {
            link.BusyUntil = departure;
        }

        Instant arrival = departure + options.Delay + fate.Jitter;
        if (fate.Held > Duration.Zero)
        {
            link.Counters.Reordered++;
            arrival += fate.Held;
        }
        else
        {
            if (options.JitterKeepsOrder)
            {
                arrival = Instant.Max(arrival, link.LastArrival);
            }

            link.LastArrival = Instant.Max(arrival, link.LastArrival);
        }

        Launch(link, fate, packet, arrival, damage: fate.IsCorrupted, isCopy: false);
        if (fate.IsDuplicated)
        {
            link.Counters.Duplicated++;
            Launch(link, fate, packet, arrival + fate.DuplicateDelay, damage: false, isCopy: true);
        }
    }

    /// <summary>Puts a packet on its way that no host sent. It knows neither faults nor queues.</summary>
    /// <param name="spoofedFrom">The address that it seems to come from.</param>
    /// <param name="to">The address it goes to.</param>
    /// <param name="packet">The bytes, at most <see cref="MaxPacketLength"/>; they are copied.</param>
    /// <param name="delay">When it arrives.</param>
    public void Inject(NetworkAddress spoofedFrom, NetworkAddress to, ReadOnlySpan<byte> packet, Duration delay)
    {
        _loop.Hash.Add(packet);
        if (_routes[RouteIndex(spoofedFrom, to)] is { } link)
        {
            int handle = _packets.Rent(packet, link.Index, new Arrival { Ordinal = -1, IsForged = true });
            link.Counters.InFlight++;
            _loop.Schedule(_loop.Now + delay, EventPriority.Arrival, _actor, ArrivalKind, handle);
        }
    }

    /// <summary>Tells a host that a packet was too big, though none was.</summary>
    /// <param name="to">The address of the host that hears of it.</param>
    /// <param name="remote">Where the packet is said to have gone.</param>
    /// <param name="quotedPacket">What is quoted of it; any bytes.</param>
    /// <param name="mtu">The MTU that is reported; any number.</param>
    /// <param name="delay">When the host hears of it.</param>
    public void ForgeTooBig(NetworkAddress to, NetworkAddress remote, ReadOnlySpan<byte> quotedPacket, int mtu, Duration delay = default)
    {
        if (_routes[RouteIndex(to, remote)] is { } link)
        {
            int handle = _packets.Rent(quotedPacket, link.Index, new Arrival { Ordinal = mtu, IsForged = true });
            _loop.Schedule(_loop.Now + delay, EventPriority.Arrival, _actor, TooBigKind, handle);
        }
    }

    /// <inheritdoc/>
    public void OnEvent(in ScheduledEvent scheduled)
    {
        switch (scheduled.Kind)
        {
            case ArrivalKind:
                Arrive((int)scheduled.Argument);
                break;
            case TooBigKind:
                ReportTooBig((int)scheduled.Argument);
                break;
            default:
                Change change = _changes[(int)scheduled.Argument];
                change.Link.Options = change.Options;
                break;
        }
    }

    private static DropReason FindDropReason(Link link, in PacketFate fate, int length, bool mayFragment, Instant now)
    {
        LinkOptions options = link.Options;
        if (!options.IsUp)
        {
            return DropReason.Down;
        }

        if (options.Mtu != 0 && length > options.Mtu && !mayFragment)
        {
            return DropReason.TooBig;
        }

        if (options.QueueBytes != 0 && link.QueuedBytes(now) + length > options.QueueBytes)
        {
            return DropReason.Queue;
        }

        return fate.IsLost ? DropReason.Loss : DropReason.None;
    }

    private void Drop(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet)
    {
        switch (reason)
        {
            case DropReason.Down:
                link.Counters.DroppedDown++;
                break;
            case DropReason.Queue:
                link.Counters.DroppedQueue++;
                break;
            case DropReason.TooBig:
                link.Counters.DroppedTooBig++;
                break;
            default:
                link.Counters.Lost++;
                break;
        }

        Observer?.OnDropped(link, fate, reason, packet);
        if (reason == DropReason.TooBig && link.Options.Ptb != PtbMode.None)
        {
            int handle = _packets.Rent(packet, link.Index, new Arrival { Ordinal = link.Options.Mtu });
            _loop.Schedule(_loop.Now + link.Options.Delay, EventPriority.Arrival, _actor, TooBigKind, handle);
        }
    }

    private void Launch(Link link, in PacketFate fate, ReadOnlySpan<byte> packet, Instant arrival, bool damage, bool isCopy)
    {
        var how = new Arrival { Ordinal = fate.Ordinal, IsDamaged = damage, IsCopy = isCopy };
        int handle = _packets.Rent(packet, link.Index, how);
        if (damage)
        {
            link.Counters.Corrupted++;
            Damage(handle, link.Options.Corruption, fate.CorruptionBits);
        }

        link.Counters.InFlight++;
        _loop.Schedule(arrival, EventPriority.Arrival, _actor, ArrivalKind, handle);
    }

    private void Damage(int handle, CorruptionKind kind, ulong bits)
    {
        Span<byte> bytes = _packets.Bytes(handle);
        if (bytes.IsEmpty)
        {
            return;
        }

        if (kind == CorruptionKind.Truncation)
        {
            _packets.Truncate(handle, (int)Distribution.Below(bits, (ulong)bytes.Length));
            return;
        }

        // Up to three different places: two steps of at most a quarter of the packet never come back to a bit that was flipped.
        int count = 1 + (int)(bits % 3);
        ulong bitCount = (ulong)bytes.Length * 8;
        ulong longestStep = bitCount / 4;
        ulong position = Distribution.Below(bits, bitCount);
        for (int i = 0; i < count; i++)
        {
            bytes[(int)(position / 8)] ^= (byte)(1 << (int)(position % 8));
            position = (position + 1 + ((bits >> (8 + (i * 16))) % longestStep)) % bitCount;
        }
    }

    private void Arrive(int handle)
    {
        Link link = _links[_packets.Link(handle)];
        Span<byte> bytes = _packets.Bytes(handle);
        link.Counters.InFlight--;
        link.Counters.Delivered++;
        link.Counters.DeliveredBytes += bytes.Length;
        Arrival arrival = _packets.ArrivalOf(handle);
        Observer?.OnDelivered(link, arrival, bytes);
        _hosts[link.To.Host].Receiver.OnPacket(link.To, link.From, bytes, arrival);
        _packets.Return(handle);
    }

    private void ReportTooBig(int handle)
    {
        Link link = _links[_packets.Link(handle)];
        _hosts[link.From.Host].Receiver.OnPacketTooBig(link.From, link.To, (int)_packets.ArrivalOf(handle).Ordinal, _packets.Bytes(handle));
        _packets.Return(handle);
    }

    private int RouteIndex(NetworkAddress from, NetworkAddress to) => (AddressIndex(from) * _addressCount) + AddressIndex(to);

    private int AddressIndex(NetworkAddress address)
    {
        Host host = _hosts[address.Host];
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)address.Index, (uint)host.AddressCount, nameof(address));
        return host.FirstAddress + address.Index;
    }

    private readonly record struct Host(INetworkHost Receiver, int FirstAddress, int AddressCount);

    private readonly record struct Change(Link Link, LinkOptions Options);
}
