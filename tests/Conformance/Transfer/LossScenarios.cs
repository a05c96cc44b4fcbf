using System;
using System.Collections.Generic;
using System.Linq;
using Sctp.Conformance.Support;

namespace Sctp.Conformance.Transfer;

/// <summary>Whatever the network loses, repeats or reorders: every message arrives once and in order.</summary>
public class LossScenarios
{
    private static Pair Transfer(Func<bool, int, Fate> network, Func<int, Duration>? delay = null, int count = 40, int length = 2500)
    {
        var pair = new Pair();
        int packets = 0;
        pair.Network = (fromA, _) => network(fromA, ++packets);
        if (delay is not null)
        {
            pair.DelayOf = (_, _) => delay(packets);
        }

        SctpAssociation a = pair.Connect();
        var sent = new List<byte[]>();
        for (int i = 0; i < count; i++)
        {
            sent.Add(Script.Pattern(length, i));
            Assert.Equal(SendResult.Queued, a.Send(0, sent[^1], pair.Now));
        }

        pair.RunUntil(() => pair.B.AssociationCount == 1 && pair.ReceivedBy(pair.B.GetAssociation(0)).Count >= count, Duration.FromSeconds(400));
        SctpAssociation b = pair.B.GetAssociation(0);
        Assert.Equal(sent, pair.ReceivedBy(b));
        pair.RunUntil(() => a.BufferedBytes == 0, Duration.FromSeconds(100));
        Assert.True(a.TryCheckInvariants(out string violation), violation);
        a.Shutdown(pair.Now);
        pair.RunUntil(() => a.HasEnded && b.HasEnded, Duration.FromSeconds(400));
        Assert.Equal(count, pair.ReceivedBy(b).Count);
        Assert.Equal((0L, 0L), (pair.A.PooledBytesInUse, pair.B.PooledBytesInUse));
        Assert.DoesNotContain(pair.Events, e => e.Event.Kind is SctpEventKind.CommunicationLost or SctpEventKind.SendFailed);
        return pair;
    }

    public static TheoryData<int> Numbers() => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Numbers))]
    [Requirement("9260-6.3.3-04")]
    [Requirement("9260-7.2.4-02")]
    public void Any_single_loss_is_repaired(int lost) => Transfer((_, n) => n == lost ? Fate.Drop : Fate.Deliver);

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Any_two_losses_are_repaired(int lost)
    {
        for (int second = lost + 1; second <= 40; second += 3)
        {
            Transfer((_, n) => n == lost || n == second ? Fate.Drop : Fate.Deliver, count: 15);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Any_burst_of_losses_is_repaired(int first)
    {
        Transfer((_, n) => n >= first && n < first + 8 ? Fate.Drop : Fate.Deliver);
        Transfer((fromA, n) => fromA && n >= first + 4 && n < first + 24 ? Fate.Drop : Fate.Deliver); // INIT is repeated eight times only.
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(10)]
    public void Every_nth_packet_lost_is_repaired(int n) => Transfer((_, packet) => packet % n == 0 ? Fate.Drop : Fate.Deliver);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [Requirement("9260-6.6-01")]
    [Requirement("9260-6.9-18")]
    public void Reordering_is_undone(int seed)
    {
        var random = new Random(seed);
        Transfer((_, _) => Fate.Deliver, _ => Duration.FromMilliseconds(random.Next(1, 40 * seed)), count: 80);
    }

    [Fact]
    [Requirement("9260-6.2-25")]
    [Requirement("9260-6.2-27")]
    public void Duplicates_of_everything_do_no_harm() => Transfer((_, _) => Fate.Duplicate);

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(4, 20)]
    [InlineData(5, 30)]
    [InlineData(6, 30)]
    public void Random_loss_duplication_and_delay_together_are_survived(int seed, int percent)
    {
        var random = new Random(seed);
        Transfer(
            (_, _) => random.Next(100) < percent ? (random.Next(2) == 0 ? Fate.Drop : Fate.Duplicate) : Fate.Deliver,
            _ => Duration.FromMilliseconds(random.Next(1, 100)),
            count: 100,
            length: 1000);
    }
}
