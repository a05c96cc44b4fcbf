using Sctp.Wire;

namespace Sctp.Conformance;

/// <summary>RFC 9260 section 1.6.</summary>
public sealed class SerialArithmeticTests
{
    [Fact]
    [Requirement("9260-1.6-01")]
    [Requirement("9260-1.6-04")]
    public void The_Tsn_after_the_last_is_0_and_the_one_before_0_is_the_last()
    {
        Assert.Equal(0u, new Tsn(0xFFFF_FFFF).Next.Value);
        Assert.Equal(0xFFFF_FFFFu, new Tsn(0).Previous.Value);
        Assert.Equal(1u, (new Tsn(0xFFFF_FFFE) + 3).Value);
        Assert.Equal(0xFFFF_FFFEu, (new Tsn(1) - 3).Value);
    }

    [Fact]
    [Requirement("9260-1.6-02")]
    public void Tsn_0_comes_after_the_last_Tsn()
    {
        Tsn last = new(0xFFFF_FFFF);
        Tsn zero = new(0);
        Assert.True(zero > last);
        Assert.True(last < zero);
        Assert.Equal(1, last.DistanceTo(zero));
        Assert.Equal(-1, zero.DistanceTo(last));
    }

    [Fact]
    [Requirement("9260-1.6-02")]
    public void A_Tsn_is_ahead_up_to_2_to_the_31_minus_1_and_behind_from_2_to_the_31_plus_1()
    {
        Tsn start = new(0xF000_0000);
        Assert.True(start < start + 0x7FFF_FFFFu);
        Assert.False(start < start + 0x8000_0000u);
        Assert.True(start > start + 0x8000_0001u);
    }

    [Fact]
    [Requirement("9260-1.6-05")]
    public void Ssn_0_comes_after_Ssn_65535()
    {
        Assert.Equal(0, new Ssn(65535).Next.Value);
        Assert.True(new Ssn(65535) < new Ssn(0));
        Assert.Equal(1, new Ssn(65535).DistanceTo(new Ssn(0)));
    }

    [Fact]
    public void Serial_numbers_print_as_decimals()
    {
        Assert.Equal("4294967295", new Tsn(uint.MaxValue).ToString());
        Assert.Equal("65535", new Ssn(ushort.MaxValue).ToString());
    }
}
