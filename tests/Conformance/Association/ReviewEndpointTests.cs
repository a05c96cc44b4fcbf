using System;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>Many associations of one endpoint.</summary>
public class ReviewEndpointTests
{
    [Fact]
    [Requirement("9260-9.1-01")]
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

    [Fact]
    [Requirement("9260-11.1.2-01")]
    public void A_passive_association_waits_until_its_peer_comes_or_it_ends()
    {
        var script = new Script();
        SctpAssociation first = script.Endpoint.ConnectPassive(Script.PeerPort, script.Now);
        Assert.Throws<InvalidOperationException>(() => script.Endpoint.ConnectPassive(Script.PeerPort, script.Now));
        Assert.Equal(SendResult.Closed, first.Send(0, [1], script.Now));
        first.Abort(script.Now);
        Assert.False(first.IsPassive);
        Assert.True(script.Inject(0, Script.NewInit()).Single().Has<Abort>());

        SctpAssociation second = script.Endpoint.ConnectPassive(Script.PeerPort, script.Now);
        InitAck initAck = script.Inject(0, Script.NewInit()).Single().Chunk<InitAck>();
        script.Inject(initAck.InitiateTag, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie));
        Assert.Equal(AssociationState.Established, second.State);
        Assert.False(second.IsPassive);
        Assert.True(script.Endpoint.ConnectPassive(Script.PeerPort, script.Now).IsPassive);
        Assert.Equal(2, script.Endpoint.AssociationCount);
    }
}
