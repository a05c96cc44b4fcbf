using System;

namespace Sctp.Sim.Engine;

/// <summary>
/// Distributions over random bits in whole numbers only: floating point and the logarithms of a library differ between machines, and a run must
/// be the same on all of them.
/// </summary>
public static class Distribution
{
    private const int CellBits = 10;
    private const int Cells = 1 << CellBits;
    private const int FractionBits = 32;

    // ln(2) in units of 2^-32.
    private const ulong NaturalLogarithmOf2 = 2_977_044_472;

    // -ln(1 - i / Cells) in units of 2^-32 for i < Cells.
    private static readonly ulong[] ExponentialCells = BuildExponentialCells();

    /// <summary>Whether something with a probability in millionths happens.</summary>
    public static bool Chance(ulong bits, int perMillion) => perMillion > 0 && Below(bits, 1_000_000) < (ulong)perMillion;

    /// <summary>A whole number less than <paramref name="limit"/>; 0 where the limit is 0.</summary>
    public static ulong Below(ulong bits, ulong limit) => Math.BigMul(bits, limit, out _);

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both included.</summary>
    public static long Between(ulong bits, long least, long most) => least + (long)Below(bits, (ulong)(most - least) + 1);

    /// <summary>A duration from zero to <paramref name="most"/>, both included.</summary>
    public static Duration UpTo(ulong bits, Duration most) => Duration.FromNanoseconds(Between(bits, 0, most.Nanoseconds));

    /// <summary>A duration with an exponential tail around a mean: by inverse table with linear interpolation; the last cell starts the table anew, so the tail goes on.</summary>
    public static Duration Exponential(ulong bits, Duration mean)
    {
        ulong scaled = 0;
        for (int used = 0; used < 50; used += CellBits)
        {
            int cell = (int)(bits >> (64 - CellBits));
            bits <<= CellBits;
            if (cell < Cells - 1)
            {
                ulong width = ExponentialCells[cell + 1] - ExponentialCells[cell];
                scaled += ExponentialCells[cell] + Math.BigMul(bits, width, out _);
                break;
            }

            scaled += ExponentialCells[Cells - 1];
        }

        UInt128 product = (UInt128)scaled * (ulong)mean.Nanoseconds;
        return Duration.FromNanoseconds((long)(ulong)(product >> FractionBits));
    }

    private static ulong[] BuildExponentialCells()
    {
        var cells = new ulong[Cells];
        for (int i = 1; i < Cells; i++)
        {
            // -ln(r / Cells) = (CellBits - log2(r)) * ln(2)
            ulong base2 = ((ulong)CellBits << FractionBits) - LogarithmBase2((ulong)(Cells - i));
            cells[i] = (ulong)(((UInt128)base2 * NaturalLogarithmOf2) >> FractionBits);
        }

        return cells;
    }

    // log2 of a whole number in units of 2^-32, one bit for each squaring.
    private static ulong LogarithmBase2(ulong value)
    {
        int whole = System.Numerics.BitOperations.Log2(value);
        ulong result = (ulong)whole << FractionBits;
        ulong mantissa = value << (62 - whole); // 1.0 is 2^62
        for (int bit = FractionBits - 1; bit >= 0; bit--)
        {
            UInt128 square = ((UInt128)mantissa * mantissa) >> 62;
            if (square >> 63 != 0)
            {
                result |= 1UL << bit;
                square >>= 1;
            }

            mantissa = (ulong)square;
        }

        return result;
    }
}
