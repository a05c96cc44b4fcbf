using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>Which packets are accepted at all.</summary>
public class ReviewVerificationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Requirement("9260-3.3.7-04")]
    [Requirement("9260-3.3.7-05")]
    [Requirement("9260-8.5-04")]
    public void What_follows_an_ABORT_is_ignored_even_if_the_ABORT_is_discarded(bool isReflected)
    {
        Script script = Script.Accepted();
        var malformed = new Abort([new MalformedCause([0, 12, 0, 3])]) { Flags = isReflected ? Abort.TagReflected : (byte)0 };
        Assert.Empty(script.Inject(isReflected ? Script.PeerTag : script.Tag, malformed, new Shutdown(script.Tsn.Previous)));
        Assert.Equal(AssociationState.Established, script.Association.State);
    }

    [Fact]
    [Requirement("9260-8.5.1-02")]
    [Requirement("9260-8.5.1-03")]
    public void A_packet_with_Verification_Tag_0_that_is_no_single_INIT_is_silently_discarded()
    {
        var script = new Script();
        script.Endpoint.Listen();
        Assert.Empty(script.Inject(0, Script.NewData(0)));
        Assert.Empty(script.Inject(0, new ShutdownAck()));
        Assert.Empty(script.Inject(0, new Heartbeat([]), Script.NewInit()));

        Script connecting = Script.Connecting();
        Assert.Empty(connecting.Inject(0, new ShutdownAck()));
        Assert.Single(connecting.Inject(1, new ShutdownAck()));
    }

    [Fact]
    [Requirement("9260-8.4-01")]
    public void An_INIT_to_a_multicast_address_is_silently_discarded()
    {
        var script = new Script();
        script.Endpoint.Listen();
        byte[] init = new SctpPacket(Script.PeerPort, Script.Port, 0, [Script.NewInit()]).ToArray();
        script.Endpoint.Receive(init, new NetworkPath(Script.Peer, SctpAddress.Parse("224.0.0.1")), script.Now);
        Assert.Empty(script.Flush());
        script.Endpoint.Receive(init, new NetworkPath(Script.Peer, Script.Local), script.Now);
        Assert.Single(script.Flush());
    }

    [Fact]
    [Requirement("9260-5.1.5-02")]
    [Requirement("9260-8.4-01")]
    public void A_COOKIE_ECHO_that_is_silently_discarded_is_counted()
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck initAck = script.Inject(0, Script.NewInit()).Single().Chunk<InitAck>();
        var echo = new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie);
        byte[] bytes = new SctpPacket(Script.PeerPort, Script.Port, initAck.InitiateTag, [echo]).ToArray();
        script.Endpoint.Receive(bytes, new NetworkPath(Script.Peer, SctpAddress.Parse("224.0.0.1")), script.Now);
        Assert.Empty(script.Flush());
        Assert.Equal(1, script.Endpoint.Statistics.Discards.Of(DiscardReason.OutOfTheBlue));

        Assert.Empty(script.Inject(initAck.InitiateTag + 1, echo));
        Assert.Equal(1, script.Endpoint.Statistics.Discards.Of(DiscardReason.Cookie));
        Assert.Equal(0, script.Endpoint.AssociationCount);
    }
}
