using System;
using System.Numerics;
using Sctp.Buffers;
using Sctp.Wire;

namespace Sctp.Receiving;

/// <summary>
/// Which TSNs were received: all up to the Cumulative TSN, and above it those whose bit is set in a ring of 64-bit words. The place of a bit is the
/// TSN itself modulo the ring, so nothing moves when the Cumulative TSN advances. Without gaps the ring is not touched.
/// </summary>
internal sealed class TsnMap
{
    /// <summary>The farthest above the Cumulative TSN that can be recorded. Gap Ack Blocks have 16-bit offsets, and the ring 1024 words.</summary>
    public const int MaxRange = (64 * 1024) - 64;

    private const int InitialWords = 4;
    private const int IdleWords = 64;

    private ulong[] _words = [];
    private int _range;
    private LoadMark _load;

    /// <summary>The last TSN received in sequence (9260-6.2-20).</summary>
    public Tsn CumulativeTsn { get; private set; }

    /// <summary>The highest TSN received; the Cumulative TSN where there is no gap.</summary>
    public Tsn HighestTsn { get; private set; }

    public bool HasGaps => CumulativeTsn != HighestTsn;

    /// <summary>Begins anew below the peer's Initial TSN (9260-3.3.4-05).</summary>
    /// <param name="initialTsn">The first TSN that the peer will send.</param>
    /// <param name="range">How far above the Cumulative TSN is recorded, at most <see cref="MaxRange"/>.</param>
    public void Reset(Tsn initialTsn, int range)
    {
        _words = [];
        _range = Math.Min(range, MaxRange);
        CumulativeTsn = initialTsn.Previous;
        HighestTsn = CumulativeTsn;
    }

    public TsnPlace Locate(Tsn tsn)
    {
        int offset = CumulativeTsn.DistanceTo(tsn);
        if (offset <= 0)
        {
            return offset == int.MinValue ? TsnPlace.OutOfRange : TsnPlace.Received;
        }

        if (offset > _range)
        {
            return TsnPlace.OutOfRange;
        }

        return tsn <= HighestTsn && IsSet(tsn) ? TsnPlace.Received : TsnPlace.New;
    }

    public bool Contains(Tsn tsn) => tsn <= CumulativeTsn || (tsn <= HighestTsn && IsSet(tsn));

    /// <summary>Records a TSN that is <see cref="TsnPlace.New"/>.</summary>
    public void Add(Tsn tsn)
    {
        if (tsn == CumulativeTsn.Next)
        {
            if (!HasGaps)
            {
                CumulativeTsn = tsn;
                HighestTsn = tsn;
                return;
            }

            Set(tsn);
            AdvanceCumulativeTsn();
            return;
        }

        EnsureRoomFor(CumulativeTsn.DistanceTo(tsn));
        Set(tsn);
        HighestTsn = Tsn.Max(HighestTsn, tsn);
    }

    /// <summary>Takes back a TSN above the Cumulative TSN (9260-6.2-37).</summary>
    public void Remove(Tsn tsn)
    {
        Word(tsn) &= ~Bit(tsn);
        if (tsn == HighestTsn)
        {
            HighestTsn = FindReceivedDownFrom(tsn);
        }
    }

    /// <summary>
    /// The first Gap Ack Block above <paramref name="after"/>, which is the Cumulative TSN or the end of a block. A block is isolated: the TSNs next to
    /// it are not received (9260-3.3.4-02).
    /// </summary>
    public bool TryGetGapBlock(Tsn after, out Tsn first, out Tsn last)
    {
        first = last = after;
        if (after >= HighestTsn)
        {
            return false;
        }

        first = FindReceivedUpFrom(after.Next);
        last = FindMissingUpFrom(first).Previous;
        return true;
    }

    /// <summary>The number of Gap Ack Blocks: how often a received TSN follows a missing one.</summary>
    public int CountGapBlocks()
    {
        if (!HasGaps)
        {
            return 0;
        }

        int blocks = 0;
        ulong carry = 0;
        Tsn tsn = CumulativeTsn.Next;
        for (int i = WordsUpTo(tsn, HighestTsn); i > 0; i--)
        {
            ulong word = Word(tsn);
            blocks += BitOperations.PopCount(word & ~((word << 1) | carry));
            carry = word >> 63;
            tsn += 64;
        }

        return blocks;
    }

    /// <summary>Words of the ring.</summary>
    public int Capacity => _words.Length;

    /// <summary>Whether a ring larger than an idle association keeps was needed since this was asked last.</summary>
    public bool TakeWasLarge() => _load.Take();

    /// <summary>Lets go of a ring that an idle association does not need.</summary>
    public void Trim()
    {
        if (!HasGaps && _words.Length > IdleWords)
        {
            _words = [];
        }
    }

    private static ulong Bit(Tsn tsn) => 1UL << (int)(tsn.Value & 63);

    /// <summary>Words from the one that holds <paramref name="first"/> to the one that holds <paramref name="last"/>.</summary>
    private static int WordsUpTo(Tsn first, Tsn last) => ((int)(first.Value & 63) + first.DistanceTo(last) + 64) >> 6;

    private ref ulong Word(Tsn tsn) => ref _words[(int)(tsn.Value >> 6) & (_words.Length - 1)];

    private bool IsSet(Tsn tsn) => (Word(tsn) & Bit(tsn)) != 0;

    private void Set(Tsn tsn) => Word(tsn) |= Bit(tsn);

    /// <summary>Moves the Cumulative TSN over the TSNs received behind it, and clears their bits.</summary>
    private void AdvanceCumulativeTsn()
    {
        int count;
        int room;
        do
        {
            Tsn next = CumulativeTsn.Next;
            ref ulong word = ref Word(next);
            int shift = (int)(next.Value & 63);
            room = 64 - shift;
            count = Math.Min(room, BitOperations.TrailingZeroCount(~(word >> shift)));
            word &= count == 64 ? 0 : ~(((1UL << count) - 1) << shift);
            CumulativeTsn += count;
        }
        while (count == room);
    }

    private Tsn FindReceivedUpFrom(Tsn tsn)
    {
        ulong word = Word(tsn) >> (int)(tsn.Value & 63);
        while (word == 0)
        {
            tsn += 64 - (tsn.Value & 63);
            word = Word(tsn);
        }

        return tsn + BitOperations.TrailingZeroCount(word);
    }

    private Tsn FindMissingUpFrom(Tsn tsn)
    {
        uint shift = tsn.Value & 63;
        ulong missing = ~Word(tsn) >> (int)shift;
        while (missing == 0)
        {
            tsn += 64 - shift;
            shift = 0;
            missing = ~Word(tsn);
        }

        return tsn + BitOperations.TrailingZeroCount(missing);
    }

    /// <summary>The highest TSN received at or below <paramref name="tsn"/>; the Cumulative TSN where no other is left.</summary>
    private Tsn FindReceivedDownFrom(Tsn tsn)
    {
        while (tsn > CumulativeTsn)
        {
            int shift = 63 - (int)(tsn.Value & 63);
            ulong word = Word(tsn) << shift;
            if (word != 0)
            {
                return tsn - BitOperations.LeadingZeroCount(word);
            }

            tsn -= 64 - shift;
        }

        return CumulativeTsn;
    }

    private void EnsureRoomFor(int offset)
    {
        // One word more than the offset spans, so that the bit above the highest TSN is never a bit in use.
        int needed = (offset + 63) / 64 + 1;
        _load.Note(needed > IdleWords);
        if (needed <= _words.Length)
        {
            return;
        }

        ulong[] old = _words;
        ulong[] grown = new ulong[Math.Max(InitialWords, (int)BitOperations.RoundUpToPowerOf2((uint)needed))];
        if (HasGaps)
        {
            uint index = CumulativeTsn.Next.Value >> 6;
            for (int i = WordsUpTo(CumulativeTsn.Next, HighestTsn); i > 0; i--)
            {
                grown[index & (grown.Length - 1)] = old[index & (old.Length - 1)];
                index++;
            }
        }

        _words = grown;
    }
}
