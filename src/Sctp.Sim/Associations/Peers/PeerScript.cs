using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations.Peers;

/// <summary>What a misbehaving side does to its packets with one peer. One object belongs to one peer and one run.</summary>
internal abstract class PeerScript
{
    private const int PacketsAfterTheEnd = 10;
    private readonly Queue<byte[]> _outbox = new();
    private ScriptedBehavior _behavior = null!;
    private Instant _nextTick = Instant.MaxValue;
    private int _ticksLeft = PacketsAfterTheEnd;

    /// <summary>What the own honest stack sent.</summary>
    protected FlowKnowledge Own { get; } = new() { KeepsData = true };

    /// <summary>What the peer sent.</summary>
    protected FlowKnowledge Peer { get; } = new();

    protected RandomSequence Draw { get; private set; } = null!;

    /// <summary>For packets of its own.</summary>
    protected PacketForge Forge { get; } = new(4_096);

    /// <summary>Whether the script sends at intervals.</summary>
    protected virtual bool Ticks => false;

    /// <summary>What a forger may know of the peer.</summary>
    protected ForgeTarget Target => new()
    {
        Tag = Own.Tag,
        PeerTag = Peer.Tag,
        VictimTsn = Peer.HighestTsn,
        PeerTsn = Own.HighestTsn,
        Streams = Own.OutboundStreams,
        Cookie = Own.LastCookieEcho.Length > 16 ? Own.LastCookieEcho[16..] : [],
    };

    /// <summary>When the script wants to act by itself.</summary>
    public Instant NextTick => _nextTick;

    public void Begin(ScriptedBehavior behavior, RandomSequence draw)
    {
        _behavior = behavior;
        Draw = draw;
        OnBegin();
    }

    /// <summary>A packet of the peer arrived.</summary>
    /// <returns>Whether the own stack gets it.</returns>
    public bool Receive(ReadOnlySpan<byte> packet, Instant now)
    {
        Peer.Read(packet);
        OnReceived(packet, now);
        return !IsActive(now) || Hears(packet);
    }

    /// <summary>The own stack sends a packet.</summary>
    /// <returns>The length of what is sent instead; 0 for nothing.</returns>
    public int Rewrite(Span<byte> buffer, int length, PacketForge forge, Instant now)
    {
        ReadOnlySpan<byte> packet = buffer[..length];
        Own.Read(packet);
        if (Ticks && _nextTick == Instant.MaxValue && _ticksLeft == PacketsAfterTheEnd)
        {
            _nextTick = Instant.Max(now, Instant.Epoch + _behavior.From) + _behavior.Interval;
        }

        if (!IsActive(now) || !Strikes())
        {
            return length;
        }

        _ = forge.BeginCopy(packet[..PacketForge.HeaderLength]);
        for (int offset = PacketForge.HeaderLength; offset + 4 <= packet.Length;)
        {
            int chunkLength = Math.Max(4, (int)BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]));
            int padded = Math.Min((chunkLength + 3) & ~3, packet.Length - offset);
            WriteChunk(forge, packet.Slice(offset, padded));
            offset += padded;
        }

        if (forge.Length > PacketForge.HeaderLength)
        {
            EndPacket(forge);
        }

        if (forge.Length <= PacketForge.HeaderLength)
        {
            return 0;
        }

        if (forge.Length > buffer.Length)
        {
            return length;
        }

        ReadOnlySpan<byte> sealedPacket = forge.Seal();
        sealedPacket.CopyTo(buffer);
        return sealedPacket.Length;
    }

    /// <summary>The next packet of the script's own.</summary>
    public bool TryTake(out byte[] packet) => _outbox.TryDequeue(out packet!);

    /// <summary>Lets time pass.</summary>
    /// <param name="now">The time.</param>
    /// <param name="hasEnded">Whether the own stack has no association any more: the script goes on for a little while, and then stops.</param>
    public void Advance(Instant now, bool hasEnded)
    {
        if (now < _nextTick)
        {
            return;
        }

        _ticksLeft -= hasEnded ? 1 : 0;
        bool isOver = _ticksLeft <= 0 || (_behavior.Length is { } length && now > Instant.Epoch + _behavior.From + length);
        _nextTick = isOver ? Instant.MaxValue : now + _behavior.Interval;
        if (!isOver && Strikes())
        {
            OnTick(now);
        }
    }

    protected bool Strikes() => _behavior.PerMillion == 1_000_000 || Draw.Chance(_behavior.PerMillion);

    /// <summary>Begins a packet to the peer.</summary>
    protected PacketForge NewPacket(uint? tag = null) => Forge.Begin(Own.SourcePort, Own.DestinationPort, tag ?? Own.Tag);

    /// <summary>Seals the packet in <see cref="Forge"/> and sends it after what is being sent now.</summary>
    protected void Emit() => _outbox.Enqueue(Forge.Seal().ToArray());

    protected void Emit(byte[] packet) => _outbox.Enqueue(packet);

    protected virtual void OnBegin()
    {
    }

    protected virtual void OnReceived(ReadOnlySpan<byte> packet, Instant now)
    {
    }

    /// <summary>Whether the own stack hears a packet.</summary>
    protected virtual bool Hears(ReadOnlySpan<byte> packet) => true;

    /// <summary>Writes a chunk, given with its padding, or something instead of it.</summary>
    protected virtual void WriteChunk(PacketForge forge, ReadOnlySpan<byte> chunk) => forge.Raw(chunk);

    /// <summary>Adds to a packet that is about to leave.</summary>
    protected virtual void EndPacket(PacketForge forge)
    {
    }

    /// <summary>The interval is over.</summary>
    protected virtual void OnTick(Instant now)
    {
    }

    private bool IsActive(Instant now) =>
        now >= Instant.Epoch + _behavior.From && (_behavior.Length is not { } length || now <= Instant.Epoch + _behavior.From + length);
}
