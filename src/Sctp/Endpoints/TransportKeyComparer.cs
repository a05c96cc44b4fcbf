using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Sctp.Endpoints;

/// <summary>
/// Hashes transport addresses under a random key. Peers choose the addresses they list in an INIT; without a key they could choose some that all fall into
/// one bucket of the table.
/// </summary>
internal sealed class TransportKeyComparer : IEqualityComparer<TransportKey>
{
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;

    public TransportKeyComparer(IEntropy entropy)
    {
        Span<ulong> key = stackalloc ulong[3];
        entropy.Fill(EntropyUse.RoutingKey, MemoryMarshal.AsBytes(key));
        (_first, _second, _third) = (key[0], key[1] | 1, key[2] | 1);
    }

    public bool Equals(TransportKey x, TransportKey y) => x.Equals(y);

    public int GetHashCode(TransportKey obj)
    {
        ulong hash = Fold(obj.Low ^ _first, _second);
        hash = Fold(obj.High ^ hash, _third);
        hash = Fold(obj.Port ^ hash, _second);
        return (int)(hash >> 32);
    }

    private static ulong Fold(ulong value, ulong factor)
    {
        ulong high = Math.BigMul(value, factor, out ulong low);
        return high ^ low;
    }
}
