using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>Lets the faults of a scenario befall hosts, addresses and applications; those of links are the network's.</summary>
internal sealed class FaultInjector : IActor
{
    private const int BeginKind = 0;
    private const int EndKind = 1;
    private const int HealKind = 2;

    private readonly IReadOnlyList<Fault> _faults;
    private readonly IReadOnlyList<AssociationRun> _associations;
    private readonly EventLoop _loop;
    private readonly SimulatedNetwork _network;
    private readonly AddressBook _addresses;
    private readonly int _actor;

    public FaultInjector(Scenario scenario, IReadOnlyList<AssociationRun> associations, EventLoop loop, SimulatedNetwork network, AddressBook addresses)
    {
        _faults = scenario.Faults;
        _associations = associations;
        _loop = loop;
        _network = network;
        _addresses = addresses;
        _actor = loop.Register(this);
        Schedule(Instant.Epoch + scenario.HealAfter);
    }

    public void OnEvent(in ScheduledEvent scheduled)
    {
        if (scheduled.Kind == HealKind)
        {
            _addresses.Heal();
            return;
        }

        Fault fault = _faults[(int)scheduled.Argument];
        if (scheduled.Kind == EndKind)
        {
            var stall = (StalledReader)fault;
            SideOf(stall).Node.StallReader(SideOf(stall), isStalled: false);
        }
        else
        {
            Begin(fault);
        }
    }

    private static bool IsOfLinks(Fault fault) => fault is PathOutage or PathChange;

    private void Schedule(Instant heal)
    {
        bool hasAddressFaults = false;
        for (int i = 0; i < _faults.Count; i++)
        {
            Fault fault = _faults[i];
            if (IsOfLinks(fault))
            {
                continue;
            }

            _loop.Schedule(Instant.Epoch + fault.At, EventPriority.World, _actor, BeginKind, i);
            hasAddressFaults |= (fault.Conditions & Conditions.AddressChange) != 0;
            if (fault is StalledReader)
            {
                _loop.Schedule(Instant.Epoch + fault.End, EventPriority.World, _actor, EndKind, i);
            }
            else if (fault is ForgedTooBig or ForgedUnreachable)
            {
                SideOf((HostFault)fault).Node.KeepLastPackets();
            }
        }

        if (hasAddressFaults)
        {
            _loop.Schedule(heal, EventPriority.World, _actor, HealKind);
        }
    }

    private void Begin(Fault fault)
    {
        switch (fault)
        {
            case HostPause pause:
                SideOf(pause).Node.Pause(pause.Length, pause.LosesPackets);
                break;
            case SlowHost slow:
                SideOf(slow).Node.SlowDown(slow.Length, slow.PerPacket);
                break;
            case LateTimers late:
                SideOf(late).Node.MakeTimersLate(late.Length, late.Granularity);
                break;
            case ClockSkew skew:
                SideOf(skew).Node.SkewClock(skew.PartsPerMillion);
                break;
            case HostCrash crash:
                SideOf(crash).Node.Crash(crash.DownFor, crash.Reconnects);
                break;
            case CookieKeyRotation rotation:
                SideOf(rotation).Node.RotateCookieKey();
                break;
            case StalledReader stall:
                SideOf(stall).Node.StallReader(SideOf(stall), isStalled: true);
                break;
            case NatRebinding nat:
                _addresses.Unmap(new NetworkAddress(HostNumbers.ClientOf(nat.Association), nat.Path), nat.ChangesAddress);
                break;
            case NatTimeout nat:
                _addresses.LimitSilence(new NetworkAddress(HostNumbers.ClientOf(nat.Association), nat.Path), nat.Idle, _loop.Now);
                break;
            case UdpPortChange port:
                _addresses.ChangePort(new NetworkAddress(HostNumbers.Of(port.Side, port.Association), port.Path));
                break;
            case ForgedTooBig forged:
                Forge(forged, forged.Path, IcmpKind.PacketTooBig, forged.Mtu, forged.Quote);
                break;
            case ForgedUnreachable forged:
                Forge(forged, forged.Path, KindOf(forged.Unreachable), mtu: 0, forged.Quote);
                break;
            case Injection injection:
                AssociationSide side = SideOf(injection);
                _network.Inject(
                    new NetworkAddress(side.PeerHost, injection.Path),
                    new NetworkAddress(side.Node.Host, injection.Path),
                    Convert.FromHexString(injection.Packet),
                    Duration.Zero);
                break;
            default:
                throw new InvalidOperationException($"{fault.GetType().Name} has no effect.");
        }
    }

    private static IcmpKind KindOf(ForgedUnreachableKind kind) => kind switch
    {
        ForgedUnreachableKind.Host => IcmpKind.DestinationUnreachable,
        ForgedUnreachableKind.Protocol => IcmpKind.ProtocolUnreachable,
        _ => IcmpKind.PortUnreachable,
    };

    private void Forge(HostFault fault, int path, IcmpKind kind, int mtu, IcmpQuote quote)
    {
        AssociationSide side = SideOf(fault);
        var remote = new NetworkAddress(side.PeerHost, path);
        ReadOnlySpan<byte> last = side.Node.LastPacketTo(remote);
        if (last.Length < 12)
        {
            return; // Nothing was sent yet that could be quoted.
        }

        byte[] bytes = last.ToArray();
        switch (quote)
        {
            case IcmpQuote.WrongTag:
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4)) ^ 0x5555_5555);
                break;
            case IcmpQuote.UnknownAssociation:
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), 1);
                break;
            case IcmpQuote.Truncated:
                bytes = bytes[..6];
                break;
            default:
                break;
        }

        side.Node.ReceiveIcmp(remote, new IcmpMessage { Kind = kind, Mtu = mtu, Remote = _addresses.Of(remote), QuotedPacket = bytes });
    }

    private AssociationSide SideOf(HostFault fault)
    {
        AssociationRun association = _associations[fault.Association];
        return fault.Side == Side.Client ? association.Client : association.Server;
    }
}
