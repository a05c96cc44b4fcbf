using Sctp.Wire;

namespace Sctp.Conformance;

/// <summary>What the two highest bits of unrecognized types ask for: RFC 9260 sections 3.2 and 3.2.1.</summary>
public sealed class UnrecognizedActionTests
{
    [Theory]
    [Requirement("9260-3.2-01")]
    [Requirement("9260-3.2-02")]
    [Requirement("9260-3.2-03")]
    [Requirement("9260-3.2-04")]
    [InlineData(0x00, false, false)]
    [InlineData(0x40, false, true)]
    [InlineData(0x80, true, false)]
    [InlineData(0xC0, true, true)]
    public void Each_of_the_64_chunk_types_with_these_high_bits_has_the_action(int first, bool continues, bool isReported)
    {
        for (int type = first; type < first + 0x40; type++)
        {
            Assert.Equal(continues, UnrecognizedAction.ContinuesProcessing((byte)type));
            Assert.Equal(isReported, UnrecognizedAction.IsReported((byte)type));
            Assert.Equal(continues, UnrecognizedAction.ContinuesProcessing((ChunkType)type));
            Assert.Equal(isReported, UnrecognizedAction.IsReported((ChunkType)type));
        }
    }

    [Theory]
    [Requirement("9260-3.2.1-05")]
    [Requirement("9260-3.2.1-06")]
    [Requirement("9260-3.2.1-07")]
    [Requirement("9260-3.2.1-08")]
    [InlineData(0x0000, false, false)]
    [InlineData(0x4000, false, true)]
    [InlineData(0x8000, true, false)]
    [InlineData(0xC000, true, true)]
    public void Each_of_the_16384_parameter_types_with_these_high_bits_has_the_action(int first, bool continues, bool isReported)
    {
        for (int type = first; type < first + 0x4000; type++)
        {
            Assert.Equal(continues, UnrecognizedAction.ContinuesProcessing((ushort)type));
            Assert.Equal(isReported, UnrecognizedAction.IsReported((ushort)type));
        }
    }
}
