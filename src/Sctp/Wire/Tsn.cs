using System;
using System.Globalization;

namespace Sctp.Wire;

/// <summary>
/// A Transmission Sequence Number: 32 bits, one number for each DATA chunk, with the serial arithmetic of RFC 1982 (RFC 9260 section 1.6).
/// The number after 2^32 - 1 is 0. Two numbers exactly 2^31 apart have no order: neither is less than the other.
/// </summary>
public readonly struct Tsn : IEquatable<Tsn>
{
    /// <summary>The TSN with the given 32 bits.</summary>
    public Tsn(uint value) => Value = value;

    /// <summary>The 32 bits as sent.</summary>
    public uint Value { get; }

    /// <summary>The TSN after this one; 0 after 2^32 - 1.</summary>
    public Tsn Next => new(unchecked(Value + 1)); // 9260-1.6-04

    /// <summary>The TSN before this one; 2^32 - 1 before 0.</summary>
    public Tsn Previous => new(unchecked(Value - 1));

    /// <summary>The TSN <paramref name="count"/> TSNs later, modulo 2^32; a negative count goes back.</summary>
    public static Tsn operator +(Tsn tsn, int count) => new(unchecked(tsn.Value + (uint)count)); // 9260-1.6-01

    /// <summary>The TSN <paramref name="count"/> TSNs later, modulo 2^32.</summary>
    public static Tsn operator +(Tsn tsn, uint count) => new(unchecked(tsn.Value + count));

    /// <summary>The TSN <paramref name="count"/> TSNs earlier, modulo 2^32; a negative count goes forward.</summary>
    public static Tsn operator -(Tsn tsn, int count) => new(unchecked(tsn.Value - (uint)count));

    /// <summary>The TSN <paramref name="count"/> TSNs earlier, modulo 2^32.</summary>
    public static Tsn operator -(Tsn tsn, uint count) => new(unchecked(tsn.Value - count));

    /// <summary>Whether <paramref name="a"/> comes before <paramref name="b"/> in serial order.</summary>
    public static bool operator <(Tsn a, Tsn b) => a.DistanceTo(b) > 0; // 9260-1.6-02

    /// <summary>Whether <paramref name="a"/> comes after <paramref name="b"/> in serial order.</summary>
    public static bool operator >(Tsn a, Tsn b) => b.DistanceTo(a) > 0;

    /// <summary>Whether <paramref name="a"/> equals <paramref name="b"/> or comes before it.</summary>
    public static bool operator <=(Tsn a, Tsn b) => a.DistanceTo(b) >= 0;

    /// <summary>Whether <paramref name="a"/> equals <paramref name="b"/> or comes after it.</summary>
    public static bool operator >=(Tsn a, Tsn b) => b.DistanceTo(a) >= 0;

    /// <summary>Whether two TSNs are equal.</summary>
    public static bool operator ==(Tsn a, Tsn b) => a.Value == b.Value;

    /// <summary>Whether two TSNs differ.</summary>
    public static bool operator !=(Tsn a, Tsn b) => a.Value != b.Value;

    /// <summary>The later of two TSNs; the first where they have no order.</summary>
    public static Tsn Max(Tsn a, Tsn b) => a < b ? b : a;

    /// <summary>The earlier of two TSNs; the first where they have no order.</summary>
    public static Tsn Min(Tsn a, Tsn b) => b < a ? b : a;

    /// <summary>
    /// How many TSNs <paramref name="later"/> lies after this one: positive when later, negative when earlier, and <see cref="int.MinValue"/>
    /// when the two are exactly 2^31 apart.
    /// </summary>
    public int DistanceTo(Tsn later) => unchecked((int)(later.Value - Value));

    /// <inheritdoc/>
    public bool Equals(Tsn other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Tsn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value;

    /// <summary>The number in decimal.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
