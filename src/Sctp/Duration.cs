using System;
using System.Globalization;

namespace Sctp;

/// <summary>A signed span of time in nanoseconds. All protocol parameters that RFC 9260 section 16 gives in seconds or milliseconds have this type.</summary>
public readonly struct Duration : IEquatable<Duration>, IComparable<Duration>
{
    private const long NanosecondsPerTick = 100;

    private Duration(long nanoseconds) => Nanoseconds = nanoseconds;

    /// <summary>No time at all.</summary>
    public static Duration Zero => default;

    /// <summary>The longest duration, about 292 years.</summary>
    public static Duration MaxValue => new(long.MaxValue);

    /// <summary>The length in nanoseconds.</summary>
    public long Nanoseconds { get; }

    /// <summary>The length in whole microseconds, rounded toward zero.</summary>
    public long TotalMicroseconds => Nanoseconds / 1_000;

    /// <summary>The length in whole milliseconds, rounded toward zero.</summary>
    public long TotalMilliseconds => Nanoseconds / 1_000_000;

    /// <summary>A duration of <paramref name="value"/> nanoseconds.</summary>
    public static Duration FromNanoseconds(long value) => new(value);

    /// <summary>A duration of <paramref name="value"/> microseconds.</summary>
    public static Duration FromMicroseconds(long value) => new(checked(value * 1_000));

    /// <summary>A duration of <paramref name="value"/> milliseconds.</summary>
    public static Duration FromMilliseconds(long value) => new(checked(value * 1_000_000));

    /// <summary>A duration of <paramref name="value"/> seconds.</summary>
    public static Duration FromSeconds(long value) => new(checked(value * 1_000_000_000));

    /// <summary>The same length as <paramref name="value"/>; a length beyond 292 years becomes the longest there is.</summary>
    public static Duration FromTimeSpan(TimeSpan value)
    {
        if (value.Ticks > long.MaxValue / NanosecondsPerTick)
        {
            return MaxValue;
        }

        return value.Ticks < long.MinValue / NanosecondsPerTick ? new Duration(long.MinValue) : new Duration(value.Ticks * NanosecondsPerTick);
    }

    /// <summary>The same length as a <see cref="TimeSpan"/>, rounded toward zero to 100 ns.</summary>
    public TimeSpan ToTimeSpan() => TimeSpan.FromTicks(Nanoseconds / NanosecondsPerTick);

    /// <summary>The shorter of two durations.</summary>
    public static Duration Min(Duration a, Duration b) => a.Nanoseconds <= b.Nanoseconds ? a : b;

    /// <summary>The longer of two durations.</summary>
    public static Duration Max(Duration a, Duration b) => a.Nanoseconds >= b.Nanoseconds ? a : b;

    /// <summary>Converts from <see cref="TimeSpan"/>.</summary>
    public static implicit operator Duration(TimeSpan value) => FromTimeSpan(value);

    /// <summary>Adds two durations; the sum saturates.</summary>
    public static Duration operator +(Duration a, Duration b) => new(Saturate.Add(a.Nanoseconds, b.Nanoseconds));

    /// <summary>Subtracts a duration.</summary>
    public static Duration operator -(Duration a, Duration b) => new(Saturate.Subtract(a.Nanoseconds, b.Nanoseconds));

    /// <summary>Multiplies a duration; the product saturates.</summary>
    public static Duration operator *(Duration a, long factor) => new(Saturate.Multiply(a.Nanoseconds, factor));

    /// <summary>Divides a duration, rounding toward zero.</summary>
    public static Duration operator /(Duration a, long divisor) => new(a.Nanoseconds / divisor);

    /// <summary>Whether two durations are equal.</summary>
    public static bool operator ==(Duration a, Duration b) => a.Nanoseconds == b.Nanoseconds;

    /// <summary>Whether two durations differ.</summary>
    public static bool operator !=(Duration a, Duration b) => a.Nanoseconds != b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is shorter.</summary>
    public static bool operator <(Duration a, Duration b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is longer.</summary>
    public static bool operator >(Duration a, Duration b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is not longer.</summary>
    public static bool operator <=(Duration a, Duration b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is not shorter.</summary>
    public static bool operator >=(Duration a, Duration b) => a.Nanoseconds >= b.Nanoseconds;

    /// <inheritdoc/>
    public bool Equals(Duration other) => Nanoseconds == other.Nanoseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Duration other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Nanoseconds.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>The length in milliseconds with up to six decimals, for example <c>200ms</c> or <c>0.0005ms</c>.</summary>
    public override string ToString() =>
        (Nanoseconds / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture) + "ms";
}
