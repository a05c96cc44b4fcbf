using System;
using System.Linq;
using Sctp.Conformance.Support;

namespace Sctp.Conformance.Association;

/// <summary>A whole life of an association between two endpoints, over a good network and over a bad one.</summary>
public class LifeTests
{
    [Fact]
    [Requirement("9260-5.1-15")]
    [Requirement("9260-9.2-26")]
    public void An_association_opens_carries_messages_both_ways_and_closes_with_nothing_left()
    {
        var pair = new Pair();
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(SendResult.Queued, a.Send((ushort)(i % 5), Script.Pattern(1 + (i * 97), i), pair.Now));
            Assert.Equal(SendResult.Queued, b.Send((ushort)(i % 5), Script.Pattern(1 + (i * 61), i), pair.Now));
        }

        pair.Run(Duration.FromSeconds(30));
        Assert.Equal(50, pair.ReceivedBy(b).Count);
        Assert.Equal(50, pair.ReceivedBy(a).Count);
        Assert.All(Enumerable.Range(0, 50), i => Assert.Contains(pair.ReceivedBy(b), m => m.AsSpan().SequenceEqual(Script.Pattern(1 + (i * 97), i))));

        a.Shutdown(pair.Now);
        pair.RunUntil(() => pair.A.AssociationCount == 0 && pair.B.AssociationCount == 0, Duration.FromSeconds(5));
        Assert.True(pair.Saw(pair.A, SctpEventKind.ShutdownComplete));
        Assert.True(pair.Saw(pair.B, SctpEventKind.ShutdownComplete));
        Assert.Null(pair.A.NextTimeout);
        Assert.Null(pair.B.NextTimeout);
        Assert.Equal(0, pair.A.PooledBytesInUse);
        Assert.Equal(0, pair.B.PooledBytesInUse);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Loss_and_reordering_and_duplication_lose_nothing(int seed)
    {
        var random = new Random(seed);
        var pair = new Pair
        {
            Network = (_, _) => random.Next(100) switch
            {
                < 15 => Fate.Drop,
                < 20 => Fate.Duplicate,
                _ => Fate.Deliver,
            },
            DelayOf = (_, _) => Duration.FromMilliseconds(5 + random.Next(30)),
        };
        (SctpAssociation a, SctpAssociation b) = pair.Establish();
        byte[][] messages = [.. Enumerable.Range(0, 200).Select(i => Script.Pattern(1 + random.Next(5000), i))];
        foreach (byte[] message in messages)
        {
            Assert.Equal(SendResult.Queued, a.Send(0, message, pair.Now));
        }

        a.Shutdown(pair.Now);
        pair.RunUntil(() => pair.A.AssociationCount == 0 && pair.B.AssociationCount == 0, Duration.FromSeconds(3600));
        Assert.Equal(messages.Length, pair.ReceivedBy(b).Count);
        Assert.All(messages.Zip(pair.ReceivedBy(b)), m => Assert.Equal(m.First, m.Second));
        Assert.Equal(0, pair.A.PooledBytesInUse);
        Assert.Equal(0, pair.B.PooledBytesInUse);
    }
}
