using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Properties.Simulation.Links;

/// <summary>Two hosts and a link between them that records what becomes of every packet.</summary>
internal sealed class OneLink : INetworkHost, INetworkObserver
{
    private readonly byte[] _packet = new byte[SimulatedNetwork.MaxPacketLength];
    private int _sent;

    public OneLink(LinkOptions options, ulong seed = 1)
    {
        Network = new SimulatedNetwork(Loop, new Randomness(seed)) { Observer = this };
        Network.AddHost(this, 1);
        Network.AddHost(this, 1);
        Link = Network.Connect(new NetworkAddress(0, 0), new NetworkAddress(1, 0), options);
    }

    public EventLoop Loop { get; } = new();

    public SimulatedNetwork Network { get; }

    public Link Link { get; }

    public LinkStatistics Statistics => Link.Statistics;

    /// <summary>Whether everything is recorded; off for tests of allocation.</summary>
    public bool Records { get; init; } = true;

    public List<Received> Packets { get; } = [];

    public List<(int Number, DropReason Reason, Instant Time)> Drops { get; } = [];

    public List<int> Marks { get; } = [];

    public List<PacketFate> Fates { get; } = [];

    public List<(int Mtu, Instant Time, byte[] Quote)> TooBig { get; } = [];

    public List<(Instant Time, byte[] Packet)> Injected { get; } = [];

    public IEnumerable<int> Numbers => Packets.Select(p => p.Number);

    public IEnumerable<int> Dropped => Drops.Select(d => d.Number);

    /// <summary>Sends one packet; it begins with its number, and the rest is filled with it.</summary>
    public void Send(int length = 100, EcnCodepoint ecn = EcnCodepoint.NotEct, bool mayFragment = false, Link? link = null)
    {
        Span<byte> packet = _packet.AsSpan(0, length);
        BitConverter.TryWriteBytes(packet, _sent);
        packet[4..].Fill((byte)_sent++);
        link ??= Link;
        Network.Send(link.From, link.To, packet, mayFragment, ecn);
    }

    public OneLink SendMany(int count, Duration interval, int length = 100, EcnCodepoint ecn = EcnCodepoint.NotEct)
    {
        for (int i = 0; i < count; i++)
        {
            Send(length, ecn);
            Loop.RunUntil(Loop.Now + interval);
        }

        return this;
    }

    /// <summary>Runs until nothing is on its way, and checks that no packet and no byte is lost.</summary>
    public OneLink Drain()
    {
        CheckConservation();
        Loop.RunUntil(Loop.Now + Duration.FromSeconds(1_000));
        CheckConservation();
        Assert.Equal(0, Network.PacketsInFlight);
        Assert.Equal(0, Statistics.InFlightBytes);
        return this;
    }

    public void CheckConservation() => Assert.True(Network.TryCheckConservation(out string? problem), problem);

    public void OnPacket(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
    {
        if (Records)
        {
            Packets.Add(new Received(NumberOf(packet), Loop.Now, arrival, packet.ToArray()));
        }
    }

    public void OnPacketTooBig(NetworkAddress local, NetworkAddress remote, int mtu, ReadOnlySpan<byte> packet) =>
        TooBig.Add((mtu, Loop.Now, packet.ToArray()));

    void INetworkObserver.OnSent(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
    {
        if (Records)
        {
            Fates.Add(fate);
        }
    }

    void INetworkObserver.OnDropped(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet)
    {
        if (Records)
        {
            Drops.Add((NumberOf(packet), reason, Loop.Now));
        }
    }

    void INetworkObserver.OnDelivered(Link link, in Arrival arrival, ReadOnlySpan<byte> packet)
    {
    }

    void INetworkObserver.OnMarked(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
    {
        if (Records)
        {
            Marks.Add(NumberOf(packet));
        }
    }

    void INetworkObserver.OnInjected(Link link, ReadOnlySpan<byte> packet) => Injected.Add((Loop.Now, packet.ToArray()));

    private static int NumberOf(ReadOnlySpan<byte> packet) => packet.Length < 4 ? -1 : BitConverter.ToInt32(packet);
}

internal readonly record struct Received(int Number, Instant Time, Arrival Arrival, byte[] Bytes);
