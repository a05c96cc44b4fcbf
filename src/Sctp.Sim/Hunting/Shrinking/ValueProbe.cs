using System;

namespace Sctp.Sim.Hunting;

/// <summary>Brings a number as near to its plain value as the failure allows: by steps that double, then by bisection.</summary>
public static class ValueProbe
{
    /// <summary>Finds a value between a plain one and a failing one that still fails.</summary>
    /// <param name="value">A value that fails.</param>
    /// <param name="plain">The value to come near to.</param>
    /// <param name="fails">Whether a value fails.</param>
    /// <returns>The nearest that was found: one that fails, and whose neighbour does not, where failing has one limit between the two.</returns>
    public static long TowardsPlain(long value, long plain, Func<long, bool> fails)
    {
        ArgumentNullException.ThrowIfNull(fails);
        if (value == plain || fails(plain))
        {
            return plain;
        }

        int sign = value > plain ? 1 : -1;
        ulong failing = Distance(value, plain);
        ulong passing = 0;
        for (ulong step = 1; step < failing; step = step > failing / 2 ? failing : step * 2)
        {
            if (fails(At(plain, sign, step)))
            {
                failing = step;
                break;
            }

            passing = step;
        }

        while (failing - passing > 1)
        {
            ulong middle = passing + ((failing - passing) / 2);
            if (fails(At(plain, sign, middle)))
            {
                failing = middle;
            }
            else
            {
                passing = middle;
            }
        }

        return At(plain, sign, failing);
    }

    private static ulong Distance(long a, long b) => a > b ? unchecked((ulong)a - (ulong)b) : unchecked((ulong)b - (ulong)a);

    private static long At(long plain, int sign, ulong distance) => sign > 0 ? unchecked(plain + (long)distance) : unchecked(plain - (long)distance);
}
