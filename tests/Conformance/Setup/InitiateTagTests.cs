using Sctp.Setup;
using Sctp.Wire;

namespace Sctp.Conformance.Setup;

public class InitiateTagTests
{
    [Fact]
    [Requirement("9260-5.1-02")]
    [Requirement("9260-5.3.1-01")]
    [Requirement("9260-3.3.3-06")]
    public void A_drawn_zero_is_drawn_again() =>
        Assert.Equal(0x0809_0A0Bu, InitiateTag.Draw(new CountingEntropy(0, 0, 0, 0, 0, 0, 0, 0)));

    [Fact]
    [Requirement("9260-5.3.1-03")]
    [Requirement("9260-5.2.2-08")]
    public void A_new_tag_differs_from_the_one_it_replaces() =>
        Assert.Equal(0x0405_0607u, InitiateTag.Draw(new CountingEntropy(1, 2, 3, 4), 0x0102_0304));

    [Fact]
    [Requirement("9260-5.2.2-13")]
    public void A_Tie_Tag_is_neither_zero_nor_a_real_tag() =>
        Assert.Equal(0x0C0D_0E0Fu, InitiateTag.DrawTieTag(new CountingEntropy(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2), 1, 2));

    [Fact]
    public void A_source_that_yields_nothing_but_zeros_still_gives_a_tag()
    {
        var zeros = new CountingEntropy(new byte[1000]);
        Assert.Equal(1u, InitiateTag.Draw(zeros));
        Assert.Equal(3u, InitiateTag.DrawTieTag(zeros, 1, 2));
    }

    [Fact]
    [Requirement("9260-3.3.2-25")]
    [Requirement("9260-3.3.3-25")]
    public void An_Initial_TSN_is_what_was_drawn_zero_included()
    {
        Assert.Equal(new Tsn(0), InitiateTag.DrawInitialTsn(new CountingEntropy(0, 0, 0, 0)));
        Assert.Equal(new Tsn(0xFFFF_FFFE), InitiateTag.DrawInitialTsn(new CountingEntropy(0xFF, 0xFF, 0xFF, 0xFE)));
    }
}
