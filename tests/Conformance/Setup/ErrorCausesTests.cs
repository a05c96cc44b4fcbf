using Sctp.Wire;

namespace Sctp.Conformance.Setup;

public class ErrorCausesTests
{
    private delegate bool Add(ref TlvWriter causes);

    private static byte[] Written(Add add, int room = 64)
    {
        var writer = new TlvWriter(new byte[room]);
        Assert.True(add(ref writer));
        return writer.Written.ToArray();
    }

    private static bool Fits(Add add, int room)
    {
        var writer = new TlvWriter(new byte[room]);
        bool added = add(ref writer);
        Assert.Equal(added, writer.Length != 0);
        return added;
    }

    [Fact]
    [Requirement("9260-3.3.10.2-01")]
    public void Cause_2_holds_the_number_and_types_of_what_is_missing() =>
        Assert.Equal([0, 2, 0, 10, 0, 0, 0, 1, 0, 7], Written((ref c) => ErrorCauses.TryAddMissingMandatoryParameter(ref c, ParameterType.StateCookie)));

    [Theory]
    [InlineData(1_000_000L, 0x000F4240u)]
    [InlineData(0L, 0u)]
    [InlineData(-1L, 0u)]
    [InlineData(uint.MaxValue + 1L, uint.MaxValue)]
    [Requirement("9260-3.3.10.3-01")]
    public void Cause_3_holds_the_staleness_in_microseconds(long microseconds, uint expected) => Assert.Equal(
        [0, 3, 0, 8, (byte)(expected >> 24), (byte)(expected >> 16), (byte)(expected >> 8), (byte)expected],
        Written((ref c) => ErrorCauses.TryAddStaleCookie(ref c, Duration.FromMicroseconds(microseconds))));

    [Fact]
    [Requirement("9260-3.3.10.4-01")]
    [Requirement("9260-3.3.10.7-01")]
    public void Causes_4_and_7_are_a_header()
    {
        Assert.Equal([0, 4, 0, 4], Written(ErrorCauses.TryAddOutOfResource));
        Assert.Equal([0, 7, 0, 4], Written(ErrorCauses.TryAddInvalidMandatoryParameter));
    }

    [Fact]
    [Requirement("9260-3.3.10.5-01")]
    [Requirement("9260-3.3.10.11-01")]
    public void Causes_5_and_11_hold_whole_parameters_or_are_not_there()
    {
        byte[] parameters = [0xC0, 0, 0, 4, 0xC0, 1, 0, 5, 9];
        Assert.Equal([0, 5, 0, 13, .. parameters], Written((ref c) => ErrorCauses.TryAddUnresolvableAddress(ref c, parameters)));
        Assert.Equal([0, 11, 0, 13, .. parameters], Written((ref c) => ErrorCauses.TryAddRestartWithNewAddresses(ref c, parameters)));
        Assert.False(Fits((ref c) => ErrorCauses.TryAddRestartWithNewAddresses(ref c, parameters), room: 12));
    }

    [Fact]
    [Requirement("9260-3.3.10.13-01")]
    [Requirement("9260-3.3.10.13-02")]
    public void Cause_13_holds_as_much_of_the_text_as_fits()
    {
        Assert.Equal([0, 13, 0, 5, (byte)'n'], Written((ref c) => ErrorCauses.TryAddProtocolViolation(ref c, "no"u8), room: 5));
        Assert.Equal([0, 13, 0, 4], Written((ref c) => ErrorCauses.TryAddProtocolViolation(ref c, [])));
        Assert.Equal([0, 13, 0, 6, (byte)'n', (byte)'o'], Written((ref c) => ErrorCauses.TryAddProtocolViolation(ref c, "no"u8)));
        Assert.False(Fits((ref c) => ErrorCauses.TryAddProtocolViolation(ref c, "no"u8), room: 3));
    }

    [Fact]
    [Requirement("9260-3.3.10-02")]
    public void Several_causes_follow_one_another_with_padding_between()
    {
        byte[] written = Written((ref c) => ErrorCauses.TryAddProtocolViolation(ref c, "abc"u8) && ErrorCauses.TryAddOutOfResource(ref c));
        Assert.Equal([0, 13, 0, 7, (byte)'a', (byte)'b', (byte)'c', 0, 0, 4, 0, 4], written);
        Assert.Equal(65_535, Written((ref c) => ErrorCauses.TryAddProtocolViolation(ref c, new byte[70_000]), room: 80_000).Length);
    }
}
