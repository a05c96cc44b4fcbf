using System;

namespace Sctp.Sim.Associations;

/// <summary>
/// A reference receiver: the TSNs of the DATA that arrived at a side and counts there (RFC 9260 section 6.2). A receiver may drop what it has no room for, and
/// says so by its counters: then the SACK that follows tells what was dropped, as long as it is no more than was counted.
/// </summary>
internal sealed class ShadowReceiver
{
    /// <summary>What is farther above the cumulative TSN is not recorded: no Gap Ack Block reaches that far.</summary>
    private const uint Reach = ushort.MaxValue;

    private readonly ShadowSender _peer;
    private readonly TsnBits _arrived = new();
    private uint[] _duplicates = new uint[16];
    private ArrivedChunk[] _packet = new ArrivedChunk[16];
    private ArrivedChunk[] _doubtful = new ArrivedChunk[16];
    private int _packetCount;
    private uint _cumulativeBefore;
    private uint _highestBefore;
    private long _heldChunks;
    private long _dropsBefore;
    private long _renegedBefore;
    private bool _isResolved = true;
    private ArrivedData _last;

    /// <param name="peer">What the peer sent: it knows the lengths of what is above the cumulative TSN.</param>
    public ShadowReceiver(ShadowSender peer) => _peer = peer;

    /// <summary>Whether it is known where the TSNs of this association begin.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Whether a DATA chunk of this association arrived.</summary>
    public bool HasReceived { get; private set; }

    public uint InitialTsn { get; private set; }

    /// <summary>The last TSN that arrived in sequence.</summary>
    public uint CumulativeTsn { get; private set; }

    /// <summary>The highest TSN that arrived; the cumulative one where there is no gap.</summary>
    public uint HighestTsn { get; private set; }

    public bool HasGaps => HighestTsn != CumulativeTsn;

    /// <summary>The chunks of the packet received last whose TSN had not arrived before.</summary>
    public ReadOnlySpan<ArrivedChunk> NewChunks => _packet.AsSpan(0, _last.NewCount);

    /// <summary>The index of the address that the last packet with DATA came from.</summary>
    public int LastDataPath { get; private set; }

    /// <summary>The DATA of the packet that was received last.</summary>
    public ref readonly ArrivedData LastData => ref _last;

    /// <summary>What arrived and may have been dropped, which the next SACK will tell.</summary>
    public int DoubtfulCount { get; private set; }

    /// <summary>Whether TSNs that have arrived above the cumulative one may have been dropped again for others, which the next SACK will tell.</summary>
    public bool MayHaveReneged => AllowedReneges > 0;

    /// <summary>Whether the receiver ever dropped anything for lack of room, or may have.</summary>
    public bool MayHaveDropped { get; private set; }

    /// <summary>Chunks that the SACK sent last leaves out without that the receiver counted a drop.</summary>
    public int UnexplainedCount { get; private set; }

    /// <summary>One of these TSNs; meaningful where there are any.</summary>
    public uint UnexplainedTsn { get; private set; }

    /// <summary>The TSNs that arrived again since the last SACK was sent, once for each time.</summary>
    public ReadOnlySpan<uint> Duplicates => _duplicates.AsSpan(0, DuplicateCount);

    public int DuplicateCount { get; private set; }

    /// <summary>Whether something that counts as a duplicate may be none, because the chunk before it may have been dropped.</summary>
    public bool AreDuplicatesDoubtful { get; private set; }

    /// <summary>Packets with DATA since the last acknowledgement was sent.</summary>
    public int UnacknowledgedPackets { get; private set; }

    /// <summary>When the first of these arrived; meaningful where there are any.</summary>
    public Instant OldestUnacknowledged { get; private set; }

    /// <summary>Bytes that arrived and that the application has not read.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>At most so many chunks make up the held bytes.</summary>
    public long HeldChunks => Math.Min(_heldChunks, HeldBytes);

    private long AllowedReneges { get; set; }

    private long AllowedDrops { get; set; }

    /// <summary>Whether a TSN has arrived, and is not known to have been dropped.</summary>
    public bool Contains(uint tsn) =>
        IsKnown && (!WirePacket.IsBefore(CumulativeTsn, tsn) || (!WirePacket.IsBefore(HighestTsn, tsn) && _arrived[tsn]));

    /// <summary>Whether all of a block of TSNs above the cumulative one arrived.</summary>
    public bool ContainsAll(uint first, uint last, out uint missing)
    {
        missing = WirePacket.IsBefore(HighestTsn, first) ? first : HighestTsn + 1;
        return !_arrived.TryFind(false, first, WirePacket.IsBefore(HighestTsn, last) ? HighestTsn : last, out uint found)
            ? !WirePacket.IsBefore(HighestTsn, last)
            : (missing = found) != found;
    }

    /// <summary>The first block of TSNs that arrived above <paramref name="after"/>, which is the cumulative TSN or the end of a block.</summary>
    public bool TryGetGapBlock(uint after, out uint first, out uint last)
    {
        last = after;
        if (!_arrived.TryFind(true, after + 1, HighestTsn, out first))
        {
            return false;
        }

        last = _arrived.TryFind(false, first, HighestTsn, out uint missing) ? missing - 1 : HighestTsn;
        return true;
    }

    /// <summary>A new association begins.</summary>
    public void Reset(uint initialTsn)
    {
        IsKnown = true;
        HasReceived = false;
        InitialTsn = initialTsn;
        CumulativeTsn = initialTsn - 1;
        HighestTsn = CumulativeTsn;
        DuplicateCount = 0;
        DoubtfulCount = 0;
        AllowedDrops = 0;
        AllowedReneges = 0;
        UnexplainedCount = 0;
        UnacknowledgedPackets = 0;
        AreDuplicatesDoubtful = false;
        _heldChunks = 0;
        HeldBytes = 0;
        _isResolved = true;
        _packetCount = 0;
        _last = default;
        _arrived.Clear();
    }

    public void OnPacketReceived() => _last = default;

    public void OnDataArrived(AssociationSide side, in WireData data, int path, Instant now)
    {
        if (!IsKnown)
        {
            return;
        }

        if (!_last.HasData)
        {
            BeginPacket(side, path, now);
        }

        _last.IsImmediate |= data.IsImmediate;
        uint tsn = data.Tsn;
        if (!WirePacket.IsBefore(CumulativeTsn, tsn) || (!WirePacket.IsBefore(HighestTsn, tsn) && _arrived[tsn]))
        {
            Append(ref _duplicates, DuplicateCount++, tsn);
            _last.DuplicateCount++;
            return;
        }

        AreDuplicatesDoubtful |= DoubtfulCount > 0;
        _last.NewCount++;
        _heldChunks++;
        Append(ref _packet, _packetCount++, new ArrivedChunk(tsn, data.Payload.Length, data.StreamId, data.PayloadProtocolId, data.IsUnordered));
        if (tsn - CumulativeTsn <= Reach)
        {
            Add(tsn);
            HeldBytes += data.Payload.Length;
        }
    }

    /// <summary>The application read some bytes.</summary>
    public void OnRead(int bytes)
    {
        HeldBytes -= bytes;
        _heldChunks = HeldBytes == 0 ? 0 : _heldChunks - 1;
    }

    /// <summary>What the stack counted tells whether it dropped something of the packet that it received last.</summary>
    /// <returns>Whether that was not asked before.</returns>
    public bool Resolve(AssociationSide side)
    {
        if (_isResolved)
        {
            return false;
        }

        _isResolved = true;
        ref readonly AssociationStatistics statistics = ref side.Stack.Statistics;
        long drops = DropsOf(statistics) - _dropsBefore;
        long reneged = statistics.Reneged - _renegedBefore;
        if (drops <= 0 && reneged <= 0)
        {
            return true;
        }

        MayHaveDropped = true;
        _last.MayBeDropped = true;
        AllowedDrops += drops;
        AllowedReneges += reneged;
        AreDuplicatesDoubtful |= reneged > 0; // One of the packet may have found its TSN dropped for another of it.

        // Back to what was there before the packet; what it brought waits for the SACK.
        if (CumulativeTsn != _cumulativeBefore)
        {
            _arrived.AddRange(_cumulativeBefore + 1, CumulativeTsn);
            CumulativeTsn = _cumulativeBefore;
        }

        HighestTsn = _highestBefore;
        for (int i = 0; i < _packetCount; i++)
        {
            ArrivedChunk fresh = _packet[i];
            if (fresh.Tsn - CumulativeTsn <= Reach)
            {
                _arrived.Remove(fresh.Tsn);
                HeldBytes -= fresh.Length;
            }

            Append(ref _doubtful, DoubtfulCount++, fresh);
        }

        return true;
    }

    /// <summary>A SACK leaves: it decides what was dropped, and begins the count of duplicates and of packets to acknowledge anew after it.</summary>
    /// <param name="sack">The SACK.</param>
    public void OnSackSent(in WireSack sack)
    {
        UnexplainedCount = 0;
        if (!IsKnown || !sack.IsWellFormed || (DoubtfulCount == 0 && AllowedReneges == 0))
        {
            return;
        }

        if (AllowedReneges > 0)
        {
            TakeBackReneged(sack);
        }

        for (int i = 0; i < DoubtfulCount; i++)
        {
            ArrivedChunk fresh = _doubtful[i];
            if (Covers(sack, fresh.Tsn))
            {
                if (!Contains(fresh.Tsn) && fresh.Tsn - CumulativeTsn <= Reach)
                {
                    Add(fresh.Tsn);
                    HeldBytes += fresh.Length;
                }
            }
            else if (AllowedDrops > 0)
            {
                AllowedDrops--;
            }
            else if (AllowedReneges > 0)
            {
                AllowedReneges--;
            }
            else
            {
                UnexplainedCount++;
                UnexplainedTsn = fresh.Tsn;
            }
        }

        DoubtfulCount = 0;
        AllowedDrops = 0;
        AllowedReneges = 0;
    }

    /// <summary>After the oracles saw the packet that acknowledges: what it told need not be told again.</summary>
    public void OnAcknowledged(bool bySack)
    {
        UnacknowledgedPackets = 0;
        if (bySack)
        {
            DuplicateCount = 0;
            AreDuplicatesDoubtful = false;
        }
    }

    private static long DropsOf(in AssociationStatistics statistics) =>
        statistics.Discards.Of(DiscardReason.Window) + statistics.Discards.Of(DiscardReason.OutOfRange);

    private static bool Covers(in WireSack sack, uint tsn)
    {
        uint offset = tsn - sack.CumulativeTsn;
        if ((int)offset <= 0)
        {
            return true;
        }

        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            if (offset >= sack.GapStart(i) && offset <= sack.GapEnd(i))
            {
                return true;
            }
        }

        return false;
    }

    private static void Append<T>(ref T[] array, int index, T value)
    {
        if (index == array.Length)
        {
            Array.Resize(ref array, array.Length * 2);
        }

        array[index] = value;
    }

    private void BeginPacket(AssociationSide side, int path, Instant now)
    {
        ref readonly AssociationStatistics statistics = ref side.Stack.Statistics;
        _dropsBefore = DropsOf(statistics);
        _renegedBefore = statistics.Reneged;
        _cumulativeBefore = CumulativeTsn;
        _highestBefore = HighestTsn;
        _packetCount = 0;
        _isResolved = false;
        _last.HadGaps = HasGaps;
        _last.IsFirst = !HasReceived;
        _last.Path = path;
        LastDataPath = path;
        HasReceived = true;
        if (UnacknowledgedPackets++ == 0)
        {
            OldestUnacknowledged = now;
        }
    }

    private void Add(uint tsn)
    {
        if (tsn == CumulativeTsn + 1 && !HasGaps)
        {
            CumulativeTsn = tsn;
            HighestTsn = tsn;
            return;
        }

        if (WirePacket.IsBefore(HighestTsn, tsn))
        {
            _arrived.MakeRoom(CumulativeTsn, tsn);
            HighestTsn = tsn;
        }

        _arrived.Add(tsn);
        if (tsn == CumulativeTsn + 1)
        {
            uint last = _arrived.TryFind(false, tsn, HighestTsn, out uint missing) ? missing - 1 : HighestTsn;
            _arrived.RemoveRange(tsn, last);
            CumulativeTsn = last;
        }
    }

    // Whatever a SACK leaves out, as far as that was counted; the highest TSNs go first (6.2), which matters where not all blocks fit.
    private void TakeBackReneged(in WireSack sack)
    {
        uint end = sack.CumulativeTsn;
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            end = sack.CumulativeTsn + sack.GapEnd(i);
        }

        while (AllowedReneges > 0 && HighestTsn != CumulativeTsn && WirePacket.IsBefore(end, HighestTsn))
        {
            if (_arrived[HighestTsn])
            {
                TakeBack(HighestTsn);
            }

            HighestTsn--;
        }

        end = sack.CumulativeTsn;
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            RemoveMissing(end + 1, sack.CumulativeTsn + sack.GapStart(i) - 1);
            end = sack.CumulativeTsn + sack.GapEnd(i);
        }

        while (HighestTsn != CumulativeTsn && !_arrived[HighestTsn])
        {
            HighestTsn--;
        }
    }

    private void RemoveMissing(uint first, uint last)
    {
        while (AllowedReneges > 0 && _arrived.TryFind(true, first, last, out uint tsn))
        {
            TakeBack(tsn);
            first = tsn + 1;
        }
    }

    private void TakeBack(uint tsn)
    {
        _arrived.Remove(tsn);
        HeldBytes -= _peer.Contains(tsn) ? _peer[tsn].Length : 0;
        AllowedReneges--;
    }

}
