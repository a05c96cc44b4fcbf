using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>Graceful shutdown at the edges.</summary>
public class ReviewShutdownTests
{
    [Fact]
    [Requirement("9260-9.2-02")]
    [Requirement("9260-11.1.5-03")]
    public void A_shutdown_goes_on_when_its_last_message_expires_while_packets_are_fetched()
    {
        Script script = Script.Accepted(new SctpOptions { HeartbeatEnabled = false });
        script.Sack(0, window: 0);
        script.Send(1000, new SendOptions { Lifetime = Duration.FromMilliseconds(100) });
        script.Association.Shutdown(script.Now);
        Assert.Empty(script.Flush());
        Assert.Equal(AssociationState.ShutdownPending, script.Association.State);

        // The host hands in a packet and fetches packets after the message expired and before it runs the timers.
        Instant late = script.Now + Duration.FromMilliseconds(150);
        byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, script.Tag, [new Heartbeat([])]).ToArray();
        script.Endpoint.Receive(packet, new NetworkPath(Script.Peer, Script.Local), late);
        var buffer = new byte[2000];
        Assert.True(script.Endpoint.TryTransmit(buffer, late, out Transmit transmit));
        Assert.True(new SentPacket(late, transmit, buffer[..transmit.Length]).Has<Shutdown>());
        Assert.Equal(AssociationState.ShutdownSent, script.Association.State);
    }

    [Fact]
    [Requirement("9260-5.2.4-06")]
    [Requirement("9260-6.1-31")]
    public void A_restart_voids_the_shutdown_that_the_peer_had_begun()
    {
        Script script = Script.Accepted();
        script.Send(100);
        script.Inject(new Shutdown(script.Tsn.Previous));
        Assert.Equal(AssociationState.ShutdownReceived, script.Association.State);

        InitAck initAck = script.Inject(0, Script.NewInit(0x1111)).Single().Chunk<InitAck>();
        script.Inject(initAck.InitiateTag, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie));
        Assert.Equal(AssociationState.Established, script.Association.State);
        Assert.Equal(DataFlags.Whole, script.Send(100).Single().Chunk<Data>().Flags);
    }
}
