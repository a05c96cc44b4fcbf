using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Sim;
using Sctp.Sim.Associations.Marks;
using Sctp.Sim.Network;
using Sctp.Wire.Forms;

namespace Sctp.Properties.BugClasses;

/// <summary>Bug classes that come with extensions, as far as they concern what there is.</summary>
public sealed class ExtensionBugClasses : BugClass
{
    /// <summary>B54: what the peer can is decided at two different times, from two different packets.</summary>
    [Fact]
    public void B54_The_cookie_alone_decides_what_was_agreed()
    {
        var script = new Script();
        script.Endpoint.Listen();
        InitAck first = script.Inject(0u, Script.NewInit() with { OutboundStreams = 3, InboundStreams = 4, AdvertisedWindow = 5_000 }).Single().Chunk<InitAck>();
        InitAck second = script.Inject(0u, Script.NewInit() with { OutboundStreams = 7, InboundStreams = 8, AdvertisedWindow = 9_000 }).Single().Chunk<InitAck>();
        Assert.Equal(0, script.Endpoint.AssociationCount);
        script.Learn(first.InitiateTag, first.InitialTsn);
        script.Inject(script.Tag, new CookieEcho(first.Parameters.OfType<StateCookie>().Single().Cookie));
        SctpAssociation association = script.Association = script.Endpoint.GetAssociation(0);
        Assert.Equal((4, 3, 5_000u), (association.OutboundStreams, association.InboundStreams, association.GetStatus().PeerReceiverWindow));
        Assert.NotEqual(first.InitiateTag, second.InitiateTag);
        AssertAlive(script);
    }

    /// <summary>B57: the path MTU changes in the middle of a message, and fragments or round-trip times go wrong.</summary>
    [Fact]
    public void B57_The_path_MTU_may_change_in_the_middle_of_a_message()
    {
        SideOptions side = Side(40, 60_000, Patient with { HeartbeatInterval = Duration.FromSeconds(2) });
        LinkOptions wide = new() { Delay = Duration.FromMilliseconds(15), BitsPerSecond = 4_000_000 };
        Scenario scenario = Over(wide, side) with
        {
            Faults =
            [
                new PathChange(Duration.FromMilliseconds(300), 0, wide with { Mtu = 900, Ptb = PtbMode.True }),
                new PathChange(Duration.FromMilliseconds(1_200), 0, wide),
                new PathChange(Duration.FromMilliseconds(1_500), 0, wide with { Mtu = 600, Ptb = PtbMode.True, LossPerMillion = 20_000 }),
            ],
        };
        SimulationReport report = AssertHolds(scenario, Mark.PathMtuLowered, Mark.MiddleFragment);
        Assert.True(report.Packets.DroppedTooBig > 0);
    }
}
