using System;
using System.Numerics;
using Sctp.Paths;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Sending;

/// <content>Processing of a received SACK (RFC 9260 sections 6.2.1, 6.3.2 and 7.2.4).</content>
internal sealed partial class DataSender
{
    private bool _anyNewlyAcked;
    private bool _hasNewGapAck;
    private Tsn _highestNewGapAck;

    /// <summary>Whether DATA last sent to a path was newly acknowledged by the last acknowledgement that was processed (9260-8.2-05).</summary>
    public bool WasNewlyAcked(int pathIndex) => pathIndex < _pathStates.Length && _pathStates[pathIndex].WasNewlyAcked;

    /// <summary>Takes in a SACK, wholly or not at all.</summary>
    public SackResult OnSack(in SackChunk sack, Instant now)
    {
        SackDisposition disposition = Judge(sack.CumulativeTsn);
        if (disposition != SackDisposition.Processed)
        {
            return new SackResult(disposition, false);
        }

        int highestGap = HighestGapOffset(sack);
        if (highestGap > sack.CumulativeTsn.DistanceTo(_ring.Next) - 1)
        {
            return new SackResult(SackDisposition.AcksUnsent, false); // 9260-12.4-06
        }

        _context.Statistics.DuplicateTsnsReported += sack.DuplicateCount;
        bool wasInRecovery = _recovery.IsActive;
        BeginAcknowledgement();
        bool advanced = AcknowledgeCumulatively(sack.CumulativeTsn);
        bool hasGaps = ReadGapBlocks(sack, highestGap);
        if (hasGaps)
        {
            AcknowledgeGaps();
        }

        NoteEarliestAcked();
        TakeRttSamples(now);
        GrowCongestionWindows(wasInRecovery, hasGaps && IsAnyRevoked()); // before any loss is acted upon: 9260-7.2.4-15
        _recovery.OnCumulativeAck(sack.CumulativeTsn);
        CountMissIndications(MissLimit(sack, highestGap, wasInRecovery && advanced));
        if (hasGaps)
        {
            RevokeGapAcks(now);
        }

        _peerWindow.OnSack(sack.AdvertisedWindow, OutstandingBytes); // 9260-6.2.1-06
        ConcludeWindowProbe(sack.AdvertisedWindow);
        UpdateT3(now);
        return EndAcknowledgement(advanced, now);
    }

    /// <summary>
    /// Takes in the Cumulative TSN Ack of a SHUTDOWN (9260-9.2-11): no gap acknowledgement is taken back. It carries no a_rwnd, so the last one goes on
    /// to hold for what is outstanding: what was acknowledged no longer counts against it.
    /// </summary>
    public SackResult OnCumulativeAck(Tsn cumulativeTsn, Instant now)
    {
        SackDisposition disposition = Judge(cumulativeTsn);
        if (disposition != SackDisposition.Processed)
        {
            return new SackResult(disposition, false);
        }

        bool wasInRecovery = _recovery.IsActive;
        BeginAcknowledgement();
        long before = OutstandingBytes;
        bool advanced = AcknowledgeCumulatively(cumulativeTsn);
        _peerWindow.OnAcknowledgedWithoutWindow(before - OutstandingBytes);
        NoteEarliestAcked();
        TakeRttSamples(now);
        GrowCongestionWindows(wasInRecovery, isAnyRevoked: false);
        _recovery.OnCumulativeAck(cumulativeTsn);
        if (_probe.IsOutstanding && _probe.Tsn <= cumulativeTsn)
        {
            _probe.OnConcluded();
        }

        UpdateT3(now);
        return EndAcknowledgement(advanced, now);
    }

    /// <summary>Rule D-i: what is older than the Cumulative TSN Ack Point is dropped whole (9260-6.2.1-05), as is what was never sent (9260-12.4-06).</summary>
    private SackDisposition Judge(Tsn cumulativeTsn)
    {
        int advance = _ring.CumulativeAckPoint.DistanceTo(cumulativeTsn);
        if (advance < 0)
        {
            return SackDisposition.Stale;
        }

        return advance > _ring.Count ? SackDisposition.AcksUnsent : SackDisposition.Processed;
    }

    /// <summary>The highest end of a well-formed Gap Ack Block; 0 for none.</summary>
    private static int HighestGapOffset(in SackChunk sack)
    {
        int highest = 0;
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            (ushort start, ushort end) = sack.GapBlock(i);
            if (end > highest && GapAckWords.IsWellFormed(start, end))
            {
                highest = end;
            }
        }

        return highest;
    }

    private void BeginAcknowledgement()
    {
        EnsurePathStates();
        _load.Note(_ring.Count > FewEntries);
        _anyNewlyAcked = false;
        _hasNewGapAck = false;
        foreach (Path path in Paths.All)
        {
            _pathStates[path.Index].BeginAcknowledgement(UsedWindow(path));
        }
    }

    /// <summary>
    /// How much of cwnd is used before an acknowledgement: the flightsize. In slow start cwnd is fully utilized too (9260-7.2.1-06) when it has no room for the
    /// next chunk to be sent again, for only new data may exceed it (9260-6.1-13); else what a timeout left to be sent again would go at one packet each round
    /// trip unless its chunks happen to fill cwnd.
    /// </summary>
    private int UsedWindow(Path path)
    {
        int congestionWindow = path.Congestion.CongestionWindow;
        bool isHoldingBack = _pathStates[path.Index].Marked != 0
            && congestionWindow <= path.Congestion.SlowStartThreshold
            && FindMarked(path, _ring.First, out Tsn tsn)
            && !CongestionWindowAdmits(path, _ring[tsn].Size);
        return isHoldingBack ? Math.Max(path.FlightSize, congestionWindow) : path.FlightSize;
    }

    /// <summary>Takes everything up to the Cumulative TSN Ack out of the window. Returns whether it advanced.</summary>
    private bool AcknowledgeCumulatively(Tsn cumulativeTsn)
    {
        bool advanced = _ring.CumulativeAckPoint != cumulativeTsn;
        while (_ring.CumulativeAckPoint != cumulativeTsn)
        {
            Tsn tsn = _ring.First;
            ref OutstandingChunk chunk = ref _ring[tsn];
            if (!_ring.IsGapAcked(tsn))
            {
                Acknowledge(tsn, ref chunk);
            }

            AcknowledgeBytes(chunk.Message, chunk.Length);
            _ring.Advance();
        }

        return advanced;
    }

    /// <summary>Lines the Gap Ack Blocks up with the window; false when neither this SACK nor the last one has any.</summary>
    private bool ReadGapBlocks(in SackChunk sack, int highestGap)
    {
        if (highestGap == 0 && _ring.GapAckedCount == 0)
        {
            return false;
        }

        Tsn last = _ring.CumulativeAckPoint + highestGap;
        if (_ring.GapAckedCount != 0)
        {
            last = Tsn.Max(last, _ring.HighestGapAcked);
        }

        _gapAcks.Read(sack, _ring.First, last);
        return true;
    }

    /// <summary>What the blocks cover and was not acknowledged before.</summary>
    private void AcknowledgeGaps()
    {
        for (int i = 0; i < _gapAcks.Count; i++)
        {
            Tsn first = _gapAcks.FirstTsnOf(i);
            ulong fresh = _gapAcks[i] & ~_ring.GapAckedWord(first);
            for (; fresh != 0; fresh &= fresh - 1)
            {
                Tsn tsn = first + BitOperations.TrailingZeroCount(fresh);
                ref OutstandingChunk chunk = ref _ring[tsn];
                if (!chunk.WasGapAcked)
                {
                    _hasNewGapAck = true;
                    _highestNewGapAck = tsn;
                }

                Acknowledge(tsn, ref chunk);
                if (_ring.IsMarked(tsn))
                {
                    _ring.Unmark(tsn);
                }

                _ring.SetGapAcked(tsn);
            }
        }
    }

    /// <summary>Whether this SACK takes back what Gap Ack Blocks covered before.</summary>
    private bool IsAnyRevoked()
    {
        for (int i = 0; i < _gapAcks.Count; i++)
        {
            if ((_ring.GapAckedWord(_gapAcks.FirstTsnOf(i)) & ~_gapAcks[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Rules D-iii and R4: what was covered by a Gap Ack Block before and is not any more is outstanding again, with one miss indication, and guarded by
    /// T3-rtx (9260-6.2.1-07, 9260-6.3.2-04).
    /// </summary>
    private void RevokeGapAcks(Instant now)
    {
        for (int i = 0; i < _gapAcks.Count; i++)
        {
            Tsn first = _gapAcks.FirstTsnOf(i);
            ulong revoked = _ring.GapAckedWord(first) & ~_gapAcks[i];
            for (; revoked != 0; revoked &= revoked - 1)
            {
                Tsn tsn = first + BitOperations.TrailingZeroCount(revoked);
                ref OutstandingChunk chunk = ref _ring[tsn];
                _ring.RevokeGapAck(tsn);
                chunk.WasGapAcked = true;
                chunk.MissIndications = 1;
                Path path = Paths[chunk.SentPath];
                EnterFlight(path, chunk);
                StartT3IfStopped(path, now);
                _context.Statistics.GapAckRevocations++;
            }
        }
    }

    /// <summary>Notes that a chunk is acknowledged that was not: it leaves the flight, or is no longer waiting to be sent again.</summary>
    private void Acknowledge(Tsn tsn, ref OutstandingChunk chunk)
    {
        ref PathSendState state = ref _pathStates[chunk.SentPath];
        if (_ring.IsMarked(tsn))
        {
            _pathStates[chunk.NextPath].Marked--;
        }
        else
        {
            LeaveFlight(chunk);
            if (!state.HasLowestAcked)
            {
                state.HasLowestAcked = true;
                state.LowestAcked = tsn;
            }
        }

        // A chunk whose acknowledgement was taken back is no news when it is given again; a peer could make windows grow that way.
        if (!chunk.WasGapAcked)
        {
            _anyNewlyAcked = true;
            state.WasNewlyAcked = true;
            state.NewlyAckedBytes += chunk.Size;
        }
    }

    /// <summary>On which paths the earliest outstanding chunk was acknowledged (rule R3), before chunks are marked or taken back.</summary>
    private void NoteEarliestAcked()
    {
        foreach (Path path in Paths.All)
        {
            ref PathSendState state = ref _pathStates[path.Index];
            state.EarliestWasAcked = state.HasLowestAcked && !HasInFlightBelow(path, state.LowestAcked);
        }
    }

    private void TakeRttSamples(Instant now)
    {
        foreach (Path path in Paths.All)
        {
            ref RttSample sample = ref _pathStates[path.Index].Rtt;
            if (sample.IsRunning && (sample.Tsn <= _ring.CumulativeAckPoint || _ring.IsGapAcked(sample.Tsn)))
            {
                path.Rto.AddSample(sample.Take(now)); // 9260-6.3.1-04
            }
        }
    }

    /// <summary>
    /// Each path is credited with the data that was last sent to it (9260-7.2.1-11). What this SACK takes back is not acknowledged (9260-6.2.1-07), though it is not
    /// yet in flight again.
    /// </summary>
    private void GrowCongestionWindows(bool inFastRecovery, bool isAnyRevoked)
    {
        foreach (Path path in Paths.All)
        {
            ref PathSendState state = ref _pathStates[path.Index];
            bool allAcknowledged = path.FlightSize == 0 && _ring.MarkedCount == 0 && !isAnyRevoked;
            path.IsLimitedToOnePacket &= !state.WasNewlyAcked; // 9260-7.2.1-02
            if (state.WasNewlyAcked || allAcknowledged)
            {
                path.Congestion.OnAcknowledged(state.NewlyAckedBytes, state.FlightBefore, inFastRecovery, allAcknowledged, path.Pmdcs);
            }
        }
    }

    /// <summary>
    /// TSNs below this count as missing: by HTNA, those below the highest one newly acknowledged (9260-7.2.4-03); in Fast Recovery, when the Cumulative
    /// TSN Ack Point advanced, all that the SACK reports missing (9260-7.2.4-04, 9260-6.7-05).
    /// </summary>
    private Tsn MissLimit(in SackChunk sack, int highestGap, bool countsAllMissing)
    {
        if (countsAllMissing)
        {
            return sack.CumulativeTsn + highestGap;
        }

        return _hasNewGapAck ? _highestNewGapAck : sack.CumulativeTsn;
    }

    private void CountMissIndications(Tsn limit)
    {
        bool isEntering = false;
        for (Tsn tsn = _ring.First; _ring.TryFind(ChunkSet.OpenToFastRetransmit, tsn, limit, out tsn); tsn = tsn.Next)
        {
            ref OutstandingChunk chunk = ref _ring[tsn];
            chunk.MissIndications++; // 9260-6.7-06
            if (chunk.MissIndications >= FastRecovery.MissIndicationThreshold)
            {
                MarkForFastRetransmit(tsn, chunk);
                if (!_recovery.IsActive)
                {
                    isEntering = true;
                    EnterFastRecovery(chunk.NextPath);
                }
            }
        }

        if (isEntering)
        {
            ReduceCongestionWindows();
        }
    }

    /// <summary>Steps 3 and 6 (9260-7.2.4-07, 9260-7.2.4-12), with the lowest chunk that was marked.</summary>
    private void EnterFastRecovery(int pathIndex)
    {
        _recovery.Enter(_ring.HighestUnacknowledged());
        RequireFastRetransmit(Paths[pathIndex]);
        _context.Statistics.FastRecoveries++;
    }

    /// <summary>The packet that ignores cwnd, but on a path where one packet at most may be in flight after a timeout (9260-7.2.3-03).</summary>
    private void RequireFastRetransmit(Path path)
    {
        if (!path.IsLimitedToOnePacket)
        {
            _recovery.RequirePacket(path.Index);
        }
    }

    /// <summary>
    /// Steps 1 and 5 (9260-7.2.4-05, 9260-7.2.4-11): once, and to the path it was sent to (9260-6.4-07) while that can be used. What the SACK newly acknowledges
    /// makes its path active (9260-8.2-05).
    /// </summary>
    private void MarkForFastRetransmit(Tsn tsn, in OutstandingChunk chunk)
    {
        Path path = Paths[chunk.SentPath];
        ref PathSendState state = ref _pathStates[path.Index];
        state.HasLoss = true;
        _ring.ForbidFastRetransmit(tsn);
        MarkForRetransmission(tsn, path.IsUsable || state.WasNewlyAcked ? path : Paths.ChooseAlternate(path), RetransmissionCause.FastRetransmit);
    }

    /// <summary>Step 2 (9260-7.2.4-06): only on entering Fast Recovery (9260-7.2.4-13, 9260-7.2.4-14).</summary>
    private void ReduceCongestionWindows()
    {
        foreach (Path path in Paths.All)
        {
            if (_pathStates[path.Index].HasLoss)
            {
                path.Congestion.OnFastRetransmit(path.Pmdcs);
            }
        }
    }

    /// <summary>
    /// A SACK that opens the window without acknowledging the probe tells that the probe was dropped, and what left with it: that goes again at once, not
    /// when its backed-off T3-rtx expires.
    /// </summary>
    private void ConcludeWindowProbe(uint advertisedWindow)
    {
        if (!_probe.IsOutstanding)
        {
            return;
        }

        _probe.OnSack();
        Tsn tsn = _probe.Tsn;
        if (tsn <= _ring.CumulativeAckPoint || _ring.IsGapAcked(tsn))
        {
            _probe.OnConcluded();
        }
        else if (advertisedWindow >= _ring[tsn].Length)
        {
            _probe.OnConcluded();
            if (_ring.IsInFlight(tsn))
            {
                Path path = Paths[_ring[tsn].SentPath];
                MarkInFlight(path, path, RetransmissionCause.Other);
            }
        }
    }

    /// <summary>Rules R2 and R3 (9260-6.3.2-02, 9260-6.3.2-03), path by path.</summary>
    private void UpdateT3(Instant now)
    {
        foreach (Path path in Paths.All)
        {
            if (path.FlightSize == 0)
            {
                _context.Timers.Stop(TimerKind.T3Rtx, path.Index);
            }
            else if (_pathStates[path.Index].EarliestWasAcked)
            {
                RestartT3(path, now);
            }
        }
    }

    private SackResult EndAcknowledgement(bool advanced, Instant now)
    {
        if (advanced)
        {
            ReportRoom();
            if (IsDrained)
            {
                _context.Events.AddInformative(new SctpEvent { Kind = SctpEventKind.SenderDry, Association = _context.Association });
                OnDrained();
            }
        }

        UpdateWindowProbe(now);
        return new SackResult(SackDisposition.Processed, _anyNewlyAcked);
    }
}
