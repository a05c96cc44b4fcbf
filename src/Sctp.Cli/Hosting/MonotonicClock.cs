using System;
using System.Diagnostics;

namespace Sctp.Cli.Hosting;

/// <summary>The time since the process began to look, which never goes back.</summary>
internal sealed class MonotonicClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public Instant Now
    {
        get
        {
            Int128 ticks = Stopwatch.GetTimestamp() - _start;
            return Instant.FromNanoseconds((long)(ticks * 1_000_000_000 / Stopwatch.Frequency));
        }
    }
}
