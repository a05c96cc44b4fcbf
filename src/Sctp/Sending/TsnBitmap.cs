using System;
using System.Runtime.CompilerServices;
using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>One bit for each TSN of a window that moves, in a ring of 64-bit words. The bit of a TSN lies at its value modulo the capacity.</summary>
internal readonly struct TsnBitmap
{
    private readonly ulong[] _words;
    private readonly uint _mask;

    /// <param name="capacity">A power of two, at least 64.</param>
    public TsnBitmap(int capacity)
    {
        _words = new ulong[capacity / 64];
        _mask = (uint)_words.Length - 1;
    }

    /// <summary>The word that holds the bit of a TSN; its lowest bit belongs to the TSN rounded down to a multiple of 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ulong WordOf(Tsn tsn) => ref _words[(tsn.Value >> 6) & _mask];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(Tsn tsn) => (WordOf(tsn) & BitOf(tsn)) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Tsn tsn) => WordOf(tsn) |= BitOf(tsn);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(Tsn tsn) => WordOf(tsn) &= ~BitOf(tsn);

    public void Clear() => Array.Clear(_words);

    /// <summary>Takes the bits of <paramref name="count"/> TSNs over from a smaller bitmap.</summary>
    public void CopyFrom(in TsnBitmap other, Tsn first, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (other.Contains(first + i))
            {
                Add(first + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitOf(Tsn tsn) => 1UL << (int)(tsn.Value & 63);
}
