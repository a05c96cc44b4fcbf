using System;
using System.Numerics;

namespace Sctp.Sim.Associations;

/// <summary>A set of TSNs not far from each other: a ring of bits whose place is the TSN itself, so that nothing moves when the lowest one advances.</summary>
internal sealed class TsnBits
{
    private ulong[] _words = new ulong[4];

    public bool this[uint tsn] => (Word(tsn) & Bit(tsn)) != 0;

    public void Add(uint tsn) => Word(tsn) |= Bit(tsn);

    public void Remove(uint tsn) => Word(tsn) &= ~Bit(tsn);

    public void Clear() => Array.Clear(_words);

    /// <summary>The 64 bits that the bit of a TSN is among.</summary>
    public ref ulong Word(uint tsn) => ref _words[(tsn >> 6) & (uint)(_words.Length - 1)];

    /// <summary>Makes room for all between two TSNs; the set holds none below the first.</summary>
    public void MakeRoom(uint first, uint last)
    {
        // Two words more than the span, so that the bits of both ends are never in one word.
        uint needed = ((last - first) >> 6) + 3;
        if (needed <= _words.Length)
        {
            return;
        }

        ulong[] old = _words;
        _words = new ulong[BitOperations.RoundUpToPowerOf2(needed)];
        uint word = first >> 6;
        for (int i = 0; i < old.Length; i++, word++)
        {
            _words[word & (uint)(_words.Length - 1)] = old[word & (uint)(old.Length - 1)];
        }
    }

    /// <summary>The first TSN from <paramref name="tsn"/> up to <paramref name="last"/> that is there, or is not; false for none.</summary>
    public bool TryFind(bool isThere, uint tsn, uint last, out uint found)
    {
        while (!WirePacket.IsBefore(last, tsn))
        {
            ulong word = (isThere ? Word(tsn) : ~Word(tsn)) >> (int)(tsn & 63);
            if (word != 0)
            {
                found = tsn + (uint)BitOperations.TrailingZeroCount(word);
                return !WirePacket.IsBefore(last, found);
            }

            tsn = (tsn | 63) + 1;
        }

        found = 0;
        return false;
    }

    /// <summary>Takes out all from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public void RemoveRange(uint first, uint last)
    {
        while (!WirePacket.IsBefore(last, first))
        {
            ulong mask = ulong.MaxValue << (int)(first & 63);
            if (((first ^ last) & ~63u) == 0)
            {
                mask &= ulong.MaxValue >> (63 - (int)(last & 63));
            }

            Word(first) &= ~mask;
            first = (first | 63) + 1;
        }
    }

    /// <summary>Puts in all from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public void AddRange(uint first, uint last)
    {
        while (!WirePacket.IsBefore(last, first))
        {
            ulong mask = ulong.MaxValue << (int)(first & 63);
            if (((first ^ last) & ~63u) == 0)
            {
                mask &= ulong.MaxValue >> (63 - (int)(last & 63));
            }

            Word(first) |= mask;
            first = (first | 63) + 1;
        }
    }

    private static ulong Bit(uint tsn) => 1UL << (int)(tsn & 63);
}
