using System;
using System.Buffers.Binary;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Paths;

/// <summary>
/// HEARTBEATs: the monitoring of idle paths (RFC 9260 section 8.3) and the verification of unconfirmed ones (section 5.4). Heartbeat Info holds the
/// nonce, the time of sending and the destination (9260-3.3.5-02, 9260-3.3.5-03).
/// </summary>
internal sealed class HeartbeatMonitor
{
    // Nonce (8), time (8), path index (2), kind (1), reserved (1), address (16).
    private const int InfoLength = 36;
    private const int ParameterHeaderLength = 4;

    /// <summary>The length of a HEARTBEAT chunk.</summary>
    public const int ChunkLength = 4 + ParameterHeaderLength + InfoLength;

    private readonly AssociationContext _context;
    private readonly FailureDetection _failure;
    private readonly IEntropy _entropy;
    private Instant _burstEnds;
    private int _burst;

    public HeartbeatMonitor(AssociationContext context, FailureDetection failure, IEntropy entropy)
    {
        _context = context;
        _failure = failure;
        _entropy = entropy;
    }

    public bool IsRunning { get; private set; }

    /// <summary>Begins with the association established (9260-8.3-02).</summary>
    public void Start(Instant now)
    {
        IsRunning = true;
        _burst = 0;
        _burstEnds = now;
        foreach (Path path in _context.Paths.All)
        {
            path.LastRttProbe = now;
            if (path.IsConfirmed || path.HeartbeatDue || _context.Timers.IsRunning(TimerKind.HeartbeatTimeout, path.Index))
            {
                Schedule(path, now);
            }
            else
            {
                OnTimer(path, now); // An unconfirmed path is probed at once.
            }
        }
    }

    /// <summary>Ends when SHUTDOWN or SHUTDOWN ACK was sent (9260-8.3-02).</summary>
    public void Stop()
    {
        IsRunning = false;
        foreach (Path path in _context.Paths.All)
        {
            _context.Timers.Stop(TimerKind.Heartbeat, path.Index);
            _context.Timers.Stop(TimerKind.HeartbeatTimeout, path.Index);
            path.HeartbeatDue = false;
        }
    }

    /// <summary>Sets the timer of a path anew, after a change of its settings or its state.</summary>
    public void Schedule(Path path, Instant now)
    {
        if (!IsRunning)
        {
            return;
        }

        if (path.HeartbeatDue || _context.Timers.IsRunning(TimerKind.HeartbeatTimeout, path.Index))
        {
            return; // One is on its way; its answer or time-out schedules the next (9260-8.3-19).
        }

        if (!path.IsConfirmed)
        {
            // Unconfirmed: once per RTO (9260-5.4-04), which is well before the confirmed ones.
            _context.Timers.Start(TimerKind.Heartbeat, now + path.Rto.Rto, path.Index);
            return;
        }

        if (!path.HeartbeatEnabled)
        {
            _context.Timers.Stop(TimerKind.Heartbeat, path.Index);
            return;
        }

        _context.Timers.Start(TimerKind.Heartbeat, now + Period(path), path.Index);
    }

    /// <summary>The heartbeat timer of a path expired.</summary>
    public void OnTimer(Path path, Instant now)
    {
        if (path.IsConfirmed && !path.HeartbeatEnabled)
        {
            return;
        }

        // 9260-8.3-04: not idle while something that gives an RTT sample was sent within the period.
        if (path.IsConfirmed)
        {
            Instant idleAt = path.LastRttProbe + _context.Options.HeartbeatInterval;
            if (idleAt > now)
            {
                _context.Timers.Start(TimerKind.Heartbeat, idleAt + Jittered(path), path.Index);
                return;
            }
        }

        if (!TakeBurst(now))
        {
            _context.Timers.Start(TimerKind.Heartbeat, _burstEnds, path.Index); // 9260-5.4-06
            return;
        }

        Path first = LongestWaiting(path, now);
        if (first != path)
        {
            _context.Timers.Start(TimerKind.Heartbeat, _burstEnds, path.Index);
        }

        Send(first, now);
    }

    /// <summary>Asks for one HEARTBEAT now (9260-11.1.10-01).</summary>
    public void Send(Path path, Instant now)
    {
        path.HeartbeatDue = true;
        _context.Timers.Stop(TimerKind.Heartbeat, path.Index);

        // The time-out is set here and not when the packet is built, so that a deadline exists even if the host is slow to fetch it.
        _context.Timers.Start(TimerKind.HeartbeatTimeout, now + path.Rto.Rto, path.Index);
    }

    /// <summary>Writes the HEARTBEAT of a path into a packet.</summary>
    public void Write(ref PacketWriter packet, Path path, Instant now)
    {
        Span<byte> chunk = packet.Reserve(ChunkLength);
        chunk.Clear();
        chunk[0] = (byte)ChunkType.Heartbeat;
        BinaryPrimitives.WriteUInt16BigEndian(chunk[2..], ChunkLength);
        BinaryPrimitives.WriteUInt16BigEndian(chunk[4..], (ushort)ParameterType.HeartbeatInfo);
        BinaryPrimitives.WriteUInt16BigEndian(chunk[6..], ParameterHeaderLength + InfoLength);
        Span<byte> info = chunk[8..];
        _entropy.Fill(EntropyUse.HeartbeatNonce, info[..8]);
        info[0] |= 1; // Never zero, which means that none is awaited.
        path.HeartbeatNonce = BinaryPrimitives.ReadUInt64BigEndian(info);
        BinaryPrimitives.WriteInt64BigEndian(info[8..], now.Nanoseconds);
        BinaryPrimitives.WriteUInt16BigEndian(info[16..], (ushort)path.Index);
        info[18] = (byte)path.Remote.Kind;
        _ = path.Remote.TryWriteBytes(info[20..]);
        path.HeartbeatDue = false;
        path.HeartbeatSentAt = now;
        path.LastRttProbe = now;
        path.HeartbeatsSent++;
        _context.Timers.Start(TimerKind.HeartbeatTimeout, now + path.Rto.Rto, path.Index);
        _context.Statistics.ChunksSent.Count(ChunkType.Heartbeat);
    }

    /// <summary>A HEARTBEAT ACK came in. Returns the path it speaks of, or null when its nonce was not sent (9260-5.4-03).</summary>
    public Path? OnAck(ReadOnlySpan<byte> value, Instant now)
    {
        var reader = new ParameterReader(value);
        if (!reader.MoveNext() || reader.Current.Type != (ushort)ParameterType.HeartbeatInfo || reader.Current.Value.Length != InfoLength)
        {
            return null;
        }

        ReadOnlySpan<byte> info = reader.Current.Value;
        int index = BinaryPrimitives.ReadUInt16BigEndian(info[16..]);
        if (index >= _context.Paths.Count)
        {
            return null;
        }

        Path path = _context.Paths[index];
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        _ = path.Remote.TryWriteBytes(address);
        ulong nonce = BinaryPrimitives.ReadUInt64BigEndian(info);
        if (path.HeartbeatNonce == 0 || nonce != path.HeartbeatNonce || info[18] != (byte)path.Remote.Kind || !info[20..].SequenceEqual(address))
        {
            return null;
        }

        path.HeartbeatNonce = 0;
        path.HeartbeatAcksReceived++;
        if (!path.HeartbeatDue)
        {
            _context.Timers.Stop(TimerKind.HeartbeatTimeout, path.Index); // Else it is that of the next one, which is due already.
        }

        path.Rto.AddSample(now - path.HeartbeatSentAt); // 9260-8.3-17: the own record of the time, not the echoed one.
        if (!path.IsConfirmed)
        {
            _failure.OnConfirmed(path);
        }

        _failure.OnPathWorks(path);
        Schedule(path, now);
        return path;
    }

    /// <summary>A HEARTBEAT was not answered within one RTO (9260-8.3-06).</summary>
    public void OnTimeout(Path path, bool isUsedForData, Instant now)
    {
        if (path.HeartbeatDue)
        {
            // The host has not even fetched it: that is no fault of the path.
            _context.Timers.Start(TimerKind.HeartbeatTimeout, now + path.Rto.Rto, path.Index);
            return;
        }

        _failure.OnUnanswered(path, countsForAssociation: path.IsConfirmed && isUsedForData); // 9260-8.1-01, 9260-8.1-02, 9260-5.4-05
        path.Rto.BackOff(); // 9260-8.3-18
        Schedule(path, now);
    }

    // 9260-8.3-18, 9260-8.3-21: RTO + HB.interval with a jitter of +/- 50 % of the RTO.
    private Duration Period(Path path) => _context.Options.HeartbeatInterval + Jittered(path);

    private Duration Jittered(Path path)
    {
        Span<byte> random = stackalloc byte[4];
        _entropy.Fill(EntropyUse.HeartbeatJitter, random);
        long rto = path.Rto.Rto.Nanoseconds;
        return Duration.FromNanoseconds((rto / 2) + (long)((Int128)rto * BinaryPrimitives.ReadUInt32BigEndian(random) >> 32));
    }

    /// <summary>
    /// Of the paths whose turn it is, the one probed longest ago: where HB.Max.Burst does not let all go at once, none may keep the others waiting for ever,
    /// be it by not answering or by being due again as soon as they are.
    /// </summary>
    private Path LongestWaiting(Path path, Instant now)
    {
        Path longest = path;
        foreach (Path candidate in _context.Paths.All)
        {
            if (_context.Timers.Deadline(TimerKind.Heartbeat, candidate.Index) <= now
                && IsProbedBefore(candidate, longest)
                && (!candidate.IsConfirmed || (candidate.HeartbeatEnabled && candidate.LastRttProbe + _context.Options.HeartbeatInterval <= now)))
            {
                longest = candidate;
            }
        }

        return longest;
    }

    private static bool IsProbedBefore(Path candidate, Path other) =>
        other.HeartbeatsSent != 0 && (candidate.HeartbeatsSent == 0 || candidate.HeartbeatSentAt < other.HeartbeatSentAt);

    /// <summary>The interval that HB.Max.Burst counts in: a path that does not answer, and has backed off, must not hold up the others.</summary>
    private Duration ShortestRto()
    {
        Duration shortest = Duration.MaxValue;
        foreach (Path path in _context.Paths.All)
        {
            shortest = Duration.Min(shortest, path.Rto.Rto);
        }

        return shortest;
    }

    private bool TakeBurst(Instant now)
    {
        if (now >= _burstEnds)
        {
            _burstEnds = now + ShortestRto();
            _burst = 0;
        }

        return _burst++ < _context.Options.HeartbeatMaxBurst;
    }
}
