using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations.Attack;

/// <summary>
/// Somebody who is neither side and sends packets to both under the address of the other. What each packet is depends on (seed, attacker, ordinal) and,
/// on the path, on what was read before it.
/// </summary>
internal sealed class AttackerNode : IActor, INetworkObserver
{
    private const int MaxPacket = 1_480;

    private readonly AttackerOptions _options;
    private readonly Randomness _random;
    private readonly EventLoop _loop;
    private readonly SimulatedNetwork _network;
    private readonly AttackedAssociation[] _victims;
    private readonly AddressBook _addresses;
    private readonly int _actor;
    private readonly Wiretap[] _taps;
    private readonly PacketForge _forge = new(MaxPacket);
    private readonly INetworkObserver? _next;
    private readonly List<OverheardPacket>?[] _previous;
    private int _nextListed;

    /// <param name="options">What the attacker knows and when it strikes.</param>
    /// <param name="random">The randomness of the run.</param>
    /// <param name="loop">The clock.</param>
    /// <param name="network">Where its packets go.</param>
    /// <param name="victims">The associations that it attacks.</param>
    /// <param name="addresses">Who is where.</param>
    public AttackerNode(AttackerOptions options, Randomness random, EventLoop loop, SimulatedNetwork network, AttackedAssociation[] victims, AddressBook addresses)
    {
        _options = options;
        _random = random;
        _loop = loop;
        _network = network;
        _victims = victims;
        _addresses = addresses;
        _actor = loop.Register(this);
        _taps = new Wiretap[victims.Length];
        _previous = new List<OverheardPacket>?[victims.Length];
        for (int i = 0; i < _taps.Length; i++)
        {
            _taps[i] = new Wiretap();
        }

        _next = network.Observer;
        if (options.Knowledge == Knowledge.OnPath)
        {
            network.Observer = this;
        }
    }

    /// <summary>The numbers of the packets that are sent, ascending; null for all.</summary>
    public IReadOnlyList<int>? Strikes { get; init; }

    /// <summary>Where the numbers of the packets that are sent are written down; null for nowhere.</summary>
    public List<int>? Record { get; init; }

    /// <summary>Begins at the time that the options say.</summary>
    public void Start() => _loop.Schedule(Instant.Epoch + _options.Start, EventPriority.World, _actor, kind: 0);

    public void OnEvent(in ScheduledEvent scheduled)
    {
        long ordinal = scheduled.Argument;
        if (IsListed(ordinal) && Strike(new RandomSequence(_random, SimulationStreams.Attacker, (uint)ordinal)))
        {
            Record?.Add((int)ordinal);
        }

        Instant next = scheduled.Time + _options.Period;
        if (next <= Instant.Epoch + _options.Start + _options.Length)
        {
            _loop.Schedule(next, EventPriority.World, _actor, kind: 0, ordinal + 1);
        }
    }

    public void OnSent(Link link, in PacketFate fate, ReadOnlySpan<byte> packet)
    {
        for (int i = 0; i < _victims.Length; i++)
        {
            if (link.From.Host == _victims[i].ClientHost || link.To.Host == _victims[i].ClientHost)
            {
                _taps[i].Read(link.To.Host == HostNumbers.Server, packet);
            }
        }

        _next?.OnSent(link, fate, packet);
    }

    public void OnDropped(Link link, in PacketFate fate, DropReason reason, ReadOnlySpan<byte> packet) => _next?.OnDropped(link, fate, reason, packet);

    public void OnDelivered(Link link, in Arrival arrival, ReadOnlySpan<byte> packet) => _next?.OnDelivered(link, arrival, packet);

    public void OnInjected(Link link, ReadOnlySpan<byte> packet) => _next?.OnInjected(link, packet);

    public void OnMarked(Link link, in PacketFate fate, ReadOnlySpan<byte> packet) => _next?.OnMarked(link, fate, packet);

    private bool IsListed(long ordinal)
    {
        if (Strikes is not { } strikes)
        {
            return true;
        }

        bool isListed = _nextListed < strikes.Count && strikes[_nextListed] == ordinal;
        _nextListed += isListed ? 1 : 0;
        return isListed;
    }

    // Returns whether anything was sent.
    private bool Strike(RandomSequence draw)
    {
        int index = (int)draw.Between(0, _victims.Length - 1);
        bool toServer = draw.Chance(500_000);
        int path = (int)draw.Between(0, _addresses.Of(HostNumbers.Server).Length - 1);
        long means = draw.Between(0, 99);
        ReadOnlySpan<byte> packet = _options.Knowledge == Knowledge.OnPath && means < 70
            ? WriteWithKnowledge(draw, index, toServer)
            : means is >= 70 and < 85 && _options.Knowledge != Knowledge.Blind
                ? Replay(draw, _previous[index] ??= Overhear(index), toServer)
                : WriteBlindly(draw, index, toServer);
        bool isSent = !packet.IsEmpty;
        if (isSent)
        {
            Send(index, toServer, path, packet);
        }

        bool isTooBig = _options.Knowledge != Knowledge.Blind && draw.Chance(50_000);
        if (isTooBig)
        {
            ForgeTooBig(draw, index, toServer, path);
        }

        return isSent || isTooBig;
    }

    private List<OverheardPacket> Overhear(int index)
    {
        AttackedAssociation victim = _victims[index];
        List<OverheardPacket> packets = PreviousAssociation.Overhear(Own(victim.Client, victim.ClientHost), Own(victim.Server, HostNumbers.Server), _random.Seed ^ 0x9E37_79B9_7F4A_7C15);
        foreach (OverheardPacket packet in packets)
        {
            victim.FormerTags.Add(BinaryPrimitives.ReadUInt32BigEndian(packet.Bytes.AsSpan(4)));
        }

        return packets;
    }

    private SctpOptions Own(SctpOptions options, int host) => options with { LocalPort = HostNumbers.PortOf(host), LocalAddresses = _addresses.OwnOf(host) };

    private void Send(int index, bool toServer, int path, ReadOnlySpan<byte> packet)
    {
        AttackedAssociation victim = _victims[index];
        var client = new NetworkAddress(victim.ClientHost, path);
        var server = new NetworkAddress(HostNumbers.Server, path);
        _network.Inject(toServer ? client : server, toServer ? server : client, packet, Duration.Zero);
    }

    // A tag that is guessed is wrong, but for once in four thousand million times.
    private ReadOnlySpan<byte> WriteBlindly(RandomSequence draw, int index, bool toServer)
    {
        AttackedAssociation victim = _victims[index];
        ushort client = HostNumbers.PortOf(victim.ClientHost);
        ushort server = HostNumbers.PortOf(HostNumbers.Server);
        if (_options.Knowledge == Knowledge.Blind)
        {
            client = draw.Chance(500_000) ? client : (ushort)draw.Between(0, ushort.MaxValue);
            server = draw.Chance(500_000) ? server : (ushort)draw.Between(0, ushort.MaxValue);
        }

        bool isInit = draw.Chance(150_000);
        uint tag = isInit || draw.Chance(20_000) ? 0 : (uint)draw.Next();
        var target = new ForgeTarget
        {
            Tag = tag,
            PeerTag = (uint)draw.Next(),
            VictimTsn = (uint)draw.Next(),
            PeerTsn = (uint)draw.Next(),
            Streams = 10,
            Cookie = [],
        };
        _ = _forge.Begin(toServer ? client : server, toServer ? server : client, tag);
        if (isInit)
        {
            ChunkGrammar.Write(_forge, draw, target, WireChunk.Init);
        }

        for (long count = draw.Chance(isInit ? 100_000 : 1_000_000) ? draw.Between(1, 3) : 0; count > 0; count--)
        {
            ChunkGrammar.Write(_forge, draw, target);
        }

        return _forge.Seal();
    }

    private ReadOnlySpan<byte> WriteWithKnowledge(RandomSequence draw, int index, bool toServer)
    {
        Wiretap tap = _taps[index];
        FlowKnowledge there = tap.To(toServer);
        if (tap.Packets.Count == 0)
        {
            return WriteBlindly(draw, index, toServer);
        }

        switch (draw.Between(0, 9))
        {
            case 0 or 1 or 2:
                return Replay(draw, tap.Packets, toServer);
            case 3:
                return Splice(draw, tap, toServer);
            case 4:
                return Mutate(draw, Replay(draw, tap.Packets, toServer));
            default:
                return WriteUnderTag(draw, index, there, tap.To(!toServer), toServer);
        }
    }

    private ReadOnlySpan<byte> WriteUnderTag(RandomSequence draw, int index, FlowKnowledge there, FlowKnowledge back, bool toServer)
    {
        AttackedAssociation victim = _victims[index];
        ushort client = HostNumbers.PortOf(victim.ClientHost);
        ushort server = HostNumbers.PortOf(HostNumbers.Server);
        var target = new ForgeTarget
        {
            Tag = there.Tag,
            PeerTag = back.Tag,
            VictimTsn = back.HighestTsn,
            PeerTsn = there.HighestTsn,
            Streams = there.OutboundStreams,
            Cookie = there.LastCookieEcho.Length > 16 ? there.LastCookieEcho[16..] : [],
        };
        _ = _forge.Begin(toServer ? client : server, toServer ? server : client, draw.Chance(900_000) ? there.Tag : back.Tag);
        for (long count = draw.Between(1, 3); count > 0; count--)
        {
            ChunkGrammar.Write(_forge, draw, target);
        }

        return _forge.Seal();
    }

    private static ReadOnlySpan<byte> Replay(RandomSequence draw, IReadOnlyList<OverheardPacket> packets, bool toServer)
    {
        if (packets.Count == 0)
        {
            return default;
        }

        int start = (int)draw.Between(0, packets.Count - 1);
        for (int i = 0; i < packets.Count; i++)
        {
            OverheardPacket packet = packets[(start + i) % packets.Count];
            if (packet.ToServer == toServer)
            {
                return packet.Bytes.AsSpan(0, Math.Min(packet.Bytes.Length, SimulatedNetwork.MaxPacketLength));
            }
        }

        return default;
    }

    // The chunks of one packet under the header of another.
    private ReadOnlySpan<byte> Splice(RandomSequence draw, Wiretap tap, bool toServer)
    {
        ReadOnlySpan<byte> first = Replay(draw, tap.Packets, toServer);
        ReadOnlySpan<byte> second = Replay(draw, tap.Packets, draw.Chance(500_000));
        if (first.Length < PacketForge.HeaderLength || second.Length < PacketForge.HeaderLength)
        {
            return default;
        }

        _ = draw.Chance(500_000)
            ? _forge.BeginCopy(first[..PacketForge.HeaderLength]).Raw(second[PacketForge.HeaderLength..])
            : _forge.BeginCopy(first).Raw(second[PacketForge.HeaderLength..]);
        return _forge.Seal();
    }

    private ReadOnlySpan<byte> Mutate(RandomSequence draw, ReadOnlySpan<byte> packet)
    {
        if (packet.Length <= PacketForge.HeaderLength)
        {
            return default;
        }

        _ = _forge.BeginCopy(packet);
        for (long count = draw.Between(1, 3); count > 0; count--)
        {
            _forge.Bytes[(int)draw.Between(PacketForge.HeaderLength, _forge.Length - 1)] = (byte)draw.Next();
        }

        return _forge.Seal();
    }

    private void ForgeTooBig(RandomSequence draw, int index, bool toServer, int path)
    {
        AttackedAssociation victim = _victims[index];
        var client = new NetworkAddress(victim.ClientHost, path);
        var server = new NetworkAddress(HostNumbers.Server, path);
        ushort own = HostNumbers.PortOf(toServer ? HostNumbers.Server : victim.ClientHost);
        ushort remote = HostNumbers.PortOf(toServer ? victim.ClientHost : HostNumbers.Server);
        uint tag = _options.Knowledge == Knowledge.OnPath && draw.Chance(500_000) ? _taps[index].To(!toServer).Tag : (uint)draw.Next();
        _ = _forge.Begin(own, remote, tag);
        _ = draw.Chance(500_000) ? _forge : _forge.BeginChunk(WireChunk.Init).U32((uint)draw.Next()).EndChunk();
        _network.ForgeTooBig(toServer ? server : client, toServer ? client : server, _forge.Bytes, (int)draw.Between(0, 1_500));
    }
}
