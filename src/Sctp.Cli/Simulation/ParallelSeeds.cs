using System;
using System.Threading;

namespace Sctp.Cli.Simulation;

/// <summary>Does the same for many seeds in some threads.</summary>
internal static class ParallelSeeds
{
    /// <summary>Computes one value for each number from 0 on, in the order of the numbers; several at a time.</summary>
    public static T[] Map<T>(int count, int jobs, Func<int, T> compute)
    {
        var values = new T[count];
        int next = -1;
        var threads = new Thread[Math.Min(jobs, Math.Max(1, count))];
        Exception? failure = null;
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                try
                {
                    for (int index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
                    {
                        values[index] = compute(index);
                    }
                }
                catch (Exception e)
                {
                    failure = e;
                }
            })
            { IsBackground = true };
            threads[i].Start();
        }

        Array.ForEach(threads, t => t.Join());
        return failure is null ? values : throw new InvalidOperationException("A run could not be made.", failure);
    }
}
