using System.Numerics;
using FsCheck.Xunit;
using Sctp.Wire;

namespace Sctp.Properties;

/// <summary>Tsn and Ssn against the definitions of RFC 1982 in integers without a bound.</summary>
public sealed class SerialNumberProperties
{
    private static readonly BigInteger s_tsnModulus = BigInteger.One << 32;

    [Property(MaxTest = 1000)]
    [Requirement("9260-1.6-02")]
    public bool Tsn_order_is_that_of_RFC_1982(uint a, uint b) => TsnOrderFitsReference(a, b);

    [Property(MaxTest = 1000)]
    [Requirement("9260-1.6-02")]
    public bool Tsn_order_is_that_of_RFC_1982_near_zero_and_near_half_the_space(uint a, short offset) =>
        TsnOrderFitsReference(a, unchecked(a + (uint)offset)) && TsnOrderFitsReference(a, unchecked(a + 0x8000_0000 + (uint)offset));

    [Property(MaxTest = 1000)]
    public bool Tsns_half_the_space_apart_have_no_order(uint value)
    {
        Tsn a = new(value);
        Tsn b = a + 0x8000_0000u;
        return !(a < b) && !(b < a) && !(a <= b) && !(a >= b) && a != b && a.DistanceTo(b) == int.MinValue && b.DistanceTo(a) == int.MinValue;
    }

    [Property(MaxTest = 1000)]
    [Requirement("9260-1.6-01")]
    public bool Tsn_sums_and_differences_are_modulo_2_to_the_32(uint a, uint n, int m)
    {
        Tsn tsn = new(a);
        return (tsn + n).Value == Modulo(a + (BigInteger)n)
            && (tsn - n).Value == Modulo(a - (BigInteger)n)
            && (tsn + m).Value == Modulo(a + (BigInteger)m)
            && (tsn - m).Value == Modulo(a - (BigInteger)m)
            && tsn.Next.Value == Modulo(a + BigInteger.One)
            && tsn.Previous.Value == Modulo(a - BigInteger.One);
    }

    [Property(MaxTest = 1000)]
    public bool The_distance_leads_from_one_Tsn_to_the_other(uint a, uint b) => new Tsn(a) + new Tsn(a).DistanceTo(new Tsn(b)) == new Tsn(b);

    [Property(MaxTest = 1000)]
    public bool The_later_Tsn_is_the_maximum_and_the_earlier_the_minimum(uint value, int distance)
    {
        Tsn a = new(value);
        Tsn b = a + distance;
        return distance == int.MinValue
            || (distance >= 0
                ? Tsn.Max(a, b) == b && Tsn.Max(b, a) == b && Tsn.Min(a, b) == a && Tsn.Min(b, a) == a
                : Tsn.Max(a, b) == a && Tsn.Max(b, a) == a && Tsn.Min(a, b) == b && Tsn.Min(b, a) == b);
    }

    [Fact]
    [Requirement("9260-1.6-05")]
    public void Ssn_order_is_that_of_RFC_1982_for_every_distance()
    {
        foreach (ushort start in new ushort[] { 0, 1, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF })
        {
            for (int other = 0; other <= ushort.MaxValue; other++)
            {
                Ssn a = new(start);
                Ssn b = new((ushort)other);
                bool less = (start < other && other - start < 32768) || (start > other && start - other > 32768);
                bool greater = (other < start && start - other < 32768) || (other > start && other - start > 32768);
                if (a < b != less
                    || a > b != greater
                    || a <= b != (less || start == other)
                    || a >= b != (greater || start == other)
                    || (a == b) != (start == other)
                    || a + a.DistanceTo(b) != b
                    || b - a.DistanceTo(b) != a)
                {
                    Assert.Fail($"{a} and {b}");
                }
            }
        }
    }

    [Property(MaxTest = 1000)]
    [Requirement("9260-1.6-05")]
    public bool Ssn_sums_and_differences_are_modulo_2_to_the_16(ushort a, ushort n) =>
        (new Ssn(a) + n).Value == (a + n) % 65536
        && (new Ssn(a) - n).Value == (a - n + 65536) % 65536
        && new Ssn(a).Next.Value == (a + 1) % 65536
        && new Ssn(a).Previous.Value == (a + 65535) % 65536;

    private static bool TsnOrderFitsReference(uint a, uint b)
    {
        Tsn x = new(a);
        Tsn y = new(b);
        bool less = IsLess(a, b);
        bool greater = IsLess(b, a);
        return (x < y) == less
            && (x > y) == greater
            && (x <= y) == (less || a == b)
            && (x >= y) == (greater || a == b)
            && (x == y) == (a == b)
            && (x != y) == (a != b);
    }

    /// <summary>RFC 1982 section 3.2, word by word.</summary>
    private static bool IsLess(BigInteger i1, BigInteger i2)
    {
        BigInteger half = BigInteger.One << 31;
        return (i1 < i2 && i2 - i1 < half) || (i1 > i2 && i1 - i2 > half);
    }

    private static uint Modulo(BigInteger value) => (uint)(((value % s_tsnModulus) + s_tsnModulus) % s_tsnModulus);
}
