using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Transfer;

/// <summary>Closed and tiny windows between two endpoints.</summary>
public class WindowScenarios
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [Requirement("9260-6.1-06")]
    [Requirement("9260-6.1-07")]
    [Requirement("9260-6.1-09")]
    [Requirement("9260-6.2-12")]
    public void A_slow_reader_gets_everything_although_window_updates_are_lost(int seed)
    {
        var random = new Random(seed);
        var options = new SctpOptions { AssociationMaxRetrans = 3, PathMaxRetrans = 3, HeartbeatEnabled = false };
        var pair = new Pair(options, options with { ReceiveBufferSize = 6000 }) { ReadsAutomatically = false };
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        uint last = 1;
        pair.Network = (fromA, packet) =>
        {
            // An update is a SACK with a larger window and no other news: the first after a closed window is lost.
            uint window = fromA || !packet.Has<Sack>() ? last : packet.Chunk<Sack>().AdvertisedWindow;
            bool isUpdate = last == 0 && window > 0;
            last = window;
            return isUpdate && random.Next(4) != 0 ? Fate.Drop : Fate.Deliver;
        };
        var sent = new List<byte[]>();
        for (int i = 0; i < 60; i++)
        {
            sent.Add(Script.Pattern(1000, i));
            Assert.Equal(SendResult.Queued, a.Send(0, sent[^1], pair.Now));
        }

        var read = new List<byte[]>();
        Instant limit = pair.Now + Duration.FromSeconds(4000);
        while (read.Count < sent.Count && pair.Now < limit)
        {
            pair.Run(Duration.FromSeconds(1 + random.Next(20)));
            Assert.Equal((AssociationState.Established, PathState.Active), (a.State, a.GetPath(0).State));
            for (int i = random.Next(8); i > 0 && b.TryReceive(out SctpMessage message); i--)
            {
                read.Add(message.ToArray());
                message.Dispose();
            }
        }

        Assert.Equal(sent, read);
        Assert.True(a.Statistics.WindowProbes > 0);
    }

    [Fact]
    [Requirement("9260-6.1-07")]
    [Requirement("9260-6.1-09")]
    public void A_reader_that_sleeps_for_an_hour_loses_nothing_and_is_asked_ever_less_often()
    {
        var pair = new Pair(new SctpOptions { HeartbeatEnabled = false }, new SctpOptions { ReceiveBufferSize = 5000 }) { ReadsAutomatically = false };
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(SendResult.Queued, a.Send(0, Script.Pattern(1000, i), pair.Now));
        }

        pair.Run(Duration.FromSeconds(10));
        pair.Trace.Clear();
        pair.Run(Duration.FromSeconds(3600));
        Assert.InRange(pair.Trace.Count(p => p.FromA && p.Packet.Has<Data>()), 30, 80);
        Assert.Equal((0, 0), (a.GetStatus().ErrorCount, a.GetPath(0).ErrorCount));
        pair.ReadsAutomatically = true;
        pair.ReadAll(b);
        pair.RunUntil(() => pair.ReceivedBy(b).Count == 50, Duration.FromSeconds(130));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => Script.Pattern(1000, i)), pair.ReceivedBy(b));
    }

    public static TheoryData<int, int, int> TinyBuffers()
    {
        var data = new TheoryData<int, int, int>();
        foreach (int buffer in new[] { 1500, 1501, 2000, 3000, 5000 })
        {
            foreach (int loss in new[] { 0, 10, 25 })
            {
                for (int seed = 1; seed <= 4; seed++)
                {
                    data.Add(buffer, loss, seed);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(TinyBuffers))]
    [Requirement("9260-6.2-03")]
    [Requirement("9260-6.2-06")]
    [Requirement("9260-6.1-11")]
    [Requirement("9260-6.9-19")]
    public void Tiny_receive_buffers_never_wedge(int buffer, int loss, int seed)
    {
        var random = new Random(seed);
        var options = new SctpOptions { ReceiveBufferSize = buffer, AssociationMaxRetrans = 100, PathMaxRetrans = 100, RtoMax = Duration.FromSeconds(5) };
        var pair = new Pair(options, options) { Network = (_, _) => random.Next(100) < loss ? Fate.Drop : Fate.Deliver };
        pair.DelayOf = (_, _) => Duration.FromMilliseconds(5 + random.Next(loss == 0 ? 1 : 20));
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        var toB = new List<byte>();
        var toA = new List<byte>();
        for (int i = 0; i < 30; i++)
        {
            byte[] one = Script.Pattern(1 + random.Next(i % 7 == 0 ? 8000 : 1800), i);
            byte[] other = Script.Pattern(1 + random.Next(1800), i + 100);
            toB.AddRange(one);
            toA.AddRange(other);
            Assert.Equal(SendResult.Queued, a.Send(0, one, pair.Now));
            Assert.Equal(SendResult.Queued, b.Send(1, other, pair.Now));
        }

        pair.RunUntil(() => a.BufferedBytes + b.BufferedBytes == 0, Duration.FromSeconds(2000));
        Assert.Equal(toB, pair.ReceivedBy(b).SelectMany(m => m));
        Assert.Equal(toA, pair.ReceivedBy(a).SelectMany(m => m));
    }
}
