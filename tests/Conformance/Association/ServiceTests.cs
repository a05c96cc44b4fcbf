using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;
using static Sctp.Conformance.Association.Situation;

namespace Sctp.Conformance.Association;

/// <summary>What the user asks for and is told: RFC 9260 sections 11.1.1 to 11.1.4 and 11.2.4 to 11.2.8.</summary>
public class ServiceTests
{
    [Fact]
    [Requirement("9260-11.1.1-01")]
    public void An_endpoint_has_the_port_it_was_given_or_draws_one()
    {
        Assert.Equal(4000, new SctpEndpoint(new SctpOptions { LocalPort = 4000 }, new SeededEntropy(1)).LocalPort);
        for (ulong seed = 0; seed < 200; seed++)
        {
            Assert.True(new SctpEndpoint(new SctpOptions(), new SeededEntropy(seed)).LocalPort >= 49_152);
        }
    }

    [Fact]
    [Requirement("9260-11.1.2-01")]
    public void Connecting_takes_several_addresses_and_a_number_of_streams()
    {
        var script = new Script();
        SctpAssociation association = script.Endpoint.Connect([Script.Peer, Script.Peer2], Script.PeerPort, script.Now, new SctpOptions { OutboundStreams = 33 });
        SentPacket packet = Assert.Single(script.Flush());
        Assert.Equal(33, packet.Chunk<Init>().OutboundStreams);
        Assert.Equal(Script.Peer, packet.Transmit.Remote);
        Assert.Equal(2, association.PathCount);
        Assert.Equal(Script.Port, packet.Packet.SourcePort);
        SctpAssociation other = script.Endpoint.Connect(SctpAddress.Parse("192.0.2.3"), Script.PeerPort, script.Now);
        Assert.NotEqual(association.Id, other.Id);
    }

    [Fact]
    [Requirement("9260-1.3-02")]
    public void There_is_one_association_at_most_with_a_peer_address_and_port()
    {
        Script script = In(AssociationState.Established);
        Assert.Throws<InvalidOperationException>(() => script.Endpoint.Connect(Script.Peer, Script.PeerPort, script.Now));
        _ = script.Endpoint.Connect(Script.Peer, Script.PeerPort + 1, script.Now);
        Assert.Equal(2, script.Endpoint.AssociationCount);
    }

    [Theory]
    [InlineData("224.0.0.1", 5)]
    [InlineData("255.255.255.255", 5)]
    [InlineData("0.0.0.0", 5)]
    [InlineData("192.0.2.1", 0)]
    [Requirement("9260-11.1.2-02")]
    public void Connecting_to_what_is_no_peer_is_an_error(string address, ushort port)
    {
        var script = new Script();
        Assert.ThrowsAny<ArgumentException>(() => script.Endpoint.Connect(SctpAddress.Parse(address), port, script.Now));
        script.AssertGone();
    }

    [Fact]
    public void Connecting_to_none_or_too_many_addresses_is_an_error()
    {
        var script = new Script(new SctpOptions { MaxPeerAddresses = 2 });
        Assert.Throws<ArgumentException>(() => script.Endpoint.Connect([], 5, script.Now));
        SctpAddress[] three = [Script.Peer, Script.Peer2, SctpAddress.Parse("192.0.2.3")];
        Assert.Throws<ArgumentException>(() => script.Endpoint.Connect(three, 5, script.Now));
    }

    [Fact]
    public void MaxAssociations_bounds_the_connects()
    {
        var script = new Script(new SctpOptions { MaxAssociations = 1 });
        _ = script.Endpoint.Connect(Script.Peer, 5, script.Now);
        Assert.Throws<InvalidOperationException>(() => script.Endpoint.Connect(Script.Peer2, 5, script.Now));
    }

    [Fact]
    [Requirement("9260-11.1.2-03")]
    [Requirement("9260-11.2.4-01")]
    [Requirement("9260-5.1.1-04")]
    [Requirement("9260-5.1-14")]
    public void Both_sides_are_told_once_that_the_association_is_up_with_the_negotiated_streams()
    {
        var pair = new Pair(new SctpOptions { OutboundStreams = 20, MaxInboundStreams = 7 }, new SctpOptions { OutboundStreams = 9, MaxInboundStreams = 12 });
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        pair.Run(Duration.FromSeconds(5));
        SctpEvent upA = Assert.Single(pair.Events, e => e.At == pair.A).Event;
        SctpEvent upB = Assert.Single(pair.Events, e => e.At == pair.B).Event;
        Assert.Equal((SctpEventKind.CommunicationUp, a, 12, 7), (upA.Kind, upA.Association, upA.OutboundStreams, upA.InboundStreams));
        Assert.Equal((SctpEventKind.CommunicationUp, b, 7, 12), (upB.Kind, upB.Association, upB.OutboundStreams, upB.InboundStreams));
        Assert.Equal((12, 7, 7, 12), (a.OutboundStreams, a.InboundStreams, b.OutboundStreams, b.InboundStreams));
        Assert.Equal(Pair.AddressesA[0], b.GetPath(0).Address);
    }

    [Fact]
    [Requirement("9260-11.1.3-01")]
    [Requirement("9260-11.2.8-01")]
    public void Shutting_down_delivers_what_is_queued_and_tells_both_sides_once()
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        for (int i = 0; i < 50; i++)
        {
            _ = a.Send(0, Script.Pattern(2000, i), pair.Now);
        }

        a.Shutdown(pair.Now);
        pair.Run(Duration.FromSeconds(20));
        Assert.Equal(50, pair.ReceivedBy(b).Count);
        foreach (SctpEndpoint side in new[] { pair.A, pair.B })
        {
            Assert.Single(pair.Events, e => e.At == side && e.Event.Kind == SctpEventKind.ShutdownComplete);
            Assert.DoesNotContain(pair.Events, e => e.At == side && e.Event.Kind is SctpEventKind.CommunicationLost or SctpEventKind.SendFailed);
            Assert.Equal(SctpEventKind.ShutdownComplete, pair.Events.Last(e => e.At == side).Event.Kind);
        }
    }

    [Fact]
    [Requirement("9260-11.1.2-01")]
    public void A_passive_association_takes_the_next_peer_of_its_port_though_nobody_listens()
    {
        var script = new Script();
        SctpAssociation passive = script.Endpoint.ConnectPassive(Script.PeerPort, script.Now, new SctpOptions { OutboundStreams = 5 });
        Assert.True(passive.IsPassive);
        Assert.Equal(AssociationState.Closed, passive.State);
        Assert.Throws<InvalidOperationException>(() => script.Endpoint.ConnectPassive(Script.PeerPort, script.Now));
        Assert.Equal(SendResult.Closed, passive.Send(0, [1], script.Now));
        _ = passive.GetStatus();

        byte[] elsewhere = new SctpPacket(Script.PeerPort + 1, Script.Port, 0, List<SctpChunk>(Script.NewInit(5))).ToArray();
        Assert.True(script.InjectBytes(Script.Peer, elsewhere).Single().Has<Abort>());

        InitAck initAck = script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>();
        Assert.Equal(5, initAck.OutboundStreams);
        _ = script.Inject(initAck.InitiateTag, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie));
        Assert.Equal(AssociationState.Established, passive.State);
        Assert.Same(passive, script.Events.Single(SctpEventKind.CommunicationUp).Association);
        Assert.Equal(1, script.Endpoint.AssociationCount);
    }

    [Fact]
    [Requirement("9260-14.2-01")]
    public void Ten_thousand_associations_opened_and_closed_leave_nothing_behind()
    {
        var pair = new Pair();
        pair.B.Listen();
        for (int i = 0; i < 10_000; i++)
        {
            SctpAssociation a = pair.A.Connect(Pair.AddressesB[0], 1002, pair.Now);
            _ = a.Send(0, [1, 2, 3], pair.Now);
            a.Shutdown(pair.Now);
            pair.RunUntil(() => a.HasEnded && pair.B.AssociationCount == 0, Duration.FromSeconds(10));
            pair.Trace.Clear();
            pair.Events.Clear();
        }

        foreach (SctpEndpoint side in new[] { pair.A, pair.B })
        {
            Assert.Equal(0, side.AssociationCount);
            Assert.Null(side.NextTimeout);
            Assert.Equal(0, side.PooledBytesInUse);
        }
    }

    [Fact]
    public void Time_that_goes_backwards_is_ignored()
    {
        Script script = In(AssociationState.Established);
        Instant? before = script.Endpoint.NextTimeout;
        script.Endpoint.Advance(Instant.FromNanoseconds(0));
        byte[] packet = new SctpPacket(Script.PeerPort, Script.Port, script.Tag, List<SctpChunk>(Script.NewData(0))).ToArray();
        script.Endpoint.Receive(packet, new NetworkPath(Script.Peer, Script.Local), Instant.FromNanoseconds(5));
        Assert.Equal(Script.PeerTsn, script.Association.GetStatus().ReceivedCumulativeTsn);
        Assert.True(script.Endpoint.NextTimeout >= script.Now || before is null);
    }

    [Fact]
    public void A_buffer_below_the_least_path_MTU_is_refused()
    {
        Script script = In(AssociationState.Established);
        Assert.Throws<ArgumentException>(() => script.Endpoint.TryTransmit(new byte[511], script.Now, out _));
        Assert.False(script.Endpoint.TryTransmit(new byte[512], script.Now, out _));
    }

    [Fact]
    public void Informative_events_are_bounded_and_the_loss_is_told()
    {
        var script = new Script(new SctpOptions { MaxQueuedEvents = 16 });
        script.Endpoint.Listen();
        InitAck initAck = script.Inject(0u, Script.NewInit()).Single().Chunk<InitAck>();
        _ = script.Inject(initAck.InitiateTag, new CookieEcho(initAck.Parameters.OfType<StateCookie>().Single().Cookie));
        script.Events.Clear();
        byte[] error = new SctpPacket(Script.PeerPort, Script.Port, initAck.InitiateTag, List<SctpChunk>(new Error(List<SctpErrorCause>(new OutOfResource())))).ToArray();
        for (int i = 0; i < 100; i++)
        {
            script.Endpoint.Receive(error, new NetworkPath(Script.Peer, Script.Local), script.Now);
        }

        _ = script.Flush();
        List<SctpEvent> events = script.Events;
        Assert.Equal(17, events.Count);
        Assert.Equal((SctpEventKind.EventsDropped, 84L), (events[^1].Kind, events[^1].Count));
    }
}
