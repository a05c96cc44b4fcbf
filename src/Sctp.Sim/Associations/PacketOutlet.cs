using System;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>The way of a node's packets out of its stack into the network, past those who watch.</summary>
internal sealed class PacketOutlet
{
    private readonly SctpNode _node;
    private readonly SimulatedNetwork _network;
    private readonly AddressBook _addresses;
    private readonly WirePacket _wire;
    private readonly byte[] _buffer = new byte[SimulatedNetwork.MaxPacketLength];
    private LastPackets? _lastPackets;

    /// <param name="node">The node.</param>
    /// <param name="network">The network.</param>
    /// <param name="addresses">The addresses of all hosts.</param>
    /// <param name="wire">What observers read packets with.</param>
    public PacketOutlet(SctpNode node, SimulatedNetwork network, AddressBook addresses, WirePacket wire)
    {
        _node = node;
        _network = network;
        _addresses = addresses;
        _wire = wire;
    }

    /// <summary>The smallest buffer, in bytes, that the stack was given for a packet since the last input: no larger packet could leave.</summary>
    public int SmallestBuffer { get; private set; }

    /// <summary>Another input has come.</summary>
    public void OnInput() => SmallestBuffer = _buffer.Length;

    /// <summary>Keeps the last packet of each path, so that forged ICMP messages can quote it.</summary>
    public void KeepLastPackets() => _lastPackets ??= new LastPackets();

    /// <summary>The last packet that was sent to an address; empty for none.</summary>
    public ReadOnlySpan<byte> LastPacketTo(NetworkAddress to) => _lastPackets is { } packets ? packets.Of(to) : default;

    /// <summary>Sends one packet, if the stack has one.</summary>
    /// <param name="now">The time of the host's clock.</param>
    /// <param name="side">The side that it belongs to; null where it goes to no host that there is.</param>
    public bool TrySend(Instant now, out AssociationSide? side)
    {
        if (TryTransmit(now, out Transmit transmit))
        {
            side = Send(transmit);
            return true;
        }

        side = null;
        return false;
    }

    private bool TryTransmit(Instant now, out Transmit transmit)
    {
        int length = _node.Buggify?.BufferLength(_buffer.Length) ?? _buffer.Length;
        SmallestBuffer = Math.Min(SmallestBuffer, length);

        // What does not fit a small buffer waits for a larger one.
        return _node.Stack.TryTransmit(_buffer.AsSpan(0, length), now, out transmit)
            || (length < _buffer.Length && _node.Stack.TryTransmit(_buffer, now, out transmit));
    }

    private AssociationSide? Send(in Transmit transmit)
    {
        ReadOnlySpan<byte> packet = _buffer.AsSpan(0, transmit.Length);
        if (!_addresses.TryFind(transmit.Remote, out NetworkAddress to))
        {
            return null;
        }

        // A stack that leaves the source address to the host gets the one that belongs to the path of the destination.
        NetworkAddress from = _addresses.TryFindOwn(_node.Host, transmit.Local, out NetworkAddress local) ? local : new NetworkAddress(_node.Host, to.Index);
        AssociationSide? side = _node.Sides[to.Host];
        if (side is not null)
        {
            _wire.Set(packet, _node.Now, from, to, PacketOrigin.Genuine, transmit.DontFragment);
            side.IsTouched = true;
            side.OnSent(_wire);
            side.Observers.OnPacketSent(side, _wire);
        }

        _lastPackets?.Keep(to, packet);
        _addresses.OnSend(from, _node.Now);
        if (_addresses.IsReachable(to, transmit.Remote, _node.Now))
        {
            _network.Send(from, to, packet, mayFragment: !transmit.DontFragment, transmit.Ecn);
        }

        return side;
    }
}
