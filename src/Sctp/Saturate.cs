namespace Sctp;

/// <summary>Arithmetic on 64-bit times that stops at the ends of the range, so that no input makes a deadline wrap into the past.</summary>
internal static class Saturate
{
    public static long Add(long a, long b)
    {
        long sum = unchecked(a + b);
        if (((a ^ sum) & (b ^ sum)) < 0)
        {
            return a < 0 ? long.MinValue : long.MaxValue;
        }

        return sum;
    }

    public static long Subtract(long a, long b)
    {
        long difference = unchecked(a - b);
        if (((a ^ b) & (a ^ difference)) < 0)
        {
            return a < 0 ? long.MinValue : long.MaxValue;
        }

        return difference;
    }

    public static long Multiply(long a, long b)
    {
        System.Int128 product = (System.Int128)a * b;
        if (product > long.MaxValue)
        {
            return long.MaxValue;
        }

        return product < long.MinValue ? long.MinValue : (long)product;
    }
}
