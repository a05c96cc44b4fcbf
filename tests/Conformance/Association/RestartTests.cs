using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>A peer that crashed and comes again: RFC 9260 section 5.2.4, action A, and section 5.2.2.</summary>
public class RestartTests
{
    private static readonly SctpAddress Listed = SctpAddress.Parse("10.0.0.77");

    /// <summary>A host that forgot everything, at the place of A, playing against B.</summary>
    private sealed class Reborn
    {
        private readonly Pair _pair;
        private readonly byte[] _buffer = new byte[65_536];

        public Reborn(Pair pair, ulong seed = 99, SctpOptions? options = null)
        {
            _pair = pair;
            Endpoint = new SctpEndpoint((options ?? new SctpOptions()) with { LocalPort = 1001 }, new SeededEntropy(seed));
            Now = pair.Now;
        }

        public SctpEndpoint Endpoint { get; }

        public Instant Now { get; private set; }

        public List<byte[]> Received { get; } = [];

        public List<byte[]> ReceivedByB { get; } = [];

        public List<SctpEvent> Events { get; } = [];

        public List<SctpEvent> EventsOfB { get; } = [];

        public List<SentPacket> Trace { get; } = [];

        public Func<SentPacket, bool> IsLost { get; set; } = _ => false;

        public void Run(Duration duration)
        {
            Instant end = Now + duration;
            while (true)
            {
                while (Exchange())
                {
                }

                Instant next = Instant.Min(Endpoint.NextTimeout ?? Instant.MaxValue, _pair.B.NextTimeout ?? Instant.MaxValue);
                if (next > end)
                {
                    Now = end;
                    return;
                }

                Now = Instant.Max(Now, next);
                Endpoint.Advance(Now);
                _pair.B.Advance(Now);
            }
        }

        private bool Exchange()
        {
            bool any = Move(Endpoint, _pair.B, Pair.AddressesA[0], Pair.AddressesB[0]) | Move(_pair.B, Endpoint, Pair.AddressesB[0], Pair.AddressesA[0]);
            Take(Endpoint, Events, Received);
            Take(_pair.B, EventsOfB, ReceivedByB);
            return any;
        }

        private bool Move(SctpEndpoint from, SctpEndpoint to, SctpAddress source, SctpAddress destination)
        {
            bool any = false;
            while (from.TryTransmit(_buffer, Now, out Transmit transmit))
            {
                any = true;
                var sent = new SentPacket(Now, transmit, _buffer[..transmit.Length]);
                Trace.Add(sent);
                if (!IsLost(sent) && transmit.Remote.IsSameHost(destination))
                {
                    to.Receive(sent.Bytes, new NetworkPath(source, destination), Now);
                }
            }

            return any;
        }

        private static void Take(SctpEndpoint endpoint, List<SctpEvent> events, List<byte[]> received)
        {
            while (endpoint.TryGetEvent(out SctpEvent e))
            {
                events.Add(e);
                while (e.Kind == SctpEventKind.DataArrived && e.Association!.TryReceive(out SctpMessage message))
                {
                    received.Add(message.ToArray());
                    message.Dispose();
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [Requirement("9260-5.2.4-06")]
    [Requirement("9260-5.2.4-07")]
    [Requirement("9260-5.2.4-08")]
    [Requirement("9260-5.2.4-09")]
    [Requirement("9260-11.2.7-01")]
    public void A_peer_that_crashed_and_connects_again_is_reported_as_restarted_and_traffic_flows(int outstanding)
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        _ = a.Send(0, Script.Pattern(5000, 1), pair.Now);
        pair.Run(Duration.FromSeconds(3));
        pair.Network = (_, _) => Fate.Drop;
        for (int i = 0; i < outstanding; i++)
        {
            _ = b.Send(0, Script.Pattern(1000, i), pair.Now);
        }

        pair.Run(Duration.FromSeconds(4));
        pair.Events.Clear();

        var reborn = new Reborn(pair);
        SctpAssociation again = reborn.Endpoint.Connect(Pair.AddressesB[0], 1002, pair.Now);
        reborn.Run(Duration.FromSeconds(1));
        Assert.Equal(AssociationState.Established, again.State);
        Assert.Equal(1, pair.B.AssociationCount);
        Assert.Same(b, pair.B.GetAssociation(0));
        Assert.Equal(AssociationState.Established, b.State);
        SctpEvent restarted = Assert.Single(reborn.EventsOfB, e => e.Kind == SctpEventKind.Restarted);
        Assert.Same(b, restarted.Association);
        Assert.DoesNotContain(reborn.EventsOfB, e => e.Kind is SctpEventKind.CommunicationLost or SctpEventKind.CommunicationUp);
        Assert.Equal(outstanding, reborn.EventsOfB.Count(e => e.Kind == SctpEventKind.SendFailed));
        reborn.EventsOfB.ForEach(e => e.Message.Dispose());
        Assert.Equal(1, b.Statistics.Restarts);
        Assert.Equal(0, b.GetStatus().ErrorCount);

        for (int i = 0; i < 30; i++)
        {
            _ = again.Send((ushort)(i % 4), Script.Pattern(3000, i), reborn.Now);
            _ = b.Send((ushort)(i % 4), Script.Pattern(2000, i), reborn.Now);
        }

        int count = 0;
        reborn.IsLost = p => p.Has<Data>() && ++count % 10 == 0;
        reborn.Run(Duration.FromSeconds(60));
        Assert.Equal(30, reborn.Received.Count);
        Assert.Equal(30, reborn.ReceivedByB.Count);
        again.Shutdown(reborn.Now);
        reborn.Run(Duration.FromSeconds(30));
        Assert.Equal(0, reborn.Endpoint.AssociationCount);
        Assert.Equal(0, pair.B.AssociationCount);
        Assert.Equal(0, reborn.Endpoint.PooledBytesInUse);
        Assert.Equal(0, pair.B.PooledBytesInUse);
        Assert.Null(pair.B.NextTimeout);
    }

    [Theory]
    [InlineData(ChunkType.Init)]
    [InlineData(ChunkType.InitAck)]
    [InlineData(ChunkType.CookieEcho)]
    [InlineData(ChunkType.CookieAck)]
    [Requirement("9260-5.2.4-06")]
    [Requirement("9260-5.2.4.1-01")]
    public void A_restart_survives_the_loss_of_each_chunk_of_its_handshake(ChunkType lost)
    {
        var pair = new Pair();
        (_, SctpAssociation b) = pair.Establish();
        pair.Run(Duration.FromSeconds(1));
        int copies = 0;
        var reborn = new Reborn(pair) { IsLost = p => p.Packet.Chunks.Any(c => c.Type == lost) && copies++ == 0 };
        SctpAssociation again = reborn.Endpoint.Connect(Pair.AddressesB[0], 1002, pair.Now);
        _ = again.Send(0, [1, 2, 3], pair.Now);
        reborn.Run(Duration.FromSeconds(30));
        Assert.True(copies >= 2);
        Assert.Equal(AssociationState.Established, again.State);
        Assert.Equal(AssociationState.Established, b.State);
        Assert.Single(reborn.EventsOfB, e => e.Kind == SctpEventKind.Restarted);
        Assert.Equal([1, 2, 3], Assert.Single(reborn.ReceivedByB));
    }

    [Fact]
    [Requirement("9260-5.2.2-03")]
    [Requirement("9260-5.2.2-05")]
    [Requirement("9260-5.2.2-11")]
    [Requirement("9260-3.3.10.11-01")]
    public void A_restart_with_a_new_address_is_refused_and_the_association_lives_on()
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        pair.Run(Duration.FromSeconds(1));
        var intruder = new Reborn(pair, options: new SctpOptions { LocalAddresses = [Pair.AddressesA[0], Listed] });
        SctpAssociation again = intruder.Endpoint.Connect(Pair.AddressesB[0], 1002, pair.Now);
        intruder.Run(Duration.FromSeconds(1));
        Assert.True(again.HasEnded);
        SctpEvent lost = Assert.Single(intruder.Events, e => e.Kind == SctpEventKind.CommunicationLost);
        Assert.Equal((LossReason.PeerAborted, ErrorCauseCode.RestartWithNewAddresses), (lost.LossReason, lost.Cause));
        Assert.Equal([0, 5, 0, 8, 10, 0, 0, 77], lost.CauseInformation.ToArray());
        Assert.DoesNotContain(intruder.EventsOfB, e => e.Kind is SctpEventKind.Restarted or SctpEventKind.CommunicationLost);

        pair.Run(Duration.FromSeconds(2));
        _ = a.Send(0, [1], pair.Now);
        _ = b.Send(0, [2], pair.Now);
        pair.Run(Duration.FromSeconds(2));
        Assert.Equal([1], Assert.Single(pair.ReceivedBy(b)));
        Assert.Equal([2], Assert.Single(pair.ReceivedBy(a)));
    }

    [Fact]
    [Requirement("9260-5.2.2-10")]
    [Requirement("9260-5.2.2-11")]
    public void A_forged_INIT_from_the_peers_address_does_not_disturb_the_transfer()
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        byte[] init = new SctpPacket(1001, 1002, 0, ValueList.Create<SctpChunk>([Script.NewInit(0x99)])).ToArray();
        for (int i = 0; i < 40; i++)
        {
            _ = a.Send(0, Script.Pattern(1500, i), pair.Now);
            pair.B.Receive(init, new NetworkPath(Pair.AddressesA[0], Pair.AddressesB[0]), pair.Now);
            pair.Run(Duration.FromMilliseconds(7));
        }

        pair.Run(Duration.FromSeconds(10));
        Assert.Equal(40, pair.ReceivedBy(b).Count);
        Assert.Equal(AssociationState.Established, b.State);
        Assert.Equal(AssociationState.Established, a.State);
        Assert.DoesNotContain(pair.Events, e => e.Event.Kind is SctpEventKind.Restarted or SctpEventKind.CommunicationLost);
    }
}
