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

    private const int ArrivalKind = 0;
    private const int TooBigKind = 1;
    private const int ChangeKind = 2;
    private const int QueueKind = 3;
    private const int GatherKind = 4;

    private const int LargestAbsurdMtu = 68; // the least MTU that IPv4 allows (RFC 791)
    private const int Inflation = 1_000;

    private readonly EventLoop _loop;
    private readonly Randomness _random;
    private readonly int _actor;
    private readonly PacketPool _packets = new();
    private readonly PacketDamage _damage;
    private readonly List<Host> _hosts = [];
    private readonly List<Link> _links = [];
    private readonly List<Link> _strayLinks = [];
    private readonly List<Bottleneck> _bottlenecks = [];
    private readonly List<Change> _changes = [];
    private Link?[] _routes = [];
    private int _addressCount;
    private int _reportsInFlight;

    /// <summary>An empty network that lives in an event loop.</summary>
    public SimulatedNetwork(EventLoop loop, Randomness random)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _loop = loop;
        _random = random;
        _damage = new PacketDamage(_packets);
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

    /// <summary>Packets on their way, and reports of packets that were too big.</summary>
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
        var link = new Link(_links.Count, from, to, options, BottleneckOf(options.SharedBottleneck)) { HasSplices = MaySplice(options) };
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
        link.HasSplices |= MaySplice(options);
        _changes.Add(new Change(link, options));
        _loop.Schedule(time, EventPriority.World, _actor, ChangeKind, _changes.Count - 1);
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
        if (_routes[RouteIndex(from, to)] is not { } link)
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
            reason = Admit(link, fate, packet.Length, ecn, ref isMarked);
        }

        if (reason != DropReason.None)
        {
            Drop(link, fate, reason, packet);
            return;
        }

        int handle = Rent(link, packet, new Arrival { Ordinal = ordinal, Ecn = ecn });
        if (isMarked)
        {
            Mark(handle, fate);
        }

        Transmit(link, fate, handle, packet.Length);
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
        Link link = LinkOrStray(spoofedFrom, to);
        link.Counters.Injected++;
        link.Counters.InjectedBytes += packet.Length;
        Observer?.OnInjected(link, packet);
        int handle = Rent(link, packet, new Arrival { Ordinal = -1, IsForged = true });
        ScheduleArrival(handle, _loop.Now + delay);
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
        ReportTooBig(LinkOrStray(to, remote), quotedPacket, mtu, _loop.Now + delay);
    }

    /// <summary>Checks the network itself, between events: every packet has exactly one fate, and no byte is lost or made.</summary>
    /// <returns>False with what is wrong.</returns>
    public bool TryCheckConservation([NotNullWhen(false)] out string? problem)
    {
        long inFlight = _reportsInFlight;
        problem = null;
        for (int i = 0; i < _links.Count + _strayLinks.Count && problem is null; i++)
        {
            Link link = i < _links.Count ? _links[i] : _strayLinks[i - _links.Count];
            inFlight += link.Counters.InFlight;
            problem = link.Counters.HasLostPackets ? $"the packets of link {link} do not add up"
                : link.Counters.HasLostBytes ? $"the bytes of link {link} do not add up"
                : link.Counters.InFlight < 0 ? $"link {link} delivered more than it took"
                : null;
        }

        problem ??= inFlight == _packets.RentedCount ? null : FormattableString.Invariant($"{inFlight} packets are in flight, but {_packets.RentedCount} buffers are in use");
        return problem is null;
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
                DeliverReport((int)scheduled.Argument);
                break;
            case QueueKind:
                Bottleneck bottleneck = _bottlenecks[(int)scheduled.Argument];
                bottleneck.IsServed = false;
                Serve(bottleneck);
                break;
            case GatherKind:
                Link link = _links[(int)(scheduled.Argument >> 32)];
                if (link.GatherTarget != 0 && link.Gathering == (uint)scheduled.Argument)
                {
                    ReleaseGathered(link);
                }

                break;
            default:
                Change change = _changes[(int)scheduled.Argument];
                change.Link.Options = change.Options;
                break;
        }
    }

    private static bool MaySplice(LinkOptions options) => options.CorruptPerMillion > 0 && options.Corruption == CorruptionKind.Splice;

    private static bool IsCapable(EcnCodepoint ecn) => ecn is EcnCodepoint.Ect0 or EcnCodepoint.Ect1;

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

    private Bottleneck BottleneckOf(int group)
    {
        for (int i = 0; group != 0 && i < _bottlenecks.Count; i++)
        {
            if (_bottlenecks[i].Group == group)
            {
                return _bottlenecks[i];
            }
        }

        _bottlenecks.Add(new Bottleneck(_bottlenecks.Count, group));
        return _bottlenecks[^1];
    }

    // Whether the queue takes a packet, perhaps at the cost of others.
    private DropReason Admit(Link link, in PacketFate fate, int length, EcnCodepoint ecn, ref bool isMarked)
    {
        LinkOptions options = link.Options;
        Bottleneck bottleneck = link.Bottleneck;
        long queued = bottleneck.QueuedBytes(options, _loop.Now);
        if (options.Discipline == QueueDiscipline.Red)
        {
            long idlePackets = (long)((Int128)bottleneck.IdleTime(_loop.Now).Nanoseconds * options.BitsPerSecond / (8_000_000_000L * Math.Max(length, 1)));
            bottleneck.Red.Observe(options.Red, queued, idlePackets);
            if (bottleneck.Red.GivesUp(options.Red, _random.Draw(NetworkStreams.Red, (uint)link.Index, (ulong)fate.Ordinal), out bool isCertain))
            {
                if (isCertain || !IsCapable(ecn))
                {
                    return DropReason.Early;
                }

                isMarked = true;
            }
        }

        isMarked |= options.EcnThreshold != 0 && queued >= options.EcnThreshold;
        for (int eviction = 0; IsFull(options, bottleneck, length); eviction++)
        {
            int victim = Victim(link, fate.Ordinal, eviction);
            if (victim == bottleneck.Count)
            {
                return DropReason.Queue;
            }

            DropWaiting(bottleneck.Remove(victim), DropReason.Queue);
        }

        return DropReason.None;
    }

    private bool IsFull(LinkOptions options, Bottleneck bottleneck, int length) =>
        (options.QueueBytes != 0 && bottleneck.QueuedBytes(options, _loop.Now) + length > options.QueueBytes)
        || (options.QueuePackets != 0 && bottleneck.Count >= options.QueuePackets);

    // Which of the waiting packets has to go, by its place; their number for the one that comes.
    private int Victim(Link link, long ordinal, int eviction)
    {
        int count = link.Bottleneck.Count;
        switch (link.Options.Discipline)
        {
            case QueueDiscipline.HeadDrop when count > 0:
                return 0;
            case QueueDiscipline.RandomVictim:
                ulong bits = _random.Draw(NetworkStreams.RandomVictim, (uint)link.Index, (ulong)ordinal | ((ulong)eviction << 48));
                return (int)Distribution.Below(bits, (ulong)count + 1);
            default:
                return count;
        }
    }

    private void Transmit(Link link, in PacketFate fate, int handle, int length)
    {
        Bottleneck bottleneck = link.Bottleneck;
        bool waits = bottleneck.Count > 0 || (link.Options.QueuesPackets && bottleneck.FreeAt(link.Options) > _loop.Now);
        if (!waits)
        {
            Launch(link, fate, handle, bottleneck.Occupy(link.Options, length, _loop.Now));
            return;
        }

        bottleneck.Enqueue(new QueuedPacket(handle, length, _loop.Now, link, fate));
        Serve(bottleneck);
    }

    // Lets waiting packets leave as long as the link is free.
    private void Serve(Bottleneck bottleneck)
    {
        while (bottleneck.Count > 0 && !bottleneck.IsServed)
        {
            LinkOptions options = bottleneck.First.Link.Options;
            Instant free = bottleneck.FreeAt(options);
            if (free > _loop.Now)
            {
                bottleneck.IsServed = true;
                _loop.Schedule(free, EventPriority.Arrival, _actor, QueueKind, bottleneck.Index);
                return;
            }

            QueuedPacket next = bottleneck.Dequeue();
            if (options.Discipline == QueueDiscipline.CoDel
                && bottleneck.CoDel.GivesUp(options.CoDel, _loop.Now - next.EnteredAt, bottleneck.WaitingBytes, _loop.Now))
            {
                if (!IsCapable(_packets.ArrivalOf(next.Handle).Ecn))
                {
                    DropWaiting(next, DropReason.Early);
                    continue;
                }

                Mark(next.Handle, next.Fate);
            }

            Launch(next.Link, next.Fate, next.Handle, bottleneck.Occupy(options, next.Length, _loop.Now));
        }
    }

    private void Mark(int handle, in PacketFate fate)
    {
        ref Arrival arrival = ref _packets.ArrivalOf(handle);
        if (IsCapable(arrival.Ecn))
        {
            arrival = arrival with { Ecn = EcnCodepoint.CongestionExperienced, IsMarked = true };
            Link link = _packets.Link(handle);
            link.Counters.Marked++;
            Observer?.OnMarked(link, fate, _packets.Bytes(handle));
        }
    }

    private void DropWaiting(in QueuedPacket packet, DropReason reason)
    {
        packet.Link.Counters.InFlight--;
        packet.Link.Counters.InFlightBytes -= packet.Length;
        Drop(packet.Link, packet.Fate, reason, _packets.Bytes(packet.Handle));
        _packets.Return(packet.Handle);
    }

    private void Drop(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet)
    {
        link.Counters.DroppedBytes += packet.Length;
        switch (reason)
        {
            case DropReason.Down:
                link.Counters.DroppedDown++;
                break;
            case DropReason.Queue:
                link.Counters.DroppedQueue++;
                break;
            case DropReason.Early:
                link.Counters.DroppedEarly++;
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

    private void ReportTooBig(Link link, ReadOnlySpan<byte> packet, int mtu, Instant time)
    {
        _reportsInFlight++;
        int handle = _packets.Rent(packet, link, new Arrival { Ordinal = mtu });
        _loop.Schedule(time, EventPriority.Arrival, _actor, TooBigKind, handle);
    }

    // What happens to a packet once its last bit is in the link.
    private void Launch(Link link, in PacketFate fate, int handle, Instant departure)
    {
        LinkOptions options = link.Options;
        Instant arrival = departure + options.Delay + fate.Jitter;
        if (!fate.IsReordered)
        {
            ScheduleInOrder(link, fate, handle, ref arrival);
        }
        else if (fate.Reorder is ReorderShape.AdjacentSwap or ReorderShape.BurstReversal)
        {
            if (link.GatherTarget == 0 && fate.Span > 1)
            {
                link.BeginGathering(fate.Span);
                _loop.Schedule(arrival + fate.Held, EventPriority.Arrival, _actor, GatherKind, ((long)link.Index << 32) | link.Gathering);
            }

            ScheduleInOrder(link, fate, handle, ref arrival);
        }
        else
        {
            arrival += fate.OvertakingJitter;
            if (fate.Reorder != ReorderShape.JumpAhead)
            {
                link.Counters.Reordered++;
                arrival += fate.Held;
            }
            else if (link.FirstPendingOf(fate.Span, _loop.Now) is { } overtaken && overtaken <= arrival)
            {
                link.Counters.Reordered++;
                arrival = Instant.Max(_loop.Now, overtaken - Duration.FromNanoseconds(1));
            }

            link.NoteArrival(arrival);
            ScheduleArrival(handle, arrival);
        }

        if (fate.IsDuplicated)
        {
            LaunchCopies(link, fate, handle, arrival);
        }

        if (fate.IsCorrupted)
        {
            Damage(link, fate, handle);
        }

        if (Fates.MaySplice(link))
        {
            link.KeepPrevious(fate.IsCorrupted ? _damage.Original : _packets.Bytes(handle));
        }
    }

    private void ScheduleInOrder(Link link, in PacketFate fate, int handle, ref Instant arrival)
    {
        if (link.Options.JitterKeepsOrder)
        {
            arrival = Instant.Max(arrival, link.LastArrival);
        }

        link.LastArrival = Instant.Max(arrival, link.LastArrival);
        arrival += fate.OvertakingJitter;
        link.NoteArrival(arrival);
        if (link.GatherTarget == 0)
        {
            ScheduleArrival(handle, arrival);
            return;
        }

        link.Gather(handle);
        if (link.GatheredCount == link.GatherTarget)
        {
            ReleaseGathered(link);
        }
    }

    // All at the arrival of the last one, those that were sent later first: events of one instant happen in the order of scheduling.
    private void ReleaseGathered(Link link)
    {
        ReadOnlySpan<int> handles = link.Gathered;
        Instant arrival = Instant.Max(_loop.Now, link.LastArrival);
        if (handles.Length > 1)
        {
            link.Counters.Reordered += handles.Length - 1;
        }

        for (int i = handles.Length - 1; i >= 0; i--)
        {
            ScheduleArrival(handles[i], arrival);
        }

        link.LastArrival = arrival;
        link.EndGathering();
    }

    private void LaunchCopies(Link link, in PacketFate fate, int handle, Instant arrival)
    {
        Instant copyArrival = arrival;
        for (int i = 0; i < fate.Copies; i++)
        {
            copyArrival += fate.DuplicateDelay;
            LaunchCopy(link, handle, copyArrival);
        }

        if (fate.LateCopyDelay > Duration.Zero)
        {
            LaunchCopy(link, handle, arrival + fate.LateCopyDelay);
        }
    }

    private void LaunchCopy(Link link, int handle, Instant arrival)
    {
        ReadOnlySpan<byte> packet = _packets.Bytes(handle);
        link.Counters.Duplicated++;
        link.Counters.DuplicatedBytes += packet.Length;
        ScheduleArrival(Rent(link, packet, _packets.ArrivalOf(handle) with { IsCopy = true }), arrival);
    }

    private void Damage(Link link, in PacketFate fate, int handle)
    {
        if (!_damage.TryDamage(handle, fate, link.Previous, Sealer))
        {
            return;
        }

        int added = _packets.Bytes(handle).Length - _damage.Original.Length;
        link.Counters.Corrupted++;
        link.Counters.DamageBytes += added;
        link.Counters.InFlightBytes += added;
        ref Arrival arrival = ref _packets.ArrivalOf(handle);
        arrival = arrival with { IsDamaged = true, IsSealed = fate.Treatment == ChecksumTreatment.Repaired && Sealer is not null };
    }

    private int Rent(Link link, ReadOnlySpan<byte> packet, in Arrival arrival)
    {
        link.Counters.InFlight++;
        link.Counters.InFlightBytes += packet.Length;
        return _packets.Rent(packet, link, arrival);
    }

    private void ScheduleArrival(int handle, Instant time) => _loop.Schedule(time, EventPriority.Arrival, _actor, ArrivalKind, handle);

    private void Arrive(int handle)
    {
        Link link = _packets.Link(handle);
        Span<byte> bytes = _packets.Bytes(handle);
        link.Counters.InFlight--;
        link.Counters.InFlightBytes -= bytes.Length;
        link.Counters.Delivered++;
        link.Counters.DeliveredBytes += bytes.Length;
        Arrival arrival = _packets.ArrivalOf(handle);
        Observer?.OnDelivered(link, arrival, bytes);
        _hosts[link.To.Host].Receiver.OnPacket(link.To, link.From, bytes, arrival);
        _packets.Return(handle);
    }

    private void DeliverReport(int handle)
    {
        _reportsInFlight--;
        Link link = _packets.Link(handle);
        _hosts[link.From.Host].Receiver.OnPacketTooBig(link.From, link.To, (int)_packets.ArrivalOf(handle).Ordinal, _packets.Bytes(handle));
        _packets.Return(handle);
    }

    private Link LinkOrStray(NetworkAddress from, NetworkAddress to)
    {
        if (_routes[RouteIndex(from, to)] is { } link)
        {
            return link;
        }

        foreach (Link stray in _strayLinks)
        {
            if (stray.From == from && stray.To == to)
            {
                return stray;
            }
        }

        var made = new Link(-1 - _strayLinks.Count, from, to, LinkOptions.Perfect, BottleneckOf(0));
        _strayLinks.Add(made);
        return made;
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
