using Sctp.Setup;
using Sctp.Wire;

namespace Sctp.Conformance.Setup;

public class InitValidationTests
{
    private static readonly SctpAddress Source = SctpAddress.Parse("192.0.2.1");
    private static readonly byte[] Cookie = InitParametersTests.Parameter(7, 1, 2, 3, 4);
    private static readonly byte[] HostName = InitParametersTests.Parameter(11, (byte)'h', 0);
    private static readonly byte[] Malformed = [0, 5, 0, 99];

    private readonly InitParameters _parameters = new(16);

    private (string Verdict, byte[] Cause) Judge(ChunkType type, uint tag, uint window, ushort outbound, ushort inbound, params byte[] parameters)
    {
        byte[] bytes = new byte[InitChunk.FixedLength + parameters.Length];
        InitChunk.WriteHeader(bytes, type, bytes.Length, tag, window, outbound, inbound, new Tsn(1));
        parameters.CopyTo(bytes, InitChunk.FixedLength);
        Assert.True(InitChunk.TryRead(new ChunkView(bytes), out InitChunk init));
        _parameters.Read(type, init.Parameters, Source, AddressFamilies.Both);
        InitVerdict verdict = type == ChunkType.Init ? InitValidation.OfInit(init, _parameters) : InitValidation.OfInitAck(init, _parameters);
        byte[] buffer = new byte[64];
        var causes = new TlvWriter(buffer);
        InitValidation.AddCause(verdict, _parameters, init.Parameters, ref causes);
        return (verdict.ToString(), causes.Written.ToArray());
    }

    [Fact]
    [Requirement("9260-3.3.2-10")]
    public void An_INIT_with_tag_0_is_silently_discarded_whatever_else_it_holds()
    {
        Assert.Equal(("DiscardSilently", 0), Outcome(Judge(ChunkType.Init, 0, 1500, 1, 1)));
        Assert.Equal(("DiscardSilently", 0), Outcome(Judge(ChunkType.Init, 0, 0, 0, 0, HostName)));
    }

    [Theory]
    [InlineData(1499u, 1, 1)]
    [InlineData(0u, 1, 1)]
    [InlineData(1500u, 0, 1)]
    [InlineData(1500u, 1, 0)]
    [Requirement("9260-3.3.2-12")]
    [Requirement("9260-3.3.2-13")]
    [Requirement("9260-3.3.2-18")]
    [Requirement("9260-3.3.2-19")]
    [Requirement("9260-3.3.2-22")]
    [Requirement("9260-3.3.2-23")]
    [Requirement("9260-3.3.10.7-01")]
    [Requirement("9260-3.2.2-02")]
    public void An_INIT_with_a_field_too_small_is_refused_with_cause_7_alone(uint window, int outbound, int inbound)
    {
        (string verdict, byte[] cause) = Judge(
            ChunkType.Init, 1, window, (ushort)outbound, (ushort)inbound, InitParametersTests.Parameter(0xC0FF, 1));
        Assert.Equal("AbortInvalidMandatoryParameter", verdict);
        Assert.Equal([0, 7, 0, 4], cause);
    }

    [Fact]
    [Requirement("9260-3.3.2-03")]
    [Requirement("9260-3.3.2-04")]
    [Requirement("9260-3.3.3-02")]
    [Requirement("9260-5.1.2-02")]
    [Requirement("9260-3.3.10.5-01")]
    public void A_Host_Name_Address_is_refused_with_cause_5_and_the_parameter()
    {
        foreach (ChunkType type in new[] { ChunkType.Init, ChunkType.InitAck })
        {
            (string verdict, byte[] cause) = Judge(type, 1, 1500, 1, 1, [.. Cookie, .. HostName]);
            Assert.Equal("AbortUnresolvableAddress", verdict);
            Assert.Equal([0, 5, 0, 10, .. HostName[..6]], cause);
        }
    }

    [Fact]
    [Requirement("9260-3.3.2-04")]
    public void A_Host_Name_Address_too_long_for_the_ABORT_is_left_out() =>
        Assert.Equal(("AbortUnresolvableAddress", 0), Outcome(Judge(ChunkType.Init, 1, 1500, 1, 1, InitParametersTests.Parameter(11, new byte[100]))));

    [Fact]
    public void Malformed_parameters_are_a_protocol_violation()
    {
        (string verdict, byte[] cause) = Judge(ChunkType.Init, 1, 1500, 1, 1, Malformed);
        Assert.Equal("AbortProtocolViolation", verdict);
        Assert.Equal([0, 13, 0, 20, .. "parameter length"u8], cause);
        Assert.Equal("AbortProtocolViolation", Judge(ChunkType.InitAck, 1, 1500, 1, 1, Malformed).Verdict);
    }

    [Fact]
    [Requirement("9260-3.3.2-05")]
    [Requirement("9260-3.3.3-27")]
    public void What_holds_everything_mandatory_is_accepted()
    {
        Assert.Equal(("Accept", 0), Outcome(Judge(ChunkType.Init, 1, 1500, 1, 1, Cookie)));
        Assert.Equal(("Accept", 0), Outcome(Judge(ChunkType.InitAck, uint.MaxValue, uint.MaxValue, ushort.MaxValue, ushort.MaxValue, Cookie)));
    }

    [Fact]
    [Requirement("9260-3.3.3-07")]
    [Requirement("9260-3.3.3-08")]
    public void An_INIT_ACK_with_tag_0_is_refused_without_a_tag() =>
        Assert.Equal(("AbortWithoutTag", 4), Outcome(Judge(ChunkType.InitAck, 0, 1500, 1, 1, Cookie)));

    [Theory]
    [InlineData(1499u, 1, 1)]
    [InlineData(1500u, 0, 1)]
    [InlineData(1500u, 1, 0)]
    [Requirement("9260-3.3.3-11")]
    [Requirement("9260-3.3.3-18")]
    [Requirement("9260-3.3.3-22")]
    public void An_INIT_ACK_with_a_field_too_small_is_refused(uint window, int outbound, int inbound) => Assert.Equal(
        ("AbortInvalidMandatoryParameter", 4),
        Outcome(Judge(ChunkType.InitAck, 1, window, (ushort)outbound, (ushort)inbound, Cookie)));

    [Fact]
    [Requirement("9260-3.3.3-32")]
    [Requirement("9260-3.3.10.2-01")]
    public void An_INIT_ACK_without_a_State_Cookie_is_refused_with_cause_2_listing_type_7()
    {
        (string verdict, byte[] cause) = Judge(ChunkType.InitAck, 1, 1500, 1, 1);
        Assert.Equal("AbortMissingStateCookie", verdict);
        Assert.Equal([0, 2, 0, 10, 0, 0, 0, 1, 0, 7], cause);
    }

    private static (string Verdict, int CauseLength) Outcome((string Verdict, byte[] Cause) judged) => (judged.Verdict, judged.Cause.Length);
}
