using System.Collections.Generic;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Snapshots;

/// <summary>Sections 6.4 and 8: several addresses, heartbeats, failure.</summary>
public class PathSnapshots
{
    private static readonly SctpOptions Quick = new() { RtoMax = Duration.FromSeconds(2), PathMaxRetrans = 1, HeartbeatInterval = Duration.FromSeconds(5) };

    [Fact]
    public void HEARTBEAT_of_the_peer_is_answered()
    {
        var exchange = Exchange.Up();
        exchange.Inject(new Heartbeat(ValueList.Create<SctpParameter>([new HeartbeatInfo(new ByteString([1, 2, 3, 4, 5]))])));
        exchange.Approve();
    }

    [Fact]
    public void HEARTBEAT_on_an_idle_path()
    {
        var exchange = Exchange.Up(new SctpOptions { HeartbeatInterval = Duration.FromSeconds(5) });
        for (int i = 0; i < 2; i++)
        {
            List<SentPacket> beat;
            do
            {
                beat = exchange.Wait(100);
            }
            while (beat.Count == 0);
            exchange.AnswerHeartbeats(beat);
        }

        exchange.Approve();
    }

    [Fact]
    public void Failover_to_the_second_path_and_return()
    {
        var exchange = Exchange.Up(Quick, peers: [Script.Peer, Script.Peer2]);
        exchange.Call("sethb(off) for both", script =>
        {
            script.Association.SetHeartbeat(Script.Peer, false, script.Now);
            script.Association.SetHeartbeat(Script.Peer2, false, script.Now);
        });
        exchange.Send(1000);
        exchange.Comment("nothing comes back from the first path; what timed out goes to the second");
        exchange.Wait(1000);
        exchange.InjectFrom(Script.Peer2, 1, new Sack(exchange.Script.Tsn, 100_000, default, default));
        exchange.Comment("one more failure makes the first path inactive, and new data goes to the second");
        exchange.Send(1000);
        exchange.Wait(2000);
        exchange.InjectFrom(Script.Peer2, 1, new Sack(exchange.Script.Tsn + 1, 100_000, default, default));
        exchange.Send(1000);
        exchange.InjectFrom(Script.Peer2, 1, new Sack(exchange.Script.Tsn + 2, 100_000, default, default));
        exchange.Comment("the user asks; the first path answers and is the primary again");
        exchange.AnswerHeartbeats(exchange.Call("heartbeat(192.0.2.1)", script => script.Association.RequestHeartbeat(Script.Peer, script.Now)));
        exchange.Send(1000);
        exchange.Approve();
    }

    [Fact]
    public void A_peer_that_is_gone()
    {
        var exchange = Exchange.Up(new SctpOptions { RtoMax = Duration.FromSeconds(4), AssociationMaxRetrans = 3, HeartbeatEnabled = false });
        exchange.Send(100);
        exchange.Wait(60_000);
        exchange.Approve();
    }

    [Fact]
    public void Fast_retransmit_stays_on_its_path_and_T3_does_not()
    {
        var exchange = Exchange.Up(peers: [Script.Peer, Script.Peer2]);
        exchange.SendMany(4, 1000);
        exchange.Wait(10);
        for (int i = 2; i <= 4; i++)
        {
            exchange.Sack(0, 100_000, new GapAckBlock(2, (ushort)i));
        }

        exchange.Comment("the fast retransmit is lost as well");
        exchange.Wait(1500);
        exchange.InjectFrom(Script.Peer2, 1, new Sack(exchange.Script.Tsn + 3, 100_000, default, default));
        exchange.Approve();
    }

    [Fact]
    public void SACK_goes_to_where_the_DATA_came_from()
    {
        var exchange = Exchange.Up(peers: [Script.Peer, Script.Peer2]);
        exchange.InjectFrom(Script.Peer2, 1, Script.NewData(0));
        exchange.InjectFrom(Script.Peer, 1, Script.NewData(1, ssn: 1));
        exchange.InjectFrom(Script.Peer2, 1, Script.NewData(2, ssn: 2));
        exchange.Approve();
    }
}
