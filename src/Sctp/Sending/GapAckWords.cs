using System;
using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>
/// The Gap Ack Blocks of one SACK as words of bits that line up with those of the send window, so that what is newly acknowledged and what was taken
/// back are differences of words. Blocks may come in any order and overlap; the cost is the number of blocks plus the number of words.
/// The TSN right behind the Cumulative TSN Ack is never covered: had the peer received it, it would be acknowledged cumulatively (9260-3.3.4-02). So the
/// lowest TSN of the window is always outstanding or marked, and a timer or a retransmission stands for all that is not acknowledged for good.
/// </summary>
internal sealed class GapAckWords
{
    private const ushort FirstOffset = 2;

    private ulong[] _words = [];
    private int[] _coverage = [];
    private Tsn _origin;

    public int Count { get; private set; }

    public ulong this[int index] => _words[index];

    /// <summary>The TSN of the lowest bit of a word.</summary>
    public Tsn FirstTsnOf(int index) => _origin + (index * 64);

    /// <summary>Reads the blocks of a SACK whose cumulative TSN is the Cumulative TSN Ack Point.</summary>
    /// <param name="sack">The SACK; none of its blocks that count reaches beyond <paramref name="last"/>.</param>
    /// <param name="first">The lowest TSN of the send window.</param>
    /// <param name="last">The highest TSN that matters.</param>
    public void Read(in SackChunk sack, Tsn first, Tsn last)
    {
        int skipped = (int)(first.Value & 63);
        _origin = first - skipped;
        Count = ((skipped + first.DistanceTo(last)) / 64) + 1;
        if (_words.Length < Count)
        {
            _words = new ulong[Math.Max(Count, 16)];
            _coverage = new int[_words.Length + 1];
        }

        Array.Clear(_words, 0, Count);
        Array.Clear(_coverage, 0, Count + 1);
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            (ushort start, ushort end) = sack.GapBlock(i);
            if (IsWellFormed(start, end))
            {
                Cover(skipped + Math.Max(start, FirstOffset) - 1, skipped + end - 1);
            }
        }

        int depth = 0;
        for (int i = 0; i < Count; i++)
        {
            depth += _coverage[i];
            if (depth != 0)
            {
                _words[i] = ulong.MaxValue;
            }
        }
    }

    /// <summary>Lets go of memory that only a large window needs.</summary>
    public void Trim()
    {
        _words = [];
        _coverage = [];
    }

    /// <summary>Whether a block makes sense; others are ignored.</summary>
    public static bool IsWellFormed(ushort start, ushort end) => start != 0 && start <= end && end >= FirstOffset;

    private void Cover(int from, int to)
    {
        int firstWord = from / 64;
        int lastWord = to / 64;
        ulong head = ulong.MaxValue << (from & 63);
        ulong tail = ulong.MaxValue >> (63 - (to & 63));
        if (firstWord == lastWord)
        {
            _words[firstWord] |= head & tail;
            return;
        }

        _words[firstWord] |= head;
        _words[lastWord] |= tail;
        _coverage[firstWord + 1]++;
        _coverage[lastWord]--;
    }
}
