using System;

namespace Sctp.Sim.Associations;

/// <summary>
/// A data sender that only watches: it knows each DATA chunk that a side sent, takes in the acknowledgements that arrived there by RFC 9260 sections 6.2.1 and
/// 7.2.4, and so knows what is outstanding, missing and marked for retransmission. It reads packets and nothing else, but for the expiry of T3-rtx.
/// </summary>
internal sealed class ReferenceSender
{
    private const int MissesToRetransmit = 3;
    private const uint FirstGapOffset = 2;

    private SentDataChunk[] _ring = new SentDataChunk[64];
    private AckedDataChunk[] _acked = new AckedDataChunk[64];
    private DataInPacket[] _packet = new DataInPacket[16];
    private long[] _flight = new long[8];
    private int _ackedCount;
    private int _packetCount;
    private uint _stamp;
    private uint _ambiguousFrom;
    private uint _ambiguousTo;
    private uint _highestAcked;
    private bool _hasGapAcked;
    private uint _probe;
    private bool _isProbeAnswered;
    private uint _largestWindow;

    /// <summary>Whether it has seen DATA since the association began.</summary>
    public bool HasSent { get; private set; }

    /// <summary>The lowest TSN that is not cumulatively acknowledged.</summary>
    public uint First { get; private set; }

    /// <summary>The TSN after the highest that was sent.</summary>
    public uint Next { get; private set; }

    public int Count => (int)(Next - First);

    /// <summary>Chunks marked for retransmission and not sent again yet.</summary>
    public int MarkedCount { get; private set; }

    /// <summary>User bytes of the chunks in flight.</summary>
    public long OutstandingBytes { get; private set; }

    /// <summary>rwnd by section 6.2.1: a_rwnd that arrived last, less what was sent since, and what was marked again added.</summary>
    public long PeerWindow { get; private set; }

    /// <summary>The last a_rwnd that arrived.</summary>
    public uint AdvertisedWindow { get; private set; }

    /// <summary>a_rwnd of the INIT or INIT ACK that the association was set up with.</summary>
    public uint InitialWindow { get; set; }

    public bool IsInFastRecovery { get; private set; }

    public uint FastRecoveryExit { get; private set; }

    /// <summary>Whether the reference is sure of what is marked; it is not while chunks are outstanding that the set-up may have taken back.</summary>
    public bool IsCertain { get; private set; } = true;

    public bool IsProbing { get; private set; }

    /// <summary>Whether a SACK came since the probe was sent.</summary>
    public bool IsProbeAnswered => IsProbing && _isProbeAnswered;

    /// <summary>Whether a zero window probe is all that is outstanding.</summary>
    public bool IsOnlyProbeOutstanding => IsProbing && Count == 1;

    /// <summary>What the last acknowledgement newly acknowledged.</summary>
    public ReadOnlySpan<AckedDataChunk> Acked => _acked.AsSpan(0, _ackedCount);

    /// <summary>The DATA chunks of the packet being sent.</summary>
    public ReadOnlySpan<DataInPacket> Packet => _packet.AsSpan(0, _packetCount);

    public ref readonly SentDataChunk this[uint tsn] => ref _ring[tsn & (uint)(_ring.Length - 1)];

    public bool Contains(uint tsn) => tsn - First < (uint)Count;

    /// <summary>A new association: nothing was sent.</summary>
    public void Reset()
    {
        HasSent = false;
        First = Next = 0;
        MarkedCount = 0;
        OutstandingBytes = 0;
        Array.Clear(_flight);
        IsInFastRecovery = false;
        IsProbing = false;
        IsCertain = true;
        _hasGapAcked = false;
        _ackedCount = 0;
        _packetCount = 0;
        _ambiguousFrom = _ambiguousTo = 0;
    }

    public void BeginStep() => _ackedCount = 0;

    /// <summary>The side sends a packet to a path.</summary>
    public void OnPacketSent(WirePacket packet, int path, bool isEstablished, Instant now)
    {
        _packetCount = 0;
        if (packet.Has(WireChunk.CookieEcho) && Count != 0)
        {
            Excuse();
        }

        if (packet.DataCount == 0)
        {
            return;
        }

        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type == WireChunk.Data && chunk.Length > WireData.HeaderLength)
            {
                OnDataSent(packet.FirstWord(chunk), chunk.Length - WireData.HeaderLength, path, now, isEstablished);
            }
        }
    }

    /// <summary>What is outstanding may be sent again without any of the usual reasons.</summary>
    public void Excuse()
    {
        if (Count == 0)
        {
            return;
        }

        IsCertain = false;
        for (uint tsn = First; tsn != Next; tsn++)
        {
            At(tsn).IsExcused = true;
        }
    }

    /// <summary>T3-rtx of a path expired (section 6.3.3). Returns whether cwnd is to be cut: not for a zero window probe.</summary>
    public bool OnT3Expired(int path, Instant now)
    {
        bool isProbe = IsOnlyProbeOutstanding;
        if (!isProbe)
        {
            IsInFastRecovery = false; // What was lost is repaired by slow start from here on (section 7.2.3).
        }

        MarkInFlight(path, MarkCause.Timeout, now);
        return !isProbe;
    }

    /// <summary>Whether a SACK with these values is one that the sender takes in: neither old nor about what was never sent (section 6.2.1, rule D).</summary>
    public bool IsCurrent(uint cumulativeTsn) => HasSent && cumulativeTsn - (First - 1) <= (uint)Count;

    /// <summary>A SACK arrived. Returns false when it does not count.</summary>
    public bool OnSack(in WireSack sack, ReferenceAcknowledgement ack, Instant now)
    {
        if (!IsCurrent(sack.CumulativeTsn) || HighestGap(sack) > Next - 1 - sack.CumulativeTsn)
        {
            return false;
        }

        bool wasInRecovery = IsInFastRecovery;
        bool hasHighest = false;
        uint highest = 0;
        bool isAdvanced = AcknowledgeCumulatively(sack.CumulativeTsn, ack);
        uint highestGap = HighestGap(sack);
        _stamp++;
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            if (!IsWellFormed(sack, i))
            {
                continue;
            }

            // The TSN right behind the cumulative TSN is missing by definition (section 3.3.4).
            uint end = sack.CumulativeTsn + sack.GapEnd(i);
            for (uint tsn = sack.CumulativeTsn + Math.Max(sack.GapStart(i), FirstGapOffset); !WirePacket.IsBefore(end, tsn); tsn++)
            {
                ref SentDataChunk chunk = ref At(tsn);
                chunk.SackStamp = _stamp;
                if (!chunk.IsAcked)
                {
                    if (!chunk.WasAckedBefore && (!hasHighest || WirePacket.IsBefore(highest, tsn)))
                    {
                        hasHighest = true;
                        highest = tsn;
                    }

                    Acknowledge(tsn, ref chunk, isCumulative: false, ack);
                    chunk.IsAcked = true;
                    NoteGapAcked(tsn);
                }
            }
        }

        if (IsInFastRecovery && !WirePacket.IsBefore(sack.CumulativeTsn, FastRecoveryExit))
        {
            IsInFastRecovery = false;
        }

        uint limit = wasInRecovery && isAdvanced ? sack.CumulativeTsn + highestGap : hasHighest ? highest : sack.CumulativeTsn;
        CountMisses(limit, ack, now);
        Revoke(sack.CumulativeTsn);
        PeerWindow = Math.Max(0, sack.AdvertisedWindow - OutstandingBytes);
        AdvertisedWindow = sack.AdvertisedWindow;
        _largestWindow = Math.Max(_largestWindow, sack.AdvertisedWindow);
        ConcludeProbe(now);
        ack.IsProcessed = true;
        Settle();
        return true;
    }

    /// <summary>The cumulative TSN of a SHUTDOWN arrived (section 9.2).</summary>
    public void OnShutdown(uint cumulativeTsn, ReferenceAcknowledgement ack)
    {
        if (!IsCurrent(cumulativeTsn))
        {
            return;
        }

        long before = OutstandingBytes;
        _ = AcknowledgeCumulatively(cumulativeTsn, ack);
        PeerWindow = Math.Min(PeerWindow + before - OutstandingBytes, _largestWindow);
        IsInFastRecovery &= WirePacket.IsBefore(cumulativeTsn, FastRecoveryExit);
        IsProbing &= WirePacket.IsBefore(cumulativeTsn, _probe);
        ack.IsProcessed = true;
        Settle();
    }

    /// <summary>The bytes in flight on a path, headers and padding included.</summary>
    public long FlightOn(int path) => path < _flight.Length ? _flight[path] : 0;

    /// <summary>The size of the largest chunk that is marked; 0 for none.</summary>
    public int LargestMarked()
    {
        int largest = 0;
        for (uint tsn = First; MarkedCount != 0 && tsn != Next; tsn++)
        {
            largest = this[tsn].Mark != MarkCause.None ? Math.Max(largest, this[tsn].Size) : largest;
        }

        return largest;
    }

    private static bool IsWellFormed(in WireSack sack, int block) => sack.GapStart(block) > 0 && sack.GapStart(block) <= sack.GapEnd(block);

    private static uint HighestGap(in WireSack sack)
    {
        uint highest = 0;
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            highest = IsWellFormed(sack, i) ? Math.Max(highest, sack.GapEnd(i)) : highest;
        }

        return highest;
    }

    private ref SentDataChunk At(uint tsn) => ref _ring[tsn & (uint)(_ring.Length - 1)];

    private void OnDataSent(uint tsn, int length, int path, Instant now, bool isEstablished)
    {
        if (!HasSent)
        {
            HasSent = true;
            First = Next = tsn;
            PeerWindow = AdvertisedWindow = _largestWindow = InitialWindow;
        }

        if (_packetCount == _packet.Length)
        {
            Array.Resize(ref _packet, _packet.Length * 2);
        }

        ref DataInPacket sent = ref _packet[_packetCount];
        sent = new DataInPacket { Tsn = tsn, Length = length, IsNew = tsn == Next, MarkedCount = MarkedCount, OutstandingCount = Count, PeerWindow = PeerWindow, PathFlight = FlightOn(path) };
        if (sent.IsNew)
        {
            Append(tsn, length, path, now);
        }
        else if (Contains(tsn))
        {
            sent.Before = At(tsn);
            SendAgain(tsn, ref At(tsn), path, now, isEstablished);
        }
        else
        {
            return; // Acknowledged, or beyond the next TSN: other oracles see that.
        }

        _packetCount++;
    }

    private void Append(uint tsn, int length, int path, Instant now)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        if (length > Math.Max(PeerWindow, 0))
        {
            IsProbing = true;
            _isProbeAnswered = false;
            _probe = tsn;
        }

        Next = tsn + 1;
        At(tsn) = new SentDataChunk
        {
            Length = length,
            Transmissions = 1,
            FirstSent = now,
            LastSent = now,
            FirstPath = (byte)path,
            LastPath = (byte)path,
        };
        EnterFlight(At(tsn));
        PeerWindow -= length;
    }

    private void SendAgain(uint tsn, ref SentDataChunk chunk, int path, Instant now, bool isEstablished)
    {
        MakeAmbiguous(tsn);
        MarkCause cause = chunk.Mark;
        if (cause != MarkCause.None)
        {
            chunk.Mark = MarkCause.None;
            MarkedCount--;
            PeerWindow -= chunk.Length;
        }
        else if (chunk.IsAcked)
        {
            chunk.IsAcked = false;
        }
        else
        {
            LeaveFlight(chunk);
        }

        chunk.Transmissions++;
        chunk.LastSent = now;
        chunk.LastPath = (byte)path;
        chunk.WasAckedBefore = false;
        EnterFlight(chunk);
        if (isEstablished && tsn == First && cause == MarkCause.Timeout && AdvertisedWindow < chunk.Length)
        {
            IsProbing = true;
            _isProbeAnswered = false;
            _probe = tsn;
        }
    }

    // All chunks from this one on were sent before it is sent again.
    private void MakeAmbiguous(uint tsn)
    {
        bool isKnown = _ambiguousFrom != _ambiguousTo && !WirePacket.IsBefore(tsn, _ambiguousFrom) && !WirePacket.IsBefore(_ambiguousTo, tsn);
        uint from = isKnown ? _ambiguousTo : tsn;
        for (uint each = from; each != Next; each++)
        {
            At(each).IsAmbiguous = true;
        }

        _ambiguousFrom = isKnown ? _ambiguousFrom : tsn;
        _ambiguousTo = Next;
    }

    private bool AcknowledgeCumulatively(uint cumulativeTsn, ReferenceAcknowledgement ack)
    {
        bool isAdvanced = First != cumulativeTsn + 1;
        while (First != cumulativeTsn + 1)
        {
            ref SentDataChunk chunk = ref At(First);
            if (!chunk.IsAcked)
            {
                Acknowledge(First, ref chunk, isCumulative: true, ack);
            }

            First++;
        }

        ack.HasAdvanced |= isAdvanced;
        return isAdvanced;
    }

    private void Acknowledge(uint tsn, ref SentDataChunk chunk, bool isCumulative, ReferenceAcknowledgement ack)
    {
        if (chunk.Mark != MarkCause.None)
        {
            chunk.Mark = MarkCause.None;
            MarkedCount--;
        }
        else
        {
            LeaveFlight(chunk);
        }

        if (chunk.WasAckedBefore)
        {
            return;
        }

        if (_ackedCount == _acked.Length)
        {
            Array.Resize(ref _acked, _acked.Length * 2);
        }

        _acked[_ackedCount++] = new AckedDataChunk(
            tsn, chunk.Size, chunk.FirstPath, chunk.LastPath, chunk.Transmissions, chunk.FirstSent, chunk.IsAmbiguous, isCumulative);
        ack.Credit(chunk.LastPath, chunk.Size);
    }

    private void NoteGapAcked(uint tsn)
    {
        if (!_hasGapAcked || WirePacket.IsBefore(_highestAcked, tsn))
        {
            _highestAcked = tsn;
        }

        _hasGapAcked = true;
    }

    private void CountMisses(uint limit, ReferenceAcknowledgement ack, Instant now)
    {
        for (uint tsn = First; WirePacket.IsBefore(tsn, limit); tsn++)
        {
            ref SentDataChunk chunk = ref At(tsn);
            if (!chunk.IsInFlight || chunk.WasFastRetransmitted || ++chunk.Misses < MissesToRetransmit)
            {
                continue;
            }

            chunk.WasFastRetransmitted = true;
            ack.NoteLoss(chunk.LastPath);
            if (!IsInFastRecovery)
            {
                IsInFastRecovery = true;
                FastRecoveryExit = HighestUnacknowledged();
                ack.EnterFastRecovery(tsn, chunk.LastPath);
            }

            Mark(ref chunk, MarkCause.Missing, now);
        }
    }

    private uint HighestUnacknowledged()
    {
        uint tsn = Next - 1;
        while (At(tsn).IsAcked)
        {
            tsn--;
        }

        return tsn;
    }

    // Section 6.2.1, rule D-iii.
    private void Revoke(uint cumulativeTsn)
    {
        if (!_hasGapAcked)
        {
            return;
        }

        bool hasAcked = false;
        uint highest = 0;
        for (uint tsn = cumulativeTsn + 1; tsn != Next && !WirePacket.IsBefore(_highestAcked, tsn); tsn++)
        {
            ref SentDataChunk chunk = ref At(tsn);
            if (!chunk.IsAcked)
            {
                continue;
            }

            if (chunk.SackStamp == _stamp)
            {
                hasAcked = true;
                highest = tsn;
                continue;
            }

            chunk.IsAcked = false;
            chunk.WasAckedBefore = true;
            chunk.Misses = 1;
            EnterFlight(chunk);
        }

        _hasGapAcked = hasAcked;
        _highestAcked = highest;
    }

    private void ConcludeProbe(Instant now)
    {
        if (!IsProbing)
        {
            return;
        }

        _isProbeAnswered = true;
        if (!Contains(_probe) || At(_probe).IsAcked)
        {
            IsProbing = false;
        }
        else if (AdvertisedWindow >= At(_probe).Length)
        {
            IsProbing = false;
            if (At(_probe).IsInFlight)
            {
                MarkInFlight(At(_probe).LastPath, MarkCause.Probe, now);
            }
        }
    }

    private void MarkInFlight(int path, MarkCause cause, Instant now)
    {
        for (uint tsn = First; tsn != Next; tsn++)
        {
            ref SentDataChunk chunk = ref At(tsn);
            if (chunk.IsInFlight && chunk.LastPath == path)
            {
                Mark(ref chunk, cause, now);
            }
        }
    }

    private void Mark(ref SentDataChunk chunk, MarkCause cause, Instant now)
    {
        chunk.Mark = cause;
        chunk.MarkedAt = now;
        chunk.Misses = 0;
        MarkedCount++;
        LeaveFlight(chunk);
        PeerWindow += chunk.Length;
    }

    private void EnterFlight(in SentDataChunk chunk)
    {
        if (chunk.LastPath >= _flight.Length)
        {
            Array.Resize(ref _flight, chunk.LastPath + 8);
        }

        _flight[chunk.LastPath] += chunk.Size;
        OutstandingBytes += chunk.Length;
    }

    private void LeaveFlight(in SentDataChunk chunk)
    {
        _flight[chunk.LastPath] -= chunk.Size;
        OutstandingBytes -= chunk.Length;
    }

    private void Settle() => IsCertain |= Count == 0;

    private void Grow()
    {
        var ring = new SentDataChunk[_ring.Length * 2];
        for (uint tsn = First; tsn != Next; tsn++)
        {
            ring[tsn & (uint)(ring.Length - 1)] = At(tsn);
        }

        _ring = ring;
    }
}
