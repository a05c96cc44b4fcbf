using Sctp.Cli.Transfer;

namespace Sctp.Conformance.Cli;

/// <summary>The comparison that the interoperation tests rest on finds every kind of difference.</summary>
public sealed class EchoVerifierTests
{
    [Fact]
    public void What_comes_back_whole_or_in_parts_is_equal()
    {
        EchoVerifier verifier = Expecting();

        Assert.Null(verifier.Check(1, 5, [4, 5], isEnd: true));
        Assert.Null(verifier.Check(0, 5, [1], isEnd: false));
        Assert.Equal(1, verifier.Pending);
        Assert.Null(verifier.Check(0, 5, [2, 3], isEnd: true));
        Assert.Equal(0, verifier.Pending);
    }

    [Fact]
    public void Every_difference_is_told()
    {
        Assert.Contains("differs at byte 2", Expecting().Check(0, 5, [1, 2, 9], isEnd: true), System.StringComparison.Ordinal);
        Assert.Contains("came back with 2", Expecting().Check(0, 5, [1, 2], isEnd: true), System.StringComparison.Ordinal);
        Assert.Contains("came back with 4", Expecting().Check(0, 5, [1, 2, 3, 4], isEnd: false), System.StringComparison.Ordinal);
        Assert.Contains("payload protocol identifier", Expecting().Check(0, 6, [1, 2, 3], isEnd: true), System.StringComparison.Ordinal);
        Assert.Contains("not sent there", Expecting().Check(2, 5, [1], isEnd: true), System.StringComparison.Ordinal);
    }

    private static EchoVerifier Expecting()
    {
        EchoVerifier verifier = new(streams: 2, payloadProtocolId: 5);
        verifier.Expect(0, [1, 2, 3], index: 0);
        verifier.Expect(1, [4, 5], index: 1);
        return verifier;
    }
}
