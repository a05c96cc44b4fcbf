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
    private const int TimerKind = 0;
    private const int SendTickKind = 1;
    private const int ReadTickKind = 2;
    private const int HealKind = 3;
    private const int ConnectKind = 4;
    private const int InboxKind = 5;
    private const int RestartKind = 6;
    private const int WakeKind = 7;

    /// <summary>More packets than this without an end of the talk are an endless loop.</summary>
    private const int MostPacketsAtOnce = 100_000;

    /// <summary>How long an application waits before it opens another association in the place of a lost one.</summary>
    private static readonly Duration ReconnectDelay = Duration.FromMilliseconds(500);

    private readonly EventLoop _loop;
    private readonly SimulatedNetwork _network;
    private readonly AddressBook _addresses;
    private readonly WirePacket _wire;
    private readonly Func<int, ISctpStack> _createStack;
    private readonly byte[] _buffer = new byte[SimulatedNetwork.MaxPacketLength];
    private readonly AssociationSide?[] _sides;
    private readonly HostClock _clock = new();
    private readonly Inbox _inbox = new();
    private readonly int _actor;
    private HostBuggify? _buggify;
    private LastPackets? _lastPackets;
    private Instant _timerAt = Instant.MaxValue;
    private long _timerGeneration;
    private int _incarnation;
    private Instant _pausedUntil;
    private bool _losesPackets;
    private Instant _slowUntil;
    private Duration _timePerPacket;
    private Instant _busyUntil;
    private Instant _lateUntil;
    private Duration _granularity;

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
        _createStack = createStack;
        Stack = createStack(0);
        _loop = loop;
        _network = network;
        _addresses = addresses;
        _wire = wire;
        _sides = new AssociationSide?[addresses.HostCount];
        _actor = loop.Register(this);
    }

    public string Name { get; }

    public int Host { get; }

    /// <summary>The stack: another one after a crash.</summary>
    public ISctpStack Stack { get; private set; }

    /// <summary>Virtual time.</summary>
    public Instant Now => _loop.Now;

    /// <summary>The time that the host's clock shows and that the stack is given.</summary>
    public Instant LocalNow => _clock.At(_loop.Now);

    /// <summary>How often the host was told to take a new key for State Cookies.</summary>
    public int CookieKeys { get; private set; }

    /// <summary>Whether the host crashed and has not started again.</summary>
    public bool IsDown { get; private set; }

    /// <summary>Whether nothing waits for the host to have time for it.</summary>
    public bool IsIdle => _inbox.Count == 0 && !IsDown && !IsUnsettled;

    /// <summary>Whether the stack has had no time yet to say all that it has to say.</summary>
    public bool IsUnsettled { get; private set; }

    /// <summary>Whether what the stack told is left where it is for now.</summary>
    public bool LeavesEvents => _buggify is { IsLeavingEvents: true };

    /// <summary>How often the host has put off taking what the stack has to say.</summary>
    public long Postponements { get; private set; }

    /// <summary>The rare things that this host does; null for none.</summary>
    public HostBuggify? Buggify => _buggify;

    /// <summary>The sides on this node, by the numbers of their peers' hosts; null where there is none.</summary>
    public ReadOnlySpan<AssociationSide?> Sides => _sides;

    /// <summary>Whether the applications of this node can do something now.</summary>
    public bool CanAct => !IsDown && !IsPaused;

    private bool IsPaused => _loop.Now < _pausedUntil;

    // It hears what the stack says of no association.
    private AssociationSide? FirstSide => Array.Find(_sides, side => side is not null);

    /// <summary>Makes the side of an association known that lives on this node.</summary>
    public void Add(AssociationSide side) => _sides[side.PeerHost] = side;

    /// <summary>The SCTP address that belongs to an address of the network.</summary>
    public SctpAddress AddressOf(NetworkAddress address) => _addresses.Of(address);

    /// <summary>The address of the network that belongs to an SCTP address.</summary>
    public bool TryFind(in SctpAddress address, out NetworkAddress found) => _addresses.TryFind(address, out found);

    /// <summary>Lets rare things happen on this host.</summary>
    public void Disturb(Buggify buggify) => _buggify = new HostBuggify(buggify, this);

    /// <summary>Lets the node begin to listen.</summary>
    public void Listen() => Stack.Listen();

    /// <summary>Lets the application of a side begin.</summary>
    public void Start(AssociationSide side, bool connects, Instant heal)
    {
        if (connects)
        {
            _loop.Schedule(_loop.Now, EventPriority.Application, _actor, ConnectKind, side.PeerHost);
        }

        _loop.Schedule(heal, EventPriority.World, _actor, HealKind, side.PeerHost);
        ScheduleTick(SendTickKind, side, side.Application.SendInterval);
        ScheduleTick(ReadTickKind, side, side.Application.ReadInterval);
    }

    public void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
    {
        if (IsDown || (IsPaused && _losesPackets))
        {
            return;
        }

        bool isSlow = _loop.Now < _slowUntil;
        if (!isSlow && !IsPaused && _inbox.Count == 0)
        {
            Process(local, remote, packet, arrival);
            return;
        }

        _inbox.Add(local, remote, packet, arrival);
        _busyUntil = Instant.Max(Instant.Max(_busyUntil, _loop.Now), _pausedUntil) + (isSlow ? _timePerPacket : Duration.Zero);
        _loop.Schedule(_busyUntil, EventPriority.Arrival, _actor, InboxKind, _incarnation);
    }

    public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet) =>
        ReceiveIcmp(remote, new IcmpMessage { Kind = IcmpKind.PacketTooBig, Mtu = mtu, Remote = _addresses.Of(remote), QuotedPacket = packet });

    /// <summary>An ICMP message arrives about a packet to some address; a host that stands still loses it.</summary>
    public void ReceiveIcmp(NetworkAddress remote, in IcmpMessage message)
    {
        if (IsDown || IsPaused)
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
            case TimerKind:
                OnTimer(scheduled.Argument);
                break;
            case InboxKind:
                OnInbox(scheduled);
                break;
            case RestartKind:
                OnRestart();
                break;
            case WakeKind:
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

    /// <summary>The smallest buffer, in bytes, that the stack was given for a packet since the last input: no larger packet could leave.</summary>
    public int SmallestBuffer { get; private set; }

    /// <summary>Lets the node look around at some time although nothing else happens.</summary>
    public void Wake(Instant time) => _loop.Schedule(time, EventPriority.Application, _actor, WakeKind);

    /// <summary>The host stands still for a while.</summary>
    public void Pause(Duration length, bool losesPackets)
    {
        _pausedUntil = Instant.Max(_pausedUntil, _loop.Now + length);
        _losesPackets = losesPackets;
        _loop.Schedule(_pausedUntil, EventPriority.Application, _actor, WakeKind, _incarnation);
    }

    /// <summary>The host needs some time for each packet for a while.</summary>
    public void SlowDown(Duration length, Duration perPacket)
    {
        _slowUntil = _loop.Now + length;
        _timePerPacket = perPacket;
    }

    /// <summary>The host looks at its timers only at multiples of some time for a while.</summary>
    public void MakeTimersLate(Duration length, Duration granularity)
    {
        _lateUntil = _loop.Now + length;
        _granularity = granularity;
        RescheduleTimer();
    }

    /// <summary>The clock of the host runs at another rate from now on.</summary>
    public void SkewClock(int partsPerMillion)
    {
        _clock.Skew(_loop.Now, partsPerMillion);
        RescheduleTimer();
    }

    public void RotateCookieKey()
    {
        if (!IsDown)
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
        IsDown = true;
        IsUnsettled = false;
        _inbox.Clear();
        _pausedUntil = _loop.Now;
        _timerAt = Instant.MaxValue;
        _timerGeneration++;
        Stack = _createStack(++_incarnation);
        foreach (AssociationSide? side in _sides)
        {
            if (side is not null)
            {
                side.OnNewStack();
                side.Application.OnCrash(reconnects);
                if (side.Application.IsOver)
                {
                    Stack.Refuse(side.PeerHost);
                }

                side.Observers.OnBeganAnew(side);
                EnsureTicks(side);
            }
        }

        _loop.Schedule(_loop.Now + downFor, EventPriority.World, _actor, RestartKind, _incarnation);
    }

    /// <summary>Keeps the last packet of each path, so that forged ICMP messages can quote it.</summary>
    public void KeepLastPackets() => _lastPackets ??= new LastPackets();

    /// <summary>The last packet that was sent to an address; empty for none.</summary>
    public ReadOnlySpan<byte> LastPacketTo(NetworkAddress to) => _lastPackets is { } packets ? packets.Of(to) : default;

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
            _wire.Set(packet, _loop.Now, remote, local, OriginOf(arrival), dontFragment: false);
            side.IsTouched = true;
            side.Input = SideInput.Packet;
            side.Observers.OnPacketReceived(side, _wire);
        }

        EcnCodepoint ecn = arrival.IsMarked ? EcnCodepoint.CongestionExperienced : EcnCodepoint.NotEct;
        Stack.Receive(packet, new NetworkPath(_addresses.Of(remote), _addresses.OwnOf(local), ecn), LocalNow);
        Settle(isArrival: true);
    }

    private void OnInbox(in ScheduledEvent scheduled)
    {
        if (scheduled.Argument != _incarnation)
        {
            return;
        }

        if (IsPaused)
        {
            _loop.Schedule(_pausedUntil, EventPriority.Arrival, _actor, InboxKind, _incarnation);
            return;
        }

        Inbox.Waiting packet = _inbox.Take();
        Process(packet.Local, packet.Remote, packet.Bytes, packet.Arrival);
        _inbox.Return(packet);
    }

    private void OnApplicationEvent(AssociationSide side, in ScheduledEvent scheduled)
    {
        if (IsPaused)
        {
            _loop.Schedule(_pausedUntil, scheduled.Priority, _actor, scheduled.Kind, scheduled.Argument);
            return;
        }

        Application application = side.Application;
        switch (scheduled.Kind)
        {
            case SendTickKind:
                application.OnSendTick();
                application.IsSendTicking = false;
                ScheduleTick(SendTickKind, side, application.HasQueuedAll ? null : application.SendInterval);
                break;
            case ReadTickKind:
                application.OnReadTick();
                application.IsReadTicking = false;
                ScheduleTick(ReadTickKind, side, application.IsEnded && application.HasReadAll ? null : application.ReadInterval);
                break;
            case HealKind:
                application.OnHeal();
                _buggify?.MonitorPaths(side);
                break;
            default:
                Connect(side);
                break;
        }

        if (!IsDown)
        {
            side.IsTouched = true;
            Settle();
        }
    }

    private void Connect(AssociationSide side)
    {
        if (IsDown || side.HasConnected || side.Application.IsOver)
        {
            return;
        }

        if (side.Peer.Application.IsOver)
        {
            side.Application.GiveUp();
            return;
        }

        side.HasConnected = true;
        Stack.Connect(side.PeerHost, _addresses.Of(side.PeerHost), HostNumbers.PortOf(side.PeerHost), LocalNow);
    }

    private void OnRestart()
    {
        // A client that has done with its association listens no more.
        IsDown = false;
        foreach (AssociationSide? side in _sides)
        {
            if (side is { Index: (int)Side.Client, Application.IsOver: false })
            {
                Listen();
                Connect(side);
            }
            else if (side is { Index: (int)Side.Server })
            {
                Listen();
            }
        }

        Settle();
    }

    // Another association takes the place of a lost one: what can still be read of that is read first.
    private void BeginAnew(AssociationSide side)
    {
        Application application = side.Application;
        application.ReadRest();
        application.BeginAnew();
        side.RestoreOptions();
        side.HasConnected = false;
        side.Observers.OnBeganAnew(side);
        EnsureTicks(side);
        if (side.Index == (int)Side.Client)
        {
            _loop.Schedule(_loop.Now + ReconnectDelay, EventPriority.Application, _actor, ConnectKind, side.PeerHost);
        }
        else
        {
            Stack.Reopen(side.PeerHost);
        }
    }

    private void OnTimer(long generation)
    {
        if (generation != _timerGeneration)
        {
            return;
        }

        _timerAt = Instant.MaxValue;
        if (!IsPaused && Stack.NextTimeout is { } deadline && deadline <= LocalNow)
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
            ScheduleTimer();
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

    // Takes all that the stack has to say until it is silent.
    private void Settle(bool isArrival = false)
    {
        bool leavesEvents = false;
        if (_buggify is { } buggify)
        {
            if (buggify.Postpones(isArrival, out Duration wait))
            {
                Postpone(wait);
                return;
            }

            IsUnsettled = false;
            buggify.Disturb();
            leavesEvents = buggify.LeavesEvents();
        }

        int packets = 0;
        bool isActive = true;
        SmallestBuffer = _buffer.Length;
        Instant now = LocalNow;
        while (isActive)
        {
            isActive = false;
            while (TryTransmit(now, out Transmit transmit))
            {
                isActive = true;
                AssociationSide? side = Send(transmit);
                if (++packets > MostPacketsAtOnce)
                {
                    side?.Observers.Quiescence?.OnEndlessTransmission(side);
                    return;
                }

                if (_buggify is { StopsAfterPacket: true })
                {
                    Postpone(Duration.Zero);
                    return;
                }
            }

            if (!leavesEvents)
            {
                _buggify?.OnEventsTaken();
            }

            while (!leavesEvents && Stack.TryGetEvent(now, out int peer, out SctpEvent e))
            {
                isActive = true;
                _loop.Hash.Add(((ulong)e.Kind << 8) | (uint)Host);
                if ((e.Association is null ? FirstSide : _sides[peer]) is { } side)
                {
                    side.IsTouched = true;
                    side.Observers.OnAssociationEvent(side, e);
                    side.Application.OnEvent(e);
                }
            }

            foreach (AssociationSide? side in _sides)
            {
                if (side is null)
                {
                    continue;
                }

                if (side.Application.WantsAnother)
                {
                    BeginAnew(side);
                    isActive = true;
                }

                // Not with a packet: what that changed must be seen to be its work.
                if (!isArrival && _buggify?.Act(side) == true)
                {
                    side.IsTouched = true;
                    isActive = true;
                }

                if (side.Application.Act(now))
                {
                    side.IsTouched = true;
                    isActive = true;
                }
            }
        }

        ScheduleTimer();
    }

    private bool TryTransmit(Instant now, out Transmit transmit)
    {
        int length = _buggify?.BufferLength(_buffer.Length) ?? _buffer.Length;
        SmallestBuffer = Math.Min(SmallestBuffer, length);

        // What does not fit a small buffer waits for a larger one.
        return Stack.TryTransmit(_buffer.AsSpan(0, length), now, out transmit) || (length < _buffer.Length && Stack.TryTransmit(_buffer, now, out transmit));
    }

    private void Postpone(Duration wait)
    {
        IsUnsettled = true;
        Postponements++;
        Wake(_loop.Now + wait);
    }

    private AssociationSide? Send(in Transmit transmit)
    {
        ReadOnlySpan<byte> packet = _buffer.AsSpan(0, transmit.Length);
        if (!_addresses.TryFind(transmit.Remote, out NetworkAddress to))
        {
            return null;
        }

        // A stack that leaves the source address to the host gets the one that belongs to the path of the destination.
        NetworkAddress from = _addresses.TryFindOwn(Host, transmit.Local, out NetworkAddress local) ? local : new NetworkAddress(Host, to.Index);
        AssociationSide? side = _sides[to.Host];
        if (side is not null)
        {
            _wire.Set(packet, _loop.Now, from, to, PacketOrigin.Genuine, transmit.DontFragment);
            side.IsTouched = true;
            side.OnSent(_wire);
            side.Observers.OnPacketSent(side, _wire);
        }

        _lastPackets?.Keep(to, packet);
        _addresses.OnSend(from, _loop.Now);
        if (_addresses.IsReachable(to, transmit.Remote, _loop.Now))
        {
            _network.Send(from, to, packet, mayFragment: !transmit.DontFragment, transmit.Ecn);
        }

        return side;
    }

    private void ScheduleTimer()
    {
        if (Stack.NextTimeout is { } next)
        {
            Instant due = Instant.Max(WhenNoticed(_clock.WhenItShows(next)), _pausedUntil);
            if (due < _timerAt)
            {
                _timerAt = due;
                _loop.Schedule(due, EventPriority.Timer, _actor, TimerKind, ++_timerGeneration);
            }
        }
    }

    private void RescheduleTimer()
    {
        _timerAt = Instant.MaxValue;
        ScheduleTimer();
    }

    /// <summary>When a host that looks at its timers now and then sees that one has expired.</summary>
    private Instant WhenNoticed(Instant due)
    {
        if (due >= _lateUntil)
        {
            return due;
        }

        long granularity = _granularity.Nanoseconds;
        long ticks = (due.Nanoseconds + granularity - 1) / granularity;
        return Instant.Min(Instant.FromNanoseconds(ticks * granularity), _lateUntil);
    }

    private void EnsureTicks(AssociationSide side)
    {
        if (!side.Application.IsSendTicking)
        {
            ScheduleTick(SendTickKind, side, side.Application.SendInterval);
        }

        if (!side.Application.IsReadTicking)
        {
            ScheduleTick(ReadTickKind, side, side.Application.ReadInterval);
        }
    }

    private void ScheduleTick(int kind, AssociationSide side, Duration? interval)
    {
        if (interval is { } wait)
        {
            side.Application.IsSendTicking |= kind == SendTickKind;
            side.Application.IsReadTicking |= kind == ReadTickKind;
            _loop.Schedule(_loop.Now + wait, EventPriority.Application, _actor, kind, side.PeerHost);
        }
    }
}
