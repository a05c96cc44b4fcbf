namespace Sctp.Sim.Engine;

/// <summary>
/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a counter-based generator. Its output is a function of
/// key and counter alone, so a random decision can be named instead of being the next one of a sequence.
/// </summary>
public static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The block of 128 bits for a key of 64 bits and a counter of 128 bits.</summary>
    /// <param name="key">The key; its low half is the first key word.</param>
    /// <param name="counterLow">The counter words 0 and 1.</param>
    /// <param name="counterHigh">The counter words 2 and 3.</param>
    /// <param name="high">The output words 2 and 3.</param>
    /// <returns>The output words 0 and 1.</returns>
    public static ulong Block(ulong key, ulong counterLow, ulong counterHigh, out ulong high)
    {
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        uint c0 = (uint)counterLow;
        uint c1 = (uint)(counterLow >> 32);
        uint c2 = (uint)counterHigh;
        uint c3 = (uint)(counterHigh >> 32);
        for (int i = 0; i < Rounds; i++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        high = c2 | ((ulong)c3 << 32);
        return c0 | ((ulong)c1 << 32);
    }
}
