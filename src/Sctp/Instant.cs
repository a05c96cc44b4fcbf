using System;
using System.Globalization;

namespace Sctp;

/// <summary>
/// A point in time: nanoseconds since an epoch that the host chooses and keeps for the life of an endpoint. The core never reads a clock;
/// every call carries the time. Time that goes backwards is ignored.
/// </summary>
public readonly struct Instant : IEquatable<Instant>, IComparable<Instant>
{
    private Instant(long nanoseconds) => Nanoseconds = nanoseconds;

    /// <summary>The host's epoch.</summary>
    public static Instant Epoch => default;

    /// <summary>The last instant there is; as a deadline it means "never".</summary>
    public static Instant MaxValue => new(long.MaxValue);

    /// <summary>Nanoseconds since the host's epoch.</summary>
    public long Nanoseconds { get; }

    internal static Instant Never => MaxValue;

    internal bool IsNever => Nanoseconds == long.MaxValue;

    /// <summary>The instant <paramref name="value"/> nanoseconds after the epoch.</summary>
    public static Instant FromNanoseconds(long value) => new(value);

    /// <summary>The earlier of two instants.</summary>
    public static Instant Min(Instant a, Instant b) => a.Nanoseconds <= b.Nanoseconds ? a : b;

    /// <summary>The later of two instants.</summary>
    public static Instant Max(Instant a, Instant b) => a.Nanoseconds >= b.Nanoseconds ? a : b;

    /// <summary>The instant <paramref name="b"/> later; the sum saturates.</summary>
    public static Instant operator +(Instant a, Duration b) => new(Saturate.Add(a.Nanoseconds, b.Nanoseconds));

    /// <summary>The instant <paramref name="b"/> earlier.</summary>
    public static Instant operator -(Instant a, Duration b) => new(Saturate.Subtract(a.Nanoseconds, b.Nanoseconds));

    /// <summary>The time from <paramref name="b"/> to <paramref name="a"/>.</summary>
    public static Duration operator -(Instant a, Instant b) => Duration.FromNanoseconds(Saturate.Subtract(a.Nanoseconds, b.Nanoseconds));

    /// <summary>Whether two instants are equal.</summary>
    public static bool operator ==(Instant a, Instant b) => a.Nanoseconds == b.Nanoseconds;

    /// <summary>Whether two instants differ.</summary>
    public static bool operator !=(Instant a, Instant b) => a.Nanoseconds != b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is earlier.</summary>
    public static bool operator <(Instant a, Instant b) => a.Nanoseconds < b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is later.</summary>
    public static bool operator >(Instant a, Instant b) => a.Nanoseconds > b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is not later.</summary>
    public static bool operator <=(Instant a, Instant b) => a.Nanoseconds <= b.Nanoseconds;

    /// <summary>Whether <paramref name="a"/> is not earlier.</summary>
    public static bool operator >=(Instant a, Instant b) => a.Nanoseconds >= b.Nanoseconds;

    /// <inheritdoc/>
    public bool Equals(Instant other) => Nanoseconds == other.Nanoseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Instant other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Nanoseconds.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Seconds since the epoch with nine decimals.</summary>
    public override string ToString() =>
        IsNever ? "never" : (Nanoseconds / 1_000_000_000m).ToString("0.000000000", CultureInfo.InvariantCulture) + "s";
}
