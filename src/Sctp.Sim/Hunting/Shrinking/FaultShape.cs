namespace Sctp.Sim.Hunting;

/// <summary>The length of a fault of a path or host, where it has one.</summary>
internal static class FaultShape
{
    public static Duration? LengthOf(Fault fault) => fault switch
    {
        PathOutage f => f.Length,
        HostPause f => f.Length,
        SlowHost f => f.Length,
        LateTimers f => f.Length,
        HostCrash f => f.DownFor,
        StalledReader f => f.Length,
        _ => null,
    };

    public static Fault WithLength(Fault fault, Duration length) => fault switch
    {
        PathOutage f => f with { Length = length },
        HostPause f => f with { Length = length },
        SlowHost f => f with { Length = length },
        LateTimers f => f with { Length = length },
        HostCrash f => f with { DownFor = length },
        StalledReader f => f with { Length = length },
        _ => fault,
    };

    /// <summary>The fault of which nothing is left after some time; null when all of it is later.</summary>
    public static Fault? Before(Fault fault, Duration end)
    {
        if (fault.At >= end)
        {
            return null;
        }

        return LengthOf(fault) is { } length && fault.At + length > end ? WithLength(fault, end - fault.At) : fault;
    }
}
