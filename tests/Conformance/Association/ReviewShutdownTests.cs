using System.Collections.Generic;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Requirement("9260-8.1-01")]
    [Requirement("9260-9.2-23")]
    public void What_went_unanswered_before_the_peers_SHUTDOWN_does_not_shorten_the_repetition_of_the_SHUTDOWN_ACK(bool again)
    {
        Script script = Script.Accepted(new SctpOptions { AssociationMaxRetrans = 2 });
        while (script.Association.GetStatus().ErrorCount < 2)
        {
            Assert.True(script.Association.RequestHeartbeat(Script.Peer, script.Now));
            script.Flush();
            script.WaitMilliseconds(5000);
        }

        Assert.True(script.Inject(new Shutdown(script.Tsn.Previous)).Single().Has<ShutdownAck>());
        Assert.Equal(0, script.Association.GetStatus().ErrorCount);
        if (again)
        {
            Assert.True(script.Wait(Duration.FromSeconds(5)).Single().Has<ShutdownAck>());
            Assert.Equal(1, script.Association.GetStatus().ErrorCount);
            Assert.True(script.Inject(new Shutdown(script.Tsn.Previous)).Single().Has<ShutdownAck>());
            Assert.Equal(0, script.Association.GetStatus().ErrorCount);
        }

        // However often the peer asks, the SHUTDOWN ACK is repeated no more than Association.Max.Retrans times.
        int left = again ? 1 : 2;
        List<SentPacket> sent = script.Wait(Duration.FromSeconds(200));
        Assert.Equal(left, sent.Count(p => p.Has<ShutdownAck>()));
        Assert.True(sent[^1].Has<Abort>());
        Assert.Equal(LossReason.PeerUnreachable, Assert.Single(script.Events, e => e.Kind == SctpEventKind.CommunicationLost).LossReason);
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
