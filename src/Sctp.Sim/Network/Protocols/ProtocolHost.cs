using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Network.Protocols;

/// <summary>
/// A host that lives by a sans-IO protocol: it hands it packets and expired timers and, after each single input, takes everything that it wants to send.
/// </summary>
public sealed class ProtocolHost : IActor, INetworkHost
{
    /// <summary>More packets than this without an end of the talk are an endless loop.</summary>
    private const int MostPacketsAtOnce = 100_000;

    private readonly EventLoop _loop;
    private readonly SimulatedNetwork _network;
    private readonly ISansIoProtocol _protocol;
    private readonly byte[] _buffer = new byte[SimulatedNetwork.MaxPacketLength];
    private readonly int _actor;
    private readonly int _host;
    private Instant _timerAt = Instant.MaxValue;
    private long _timer;

    /// <summary>A new host of a network.</summary>
    /// <param name="loop">Where it lives.</param>
    /// <param name="network">What it is connected to.</param>
    /// <param name="protocol">What it lives by.</param>
    /// <param name="addressCount">How many addresses it has.</param>
    public ProtocolHost(EventLoop loop, SimulatedNetwork network, ISansIoProtocol protocol, int addressCount = 1)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(protocol);
        _loop = loop;
        _network = network;
        _protocol = protocol;
        _actor = loop.Register(this);
        _host = network.AddHost(this, addressCount);
    }

    /// <summary>The first address of the host.</summary>
    public NetworkAddress Address => new(_host, 0);

    /// <summary>Where packets go that do not say where.</summary>
    public NetworkAddress? Peer { get; set; }

    /// <summary>Takes what the protocol has to send, and its timer. Call it at the start and whenever something else than the network woke the protocol.</summary>
    /// <exception cref="InvalidOperationException">The protocol never stops sending, or sends to nobody.</exception>
    public void Settle()
    {
        int count = 0;
        while (_protocol.TryTransmit(_buffer, _loop.Now, out OutgoingPacket packet))
        {
            if (++count > MostPacketsAtOnce)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"Host {_host} sent {MostPacketsAtOnce} packets at {_loop.Now} and has still more."));
            }

            NetworkAddress to = packet.To ?? Peer ?? throw new InvalidOperationException(FormattableString.Invariant($"Host {_host} has no peer, and its packet does not say where it goes."));
            _network.Send(new NetworkAddress(_host, packet.FromIndex), to, _buffer.AsSpan(0, packet.Length), packet.MayFragment, packet.Ecn);
        }

        ScheduleTimer();
    }

    /// <inheritdoc/>
    public void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
    {
        _protocol.Receive(remote, packet, _loop.Now);
        Settle();
    }

    /// <inheritdoc/>
    public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet)
    {
    }

    /// <inheritdoc/>
    public void OnEvent(in ScheduledEvent scheduled)
    {
        if (scheduled.Argument != _timer)
        {
            return; // the protocol wanted an earlier one since
        }

        _timerAt = Instant.MaxValue;
        if (_protocol.NextTimeout <= _loop.Now)
        {
            _protocol.Advance(_loop.Now);
            Settle();
        }
        else
        {
            ScheduleTimer();
        }
    }

    private void ScheduleTimer()
    {
        if (_protocol.NextTimeout is { } next && next < _timerAt)
        {
            _timerAt = next;
            _loop.Schedule(next, EventPriority.Timer, _actor, 0, ++_timer);
        }
    }
}
