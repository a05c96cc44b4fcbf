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

    /// <summary>More packets than this without an end of the talk are an endless loop.</summary>
    private const int MostPacketsAtOnce = 100_000;

    private readonly EventLoop _loop;
    private readonly SimulatedNetwork _network;
    private readonly AddressBook _addresses;
    private readonly WirePacket _wire;
    private readonly byte[] _buffer = new byte[SimulatedNetwork.MaxPacketLength];
    private readonly AssociationSide?[] _sides;
    private readonly int _actor;
    private Instant _timerAt = Instant.MaxValue;
    private long _timerGeneration;

    public SctpNode(string name, int host, ISctpStack stack, EventLoop loop, SimulatedNetwork network, AddressBook addresses, WirePacket wire)
    {
        Name = name;
        Host = host;
        Stack = stack;
        _loop = loop;
        _network = network;
        _addresses = addresses;
        _wire = wire;
        _sides = new AssociationSide?[addresses.HostCount];
        _actor = loop.Register(this);
    }

    public string Name { get; }

    public int Host { get; }

    public ISctpStack Stack { get; }

    public Instant Now => _loop.Now;

    /// <summary>Makes the side of an association known that lives on this node.</summary>
    public void Add(AssociationSide side) => _sides[side.PeerHost] = side;

    /// <summary>The SCTP address that belongs to an address of the network.</summary>
    public SctpAddress AddressOf(NetworkAddress address) => _addresses.Of(address);

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
        if (_sides[remote.Host] is { } side)
        {
            _wire.Set(packet, _loop.Now, remote, local, OriginOf(arrival), dontFragment: false);
            side.IsTouched = true;
            side.Observers.OnPacketReceived(side, _wire);
        }

        Stack.Receive(packet, new NetworkPath(_addresses.Of(remote), _addresses.Of(local)), _loop.Now);
        Settle();
    }

    public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet)
    {
        Touch(remote.Host);
        Stack.ReceiveIcmp(new IcmpMessage { Kind = IcmpKind.PacketTooBig, Mtu = mtu, Remote = _addresses.Of(remote), QuotedPacket = packet }, _loop.Now);
        Settle();
    }

    public void OnEvent(in ScheduledEvent scheduled)
    {
        if (scheduled.Kind == TimerKind)
        {
            OnTimer(scheduled.Argument);
            return;
        }

        AssociationSide side = _sides[scheduled.Argument]!;
        Application application = side.Application;
        switch (scheduled.Kind)
        {
            case SendTickKind:
                application.OnSendTick();
                ScheduleTick(SendTickKind, side, application.HasQueuedAll ? null : application.SendInterval);
                break;
            case ReadTickKind:
                application.OnReadTick();
                ScheduleTick(ReadTickKind, side, application.IsEnded && application.HasReadAll ? null : application.ReadInterval);
                break;
            case HealKind:
                application.OnHeal();
                break;
            default:
                side.HasConnected = true;
                Stack.Connect(side.PeerHost, _addresses.Of(side.PeerHost), SimulationRun.PortOf(side.PeerHost), _loop.Now);
                break;
        }

        side.IsTouched = true;
        Settle();
    }

    public void BeginEnding(AssociationSide side, bool aborts)
    {
        side.IsTouched = true;
        side.Application.BeginEnding(aborts, _loop.Now);
        Settle();
    }

    private static PacketOrigin OriginOf(in Arrival arrival) =>
        arrival.IsForged ? PacketOrigin.Forged : arrival.IsDamaged ? PacketOrigin.Damaged : PacketOrigin.Genuine;

    private void OnTimer(long generation)
    {
        if (generation != _timerGeneration)
        {
            return;
        }

        _timerAt = Instant.MaxValue;
        if (Stack.NextTimeout is { } deadline && deadline <= _loop.Now)
        {
            // The stack does not say whose timer it was.
            for (int i = 0; i < _sides.Length; i++)
            {
                Touch(i);
            }

            Stack.Advance(_loop.Now);
            Settle();
        }
        else
        {
            ScheduleTimer();
        }
    }

    private void Touch(int peer)
    {
        if (_sides[peer] is { } side)
        {
            side.IsTouched = true;
        }
    }

    // Takes all that the stack has to say until it is silent.
    private void Settle()
    {
        int packets = 0;
        bool isActive = true;
        while (isActive)
        {
            isActive = false;
            while (Stack.TryTransmit(_buffer, _loop.Now, out Transmit transmit))
            {
                isActive = true;
                AssociationSide? side = Send(transmit);
                if (++packets > MostPacketsAtOnce)
                {
                    side?.Observers.Quiescence?.OnEndlessTransmission(side);
                    return;
                }
            }

            while (Stack.TryGetEvent(_loop.Now, out int peer, out SctpEvent e))
            {
                isActive = true;
                _loop.Hash.Add(((ulong)e.Kind << 8) | (uint)Host);
                if (_sides[peer] is { } side)
                {
                    side.IsTouched = true;
                    side.Observers.OnAssociationEvent(side, e);
                    side.Application.OnEvent(e);
                }
            }

            foreach (AssociationSide? side in _sides)
            {
                isActive |= side is not null && side.Application.Act(_loop.Now);
            }
        }

        ScheduleTimer();
    }

    private AssociationSide? Send(in Transmit transmit)
    {
        ReadOnlySpan<byte> packet = _buffer.AsSpan(0, transmit.Length);
        if (!_addresses.TryFind(transmit.Remote, out NetworkAddress to))
        {
            return null;
        }

        // A stack that leaves the source address to the host gets the one that belongs to the path of the destination.
        NetworkAddress from = _addresses.TryFind(transmit.Local, out NetworkAddress local) ? local : new NetworkAddress(Host, to.Index);
        AssociationSide? side = _sides[to.Host];
        if (side is not null)
        {
            _wire.Set(packet, _loop.Now, from, to, PacketOrigin.Genuine, transmit.DontFragment);
            side.IsTouched = true;
            side.Observers.OnPacketSent(side, _wire);
        }

        _network.Send(from, to, packet, mayFragment: !transmit.DontFragment);
        return side;
    }

    private void ScheduleTimer()
    {
        if (Stack.NextTimeout is { } next && next < _timerAt)
        {
            _timerAt = next;
            _loop.Schedule(next, EventPriority.Timer, _actor, TimerKind, ++_timerGeneration);
        }
    }

    private void ScheduleTick(int kind, AssociationSide side, Duration? interval)
    {
        if (interval is { } wait)
        {
            _loop.Schedule(_loop.Now + wait, EventPriority.Application, _actor, kind, side.PeerHost);
        }
    }
}
