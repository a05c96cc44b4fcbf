using System;

namespace Sctp.Sim.Network;

/// <summary>Parameters of <see cref="QueueDiscipline.CoDel"/> with the defaults of RFC 8289 section 4.</summary>
public sealed record CoDelOptions
{
    /// <summary>The time that a packet may wait.</summary>
    public Duration Target { get; init; } = Duration.FromMilliseconds(5);

    /// <summary>How long packets may all wait longer before the first is given up.</summary>
    public Duration Interval { get; init; } = Duration.FromMilliseconds(100);

    /// <summary>A queue with no more bytes than this is left alone.</summary>
    public int LeastBytes { get; init; } = 1_500;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Target, Duration.Zero, nameof(Target));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Interval, Duration.Zero, nameof(Interval));
        ArgumentOutOfRangeException.ThrowIfNegative(LeastBytes);
    }
}
