using System;
using System.Globalization;

namespace Sctp.Wire;

/// <summary>
/// A Stream Sequence Number: 16 bits, one number for each ordered message of a stream, with the serial arithmetic of RFC 1982 (RFC 9260
/// section 1.6). The number after 65535 is 0. Two numbers exactly 2^15 apart have no order: neither is less than the other.
/// </summary>
public readonly struct Ssn : IEquatable<Ssn>
{
    /// <summary>The SSN with the given 16 bits.</summary>
    public Ssn(ushort value) => Value = value;

    /// <summary>The 16 bits as sent.</summary>
    public ushort Value { get; }

    /// <summary>The SSN after this one; 0 after 65535.</summary>
    public Ssn Next => new(unchecked((ushort)(Value + 1))); // 9260-1.6-05

    /// <summary>The SSN before this one; 65535 before 0.</summary>
    public Ssn Previous => new(unchecked((ushort)(Value - 1)));

    /// <summary>The SSN <paramref name="count"/> messages later, modulo 2^16; a negative count goes back.</summary>
    public static Ssn operator +(Ssn ssn, int count) => new(unchecked((ushort)(ssn.Value + count)));

    /// <summary>The SSN <paramref name="count"/> messages earlier, modulo 2^16; a negative count goes forward.</summary>
    public static Ssn operator -(Ssn ssn, int count) => new(unchecked((ushort)(ssn.Value - count)));

    /// <summary>Whether <paramref name="a"/> comes before <paramref name="b"/> in serial order.</summary>
    public static bool operator <(Ssn a, Ssn b) => a.DistanceTo(b) > 0;

    /// <summary>Whether <paramref name="a"/> comes after <paramref name="b"/> in serial order.</summary>
    public static bool operator >(Ssn a, Ssn b) => b.DistanceTo(a) > 0;

    /// <summary>Whether <paramref name="a"/> equals <paramref name="b"/> or comes before it.</summary>
    public static bool operator <=(Ssn a, Ssn b) => a.DistanceTo(b) >= 0;

    /// <summary>Whether <paramref name="a"/> equals <paramref name="b"/> or comes after it.</summary>
    public static bool operator >=(Ssn a, Ssn b) => b.DistanceTo(a) >= 0;

    /// <summary>Whether two SSNs are equal.</summary>
    public static bool operator ==(Ssn a, Ssn b) => a.Value == b.Value;

    /// <summary>Whether two SSNs differ.</summary>
    public static bool operator !=(Ssn a, Ssn b) => a.Value != b.Value;

    /// <summary>The later of two SSNs; the first where they have no order.</summary>
    public static Ssn Max(Ssn a, Ssn b) => a < b ? b : a;

    /// <summary>The earlier of two SSNs; the first where they have no order.</summary>
    public static Ssn Min(Ssn a, Ssn b) => b < a ? b : a;

    /// <summary>
    /// How many messages <paramref name="later"/> lies after this one: positive when later, negative when earlier, and -32768 when the two
    /// are exactly 2^15 apart.
    /// </summary>
    public int DistanceTo(Ssn later) => unchecked((short)(later.Value - Value));

    /// <inheritdoc/>
    public bool Equals(Ssn other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Ssn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value;

    /// <summary>The number in decimal.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
