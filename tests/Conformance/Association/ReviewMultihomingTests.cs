using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>Several addresses of the peer at the edges.</summary>
public class ReviewMultihomingTests
{
    private static IPv4Address Listed(SctpAddress address) => new(new ByteString(address.ToIPAddress().GetAddressBytes()));

    [Fact]
    [Requirement("9260-8.3-13")]
    public void A_reply_that_no_longer_fits_its_path_does_not_hold_up_data_to_another()
    {
        Script script = Script.Accepted(initParameters: [Listed(Script.Peer2)]);
        var heartbeat = new Heartbeat([new HeartbeatInfo(new ByteString(new byte[1200]))]);
        byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, script.Tag, [heartbeat]).ToArray();
        script.Endpoint.Receive(packet, new NetworkPath(Script.Peer2, Script.Local), script.Now);
        script.Association.SetPathMtu(Script.Peer2, 512, script.Now);
        SentPacket sent = script.Send(100).Single();
        Assert.True(sent.Has<Data>());
        Assert.Equal(Script.Peer, sent.Transmit.Remote);
    }

    [Fact]
    [Requirement("9260-5.1.2-06")]
    [Requirement("9260-5.2.4-06")]
    [Requirement("9260-5.2.4-09")]
    public void A_restart_forgets_the_addresses_that_the_peer_no_longer_has()
    {
        Script script = Script.Accepted(initParameters: [Listed(Script.Peer2)]);
        script.Association.SetPathMaxRetrans(Script.Peer, 2);
        script.InjectFrom(Script.Peer2, script.Tag, Script.NewData(0)); // SACKs go to the second path.
        Assert.Equal(2, script.Association.PathCount);

        Assert.True(Open(script, Script.Peer, 0x1111).Has<CookieAck>());
        Assert.True(script.Saw(SctpEventKind.Restarted));
        Assert.Equal(1, script.Association.PathCount);
        Assert.Equal(2, script.Association.GetPath(0).PathMaxRetrans);
        Assert.Equal(PathState.Active, script.Association.GetPath(0).State);
        Assert.NotNull(script.Read()); // May ask for a SACK.
        Assert.All(script.Wait(Duration.FromSeconds(100)), p => Assert.Equal(Script.Peer, p.Transmit.Remote));

        // The address is free for another peer.
        Assert.True(Open(script, Script.Peer2, 0x2222).Has<CookieAck>());
        Assert.Equal(2, script.Endpoint.AssociationCount);
    }

    private static SentPacket Open(Script script, SctpAddress from, uint tag)
    {
        InitAck initAck = script.InjectFrom(from, 0, Script.NewInit(tag)).Single().Chunk<InitAck>();
        return script.InjectFrom(from, initAck.InitiateTag, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie)).First();
    }

    [Fact]
    [Requirement("9260-6.4-02")]
    [Requirement("9260-5.2.4-20")]
    public void A_COOKIE_ACK_goes_to_the_UDP_port_that_the_COOKIE_ECHO_came_from()
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck initAck = script.InjectFrom(Script.Peer.WithUdpPort(1000), 0, Script.NewInit()).Single().Chunk<InitAck>();
        var echo = new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie);
        Assert.Equal(Script.Peer.WithUdpPort(1000), script.InjectFrom(Script.Peer.WithUdpPort(1000), initAck.InitiateTag, echo).Single().Transmit.Remote);
        SentPacket again = script.InjectFrom(Script.Peer.WithUdpPort(2000), initAck.InitiateTag, echo).Single();
        Assert.True(again.Has<CookieAck>());
        Assert.Equal(Script.Peer.WithUdpPort(2000), again.Transmit.Remote);
    }
}
