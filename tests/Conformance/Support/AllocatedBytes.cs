using System;

namespace Sctp.Conformance.Support;

/// <summary>What an action costs this thread's heap.</summary>
internal static class AllocatedBytes
{
    /// <summary>How often an action runs at most.</summary>
    public const int Windows = 4;

    /// <summary>Runs the action up to <see cref="Windows"/> times and returns the least that one run allocated.</summary>
    /// <remarks>
    /// The runtime's count is exact only to one allocation context (8 KiB): a collection that another thread causes books what was left of this thread's context, and code that is
    /// compiled anew on the way may book some too. Both come now and then; what the action allocates comes every time.
    /// </remarks>
    public static long OfLeast(Action action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Windows && least != 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
