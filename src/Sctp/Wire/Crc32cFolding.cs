using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sctp.Wire;

/// <summary>
/// CRC32c by folding with 512-bit carry-less multiplication (VPCLMULQDQ), 256 bytes a step. A lane of 128 bits stands for a polynomial; to fold
/// it over T bits is to replace it by one of 128 bits that has the same remainder T bits further on: its two halves are multiplied by x^(T + 64)
/// and x^T modulo the generator polynomial. The product of reflected operands is one power of x too high, so each constant is one power less.
/// </summary>
internal static class Crc32cFolding
{
    /// <summary>From this many bytes on it beats one chain of CRC32c instructions.</summary>
    public const int WorthwhileLength = 128;

    // x^(T + 63), for the earlier half of a lane, and x^(T - 1), for the later one, modulo the polynomial; reflected, in the upper 32 bits.
    internal const ulong Earlier2048 = 0xE9A5D8BE00000000;
    internal const ulong Later2048 = 0x1426A81500000000;
    internal const ulong Earlier1536 = 0x7CCBBBF200000000;
    internal const ulong Later1536 = 0x31C9460800000000;
    internal const ulong Earlier1024 = 0x6577B24500000000;
    internal const ulong Later1024 = 0x7417153F00000000;
    internal const ulong Earlier512 = 0x1C19243B00000000;
    internal const ulong Later512 = 0x75BBA45B00000000;
    internal const ulong Earlier384 = 0xA46EF4AA00000000;
    internal const ulong Later384 = 0x6051243F00000000;
    internal const ulong Earlier256 = 0x33CCBBBC00000000;
    internal const ulong Later256 = 0xA2158B3400000000;
    internal const ulong Earlier128 = 0x3743F7BD00000000;
    internal const ulong Later128 = 0x3171D43000000000;

    private const int VectorLength = 64;

    /// <summary>Whether the processor has 512-bit carry-less multiplication and the CRC32c instruction.</summary>
    public static bool IsSupported => Pclmulqdq.V512.IsSupported && Avx512F.IsSupported && Crc32cScalar.IsSupported;

    /// <summary>The register after <paramref name="data"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)] // without it the code is ten times slower until the tiers have done their work
    public static uint Update(uint register, ReadOnlySpan<byte> data)
    {
        // What is over goes first, through the CRC32c instruction: while its chain is under way the folding of the rest can already start.
        int over = data.Length & (VectorLength - 1);
        register = Crc32cScalar.Update(register, data[..over]);
        data = data[over..];
        if (data.IsEmpty)
        {
            return register;
        }

        ref byte position = ref MemoryMarshal.GetReference(data);
        nuint remaining = (nuint)data.Length;
        Vector512<ulong> folded;
        if (remaining >= 4 * VectorLength)
        {
            folded = FoldFourVectors(ref position, ref remaining, register);
            position = ref Unsafe.Add(ref position, (nuint)data.Length - remaining);
        }
        else
        {
            folded = Load(ref position) ^ Vector512.CreateScalar((ulong)register);
            position = ref Unsafe.Add(ref position, VectorLength);
            remaining -= VectorLength;
        }

        Vector512<ulong> over512 = Constants(Earlier512, Later512);
        while (remaining != 0)
        {
            folded = Fold(folded, over512, Load(ref position));
            position = ref Unsafe.Add(ref position, VectorLength);
            remaining -= VectorLength;
        }

        return Reduce(folded);
    }

    /// <summary>Folds all whole steps of 256 bytes into one vector that stands for the last 64 of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> FoldFourVectors(ref byte position, ref nuint remaining, uint register)
    {
        Vector512<ulong> a = Load(ref position) ^ Vector512.CreateScalar((ulong)register);
        Vector512<ulong> b = Load(ref Unsafe.Add(ref position, VectorLength));
        Vector512<ulong> c = Load(ref Unsafe.Add(ref position, 2 * VectorLength));
        Vector512<ulong> d = Load(ref Unsafe.Add(ref position, 3 * VectorLength));
        Vector512<ulong> over2048 = Constants(Earlier2048, Later2048);
        remaining -= 4 * VectorLength;
        while (remaining >= 4 * VectorLength)
        {
            position = ref Unsafe.Add(ref position, 4 * VectorLength);
            a = Fold(a, over2048, Load(ref position));
            b = Fold(b, over2048, Load(ref Unsafe.Add(ref position, VectorLength)));
            c = Fold(c, over2048, Load(ref Unsafe.Add(ref position, 2 * VectorLength)));
            d = Fold(d, over2048, Load(ref Unsafe.Add(ref position, 3 * VectorLength)));
            remaining -= 4 * VectorLength;
        }

        d = Fold(c, Constants(Earlier512, Later512), d);
        b = Fold(b, Constants(Earlier1024, Later1024), d);
        return Fold(a, Constants(Earlier1536, Later1536), b);
    }

    /// <summary>The register of the 64 bytes: the first three lanes are folded onto the last, which the CRC32c instruction reduces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Reduce(Vector512<ulong> folded)
    {
        Vector512<ulong> constants = Vector512.Create(Earlier384, Later384, Earlier256, Later256, Earlier128, Later128, 0, 0);
        Vector512<ulong> products = Pclmulqdq.V512.CarrylessMultiply(folded, constants, 0x00)
            ^ Pclmulqdq.V512.CarrylessMultiply(folded, constants, 0x11);
        Vector256<ulong> half = products.GetLower() ^ products.GetUpper();
        Vector128<ulong> lane = half.GetLower() ^ half.GetUpper() ^ folded.GetUpper().GetUpper();
        return BitOperations.Crc32C(BitOperations.Crc32C(0, lane.ToScalar()), lane.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Fold(Vector512<ulong> lanes, Vector512<ulong> constants, Vector512<ulong> next) =>
        Pclmulqdq.V512.CarrylessMultiply(lanes, constants, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(lanes, constants, 0x11) ^ next;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load(ref byte position) => Vector512.LoadUnsafe(ref position).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Constants(ulong earlier, ulong later) => Vector512.Create(Vector256.Create(Vector128.Create(earlier, later)));
}
