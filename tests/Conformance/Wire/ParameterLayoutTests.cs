using System;
using System.Linq;
using Sctp.Wire;

namespace Sctp.Conformance;

/// <summary>The bytes of parameters as written: RFC 9260 sections 3.2, 3.2.1 and 3.3.2.1.</summary>
public sealed class ParameterLayoutTests
{
    [Fact]
    [Requirement("9260-3.2-08")]
    [Requirement("9260-3.2.1-01")]
    [Requirement("9260-3.2.1-02")]
    [Requirement("9260-3.2.1-03")]
    public void The_padding_of_every_parameter_but_the_last_is_written_and_counted()
    {
        byte[] buffer = Enumerable.Repeat((byte)0xFF, 64).ToArray();
        TlvWriter writer = new(buffer);
        Assert.True(writer.TryAdd(ParameterType.StateCookie, [1, 2, 3, 4, 5]));
        Assert.Equal(9, writer.Length);
        Assert.True(writer.TryAdd(0x8001, [6, 7]));
        Assert.Equal(18, writer.Length);
        Assert.Equal("000700090102030405000000" + "800100060607", Convert.ToHexStringLower(writer.Written));
        Assert.Equal(0xFF, buffer[18]);
    }

    [Fact]
    public void A_parameter_that_does_not_fit_changes_nothing()
    {
        byte[] buffer = Enumerable.Repeat((byte)0xFF, 11).ToArray();
        TlvWriter writer = new(buffer);
        Assert.True(writer.TryAdd(ParameterType.StateCookie, [1]));
        Assert.False(writer.TryAdd(0x8001, []));
        Assert.False(writer.TryAddRaw([1, 2, 3, 4]));
        Assert.False(writer.TryAddAddress(SctpAddress.FromIPv4(1)));
        Assert.Equal(5, writer.Length);
        Assert.Equal("0007000501ffffffffffff", Convert.ToHexStringLower(buffer));
        TlvWriter large = new(new byte[70000]);
        Assert.False(large.TryAdd(0x8001, new byte[65532]));
        Assert.True(large.TryAdd(0x8001, new byte[65531]));
    }

    [Fact]
    [Requirement("9260-3.3.2.1.2-01")]
    [Requirement("9260-3.3.2.1.2-02")]
    public void An_IPv4_address_is_written_as_one_also_when_it_came_as_an_IPv4_mapped_IPv6_address()
    {
        TlvWriter writer = new(new byte[64]);
        Assert.True(writer.TryAddAddress(SctpAddress.Parse("192.0.2.1")));
        Assert.True(writer.TryAddAddress(SctpAddress.Parse("::ffff:192.0.2.1")));
        Assert.True(writer.TryAddAddress(SctpAddress.Parse("2001:db8::1")));
        Assert.False(writer.TryAddAddress(SctpAddress.FromHandle(7)));
        Assert.False(writer.TryAddAddress(SctpAddress.None));
        Assert.Equal(
            "00050008c0000201" + "00050008c0000201" + "0006001420010db8000000000000000000000001", Convert.ToHexStringLower(writer.Written));
    }
}
