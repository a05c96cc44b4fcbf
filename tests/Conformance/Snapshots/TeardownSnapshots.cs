using Sctp.Conformance.Association;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Snapshots;

/// <summary>Section 9: how associations end.</summary>
public class TeardownSnapshots
{
    [Fact]
    public void Shutdown_by_the_endpoint()
    {
        var exchange = Exchange.Up();
        Shutdown(exchange);
        exchange.Inject(new ShutdownAck());
        exchange.Approve();
    }

    [Fact]
    public void Shutdown_by_the_peer()
    {
        var exchange = Exchange.Up();
        exchange.Inject(new Shutdown(exchange.Script.Tsn.Previous));
        exchange.Inject(new ShutdownComplete());
        exchange.Approve();
    }

    [Fact]
    public void Shutdown_waits_for_outstanding_data()
    {
        var exchange = Exchange.Up();
        exchange.SendMany(2, 100);
        Shutdown(exchange);
        exchange.Wait(10);
        exchange.Sack(1);
        exchange.Sack(2);
        exchange.Inject(new ShutdownAck());
        exchange.Approve();
    }

    [Fact]
    public void Shutdown_by_the_peer_waits_for_outstanding_data()
    {
        var exchange = Exchange.Up();
        exchange.SendMany(2, 100);
        exchange.Inject(new Shutdown(exchange.Script.Tsn));
        exchange.Comment("the second DATA chunk was lost; the SHUTDOWN has acknowledged the first");
        exchange.Wait(1500);
        exchange.Inject(new Shutdown(exchange.Script.Tsn + 1));
        exchange.Inject(new ShutdownComplete());
        exchange.Approve();
    }

    [Fact]
    public void Crossing_SHUTDOWNs()
    {
        var exchange = Exchange.Up();
        Shutdown(exchange);
        exchange.Inject(new Shutdown(exchange.Script.Tsn.Previous));
        exchange.Comment("both have sent SHUTDOWN ACK; the peer's is answered");
        exchange.Inject(new ShutdownAck());
        exchange.Approve();
    }

    [Fact]
    public void SHUTDOWN_lost()
    {
        var exchange = Exchange.Up();
        Shutdown(exchange);
        exchange.Wait(3500);
        exchange.Inject(new ShutdownAck());
        exchange.Approve();
    }

    [Fact]
    public void SHUTDOWN_COMPLETE_lost()
    {
        var exchange = Exchange.Up();
        Shutdown(exchange);
        exchange.Inject(new ShutdownAck());
        exchange.Wait(1000);
        exchange.Comment("the association is forgotten: the answer reflects the tag");
        exchange.Inject(new ShutdownAck());
        exchange.Approve();
    }

    [Fact]
    public void SHUTDOWN_ACK_is_sent_again_until_SHUTDOWN_COMPLETE()
    {
        var exchange = Exchange.Up();
        exchange.Inject(new Shutdown(exchange.Script.Tsn.Previous));
        exchange.Wait(3500);
        exchange.Inject(new ShutdownComplete());
        exchange.Approve();
    }

    [Fact]
    public void DATA_in_SHUTDOWN_SENT()
    {
        var exchange = Exchange.Up();
        exchange.Inject(Script.NewData(0));
        Shutdown(exchange);
        exchange.Comment("what is in sequence is acknowledged by SHUTDOWN alone, a gap by SACK beside it");
        exchange.Inject(Script.NewData(1, ssn: 1));
        exchange.Inject(Script.NewData(3, ssn: 3));
        exchange.Inject(Script.NewData(2, ssn: 2));
        exchange.Inject(new ShutdownAck());
        exchange.Approve();
    }

    [Fact]
    public void Shutdown_that_is_never_answered_ends_with_the_guard()
    {
        var exchange = Exchange.Up(new SctpOptions { ShutdownGuard = Duration.FromSeconds(10), AssociationMaxRetrans = 100, PathMaxRetrans = 100 });
        Shutdown(exchange);
        exchange.Wait(60_000);
        exchange.Approve();
    }

    [Fact]
    public void Abort_by_the_user()
    {
        var exchange = Exchange.Up();
        exchange.Send(100);
        exchange.Call("abort(\"enough\")", script => script.Association.Abort("enough"u8, script.Now));
        exchange.Comment("what comes later is out of the blue");
        exchange.Sack(1);
        exchange.Approve();
    }

    [Fact]
    public void Abort_by_the_peer()
    {
        var exchange = Exchange.Up();
        exchange.Send(100);
        exchange.Inject(new Abort(Situation.List<SctpErrorCause>(new UserInitiatedAbort(new ByteString("bye"u8.ToArray())))));
        exchange.Approve();
    }

    [Fact]
    public void Abort_by_a_peer_that_has_no_association_reflects_the_tag()
    {
        var exchange = Exchange.Up();
        exchange.Send(100);
        exchange.InjectFrom(Script.Peer, Script.PeerTag, new Abort(default) { Flags = 1 });
        exchange.Approve();
    }

    private static void Shutdown(Exchange exchange) => exchange.Call("shutdown()", script => script.Association.Shutdown(script.Now));
}
