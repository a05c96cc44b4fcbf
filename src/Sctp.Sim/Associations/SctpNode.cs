using System;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>
/// A host with an SCTP stack and an application. It hands packets and timer expiries to the stack and, after each single input, takes everything that
/// the stack has to say, so that nothing that two inputs caused can look like the effect of one.
/// </summary>
internal sealed class SctpNode : IActor, INetworkHost
{
    private const int TimerKind = 0;
    private const int SendTickKind = 1;
    private const int ReadTickKind = 2;
    private const int HealKind = 3;
    private const int StartKind = 4;

    /// <summary>More packets than this without an end of the talk are an endless loop.</summary>
    private const int MostPacketsAtOnce = 100_000;

    private readonly EventLoop _loop;
    private readonly SimulatedNetwork _network;
    private readonly AddressBook _addresses;
    private readonly byte[] _buffer = new byte[SimulatedNetwork.MaxPacketLength];
    private readonly int _actor;
    private Instant _timerAt = Instant.MaxValue;
    private long _timerGeneration;

    public SctpNode(string name, int host, SideOptions options, ISctpStack stack, EventLoop loop, SimulatedNetwork network, AddressBook addresses)
    {
        Name = name;
        Host = host;
        Options = options;
        Stack = stack;
        _loop = loop;
        _network = network;
        _addresses = addresses;
        _actor = loop.Register(this);
    }

    public string Name { get; }

    public int Host { get; }

    public SideOptions Options { get; }

    public ISctpStack Stack { get; }

    public Application Application { get; set; } = null!;

    public OracleSet Oracles { get; set; } = null!;

    public Instant Now => _loop.Now;

    /// <summary>Whether this side has opened the association by itself.</summary>
    public bool HasConnected { get; private set; }

    /// <summary>Whether the stack was called since this was last cleared.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Lets the node begin: listen, connect or both.</summary>
    public void Start(bool connects, Instant heal)
    {
        Stack.Listen();
        if (connects)
        {
            _loop.Schedule(_loop.Now, EventPriority.Application, _actor, StartKind);
        }

        _loop.Schedule(heal, EventPriority.World, _actor, HealKind);
        ScheduleTick(SendTickKind, Application.SendInterval);
        ScheduleTick(ReadTickKind, Application.ReadInterval);
    }

    public void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet)
    {
        IsTouched = true;
        Oracles.OnPacketReceived(this, packet);
        Stack.Receive(packet, new NetworkPath(_addresses.Of(remote), _addresses.Of(local)), _loop.Now);
        Settle();
    }

    public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet)
    {
        IsTouched = true;
        Stack.ReceivePacketTooBig(_addresses.Of(remote), mtu, packet, _loop.Now);
        Settle();
    }

    public void OnEvent(in ScheduledEvent scheduled)
    {
        switch (scheduled.Kind)
        {
            case TimerKind:
                OnTimer(scheduled.Argument);
                return;
            case SendTickKind:
                Application.OnSendTick();
                ScheduleTick(SendTickKind, Application.HasQueuedAll ? null : Application.SendInterval);
                break;
            case ReadTickKind:
                Application.OnReadTick();
                ScheduleTick(ReadTickKind, Application.IsEnded && Application.HasReadAll ? null : Application.ReadInterval);
                break;
            case HealKind:
                Application.OnHeal();
                break;
            default:
                HasConnected = true;
                Stack.Connect(_addresses.Of(1 - Host), SimulationRun.PortOf(1 - Host), _loop.Now);
                break;
        }

        IsTouched = true;
        Settle();
    }

    public void BeginEnding(bool aborts)
    {
        IsTouched = true;
        Application.BeginEnding(aborts, _loop.Now);
        Settle();
    }

    private void OnTimer(long generation)
    {
        if (generation != _timerGeneration)
        {
            return;
        }

        _timerAt = Instant.MaxValue;
        if (Stack.NextTimeout is { } deadline && deadline <= _loop.Now)
        {
            IsTouched = true;
            Stack.Advance(_loop.Now);
            Settle();
        }
        else
        {
            ScheduleTimer();
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
                Send(transmit);
                if (++packets > MostPacketsAtOnce)
                {
                    Oracles.Quiescence.OnEndlessTransmission(this);
                    return;
                }
            }

            while (Stack.TryGetEvent(_loop.Now, out SctpEvent e))
            {
                isActive = true;
                _loop.Hash.Add(((ulong)e.Kind << 8) | (uint)Host);
                Oracles.OnAssociationEvent(this, e);
                Application.OnEvent(e);
            }

            isActive |= Application.Act(_loop.Now);
        }

        ScheduleTimer();
    }

    private void Send(in Transmit transmit)
    {
        ReadOnlySpan<byte> packet = _buffer.AsSpan(0, transmit.Length);
        Oracles.OnPacketSent(this, packet, transmit);
        if (_addresses.TryFind(transmit.Remote, out NetworkAddress to))
        {
            // A stack that leaves the source address to the host gets the one that belongs to the path of the destination.
            NetworkAddress from = _addresses.TryFind(transmit.Local, out NetworkAddress local) ? local : new NetworkAddress(Host, to.Index);
            _network.Send(from, to, packet, mayFragment: !transmit.DontFragment);
        }
    }

    private void ScheduleTimer()
    {
        if (Stack.NextTimeout is { } next && next < _timerAt)
        {
            _timerAt = next;
            _loop.Schedule(next, EventPriority.Timer, _actor, TimerKind, ++_timerGeneration);
        }
    }

    private void ScheduleTick(int kind, Duration? interval)
    {
        if (interval is { } wait)
        {
            _loop.Schedule(_loop.Now + wait, EventPriority.Application, _actor, kind);
        }
    }
}
