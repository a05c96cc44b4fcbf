using System;
using Sctp.Wire;

namespace Sctp.Receiving;

/// <summary>
/// The TSNs received in duplicate since the last SACK, one entry for each reception (9260-3.3.4-07). Bounded by what a packet of common size can report:
/// what a peer sends beyond that is not listed.
/// </summary>
internal sealed class DuplicateList
{
    /// <summary>The most that is kept.</summary>
    public const int Limit = 512;

    private Tsn[] _tsns = [];

    public int Count { get; private set; }

    public Tsn this[int index] => _tsns[index];

    public void Add(Tsn tsn)
    {
        if (Count == Limit)
        {
            return;
        }

        if (Count == _tsns.Length)
        {
            Array.Resize(ref _tsns, Math.Max(8, Count * 2));
        }

        _tsns[Count++] = tsn;
    }

    public void Clear() => Count = 0;
}
