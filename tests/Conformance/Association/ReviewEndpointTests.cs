using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>Many associations of one endpoint.</summary>
public class ReviewEndpointTests
{
    [Fact]
    [Trait("Requirement", "9260-9.1-01")]
    public void Closing_an_endpoint_sends_an_ABORT_to_every_peer()
    {
        const int Count = 1000;
        var script = new Script();
        script.Endpoint.Listen();
        for (uint i = 0; i < Count; i++)
        {
            SctpAddress peer = SctpAddress.FromIPv4(0x0A000001 + i);
            InitAck initAck = script.InjectFrom(peer, 0, Script.NewInit()).Single().Chunk<InitAck>();
            script.InjectFrom(peer, initAck.InitiateTag, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie));
        }

        script.Endpoint.Close(script.Now);
        Assert.Equal(Count, script.Flush().Count(p => p.Has<Abort>()));
        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
    }
}
