using System;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim.Associations;

/// <summary>
/// Whether a host has time for what reaches it. It may stand still for a while, and it may need some time for each packet; the packets that come meanwhile wait
/// for their turn.
/// </summary>
internal sealed class HostAttention
{
    private readonly EventLoop _loop;
    private bool _losesPackets;
    private Instant _slowUntil;
    private Duration _timePerPacket;
    private Instant _busyUntil;

    public HostAttention(EventLoop loop) => _loop = loop;

    /// <summary>The packets that wait.</summary>
    public Inbox Inbox { get; } = new();

    /// <summary>Until when the host stands still.</summary>
    public Instant PausedUntil { get; private set; }

    /// <summary>Whether the host stands still.</summary>
    public bool IsPaused => _loop.Now < PausedUntil;

    /// <summary>Whether a packet that comes now is lost.</summary>
    public bool LosesPackets => IsPaused && _losesPackets;

    /// <summary>Whether a packet that comes now need not wait.</summary>
    public bool IsFree => !IsSlow && !IsPaused && Inbox.Count == 0;

    private bool IsSlow => _loop.Now < _slowUntil;

    /// <summary>The host stands still for a while.</summary>
    public void Pause(Duration length, bool losesPackets)
    {
        PausedUntil = Instant.Max(PausedUntil, _loop.Now + length);
        _losesPackets = losesPackets;
    }

    /// <summary>The host needs some time for each packet for a while.</summary>
    public void SlowDown(Duration length, Duration perPacket)
    {
        _slowUntil = _loop.Now + length;
        _timePerPacket = perPacket;
    }

    /// <summary>Lets a packet wait.</summary>
    /// <returns>When it has its turn.</returns>
    public Instant Keep(NetworkAddress local, NetworkAddress remote, ReadOnlySpan<byte> packet, in Arrival arrival)
    {
        Inbox.Add(local, remote, packet, arrival);
        _busyUntil = Instant.Max(Instant.Max(_busyUntil, _loop.Now), PausedUntil) + (IsSlow ? _timePerPacket : Duration.Zero);
        return _busyUntil;
    }

    /// <summary>The host forgets what waits, and no longer stands still.</summary>
    public void Clear()
    {
        Inbox.Clear();
        PausedUntil = _loop.Now;
    }
}
