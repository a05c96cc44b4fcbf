using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Transfer;

/// <summary>Paths that die and heal in the middle of a transfer between two endpoints of two addresses each.</summary>
public class FailoverScenarios
{
    private static readonly SctpOptions Quick = new()
    {
        PathMaxRetrans = 2,
        HeartbeatInterval = Duration.FromSeconds(2),
        RtoMax = Duration.FromSeconds(4),
    };

    private static (Pair Pair, SctpAssociation A, SctpAssociation B) Multihomed(SctpOptions options)
    {
        var pair = new Pair(options with { LocalAddresses = Pair.AddressesA }, options with { LocalAddresses = Pair.AddressesB });
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        pair.RunUntil(() => IsUp(a) && IsUp(b), Duration.FromSeconds(10));
        pair.Trace.Clear();
        pair.Events.Clear();
        return (pair, a, b);

        static bool IsUp(SctpAssociation association) =>
            association.PathCount == 2 && association.GetPath(0).State == PathState.Active && association.GetPath(1).State == PathState.Active;
    }

    /// <summary>Whether a packet goes over the first of the two networks.</summary>
    private static bool IsOnFirst(SentPacket packet) =>
        packet.Transmit.Remote.IsSameHost(Pair.AddressesA[0]) || packet.Transmit.Remote.IsSameHost(Pair.AddressesB[0]);

    private static List<byte[]> SendAll(Pair pair, SctpAssociation a, int count, int length)
    {
        var sent = new List<byte[]>();
        for (int i = 0; i < count; i++)
        {
            sent.Add(Script.Pattern(length, i));
            Assert.Equal(SendResult.Queued, a.Send(sent[^1], new SendOptions { Context = (ulong)i }, pair.Now));
        }

        return sent;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(60)]
    [Requirement("9260-6.4.1-01")]
    [Requirement("9260-8.2-03")]
    [Requirement("9260-8.2-08")]
    [Requirement("9260-8.3-14")]
    [Requirement("9260-8.3-15")]
    [Requirement("9260-11.2.3-01")]
    public void Data_moves_to_the_alternate_and_back_when_the_primary_heals(int packetsBefore)
    {
        (Pair pair, SctpAssociation a, SctpAssociation b) = Multihomed(Quick);
        int packets = 0;
        bool isDead = false;
        pair.Network = (fromA, packet) =>
        {
            isDead |= ++packets == packetsBefore;
            return isDead && IsOnFirst(packet) ? Fate.Drop : Fate.Deliver;
        };
        List<byte[]> sent = SendAll(pair, a, 200, 2000);
        pair.RunUntil(() => pair.ReceivedBy(b).Count == 200, Duration.FromSeconds(120));
        Assert.Equal(sent, pair.ReceivedBy(b));
        Assert.Contains(pair.Trace, p => p.FromA && p.Packet.Has<Data>() && !IsOnFirst(p.Packet) && p.Fate == Fate.Deliver);

        pair.RunUntil(() => a.GetPath(0).State == PathState.Inactive, Duration.FromSeconds(60));
        Assert.Equal(AssociationState.Established, a.State);
        Assert.DoesNotContain(pair.Events, e => e.Event.Kind is SctpEventKind.SendFailed or SctpEventKind.CommunicationLost);
        Assert.Contains(pair.Events, e => e.At == pair.A && e.Event.PathState == PathState.Inactive && e.Event.Address.IsSameHost(Pair.AddressesB[0]));

        pair.Network = (_, _) => Fate.Deliver;
        pair.RunUntil(() => a.GetPath(0).State == PathState.Active, Duration.FromSeconds(60));
        Assert.Equal(PathState.Active, pair.Events.Last(e => e.At == pair.A && e.Event.Kind == SctpEventKind.PathStateChanged).Event.PathState);
        pair.Trace.Clear();
        sent.AddRange(SendAll(pair, a, 20, 2000));
        pair.RunUntil(() => pair.ReceivedBy(b).Count == 220, Duration.FromSeconds(60));
        Assert.Equal(sent, pair.ReceivedBy(b));
        Assert.All(pair.Trace.Where(p => p.FromA && p.Packet.Has<Data>()), p => Assert.True(IsOnFirst(p.Packet)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 2)]
    [InlineData(30, 2)]
    [InlineData(30, 1)]
    [Requirement("9260-8.1-03")]
    [Requirement("9260-8.1-04")]
    [Requirement("9260-8.1-05")]
    [Requirement("9260-11.1.14-01")]
    [Requirement("9260-11.1.15-01")]
    public void When_all_paths_die_the_association_ends_in_time_and_hands_back_what_was_not_acknowledged(int packetsBefore, int pathCount)
    {
        SctpOptions options = Quick with { HeartbeatEnabled = false, AssociationMaxRetrans = 6 };
        Pair pair;
        SctpAssociation a;
        if (pathCount == 2)
        {
            (pair, a, _) = Multihomed(options);
        }
        else
        {
            pair = new Pair(options, options);
            (a, _) = pair.Establish();
            pair.Events.Clear();
        }

        int packets = 0;
        pair.Network = (_, _) => ++packets > packetsBefore ? Fate.Drop : Fate.Deliver;
        const int count = 100;
        SendAll(pair, a, count, 1500);
        pair.Run(Duration.FromMilliseconds(500)); // What can arrive has arrived; only losses from here on.
        Assert.False(a.HasEnded);
        pair.RunUntil(() => a.HasEnded, Duration.FromSeconds(4 * (6 + 1)));

        SctpEvent[] events = [.. pair.Events.Where(e => e.At == pair.A).Select(e => e.Event)];
        Assert.Equal(LossReason.PeerUnreachable, events.Single(e => e.Kind == SctpEventKind.CommunicationLost).LossReason);
        SctpEvent[] failed = [.. events.Where(e => e.Kind == SctpEventKind.SendFailed)];
        Assert.Equal(failed.Length, failed.Select(e => e.Context).Distinct().Count());
        Assert.Equal(count, failed.Length + a.Statistics.MessagesAcknowledged);
        Assert.Equal(Enumerable.Range(count - failed.Length, failed.Length).Select(i => (ulong)i), failed.Select(e => e.Context));
        Assert.All(failed, e => Assert.Equal(Script.Pattern(1500, (int)e.Context), e.Message.ToArray()));
        foreach (SctpEvent e in failed)
        {
            e.Message.Dispose();
        }

        pair.Trace.Clear();
        pair.Pump();
        Assert.DoesNotContain(pair.Trace, p => p.FromA);
        Assert.Equal((0, 0L), (pair.A.AssociationCount, pair.A.PooledBytesInUse));
        Assert.Null(pair.A.NextTimeout);
        Assert.Equal(SendResult.Closed, a.Send(0, [1], pair.Now));
    }

    [Fact]
    [Requirement("9260-8.1-02")]
    public void A_dead_alternate_does_not_disturb_an_idle_association()
    {
        (Pair pair, SctpAssociation a, SctpAssociation b) = Multihomed(Quick);
        pair.Network = (_, packet) => IsOnFirst(packet) ? Fate.Deliver : Fate.Drop;
        pair.Run(Duration.FromSeconds(600));
        Assert.Equal((AssociationState.Established, AssociationState.Established), (a.State, b.State));
        Assert.Equal((PathState.Active, PathState.Inactive), (a.GetPath(0).State, a.GetPath(1).State));
        Assert.Equal(0, a.GetStatus().ErrorCount);
    }

    [Fact]
    [Requirement("9260-8.1-01")]
    [Requirement("9260-8.1-03")]
    public void An_idle_association_whose_peer_is_gone_ends_by_HEARTBEATs()
    {
        (Pair pair, SctpAssociation a, _) = Multihomed(Quick);
        pair.Network = (_, _) => Fate.Drop;
        pair.RunUntil(() => a.HasEnded, Duration.FromSeconds(300));
        Assert.Equal(LossReason.PeerUnreachable, pair.Events.Single(e => e.At == pair.A && e.Event.Kind == SctpEventKind.CommunicationLost).Event.LossReason);
    }
}
