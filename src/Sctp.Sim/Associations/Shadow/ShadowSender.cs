using System;
using System.Numerics;

namespace Sctp.Sim.Associations;

/// <summary>
/// A reference sender: what a side sent, and what it can know of the peer from the acknowledgements that arrived (RFC 9260 section 6.2.1). Chunks from the
/// Cumulative TSN Ack Point on can be looked at.
/// </summary>
internal sealed class ShadowSender
{
    /// <summary>More than this above the last TSN is no gap but nonsense.</summary>
    private const uint FarthestJump = 4096;

    private const int MissLimit = 3;
    private const int ImmediateFlag = 8;

    private readonly TsnBits _gapAcked = new();
    private readonly TsnBits _open = new();
    private readonly TsnBits _sack = new();
    private SentChunk[] _chunks = new SentChunk[64];
    private long[] _outstandingOn = new long[8];
    private long[] _flightOn = new long[8];
    private long[] _newlyAckedOn = new long[8];
    private uint[] _lowestAckedOn = new uint[8];
    private bool[] _hasAckedOn = new bool[8];
    private ArrivedSack _last;

    /// <summary>Whether it is known where the TSNs of this association begin.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Whether a DATA chunk of this association was sent.</summary>
    public bool HasSent => IsKnown && HighestTsn != InitialTsn - 1;

    public uint InitialTsn { get; private set; }

    /// <summary>The highest TSN sent; the one before the Initial TSN when there is none.</summary>
    public uint HighestTsn { get; private set; }

    /// <summary>The highest TSN sent before the packet that was sent last: what is above it in that packet is new.</summary>
    public uint HighestTsnBefore { get; private set; }

    /// <summary>The highest cumulative TSN of the acknowledgements that arrived: the Cumulative TSN Ack Point.</summary>
    public uint CumulativeAck { get; private set; }

    /// <summary>The highest TSN that a Gap Ack Block covers; the Cumulative TSN Ack Point where there is none.</summary>
    public uint HighestGapAcked { get; private set; }

    /// <summary>The a_rwnd that arrived last: of INIT, INIT ACK or a SACK.</summary>
    public uint PeerWindow { get; private set; }

    /// <summary>When it arrived.</summary>
    public Instant PeerWindowTime { get; private set; }

    /// <summary>User bytes that no acknowledgement covers, whether or not they wait to be sent again.</summary>
    public long OutstandingBytes { get; private set; }

    /// <summary>Chunks that no acknowledgement covers.</summary>
    public int OutstandingCount { get; private set; }

    /// <summary>What the packet that was received last acknowledged.</summary>
    public ref readonly ArrivedSack LastSack => ref _last;

    /// <summary>
    /// Whether some chunk had three miss indications since all was acknowledged last. Only then can the sender be in Fast Recovery, which it may have left: by
    /// a timeout, or at an exit point that is lower than what was sent since.
    /// </summary>
    public bool MayBeInFastRecovery { get; private set; }

    /// <summary>User bytes that the Cumulative TSN Ack Point has passed.</summary>
    public long CumulativelyAckedBytes { get; private set; }

    /// <summary>A chunk above the Cumulative TSN Ack Point.</summary>
    public ref readonly SentChunk this[uint tsn] => ref Chunk(tsn);

    /// <summary>Whether a TSN was sent and is above the Cumulative TSN Ack Point.</summary>
    public bool Contains(uint tsn) => IsKnown && WirePacket.IsBefore(CumulativeAck, tsn) && !WirePacket.IsBefore(HighestTsn, tsn);

    /// <summary>Whether a TSN was sent and no acknowledgement covers it.</summary>
    public bool IsOutstanding(uint tsn) => Contains(tsn) && !_gapAcked[tsn];

    /// <summary>User bytes last sent to an address of the peer that no acknowledgement covers.</summary>
    public long OutstandingOn(int path) => path < _outstandingOn.Length ? _outstandingOn[path] : 0;

    /// <summary>The same with chunk headers and padding, as cwnd counts.</summary>
    public long OutstandingSizeOn(int path) => path < _flightOn.Length ? _flightOn[path] : 0;

    /// <summary>Bytes with chunk headers and padding, last sent to an address, that the packet received last newly acknowledged.</summary>
    public long NewlyAckedOn(int path) => path < _newlyAckedOn.Length ? _newlyAckedOn[path] : 0;

    /// <summary>The first TSN from <paramref name="from"/> on that no acknowledgement covers.</summary>
    public bool TryFindOutstanding(uint from, out uint tsn)
    {
        tsn = from;
        return IsKnown && _gapAcked.TryFind(false, WirePacket.IsBefore(CumulativeAck, from) ? from : CumulativeAck + 1, HighestTsn, out tsn);
    }

    /// <summary>A new association begins.</summary>
    public void Reset(uint initialTsn)
    {
        IsKnown = true;
        InitialTsn = initialTsn;
        HighestTsn = initialTsn - 1;
        HighestTsnBefore = HighestTsn;
        CumulativeAck = HighestTsn;
        HighestGapAcked = HighestTsn;
        OutstandingBytes = 0;
        OutstandingCount = 0;
        MayBeInFastRecovery = false;
        CumulativelyAckedBytes = 0;
        _last = default;
        _gapAcked.Clear();
        _open.Clear();
        _sack.Clear();
        Array.Clear(_outstandingOn);
        Array.Clear(_flightOn);
        Array.Clear(_newlyAckedOn);
        Array.Clear(_hasAckedOn);
    }

    /// <summary>
    /// Whether the packet received last acknowledged the earliest outstanding chunk of an address (RFC 9260 section 6.3.2 rule R3). Chunks that wait to be sent
    /// again count as outstanding here; the wire does not show them.
    /// </summary>
    public bool WasEarliestAckedOn(int path)
    {
        if (path >= _hasAckedOn.Length || !_hasAckedOn[path])
        {
            return false;
        }

        uint lowest = _lowestAckedOn[path];
        for (uint tsn = CumulativeAck + 1; WirePacket.IsBefore(tsn, lowest) && _gapAcked.TryFind(false, tsn, lowest - 1, out tsn); tsn++)
        {
            if (Chunk(tsn).LastPath == path)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The peer announced its window in INIT or INIT ACK.</summary>
    public void SetPeerWindow(uint window, Instant now)
    {
        PeerWindow = window;
        PeerWindowTime = now;
    }

    public void OnPacketSent() => HighestTsnBefore = HighestTsn;

    public void OnDataSent(in WireData data, int path, Instant now, long packet)
    {
        uint tsn = data.Tsn;
        if (!IsKnown)
        {
            return;
        }

        if (WirePacket.IsBefore(HighestTsn, tsn))
        {
            if (tsn - HighestTsn > FarthestJump)
            {
                return;
            }

            MakeRoom(tsn);
            while (HighestTsn != tsn)
            {
                HighestTsn++;
                Chunk(HighestTsn) = default;
                _open.Add(HighestTsn);
                OutstandingCount++;
            }

            ref SentChunk fresh = ref Chunk(tsn);
            fresh.Length = data.Payload.Length;
            fresh.StreamId = data.StreamId;
            fresh.Ssn = data.Ssn;
            fresh.PayloadProtocolId = data.PayloadProtocolId;
            fresh.FirstSent = now;
            OutstandingBytes += fresh.Length;
        }
        else if (!Contains(tsn))
        {
            return; // Acknowledged long ago.
        }

        ref SentChunk chunk = ref Chunk(tsn);
        if (chunk.Transmissions > 0)
        {
            if (!chunk.IsGapAcked)
            {
                Add(chunk, -1);
            }

            if (chunk.MissCount >= MissLimit)
            {
                chunk.WasFastRetransmitted = true;
            }
            else
            {
                chunk.MissCount = 0;
            }
        }

        // The I bit may differ each time; all else is what the chunk is.
        chunk.Flags = chunk.Transmissions == 0 ? data.Flags : (byte)((chunk.Flags & ~ImmediateFlag) | (data.Flags & ImmediateFlag));
        chunk.Transmissions++;
        chunk.LastSent = now;
        chunk.LastPacket = packet;
        chunk.PreviousPath = chunk.LastPath;
        chunk.LastPath = path;
        chunk.WasGapAcked = false;
        if (!chunk.IsGapAcked)
        {
            Add(chunk, 1);
        }
    }

    public void OnPacketReceived()
    {
        if (_last.Effect != SackEffect.None)
        {
            _last = default;
            Array.Clear(_newlyAckedOn);
            Array.Clear(_hasAckedOn);
        }
    }

    /// <summary>The cumulative TSN of a SHUTDOWN arrived: it takes back nothing.</summary>
    public void OnShutdownArrived(uint cumulativeTsn)
    {
        if (!IsKnown)
        {
            return;
        }

        Begin(cumulativeTsn, cumulativeTsn);
        _last.IsShutdown = true;
        if (_last.IsProcessed)
        {
            AdvanceTo(cumulativeTsn);
        }
    }

    public void OnSackArrived(in WireSack sack, Instant now)
    {
        if (!IsKnown)
        {
            return;
        }

        uint cumulative = sack.CumulativeTsn;
        if (!sack.IsWellFormed)
        {
            _last.Effect = SackEffect.Invalid;
            _last.IsMalformed = true;
            return;
        }

        int highestOffset = 0;
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            if (sack.GapEnd(i) >= sack.GapStart(i))
            {
                highestOffset = Math.Max(highestOffset, sack.GapEnd(i));
            }
        }

        Begin(cumulative, cumulative + (uint)highestOffset);
        _last.AdvertisedWindow = sack.AdvertisedWindow;
        _last.GapBlockCount = sack.GapBlockCount;
        _last.DuplicateCount = sack.DuplicateCount;
        if (!_last.IsProcessed)
        {
            return;
        }

        PeerWindow = sack.AdvertisedWindow;
        PeerWindowTime = now;
        AdvanceTo(cumulative);
        if (sack.GapBlockCount > 0 || HighestGapAcked != CumulativeAck)
        {
            ReadGaps(sack);
        }

        // By HTNA, what is below the highest one newly acknowledged is missing; in Fast Recovery all that the SACK reports missing, when it advances.
        if (MayBeInFastRecovery && _last.AdvancedCumulative)
        {
            CountMisses(_last.HighestTsn);
        }
        else if (_last.NewlyAckedCount > 0)
        {
            CountMisses(_last.HighestNewlyAcked);
        }

        MayBeInFastRecovery &= CumulativeAck != HighestTsn;
    }

    private ref SentChunk Chunk(uint tsn) => ref _chunks[tsn & (uint)(_chunks.Length - 1)];

    private void Begin(uint cumulative, uint highest)
    {
        _last.CumulativeTsn = cumulative;
        _last.CumulativeBefore = CumulativeAck;
        _last.HighestTsn = highest;
        _last.Effect = WirePacket.IsBefore(cumulative, CumulativeAck) ? SackEffect.Stale
            : WirePacket.IsBefore(HighestTsn, highest) || WirePacket.IsBefore(HighestTsn, cumulative) ? SackEffect.Invalid
            : SackEffect.Processed;
    }

    private void AdvanceTo(uint cumulative)
    {
        if (cumulative == CumulativeAck)
        {
            return;
        }

        uint first = CumulativeAck + 1;
        for (uint tsn = first; tsn != cumulative + 1; tsn++)
        {
            CumulativelyAckedBytes += Chunk(tsn).Length;
            if (!_gapAcked[tsn])
            {
                Acknowledge(tsn);
            }
        }

        _gapAcked.RemoveRange(first, cumulative);
        _open.RemoveRange(first, cumulative);
        CumulativeAck = cumulative;
        if (WirePacket.IsBefore(HighestGapAcked, cumulative))
        {
            HighestGapAcked = cumulative;
        }
    }

    private void ReadGaps(in WireSack sack)
    {
        uint last = WirePacket.IsBefore(HighestGapAcked, _last.HighestTsn) ? _last.HighestTsn : HighestGapAcked;
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            ushort start = sack.GapStart(i);
            ushort end = sack.GapEnd(i);
            if (start > 0 && end >= start)
            {
                _sack.AddRange(CumulativeAck + start, CumulativeAck + end);
            }
        }

        uint highest = CumulativeAck;
        for (uint tsn = CumulativeAck + 1; !WirePacket.IsBefore(last, tsn); tsn = (tsn | 63) + 1)
        {
            uint first = tsn & ~63u;
            ulong said = _sack.Word(tsn);
            ref ulong known = ref _gapAcked.Word(tsn);
            if (said != 0)
            {
                highest = first + 63 - (uint)BitOperations.LeadingZeroCount(said);
            }

            ulong fresh = said & ~known;
            ulong revoked = known & ~said;
            known = said;
            _sack.Word(tsn) = 0;
            for (; fresh != 0; fresh &= fresh - 1)
            {
                uint acked = first + (uint)BitOperations.TrailingZeroCount(fresh);
                Acknowledge(acked);
                Chunk(acked).IsGapAcked = true;
                _open.Remove(acked);
            }

            for (; revoked != 0; revoked &= revoked - 1)
            {
                Revoke(first + (uint)BitOperations.TrailingZeroCount(revoked));
            }
        }

        HighestGapAcked = highest;
    }

    private void Acknowledge(uint tsn)
    {
        ref SentChunk chunk = ref Chunk(tsn);
        Add(chunk, -1);
        OutstandingBytes -= chunk.Length;
        OutstandingCount--;
        if (!_hasAckedOn[chunk.LastPath] || WirePacket.IsBefore(tsn, _lowestAckedOn[chunk.LastPath]))
        {
            _hasAckedOn[chunk.LastPath] = true;
            _lowestAckedOn[chunk.LastPath] = tsn;
        }

        if (chunk.WasGapAcked)
        {
            return; // No news: its acknowledgement was only taken back for a while.
        }

        if (_last.NewlyAckedCount++ == 0 || WirePacket.IsBefore(_last.HighestNewlyAcked, tsn))
        {
            _last.HighestNewlyAcked = tsn;
        }

        if (_last.NewlyAckedCount == 1)
        {
            _last.LowestNewlyAcked = tsn;
        }

        _last.NewlyAckedBytes += chunk.Length;
        _newlyAckedOn[chunk.LastPath] += chunk.Size;
    }

    private void Revoke(uint tsn)
    {
        ref SentChunk chunk = ref Chunk(tsn);
        chunk.IsGapAcked = false;
        chunk.WasGapAcked = true;
        Add(chunk, 1);
        OutstandingBytes += chunk.Length;
        OutstandingCount++;
        if (_last.RevokedCount++ == 0)
        {
            _last.LowestRevoked = tsn;
        }

        if (!chunk.WasFastRetransmitted)
        {
            chunk.MissCount = 1;
            _open.Add(tsn);
        }
    }

    private void CountMisses(uint limit)
    {
        for (uint tsn = CumulativeAck + 1; _open.TryFind(true, tsn, limit, out tsn); tsn++)
        {
            if (++Chunk(tsn).MissCount >= MissLimit)
            {
                _open.Remove(tsn);
                MayBeInFastRecovery = true;
            }
        }
    }

    private void Add(in SentChunk chunk, int sign)
    {
        if (chunk.Transmissions == 0)
        {
            return;
        }

        if (chunk.LastPath >= _outstandingOn.Length)
        {
            int length = chunk.LastPath + 8;
            Array.Resize(ref _outstandingOn, length);
            Array.Resize(ref _flightOn, length);
            Array.Resize(ref _newlyAckedOn, length);
            Array.Resize(ref _lowestAckedOn, length);
            Array.Resize(ref _hasAckedOn, length);
        }

        _outstandingOn[chunk.LastPath] += sign * chunk.Length;
        _flightOn[chunk.LastPath] += sign * chunk.Size;
    }

    private void MakeRoom(uint last)
    {
        _gapAcked.MakeRoom(CumulativeAck, last);
        _open.MakeRoom(CumulativeAck, last);
        _sack.MakeRoom(CumulativeAck, last);
        uint needed = last - CumulativeAck + 1;
        if (needed <= _chunks.Length)
        {
            return;
        }

        SentChunk[] old = _chunks;
        _chunks = new SentChunk[BitOperations.RoundUpToPowerOf2(needed)];
        for (uint tsn = CumulativeAck + 1; !WirePacket.IsBefore(HighestTsn, tsn); tsn++)
        {
            Chunk(tsn) = old[tsn & (uint)(old.Length - 1)];
        }
    }
}
