using System;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>
/// A host with an SCTP stack, and an application for each of its associations. It hands packets and timer expiries to the stack and, after each single input,
/// takes everything that the stack has to say, so that nothing that two inputs caused can look like the effect of one.
/// </summary>
internal sealed class SctpNode : IActor, INetworkHost
{
    private readonly EventLoop _loop;
    private readonly AddressBook _addresses;
    private readonly WirePacket _wire;
    private readonly AssociationSide?[] _sides;
    private readonly int _actor;
    private readonly HostTimer _timer;
    private readonly HostAttention _attention;
    private readonly ApplicationTicks _ticks;
    private readonly PacketOutlet _outlet;
    private readonly StackDrain _drain;

    /// <param name="host">The number of the host.</param>
    /// <param name="createStack">Makes the stack of an incarnation: 0 at the start, one more after each crash.</param>
    /// <param name="loop">Virtual time.</param>
    /// <param name="network">The network.</param>
    /// <param name="addresses">The addresses of all hosts.</param>
    /// <param name="wire">What observers read packets with.</param>
    public SctpNode(int host, Func<int, ISctpStack> createStack, EventLoop loop, SimulatedNetwork network, AddressBook addresses, WirePacket wire)
    {
        Name = HostNumbers.NameOf(host);
        Host = host;
        _loop = loop;
        _addresses = addresses;
        _wire = wire;
        _sides = new AssociationSide?[addresses.HostCount];
        _actor = loop.Register(this);
        _timer = new HostTimer(loop, _actor);
        _attention = new HostAttention(loop);
        _ticks = new ApplicationTicks(loop, _actor);
        _outlet = new PacketOutlet(this, network, addresses, wire);
        _drain = new StackDrain(this, _outlet, loop.Hash);
        Life = new NodeLife(this, createStack, loop, _actor, _ticks, addresses);
    }

    public string Name { get; }

    public int Host { get; }

    /// <summary>How its stack and its associations begin, and begin again.</summary>
    public NodeLife Life { get; }

    /// <summary>The stack: another one after a crash.</summary>
    public ISctpStack Stack => Life.Stack;

    /// <summary>Virtual time.</summary>
    public Instant Now => _loop.Now;

    /// <summary>The time that the host's clock shows and that the stack is given.</summary>
    public Instant LocalNow => _timer.LocalNow;

    /// <summary>How often the host was told to take a new key for State Cookies.</summary>
    public int CookieKeys { get; private set; }

    /// <summary>Whether nothing waits for the host to have time for it.</summary>
    public bool IsIdle => _attention.Inbox.Count == 0 && !Life.IsDown && !IsUnsettled;

    /// <summary>Whether the stack has had no time yet to say all that it has to say.</summary>
    public bool IsUnsettled => _drain.IsUnsettled;

    /// <summary>Whether what the stack told is left where it is for now.</summary>
    public bool LeavesEvents => Buggify is { IsLeavingEvents: true };

    /// <summary>How often the host has put off taking what the stack has to say.</summary>
    public long Postponements => _drain.Postponements;

    /// <summary>The smallest buffer, in bytes, that the stack was given for a packet since the last input: no larger packet could leave.</summary>
    public int SmallestBuffer => _outlet.SmallestBuffer;

    /// <summary>The rare things that this host does; null for none.</summary>
    public HostBuggify? Buggify { get; private set; }

    /// <summary>The sides on this node, by the numbers of their peers' hosts; null where there is none.</summary>
    public ReadOnlySpan<AssociationSide?> Sides => _sides;

    /// <summary>What the users of all its associations have done.</summary>
    public int ActionCount
    {
        get
        {
            int count = 0;
            foreach (AssociationSide? side in _sides)
            {
                count += side?.Application.ActionCount ?? 0;
            }

            return count;
        }
    }

    /// <summary>Whether the applications of this node can do something now.</summary>
    public bool CanAct => !Life.IsDown && !_attention.IsPaused;

    /// <summary>Makes the side of an association known that lives on this node.</summary>
    public void Add(AssociationSide side) => _sides[side.PeerHost] = side;

    /// <summary>The SCTP address that belongs to an address of the network.</summary>
    public SctpAddress AddressOf(NetworkAddress address) => _addresses.Of(address);

    /// <summary>The address of the network that belongs to an SCTP address.</summary>
    public bool TryFind(in SctpAddress address, out NetworkAddress found) => _addresses.TryFind(address, out found);

    /// <summary>Lets rare things happen on this host.</summary>
    public void Disturb(Buggify buggify) => Buggify = new HostBuggify(buggify, this);

    /// <summary>Lets the node begin to listen.</summary>
    public void Listen() => Stack.Listen();

    /// <summary>Lets the application of a side begin.</summary>
    public void Start(AssociationSide side, bool connects, Instant heal)
    {
        if (connects)
        {
            _loop.Schedule(_loop.Now, EventPriority.Application, _actor, NodeEventKind.Connect, side.PeerHost);
        }

        _loop.Schedule(heal, EventPriority.World, _actor, NodeEventKind.Heal, side.PeerHost);
        _ticks.Ensure(side);
    }

    public void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
    {
        if (Life.IsDown || _attention.LosesPackets)
        {
            return;
        }

        if (_attention.IsFree)
        {
            Process(local, remote, packet, arrival);
            return;
        }

        Instant turn = _attention.Keep(local, remote, packet, arrival);
        _loop.Schedule(turn, EventPriority.Arrival, _actor, NodeEventKind.Inbox, Life.Incarnation);
    }

    public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet) =>
        ReceiveIcmp(remote, new IcmpMessage { Kind = IcmpKind.PacketTooBig, Mtu = mtu, Remote = _addresses.Of(remote), QuotedPacket = packet });

    /// <summary>An ICMP message arrives about a packet to some address; a host that stands still loses it.</summary>
    public void ReceiveIcmp(NetworkAddress remote, in IcmpMessage message)
    {
        if (!CanAct)
        {
            return;
        }

        Touch(remote.Host, SideInput.Icmp);
        if (_sides[remote.Host] is { } side)
        {
            side.Observers.OnIcmpReceived(side, message);
        }

        Stack.ReceiveIcmp(message, LocalNow);
        Settle();
    }

    public void OnEvent(in ScheduledEvent scheduled)
    {
        switch (scheduled.Kind)
        {
            case NodeEventKind.Timer:
                OnTimer(scheduled.Argument);
                break;
            case NodeEventKind.Inbox:
                OnInbox(scheduled);
                break;
            case NodeEventKind.OutageEnd:
                Life.EndOutage();
                if (!Life.IsDown)
                {
                    Settle();
                }

                break;
            case NodeEventKind.Wake:
                if (CanAct)
                {
                    Settle();
                }

                break;
            default:
                OnApplicationEvent(_sides[scheduled.Argument]!, scheduled);
                break;
        }
    }

    /// <summary>Lets the node look around at some time although nothing else happens.</summary>
    public void Wake(Instant time) => _loop.Schedule(time, EventPriority.Application, _actor, NodeEventKind.Wake);

    /// <summary>The host stands still for a while.</summary>
    public void Pause(Duration length, bool losesPackets)
    {
        _attention.Pause(length, losesPackets);
        _loop.Schedule(_attention.PausedUntil, EventPriority.Application, _actor, NodeEventKind.Wake, Life.Incarnation);
    }

    /// <summary>The host needs some time for each packet for a while.</summary>
    public void SlowDown(Duration length, Duration perPacket) => _attention.SlowDown(length, perPacket);

    /// <summary>The host looks at its timers only at multiples of some time for a while.</summary>
    public void MakeTimersLate(Duration length, Duration granularity)
    {
        _timer.MakeLate(length, granularity);
        _timer.Reset(Stack.NextTimeout, _attention.PausedUntil);
    }

    /// <summary>The clock of the host runs at another rate from now on.</summary>
    public void SkewClock(int partsPerMillion)
    {
        _timer.Skew(partsPerMillion);
        _timer.Reset(Stack.NextTimeout, _attention.PausedUntil);
    }

    public void RotateCookieKey()
    {
        if (!Life.IsDown)
        {
            CookieKeys++;
            Stack.RotateCookieKey(LocalNow);
        }
    }

    /// <summary>The application of a side reads nothing for a while.</summary>
    public void StallReader(AssociationSide side, bool isStalled)
    {
        side.Application.Stall(isStalled);
        if (!isStalled && CanAct)
        {
            side.IsTouched = true;
            Settle();
        }
    }

    /// <summary>The host loses all it knew, and starts again after a while.</summary>
    /// <param name="downFor">How long it is down.</param>
    /// <param name="reconnects">Whether the client of each association that this cuts sets it up again.</param>
    public void Crash(Duration downFor, bool reconnects)
    {
        _drain.Forget();
        _attention.Clear();
        _timer.Stop();
        Life.Crash(downFor, reconnects);
    }

    /// <summary>Keeps the last packet of each path, so that forged ICMP messages can quote it.</summary>
    public void KeepLastPackets() => _outlet.KeepLastPackets();

    /// <summary>The last packet that was sent to an address; empty for none.</summary>
    public ReadOnlySpan<byte> LastPacketTo(NetworkAddress to) => _outlet.LastPacketTo(to);

    public void TimeOut(AssociationSide side)
    {
        side.IsTouched = true;
        side.Application.TimeOut(LocalNow);
        Settle();
    }

    public void BeginEnding(AssociationSide side, bool aborts)
    {
        side.IsTouched = true;
        side.Application.BeginEnding(aborts, LocalNow);
        Settle();
    }

    private static PacketOrigin OriginOf(in Arrival arrival) =>
        arrival.IsForged ? PacketOrigin.Forged : arrival.IsDamaged ? PacketOrigin.Damaged : PacketOrigin.Genuine;

    private void Process(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
    {
        if (_sides[remote.Host] is { } side)
        {
            side.IsTouched = true;
            side.Input = SideInput.Packet;
            if (side.Observers.IsWatched)
            {
                _wire.Set(packet, _loop.Now, remote, local, OriginOf(arrival), dontFragment: false);
                side.Observers.OnPacketReceived(side, _wire);
            }
        }

        EcnCodepoint ecn = arrival.IsMarked ? EcnCodepoint.CongestionExperienced : EcnCodepoint.NotEct;
        Stack.Receive(packet, new NetworkPath(_addresses.Of(remote), _addresses.OwnOf(local), ecn), LocalNow);
        Settle(isArrival: true);
    }

    private void OnInbox(in ScheduledEvent scheduled)
    {
        if (scheduled.Argument != Life.Incarnation)
        {
            return;
        }

        if (_attention.IsPaused)
        {
            _loop.Schedule(_attention.PausedUntil, EventPriority.Arrival, _actor, NodeEventKind.Inbox, Life.Incarnation);
            return;
        }

        Inbox.Waiting packet = _attention.Inbox.Take();
        Process(packet.Local, packet.Remote, packet.Bytes, packet.Arrival);
        _attention.Inbox.Return(packet);
    }

    private void OnApplicationEvent(AssociationSide side, in ScheduledEvent scheduled)
    {
        if (_attention.IsPaused)
        {
            _loop.Schedule(_attention.PausedUntil, scheduled.Priority, _actor, scheduled.Kind, scheduled.Argument);
            return;
        }

        switch (scheduled.Kind)
        {
            case NodeEventKind.SendTick:
                _ticks.OnSendTick(side);
                break;
            case NodeEventKind.ReadTick:
                _ticks.OnReadTick(side);
                break;
            case NodeEventKind.Heal:
                side.Application.OnHeal();
                Buggify?.MonitorPaths(side);
                break;
            default:
                Life.Connect(side);
                break;
        }

        if (!Life.IsDown)
        {
            side.IsTouched = true;
            Settle();
        }
    }

    private void OnTimer(long generation)
    {
        if (!_timer.TryTakeExpiry(generation))
        {
            return;
        }

        if (!_attention.IsPaused && Stack.NextTimeout is { } deadline && deadline <= LocalNow)
        {
            // The stack does not say whose timer it was.
            for (int i = 0; i < _sides.Length; i++)
            {
                Touch(i, SideInput.Timer);
            }

            Stack.Advance(LocalNow);
            Settle();
        }
        else
        {
            _timer.Set(Stack.NextTimeout, _attention.PausedUntil);
        }
    }

    private void Touch(int peer, SideInput input)
    {
        if (_sides[peer] is { } side)
        {
            side.IsTouched = true;
            side.Input = input;
        }
    }

    private void Settle(bool isArrival = false)
    {
        if (_drain.TrySettle(isArrival))
        {
            _timer.Set(Stack.NextTimeout, _attention.PausedUntil);
        }
    }
}
