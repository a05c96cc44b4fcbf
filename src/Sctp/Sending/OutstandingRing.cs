using System;
using System.Numerics;
using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>A set of TSNs of the send window.</summary>
internal enum ChunkSet
{
    /// <summary>Marked for retransmission.</summary>
    Marked,

    /// <summary>Outstanding: neither acknowledged nor marked for retransmission (9260-1.3-05).</summary>
    InFlight,

    /// <summary>Outstanding and open to Fast Retransmit: not fast retransmitted before (9260-7.2.4-11).</summary>
    OpenToFastRetransmit,
}

/// <summary>
/// The send window: all DATA chunks above the Cumulative TSN Ack Point that have a TSN, in a ring of structs indexed by TSN, with bitmaps beside it.
/// TSNs are dense, so finding a chunk is an index, and looking for the chunks of some state is a scan of words.
/// </summary>
internal sealed class OutstandingRing
{
    /// <summary>
    /// The most chunks in the window. Far below the 2^31 - 1 TSNs of 9260-6.1-29, below the 2^16 - 1 ordered messages of a stream of 9260-6.1-30
    /// (and below half of the SSN space, so that no receiver can take a new SSN for an old one), and within reach of a Gap Ack Block's 16 bits.
    /// </summary>
    public const int MaxCount = 32_768 - 64;

    private const int SmallestCapacity = 64;

    private OutstandingChunk[] _chunks = [];
    private uint _mask;
    private TsnBitmap _acked;
    private TsnBitmap _marked;
    private TsnBitmap _fastRetransmitted;

    /// <summary>The Cumulative TSN Ack Point.</summary>
    public Tsn CumulativeAckPoint { get; private set; }

    /// <summary>Chunks above the Cumulative TSN Ack Point, acknowledged by gap blocks or not.</summary>
    public int Count { get; private set; }

    /// <summary>Chunks that gap blocks acknowledge.</summary>
    public int GapAckedCount { get; private set; }

    /// <summary>Chunks marked for retransmission.</summary>
    public int MarkedCount { get; private set; }

    /// <summary>No TSN above this is acknowledged by a gap block; without meaning while <see cref="GapAckedCount"/> is 0.</summary>
    public Tsn HighestGapAcked { get; private set; }

    /// <summary>Chunks that there is memory for.</summary>
    public int Capacity => _chunks.Length;

    /// <summary>The lowest TSN of the window.</summary>
    public Tsn First => CumulativeAckPoint.Next;

    /// <summary>The TSN that the next new chunk gets.</summary>
    public Tsn Next => CumulativeAckPoint + (Count + 1);

    /// <summary>The chunk of a TSN of the window. The reference is good until the next <see cref="Add"/>.</summary>
    public ref OutstandingChunk this[Tsn tsn] => ref _chunks[tsn.Value & _mask];

    /// <summary>Empties the window; the next chunk gets <paramref name="initialTsn"/>.</summary>
    public void Reset(Tsn initialTsn)
    {
        if (_chunks.Length != 0)
        {
            _acked.Clear();
            _marked.Clear();
            _fastRetransmitted.Clear();
        }

        Count = 0;
        GapAckedCount = 0;
        MarkedCount = 0;
        CumulativeAckPoint = initialTsn.Previous; // 9260-5.1-27
    }

    /// <summary>Adds a chunk under the next TSN.</summary>
    public Tsn Add(in OutstandingChunk chunk)
    {
        // One word more than the chunks need, so that the first and the last TSN never share a word of the bitmaps.
        if (Count + 64 >= _chunks.Length)
        {
            Grow();
        }

        Tsn tsn = Next; // 9260-3.3.1-17
        _chunks[tsn.Value & _mask] = chunk;
        Count++;
        return tsn;
    }

    public bool IsGapAcked(Tsn tsn) => _acked.Contains(tsn);

    public bool IsMarked(Tsn tsn) => _marked.Contains(tsn);

    public bool IsInFlight(Tsn tsn) => !_acked.Contains(tsn) && !_marked.Contains(tsn);

    public void Mark(Tsn tsn)
    {
        _marked.Add(tsn);
        MarkedCount++;
    }

    public void Unmark(Tsn tsn)
    {
        _marked.Remove(tsn);
        MarkedCount--;
    }

    public void ForbidFastRetransmit(Tsn tsn) => _fastRetransmitted.Add(tsn);

    public void SetGapAcked(Tsn tsn)
    {
        _acked.Add(tsn);
        HighestGapAcked = GapAckedCount == 0 ? tsn : Tsn.Max(HighestGapAcked, tsn);
        GapAckedCount++;
    }

    public void RevokeGapAck(Tsn tsn)
    {
        _acked.Remove(tsn);
        GapAckedCount--;
    }

    /// <summary>Takes the lowest TSN out of the window: the Cumulative TSN Ack Point advances by one.</summary>
    public void Advance()
    {
        Tsn tsn = First;
        if (_acked.Contains(tsn))
        {
            RevokeGapAck(tsn);
        }
        else if (_marked.Contains(tsn))
        {
            Unmark(tsn);
        }

        _fastRetransmitted.Remove(tsn);
        CumulativeAckPoint = tsn;
        Count--;
    }

    /// <summary>The word of gap-acked bits that holds a TSN.</summary>
    public ulong GapAckedWord(Tsn tsn) => _chunks.Length == 0 ? 0 : _acked.WordOf(tsn);

    /// <summary>The word of in-flight bits that holds a TSN; those beyond the window are without meaning.</summary>
    public ulong InFlightWord(Tsn tsn) => Word(ChunkSet.InFlight, tsn);

    /// <summary>The 64 chunks whose bits are in the word that holds a TSN; those beyond the window are without meaning.</summary>
    public ReadOnlySpan<OutstandingChunk> ChunksOfWord(Tsn tsn) => _chunks.AsSpan((int)(tsn.Value & _mask & ~63u), 64);

    /// <summary>Finds the lowest TSN of a set from <paramref name="from"/> on and below <paramref name="end"/>, both inside the window.</summary>
    public bool TryFind(ChunkSet set, Tsn from, Tsn end, out Tsn found)
    {
        int left = from.DistanceTo(end);
        while (left > 0)
        {
            int bit = (int)(from.Value & 63);
            ulong word = Word(set, from) >> bit;
            if (word != 0)
            {
                int skip = BitOperations.TrailingZeroCount(word);
                found = from + skip;
                return skip < left;
            }

            from += 64 - bit;
            left -= 64 - bit;
        }

        found = default;
        return false;
    }

    /// <summary>The highest TSN that is not acknowledged; the window holds one.</summary>
    public Tsn HighestUnacknowledged()
    {
        Tsn tsn = Next.Previous;
        while (_acked.Contains(tsn))
        {
            tsn = tsn.Previous;
        }

        return tsn;
    }

    /// <summary>Lets go of the memory of an empty window.</summary>
    public void Trim()
    {
        if (Count == 0)
        {
            _chunks = [];
            _mask = 0;
            _acked = default;
            _marked = default;
            _fastRetransmitted = default;
        }
    }

    private ulong Word(ChunkSet set, Tsn tsn) => set switch
    {
        ChunkSet.Marked => _marked.WordOf(tsn),
        ChunkSet.InFlight => ~(_acked.WordOf(tsn) | _marked.WordOf(tsn)),
        _ => ~(_acked.WordOf(tsn) | _marked.WordOf(tsn) | _fastRetransmitted.WordOf(tsn)),
    };

    private void Grow()
    {
        int capacity = Math.Max(SmallestCapacity * 2, _chunks.Length * 2);
        var chunks = new OutstandingChunk[capacity];
        var acked = new TsnBitmap(capacity);
        var marked = new TsnBitmap(capacity);
        var fastRetransmitted = new TsnBitmap(capacity);
        if (Count != 0)
        {
            Tsn first = First;
            for (int i = 0; i < Count; i++)
            {
                Tsn tsn = first + i;
                chunks[tsn.Value & (uint)(capacity - 1)] = _chunks[tsn.Value & _mask];
            }

            acked.CopyFrom(_acked, first, Count);
            marked.CopyFrom(_marked, first, Count);
            fastRetransmitted.CopyFrom(_fastRetransmitted, first, Count);
        }

        _chunks = chunks;
        _mask = (uint)(capacity - 1);
        _acked = acked;
        _marked = marked;
        _fastRetransmitted = fastRetransmitted;
    }
}
