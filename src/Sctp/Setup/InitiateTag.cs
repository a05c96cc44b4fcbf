using System;
using System.Buffers.Binary;

namespace Sctp.Setup;

/// <summary>Draws the random numbers of a handshake.</summary>
internal static class InitiateTag
{
    // A source that yields unwanted values this often in a row is not random; the tag is then counted up instead, so that a draw always ends.
    private const int MaxDraws = 16;

    /// <summary>
    /// A random Initiate Tag from 1 to 2^32 - 1 (9260-5.1-02, 9260-5.3.1-01, 9260-3.3.3-06) that differs from <paramref name="previous"/>: the tag of
    /// an association with the same peer that is being replaced (9260-5.3.1-03, 9260-5.2.2-08), or 0.
    /// </summary>
    public static uint Draw(IEntropy entropy, uint previous = 0) => DrawNonZero(entropy, EntropyUse.VerificationTag, previous, 0);

    /// <summary>A random Tie-Tag: not zero, which means "none", and neither of the real tags (9260-5.2.2-13).</summary>
    public static uint DrawTieTag(IEntropy entropy, uint localTag, uint peerTag) =>
        DrawNonZero(entropy, EntropyUse.TieTag, localTag, peerTag);

    /// <summary>A random Initial TSN from the whole range of 32 bits (9260-3.3.2-25, 9260-3.3.3-25).</summary>
    public static Wire.Tsn DrawInitialTsn(IEntropy entropy) => new(DrawUInt32(entropy, EntropyUse.InitialTsn));

    private static uint DrawNonZero(IEntropy entropy, EntropyUse use, uint unwanted, uint alsoUnwanted)
    {
        uint value = 0;
        for (int i = 0; i < MaxDraws; i++)
        {
            value = DrawUInt32(entropy, use);
            if (value != 0 && value != unwanted && value != alsoUnwanted)
            {
                return value;
            }
        }

        do
        {
            value = unchecked(value + 1);
        }
        while (value == 0 || value == unwanted || value == alsoUnwanted);

        return value;
    }

    private static uint DrawUInt32(IEntropy entropy, EntropyUse use)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        entropy.Fill(use, bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
