using Sctp.Setup;

namespace Sctp.Conformance.Setup;

public class StreamNegotiationTests
{
    [Theory]
    [InlineData(100, 2048, 100, 10, 10, 100)]
    [InlineData(10, 5, 100, 65535, 10, 5)]
    [InlineData(65535, 65535, 65535, 65535, 65535, 65535)]
    [InlineData(1, 1, 1, 1, 1, 1)]
    [Requirement("9260-5.1.1-02")]
    [Requirement("9260-5.1.1-03")]
    [Requirement("9260-3.3.3-17")]
    public void Each_direction_has_what_its_sender_asks_for_and_its_receiver_accepts(
        int ownOutbound, int ownMaxInbound, int peerOutbound, int peerMaxInbound, int outbound, int inbound)
    {
        StreamNegotiation streams = StreamNegotiation.Of(ownOutbound, ownMaxInbound, (ushort)peerOutbound, (ushort)peerMaxInbound);
        Assert.Equal(outbound, streams.Outbound);
        Assert.Equal(inbound, streams.Inbound);
    }
}
