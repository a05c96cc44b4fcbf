using System;
using System.Collections.Generic;

namespace Sctp.Sim.Hunting;

/// <summary>Step 6: fewer associations, paths and streams, and smaller messages.</summary>
internal static class Sizes
{
    public static void Reduce(ShrinkSearch search)
    {
        if (search.Best.Schedule is null)
        {
            ValueProbe.TowardsPlain(search.Best.Associations, 1, n => search.Try(search.Best with { Associations = (int)n }));
        }

        ReducePaths(search);
        ReduceMessages(search);
        foreach (Side side in (ReadOnlySpan<Side>)[Side.Client, Side.Server])
        {
            ReduceWorkload(search, side);
        }
    }

    private static void ReducePaths(ShrinkSearch search)
    {
        for (int i = search.Best.Paths.Count - 1; i >= 0 && search.Best.Paths.Count > 1; i--)
        {
            List<PathOptions> paths = [.. search.Best.Paths];
            paths.RemoveAt(i);
            if (ScheduleLinks.WithoutPath(search.Best, i) is { } rest)
            {
                search.Try(rest with { Paths = paths });
            }
        }
    }

    private static void ReduceMessages(ShrinkSearch search)
    {
        if (search.Best.Schedule?.Messages is not { } messages)
        {
            return;
        }

        search.Try(Operations.WithMessages(search.Best, [.. Changed(messages, m => m with { StreamId = 0 })]));
        search.Try(Operations.WithMessages(search.Best, [.. Changed(messages, m => m with { IsUnordered = false })]));
        search.Try(Operations.WithMessages(search.Best, [.. Changed(search.Best.Schedule!.Messages!, m => m with { Length = 1 })]));
        for (int i = 0; i < messages.Count; i++)
        {
            int index = i;
            PlannedSend Message() => search.Best.Schedule!.Messages![index];
            ValueProbe.TowardsPlain(Message().Length, 1, n => search.Try(PlainValues.WithMessage(search.Best, index, Message() with { Length = (int)n })));
            ValueProbe.TowardsPlain(Message().StreamId, 0, n => search.Try(PlainValues.WithMessage(search.Best, index, Message() with { StreamId = (ushort)n })));
            if (Message().IsUnordered)
            {
                search.Try(PlainValues.WithMessage(search.Best, index, Message() with { IsUnordered = false }));
            }
        }
    }

    private static void ReduceWorkload(ShrinkSearch search, Side side)
    {
        WorkloadOptions Workload() => SidesOf.Get(search.Best, side).Workload;
        Scenario With(WorkloadOptions workload) => SidesOf.With(search.Best, side, s => s with { Workload = workload });
        ValueProbe.TowardsPlain(Workload().LargestMessage, 1, n => search.Try(With(Workload() with { LargestMessage = (int)n })));
        ValueProbe.TowardsPlain(Workload().StreamCount, 1, n => search.Try(With(Workload() with { StreamCount = (int)n })));
        int least = Workload().StreamCount;
        ValueProbe.TowardsPlain(
            SidesOf.Get(search.Best, side).Endpoint.OutboundStreams,
            Math.Max(1, least),
            n => search.Try(SidesOf.With(search.Best, side, s => s with { Endpoint = s.Endpoint with { OutboundStreams = (int)n } })));
    }

    private static IEnumerable<PlannedSend> Changed(IReadOnlyList<PlannedSend> messages, Func<PlannedSend, PlannedSend> change)
    {
        for (int i = 0; i < messages.Count; i++)
        {
            yield return change(messages[i]);
        }
    }
}
