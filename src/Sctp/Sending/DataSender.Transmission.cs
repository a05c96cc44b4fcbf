using System;
using Sctp.Paths;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Sending;

/// <content>Transmission of DATA chunks by rules A to E of RFC 9260 section 6.1.</content>
internal sealed partial class DataSender
{
    /// <summary>An input came: a packet, a timer, a call of the user. Max.Burst counts from here (9260-6.1-16).</summary>
    public void BeginOpportunity() => _burst.Begin();

    /// <summary>Whether rules A to E allow a packet with DATA to leave now, and to which path.</summary>
    public bool TryChoosePath(Instant now, out Path path)
    {
        path = null!;
        if (!_isEstablished)
        {
            return false; // 9260-6-01, 9260-5.1-10
        }

        DropExpiredMessages(now);
        if (_recovery.IsPacketDue)
        {
            path = Paths[_recovery.PacketPath];
            if (FindMarked(path, _ring.First, out _))
            {
                return true; // 9260-7.2.4-08, 9260-7.2.4-09
            }

            _recovery.PacketSent();
        }

        if (!_burst.Allows(Options.MaxBurst))
        {
            return false; // 9260-6.1-16
        }

        // Rule C: what is marked goes first (9260-6.1-15).
        if (_ring.MarkedCount != 0)
        {
            foreach (Path candidate in Paths.All)
            {
                if (MayRetransmit(candidate))
                {
                    path = candidate;
                    return true;
                }
            }
        }

        return MaySendNew(now, out path);
    }

    /// <summary>
    /// The length of the packet that the next DATA chunk for a path needs, when that chunk was cut before the PMTU fell and is too large for it now: it
    /// cannot be cut again and relies on IP fragmentation (9260-6.9-09). 0 in all other cases.
    /// </summary>
    public int OversizedChunkLength(Path path)
    {
        if (_ring.MarkedCount == 0 || !FindMarked(path, _ring.First, out Tsn tsn))
        {
            return 0;
        }

        int size = _ring[tsn].Size;
        return size > path.Pmdcs ? CommonHeader.Length + size : 0;
    }

    /// <summary>The space in bytes of the DATA chunk that goes to a path next, after <see cref="TryChoosePath"/> chose the path.</summary>
    public int NextChunkSize(Path path)
    {
        if (_pathStates[path.Index].Marked != 0 && FindMarked(path, _ring.First, out Tsn tsn))
        {
            return _ring[tsn].Size;
        }

        return HasUnsent ? Padding.Padded(DataChunk.HeaderLength + NextFragmentLength(_messages.NextToSend)) : 0;
    }

    /// <summary>Appends the DATA chunks that may go to a path now, as far as the packet has room, in the order of their TSNs (9260-6.10-04).</summary>
    /// <returns>How many were appended.</returns>
    public int WriteData(ref PacketWriter packet, Path path, Instant now)
    {
        int flightAtStart = path.FlightSize;
        bool isFastRetransmit = _recovery.IsPacketDue && _recovery.PacketPath == path.Index;
        int chunks = WriteMarked(ref packet, path, isFastRetransmit, now);
        if (isFastRetransmit && chunks != 0)
        {
            _recovery.PacketSent();
        }

        chunks += WriteNew(ref packet, path, flightAtStart, chunks, now);
        if (chunks != 0)
        {
            AfterPacket(path, now);
        }

        return chunks;
    }

    /// <summary>
    /// Appends DATA behind a COOKIE ECHO (9260-5.1-08). T1-cookie alone guards it: with T3-rtx running, something could be sent before the COOKIE ACK
    /// (9260-5.1-10). Every COOKIE ECHO that is sent again carries the same chunks again.
    /// </summary>
    /// <returns>How many were appended.</returns>
    public int WriteDataBehindCookieEcho(ref PacketWriter packet, Path path, Instant now, bool isRetransmission)
    {
        EnsurePathStates();
        if (isRetransmission)
        {
            MarkAll(path, RetransmissionCause.Other);
        }

        int flightAtStart = path.FlightSize;
        int chunks = WriteMarked(ref packet, path, ignoresWindow: true, now);
        if (_ring.MarkedCount == 0)
        {
            chunks += WriteNew(ref packet, path, flightAtStart, chunks, now);
        }

        if (chunks != 0)
        {
            AfterPacket(path, now);
        }

        return chunks;
    }

    /// <summary>Rules B and C for a retransmission: as long as the path's cwnd has room for the chunk (9260-6.1-15).</summary>
    private bool MayRetransmit(Path path)
    {
        if (_pathStates[path.Index].Marked == 0 || IsHeldToOnePacket(path) || !FindMarked(path, _ring.First, out Tsn tsn))
        {
            return false;
        }

        return CongestionWindowAdmits(path, _ring[tsn].Size);
    }

    /// <summary>Only new data may exceed cwnd; an empty path takes any chunk.</summary>
    private static bool CongestionWindowAdmits(Path path, int size) =>
        path.FlightSize == 0 || path.FlightSize + size <= path.Congestion.CongestionWindow;

    /// <summary>After T3-rtx expired only one packet is in flight until data sent there is acknowledged (9260-7.2.1-02, 9260-7.2.3-03).</summary>
    private static bool IsHeldToOnePacket(Path path) => path.IsLimitedToOnePacket && path.FlightSize != 0;

    private bool FindMarked(Path path, Tsn from, out Tsn found)
    {
        Tsn end = _ring.Next;
        while (_ring.TryFind(ChunkSet.Marked, from, end, out found))
        {
            if (_ring[found].NextPath == path.Index)
            {
                return true;
            }

            from = found.Next;
        }

        return false;
    }

    /// <summary>Rules A, B and C for the next new chunk, and where it goes.</summary>
    private bool MaySendNew(Instant now, out Path path)
    {
        path = null!;
        int next = _messages.NextToSend;
        if (next == MessageQueue.None)
        {
            return false;
        }

        ref readonly OutboundMessage message = ref _messages[next];
        path = PathFor(message);
        return _pathStates[path.Index].Marked == 0 // rule C
            && !IsHeldToOnePacket(path)
            && PeerWindowAdmits(NextFragmentLength(next)) // rule A
            && !IsHeldForBundling(path)
            && HasRoomInCongestionWindow(path, now); // rule B
    }

    /// <summary>
    /// Rule A: new data goes only as far as rwnd (9260-6.1-03), but for a zero window probe with nothing outstanding (9260-6.1-05). A chunk is never cut
    /// to what the window holds, so no silly window arises (9260-6.1-11). The window of TSNs is bounded too (9260-6.1-29, 9260-6.1-30).
    /// </summary>
    private bool PeerWindowAdmits(int length) =>
        _ring.Count < OutstandingRing.MaxCount
        && (length <= _peerWindow.Available || (_probe.IsDue && _ring.Count == 0));

    /// <summary>Rule B: a packet may begin while the flightsize is below cwnd, and may exceed cwnd by at most PMDCS - 1 (9260-6.1-12, 9260-6.1-13, 9260-6.1-14).</summary>
    private bool HasRoomInCongestionWindow(Path path, Instant now)
    {
        DecayIdleWindow(path, now);
        return path.FlightSize < path.Congestion.CongestionWindow;
    }

    /// <summary>
    /// A rule like Nagle's: while data is outstanding, what does not fill a packet waits for more. The no-bundle flag (9260-11.1.5-06) and a shutdown,
    /// after which nothing more can come, end the wait.
    /// </summary>
    private bool IsHeldForBundling(Path path)
    {
        if (!Options.Nagle || IsShuttingDown || _ring.Count == 0)
        {
            return false;
        }

        int limit = FragmentLimit();
        int bytes = 0;
        for (int i = _messages.NextToSend; i != MessageQueue.None; i = _messages.NextOf(i))
        {
            ref readonly OutboundMessage message = ref _messages[i];
            int left = Uncut(i);
            bytes += Padding.Padded(DataChunk.HeaderLength + Math.Min(left, limit));
            if (message.NoBundle || left >= limit || bytes >= path.Pmdcs)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The primary path unless the user names another and it can be used (9260-6.4-01, 9260-11.1.5-04).</summary>
    private Path PathFor(in OutboundMessage message)
    {
        if (message.Destination != SctpAddress.None && Paths.Find(message.Destination) is { IsUsable: true } named)
        {
            return named;
        }

        return Paths.ChooseForNewData();
    }

    private int NextFragmentLength(int message) => Math.Min(Uncut(message), FragmentLimit());

    /// <summary>User bytes of a message that have no TSN yet.</summary>
    private int Uncut(int message) => _messages.AmountOf(message).Length - _messages[message].Cut;

    /// <summary>Writes marked chunks, lowest TSN first. The packet of a Fast Retransmit ignores cwnd.</summary>
    private int WriteMarked(ref PacketWriter packet, Path path, bool ignoresWindow, Instant now)
    {
        if (_pathStates[path.Index].Marked == 0 || (!ignoresWindow && IsHeldToOnePacket(path)))
        {
            return 0;
        }

        int chunks = 0;
        for (Tsn tsn = _ring.First; FindMarked(path, tsn, out tsn); tsn = tsn.Next)
        {
            ref OutstandingChunk chunk = ref _ring[tsn];
            bool isOversized = chunk.Size > path.Pmdcs;
            if (chunk.Size > packet.Remaining || (isOversized && chunks != 0) || (!ignoresWindow && !CongestionWindowAdmits(path, chunk.Size)))
            {
                break;
            }

            Resend(tsn, ref chunk, path, isFirst: chunks == 0, now);
            WriteChunk(ref packet, tsn, chunk);
            chunks++;
            if (isOversized)
            {
                break;
            }
        }

        return chunks;
    }

    /// <summary>Writes new chunks behind those already in the packet.</summary>
    private int WriteNew(ref PacketWriter packet, Path path, int flightAtStart, int before, Instant now)
    {
        // Rule B is judged by the flightsize before the packet: what exceeds cwnd is one packet at most.
        if (_messages.NextToSend == MessageQueue.None
            || _pathStates[path.Index].Marked != 0
            || packet.Length > path.Mtu
            || (path.IsLimitedToOnePacket && flightAtStart != 0)
            || (before == 0 && _isEstablished && !MaySendNew(now, out _))
            || flightAtStart >= path.Congestion.CongestionWindow
            || path.FlightSize > path.Congestion.CongestionWindow + path.Pmdcs - 1)
        {
            return 0;
        }

        int chunks = 0;
        while (_messages.NextToSend != MessageQueue.None)
        {
            int index = _messages.NextToSend;
            ref OutboundMessage message = ref _messages[index];
            int length = NextFragmentLength(index);
            if (packet.IsEmpty)
            {
                length = Math.Min(length, packet.Remaining - DataChunk.HeaderLength); // The host's buffer may be smaller than the path MTU.
            }

            if (DataChunk.HeaderLength + length > packet.Remaining
                || (_isEstablished && PathFor(message) != path)
                || !PeerWindowAdmits(length))
            {
                break;
            }

            Tsn tsn = AssignTsn(index, ref message, length, path, now);
            WriteChunk(ref packet, tsn, _ring[tsn]);
            chunks++;
        }

        return chunks;
    }

    /// <summary>
    /// Cuts the next chunk off a message and gives it the next TSN (section 6.9, steps 1 to 3). Fragments but the last are as large as AMDCS allows,
    /// whatever else the packet holds.
    /// </summary>
    private Tsn AssignTsn(int index, ref OutboundMessage message, int length, Path path, Instant now)
    {
        byte flags = 0;
        if (message.Cut == 0)
        {
            flags |= DataChunk.Beginning;
            message.FirstTsn = _ring.Next;
            message.Ssn = message.Unordered ? default : _streams.TakeNext(message.StreamId); // 9260-6.5-07, 9260-6.5-09
            _lifetimes.Remove(index);
            UpdateLifetimeTimer();
        }

        bool isEnding = message.Cut + length == _messages.AmountOf(index).Length;
        if (isEnding)
        {
            flags |= DataChunk.Ending;
            flags |= message.SackImmediately ? DataChunk.Immediate : (byte)0; // 9260-11.1.5-08
        }

        flags |= message.Unordered ? DataChunk.Unordered : (byte)0; // 9260-3.3.1-06
        bool isProbe = length > _peerWindow.Available;
        Tsn tsn = _ring.Add(new OutstandingChunk
        {
            Message = index,
            Offset = message.Cut,
            Length = (ushort)length,
            Flags = flags,
            SentPath = (byte)path.Index,
        });
        message.Cut += length;
        if (isEnding)
        {
            _messages.FinishCutting();
        }

        if (isProbe)
        {
            _probe.OnSent(tsn);
            _context.Statistics.WindowProbes++;
        }

        EnterFlight(path, _ring[tsn]);
        _peerWindow.OnSent(length); // 9260-6.2.1-03
        if (_pathStates[path.Index].Rtt.TryStart(tsn, now))
        {
            path.LastRttProbe = now;
        }

        if (_isEstablished)
        {
            StartT3IfStopped(path, now);
        }

        return tsn;
    }

    private void WriteChunk(ref PacketWriter packet, Tsn tsn, in OutstandingChunk chunk)
    {
        ref readonly OutboundMessage message = ref _messages[chunk.Message];
        byte flags = chunk.Flags;
        if (IsShuttingDown && Options.SackImmediatelyOnShutdown && !HasUnsent && tsn == _ring.Next.Previous)
        {
            flags |= DataChunk.Immediate; // 9260-6.1-31
        }

        Span<byte> space = packet.Reserve(chunk.ChunkLength);
        DataChunk.WriteHeader(space, flags, chunk.Length, tsn, message.StreamId, message.Ssn, (uint)message.PayloadProtocolId);
        message.Payload.CopyFilled(chunk.Offset, space[DataChunk.HeaderLength..]);
        _context.Statistics.ChunksSent.Count(ChunkType.Data);
    }

    private void AfterPacket(Path path, Instant now)
    {
        _burst.CountPacket();
        path.LastDataSent = now;
        path.HasSentData = true;
        _pathStates[path.Index].HasDecayed = false;
        UpdateWindowProbe(now);
    }

    /// <summary>Counts the whole RTOs in which no DATA was sent to a path (9260-7.1-03, 9260-7.2.1-12).</summary>
    private void DecayIdleWindow(Path path, Instant now)
    {
        if (!path.HasSentData)
        {
            return;
        }

        ref PathSendState state = ref _pathStates[path.Index];
        Instant from = state.HasDecayed ? state.DecayedUntil : path.LastDataSent;
        Duration rto = path.Rto.Rto;
        long rtos = (now - from).Nanoseconds / rto.Nanoseconds;
        if (rtos > 0)
        {
            path.Congestion.OnIdle(rtos, state.HasDecayed, path.Pmdcs);
            state.HasDecayed = true;
            state.DecayedUntil = from + (rto * rtos);
        }
    }

    private void EnterFlight(Path path, in OutstandingChunk chunk)
    {
        path.FlightSize += chunk.Size;
        OutstandingBytes += chunk.Length;
    }

    private void LeaveFlight(in OutstandingChunk chunk)
    {
        Paths[chunk.SentPath].FlightSize -= chunk.Size;
        OutstandingBytes -= chunk.Length;
    }

    /// <summary>Rules R1 and F1 (9260-6.3.2-01, 9260-6.3.3-05, 9260-6.3.3-09): with the path's own RTO, back-off included.</summary>
    private void StartT3IfStopped(Path path, Instant now)
    {
        if (!_context.Timers.IsRunning(TimerKind.T3Rtx, path.Index))
        {
            RestartT3(path, now);
        }
    }

    private void RestartT3(Path path, Instant now) => _context.Timers.Start(TimerKind.T3Rtx, now + path.Rto.Rto, path.Index);

    /// <summary>Starts or stops the timer of the zero window probe, whatever changed.</summary>
    private void UpdateWindowProbe(Instant now)
    {
        if (!_isEstablished || !HasUnsent || NextFragmentLength(_messages.NextToSend) <= _peerWindow.Available)
        {
            _probe.OnOpen();
            _context.Timers.Stop(TimerKind.WindowProbe);
        }
        else if (_ring.Count != 0)
        {
            _probe.OnWaiting();
            _context.Timers.Stop(TimerKind.WindowProbe);
        }
        else if (!_probe.IsDue && !_context.Timers.IsRunning(TimerKind.WindowProbe))
        {
            Path path = PathFor(_messages[_messages.NextToSend]);
            _context.Timers.Start(TimerKind.WindowProbe, now + _probe.Interval(path.Rto.Rto, Options.RtoMax)); // 9260-6.1-06, 9260-6.1-08
        }
    }
}
