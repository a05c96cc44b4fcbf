using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Association;

/// <summary>The graceful end over a network that loses, delays and crosses: RFC 9260 section 9.2.</summary>
public class ShutdownLossTests
{
    private static readonly ChunkType[] Chunks = [ChunkType.Shutdown, ChunkType.ShutdownAck, ChunkType.ShutdownComplete];

    public static TheoryData<int, int, bool> Losses()
    {
        // The first, second and third copy of each chunk, from either side; every single loss and every pair.
        var data = new TheoryData<int, int, bool>();
        for (int first = 0; first < 9; first++)
        {
            for (int second = first; second < 9; second++)
            {
                data.Add(first, second, false);
                data.Add(first, second, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Losses))]
    [Requirement("9260-9.2-04")]
    [Requirement("9260-9.2-22")]
    [Requirement("9260-8.4-07")]
    [Requirement("9260-9.2-14")]
    public void Any_one_or_two_losses_at_the_end_leave_nothing_behind(int first, int second, bool withData)
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        pair.Run(Duration.FromSeconds(1));
        static (bool, ChunkType, int) Of(int number) => (Chunks[number / 3] != ChunkType.ShutdownAck, Chunks[number / 3], number % 3);
        pair.Network = HandshakeLossTests.Dropping(Of(first), Of(second));
        End(pair, a, b, withData, bothSides: false);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    [Requirement("9260-9.2-35")]
    [Requirement("9260-9.2-36")]
    public void Crossing_SHUTDOWNs_with_any_one_or_two_losses_leave_nothing_behind(int first, int second, bool withData)
    {
        foreach (bool fromA in new[] { true, false })
        {
            var pair = new Pair();
            (SctpAssociation a, SctpAssociation b) = pair.Establish();
            pair.Run(Duration.FromSeconds(1));
            pair.Network = HandshakeLossTests.Dropping((fromA, Chunks[first / 3], first % 3), (!fromA, Chunks[second / 3], second % 3));
            End(pair, a, b, withData, bothSides: true);
        }
    }

    [Theory]
    [InlineData(ChunkType.Data)]
    [InlineData(ChunkType.Sack)]
    [Requirement("9260-9.2-01")]
    [Requirement("9260-9.2-14")]
    [Requirement("9260-9.2-17")]
    public void Loss_of_every_third_packet_of_data_or_acknowledgement_at_the_end_loses_no_message(ChunkType lost)
    {
        for (int offset = 0; offset < 3; offset++)
        {
            var pair = new Pair();
            (SctpAssociation a, SctpAssociation b) = pair.Establish();
            int count = offset;
            pair.Network = (_, packet) => packet.Packet.Chunks.Any(c => c.Type == lost) && ++count % 3 == 0 ? Fate.Drop : Fate.Deliver;
            End(pair, a, b, withData: true, bothSides: true);
        }
    }

    [Fact]
    [Requirement("9260-9.2-16")]
    [Requirement("9260-9.2-17")]
    public void The_peers_data_still_arrives_in_SHUTDOWN_SENT_with_gaps()
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        pair.Run(Duration.FromSeconds(1));
        int sent = 0;
        pair.Network = (fromA, packet) => !fromA && packet.Has<Data>() && ++sent is 2 or 5 ? Fate.Drop : Fate.Deliver;
        for (int i = 0; i < 30; i++)
        {
            _ = b.Send(0, Script.Pattern(1400, i), pair.Now);
        }

        a.Shutdown(pair.Now);
        pair.Pump();
        Assert.Equal(AssociationState.ShutdownSent, a.State);
        pair.Run(Duration.FromSeconds(30));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => Script.Pattern(1400, i)), pair.ReceivedBy(a));
        Assert.Contains(pair.Trace, t => t.FromA && t.Packet.Has<Sack>() && t.Packet.Has<Shutdown>());
        HandshakeLossTests.AssertNothingLeft(pair);
    }

    [Fact]
    [Requirement("9260-9.2-33")]
    [Requirement("9260-9.2-31")]
    public void A_peer_that_missed_SHUTDOWN_COMPLETE_does_not_keep_a_new_association_from_coming_up()
    {
        // A crash right after SHUTDOWN leaves B in SHUTDOWN-ACK-SENT; A comes again at the same port.
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        pair.Run(Duration.FromSeconds(1));
        pair.Network = (fromA, packet) => fromA && packet.Has<ShutdownComplete>() ? Fate.Drop : Fate.Deliver;
        a.Shutdown(pair.Now);
        pair.RunUntil(() => a.HasEnded, Duration.FromSeconds(5));
        Assert.Equal(AssociationState.ShutdownAckSent, b.State);
        pair.Network = (_, _) => Fate.Deliver;
        SctpAssociation again = pair.A.Connect(Pair.AddressesB[0], 1002, pair.Now);
        pair.RunUntil(() => again.State == AssociationState.Established, Duration.FromSeconds(30));
        Assert.Equal(1, pair.B.AssociationCount);
        Assert.NotSame(b, pair.B.GetAssociation(0));
        Assert.True(b.HasEnded);
    }

    [Fact]
    public void An_abort_in_each_state_of_the_end_leaves_nothing_behind()
    {
        for (int after = 0; after <= 40; after += 5)
        {
            foreach (bool byA in new[] { true, false })
            {
                var pair = new Pair();
                (SctpAssociation a, SctpAssociation b) = pair.Establish();
                for (int i = 0; i < 5; i++)
                {
                    _ = a.Send(0, Script.Pattern(2000, i), pair.Now);
                    _ = b.Send(0, Script.Pattern(2000, i), pair.Now);
                }

                a.Shutdown(pair.Now);
                pair.Run(Duration.FromMilliseconds(after));
                (byA ? a : b).Abort(pair.Now);
                pair.Run(Duration.FromSeconds(1));
                Assert.True(a.HasEnded && b.HasEnded);
                foreach ((SctpEndpoint _, SctpEvent e) in pair.Events)
                {
                    e.Message.Dispose();
                }

                HandshakeLossTests.AssertNothingLeft(pair);
            }
        }
    }

    private static void End(Pair pair, SctpAssociation a, SctpAssociation b, bool withData, bool bothSides)
    {
        int messages = withData ? 20 : 0;
        for (int i = 0; i < messages; i++)
        {
            Assert.Equal(SendResult.Queued, a.Send((ushort)(i % 3), Script.Pattern(3000, i), pair.Now));
            Assert.Equal(SendResult.Queued, b.Send((ushort)(i % 3), Script.Pattern(1000, i), pair.Now));
        }

        a.Shutdown(pair.Now);
        if (bothSides)
        {
            b.Shutdown(pair.Now);
        }

        pair.Run(Duration.FromSeconds(120));
        Assert.True(a.HasEnded && b.HasEnded, $"{a.State} and {b.State}");
        Assert.Equal(messages, pair.ReceivedBy(a).Count);
        Assert.Equal(messages, pair.ReceivedBy(b).Count);
        Assert.DoesNotContain(pair.Events, e => e.Event.Kind is SctpEventKind.SendFailed or SctpEventKind.CommunicationLost);
        foreach (SctpEndpoint side in new List<SctpEndpoint> { pair.A, pair.B })
        {
            Assert.Single(pair.Events, e => e.At == side && e.Event.Kind == SctpEventKind.ShutdownComplete);
        }

        HandshakeLossTests.AssertNothingLeft(pair);
    }
}
