using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>Parameters that are changed while an association lives.</summary>
public class ReviewOptionsTests
{
    private static IPv4Address Listed(SctpAddress address) => new(new ByteString(address.ToIPAddress().GetAddressBytes()));

    [Fact]
    [Requirement("9260-11.1.9-01")]
    [Requirement("9260-8.3-05")]
    public void Another_heartbeat_interval_leaves_the_heartbeat_of_an_address_switched_off()
    {
        Script script = Script.Accepted();
        script.Association.SetHeartbeat(Script.Peer, enabled: false, script.Now);
        script.Association.SetHeartbeatInterval(Duration.FromSeconds(5), script.Now);
        Assert.False(script.Association.GetPath(0).HeartbeatEnabled);
        Assert.Empty(script.Wait(Duration.FromSeconds(60)));

        script.Association.SetHeartbeat(Script.Peer, enabled: true, script.Now);
        Assert.True(script.Wait(Duration.FromSeconds(10)).First().Has<Heartbeat>());
    }

    [Fact]
    [Requirement("9260-5.1.6-02")]
    [Requirement("9260-11.1.13-01")]
    public void An_INIT_that_is_sent_again_announces_what_the_first_did()
    {
        SctpAddress[] local = [Script.Local, SctpAddress.Parse("192.0.2.101")];
        var script = new Script(new SctpOptions { LocalAddresses = local });
        SctpAssociation association = script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now);
        Init first = script.Flush().Single().Chunk<Init>();
        association.SetOptions(new SctpOptions { OutboundStreams = 3, MaxInboundStreams = 3 }, script.Now);
        Assert.Equal(first, script.WaitMilliseconds(1000).Single().Chunk<Init>());
    }

    [Fact]
    [Requirement("9260-11.1.6-01")]
    [Requirement("9260-11.1.9-01")]
    [Requirement("9260-11.1.12-01")]
    [Requirement("9260-11.1.13-01")]
    public void What_was_set_before_the_association_is_up_holds_afterwards()
    {
        Script script = Script.Connecting(null, null, Script.Peer, Script.Peer2);
        script.Association.SetOptions(new SctpOptions { RtoInitial = Duration.FromSeconds(3) }, script.Now);
        script.Association.SetPrimaryPath(Script.Peer2, script.Now);
        script.Association.SetPathMaxRetrans(Script.Peer2, 2);
        script.Association.SetHeartbeat(Script.Peer2, enabled: false, script.Now);
        script.Association.SetPathMtu(Script.Peer2, 600, script.Now);
        script.InjectInitAck(more: [Listed(Script.Peer2)]);
        script.Inject(new CookieAck());

        PathStatus status = script.Association.GetPath(1);
        Assert.Equal(Script.Peer2, status.Address);
        Assert.True(status.IsPrimary);
        Assert.Equal(2, status.PathMaxRetrans);
        Assert.False(status.HeartbeatEnabled);
        Assert.Equal(600, status.PathMtu);
        Assert.Equal(Duration.FromSeconds(3), status.RetransmissionTimeout);
        Assert.Equal(5, script.Association.GetPath(0).PathMaxRetrans);
        Assert.Equal(600 - 12 - 16, script.Association.GetStatus().FragmentationPoint);
    }
}
