using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace Sctp.Wire;

/// <summary>
/// CRC32c by three interleaved chains of CRC32c instructions. The instruction takes three cycles but a new one can start each cycle, so three
/// chains over three adjoining parts are about three times as fast as one. A carry-less multiplication moves the registers of the first two
/// parts over what follows them.
/// </summary>
internal static class Crc32cThreeChains
{
    /// <summary>From this many bytes on it beats one chain.</summary>
    public const int WorthwhileLength = 144;

    private const int MaxWords = 256;

    /// <summary>At w: x^(64w - 33) modulo the polynomial, reflected, what a register is multiplied with to move it over w words of zeros.</summary>
    private static readonly uint[] s_shifts = CreateShifts();

    /// <summary>Whether the processor has the CRC32c instructions and carry-less multiplication.</summary>
    public static bool IsSupported => Crc32cScalar.IsSupported && (Pclmulqdq.IsSupported || ArmAes.IsSupported) && BitConverter.IsLittleEndian;

    /// <summary>The register after <paramref name="data"/>.</summary>
    public static uint Update(uint register, ReadOnlySpan<byte> data)
    {
        while (data.Length >= 3 * sizeof(ulong))
        {
            int words = Math.Min(data.Length / (3 * sizeof(ulong)), MaxWords);
            register = UpdateParts(register, MemoryMarshal.Cast<byte, ulong>(data[..(3 * sizeof(ulong) * words)]), words);
            data = data[(3 * sizeof(ulong) * words)..];
        }

        return Crc32cScalar.Update(register, data);
    }

    private static uint UpdateParts(uint register, ReadOnlySpan<ulong> data, int words)
    {
        ReadOnlySpan<ulong> first = data[..words];
        ReadOnlySpan<ulong> second = data.Slice(words, words);
        ReadOnlySpan<ulong> third = data.Slice(2 * words, words);
        uint a = register;
        uint b = 0;
        uint c = 0;
        for (int i = 0; i < first.Length; i++)
        {
            a = BitOperations.Crc32C(a, first[i]);
            b = BitOperations.Crc32C(b, second[i]);
            c = BitOperations.Crc32C(c, third[i]);
        }

        // The product of two reflected registers stands for 33 powers of x less than the move asks for: 1 by the reflection and 32 that the
        // instruction below adds while it reduces the product.
        ulong moved = Multiply(a, s_shifts[2 * words]) ^ Multiply(b, s_shifts[words]);
        return BitOperations.Crc32C(0, moved) ^ c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Multiply(uint register, uint shift) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar((ulong)register), Vector128.CreateScalar((ulong)shift), 0).ToScalar()
        : ArmAes.PolynomialMultiplyWideningLower(Vector64.CreateScalar((ulong)register), Vector64.CreateScalar((ulong)shift)).ToScalar();

    private static uint[] CreateShifts()
    {
        uint[] shifts = new uint[(2 * MaxWords) + 1];
        uint shift = 1; // x^31, reflected: the shift over one word
        for (int words = 1; words < shifts.Length; words++)
        {
            shifts[words] = shift;
            shift = BitOperations.Crc32C(shift, 0UL);
        }

        return shifts;
    }
}
