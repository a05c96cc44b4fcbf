using Sctp.Paths;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Sending;

/// <content>Marking for retransmission, T3-rtx expiry (RFC 9260 section 6.3.3) and sending again.</content>
internal sealed partial class DataSender
{
    /// <summary>
    /// T3-rtx of a path expired (rules E1 to E4). The caller has counted the error first, so that an address which became inactive is not chosen again.
    /// </summary>
    public void OnT3Expired(Path path, Instant now)
    {
        EnsurePathStates();
        if (path.FlightSize == 0)
        {
            return;
        }

        bool isProbe = IsOnlyProbeOutstanding;
        if (!isProbe)
        {
            path.Congestion.OnRetransmissionTimeout(path.Pmdcs); // E1
            path.IsLimitedToOnePacket = true; // 9260-7.2.1-02
            _recovery.OnRetransmissionTimeout();
        }

        path.Rto.BackOff(); // E2

        // E3: what fits one packet goes first because it is lowest; the rest follows as cwnd allows (9260-6.3.3-08). A window probe that the peer
        // answered does not speak against the path.
        Path target = isProbe && _probe.IsAnswered && path.IsUsable ? path : Paths.ChooseAlternate(path); // 9260-6.4-06
        MarkInFlight(path, target, RetransmissionCause.Timeout);
        UpdateWindowProbe(now);
    }

    /// <summary>The timer of the zero window probe fired.</summary>
    public void OnWindowProbeTimer(Instant now)
    {
        _probe.OnTimer();
        UpdateWindowProbe(now);
    }

    /// <summary>
    /// INITs crossed (section 5.2.4, action B): the peer made its association anew and may have lost what was sent behind the COOKIE ECHO, so all of it
    /// is sent again.
    /// </summary>
    public void MarkAllForRetransmission()
    {
        if (_ring.Count == 0)
        {
            return;
        }

        EnsurePathStates();
        MarkAll(Paths.ChooseForNewData(), RetransmissionCause.Other);
        foreach (Path path in Paths.All)
        {
            _context.Timers.Stop(TimerKind.T3Rtx, path.Index);
        }
    }

    private void MarkAll(Path target, RetransmissionCause cause)
    {
        for (Tsn tsn = _ring.First; tsn != _ring.Next; tsn = tsn.Next)
        {
            if (_ring.IsMarked(tsn))
            {
                Redirect(ref _ring[tsn], target);
                continue;
            }

            if (_ring.IsGapAcked(tsn))
            {
                _ring.RevokeGapAck(tsn);
                EnterFlight(Paths[_ring[tsn].SentPath], _ring[tsn]);
            }

            MarkForRetransmission(tsn, target, cause);
        }
    }

    /// <summary>Marks all that is outstanding on a path.</summary>
    private void MarkInFlight(Path path, Path target, RetransmissionCause cause)
    {
        for (Tsn tsn = _ring.First; _ring.TryFind(ChunkSet.InFlight, tsn, _ring.Next, out tsn); tsn = tsn.Next)
        {
            if (_ring[tsn].SentPath == path.Index)
            {
                MarkForRetransmission(tsn, target, cause);
            }
        }
    }

    /// <summary>From outstanding to marked: it no longer counts in any flightsize (9260-1.3-05), and rwnd takes it back (9260-6.2.1-04).</summary>
    private void MarkForRetransmission(Tsn tsn, Path target, RetransmissionCause cause)
    {
        ref OutstandingChunk chunk = ref _ring[tsn];
        LeaveFlight(chunk);
        _peerWindow.OnMarked(chunk.Length);
        _ring.Mark(tsn);
        chunk.Cause = cause;
        chunk.MissIndications = 0;
        chunk.NextPath = (byte)target.Index;
        _pathStates[target.Index].Marked++;
    }

    private void Redirect(ref OutstandingChunk chunk, Path target)
    {
        if (_recovery.IsPacketDue && _recovery.PacketPath == chunk.NextPath)
        {
            _recovery.PacketSent();
            RequireFastRetransmit(target); // It goes along with what it is to carry.
        }

        _pathStates[chunk.NextPath].Marked--;
        _pathStates[target.Index].Marked++;
        chunk.NextPath = (byte)target.Index;
    }

    /// <summary>What is marked for a path that cannot be used any more goes elsewhere.</summary>
    private void RedirectMarked()
    {
        for (Tsn tsn = _ring.First; _ring.TryFind(ChunkSet.Marked, tsn, _ring.Next, out tsn); tsn = tsn.Next)
        {
            Path path = Paths[_ring[tsn].NextPath];
            if (!path.IsUsable)
            {
                Redirect(ref _ring[tsn], Paths.ChooseAlternate(path));
            }
        }
    }

    /// <summary>From marked to outstanding, on the path it is now sent to (9260-6.4-09).</summary>
    private void Resend(Tsn tsn, ref OutstandingChunk chunk, Path path, bool isFirst, Instant now)
    {
        _ring.Unmark(tsn);
        _pathStates[path.Index].Marked--;
        chunk.SentPath = (byte)path.Index;
        chunk.WasGapAcked = false;
        EnterFlight(path, chunk);
        _peerWindow.OnSent(chunk.Length); // 9260-6.2.1-03
        for (int i = 0; i < Paths.Count; i++)
        {
            _pathStates[i].Rtt.OnRetransmitted(tsn);
        }

        // Not what is fast retransmitted: the receiver makes room for the lowest TSN (9260-6.2-03), and a SACK that opens the window before it arrives says
        // nothing about it.
        if (_isEstablished && tsn == _ring.First && chunk.Cause == RetransmissionCause.Timeout && _peerWindow.Advertised < chunk.Length)
        {
            _probe.OnSentAgain(tsn);
        }

        CountRetransmission(chunk.Cause);
        if (!_isEstablished)
        {
            return;
        }

        // 9260-6.1-25, 9260-6.1-26, 9260-6.1-27, 9260-7.2.4-10: of the chunks in a packet only the first can be the earliest of its path.
        if (isFirst && !HasInFlightBelow(path, tsn))
        {
            RestartT3(path, now);
        }
        else
        {
            StartT3IfStopped(path, now);
        }
    }

    /// <summary>Whether a chunk outstanding on a path has a lower TSN.</summary>
    private bool HasInFlightBelow(Path path, Tsn tsn)
    {
        for (Tsn lower = _ring.First; _ring.TryFind(ChunkSet.InFlight, lower, tsn, out lower); lower = lower.Next)
        {
            if (_ring[lower].SentPath == path.Index)
            {
                return true;
            }
        }

        return false;
    }

    private void CountRetransmission(RetransmissionCause cause)
    {
        ref AssociationStatistics statistics = ref _context.Statistics;
        switch (cause)
        {
            case RetransmissionCause.Timeout:
                statistics.TimeoutRetransmissions++;
                break;
            case RetransmissionCause.FastRetransmit:
                statistics.FastRetransmissions++;
                break;
            default:
                statistics.OtherRetransmissions++;
                break;
        }
    }
}
