namespace Sctp;

/// <summary>The two ECN bits of the IP header (RFC 3168).</summary>
public enum EcnCodepoint : byte
{
    /// <summary>Not ECN-capable transport.</summary>
    NotEct = 0,

    /// <summary>ECN-capable transport, codepoint 1.</summary>
    Ect1 = 1,

    /// <summary>ECN-capable transport, codepoint 0.</summary>
    Ect0 = 2,

    /// <summary>Congestion experienced.</summary>
    CongestionExperienced = 3,
}

/// <summary>Where a datagram came from, where it arrived and how the network marked it.</summary>
/// <param name="Remote">The source address of the datagram, with the UDP source port where it was encapsulated (RFC 6951).</param>
/// <param name="Local">The destination address of the datagram, or <see cref="SctpAddress.None"/> where the host does not know it.</param>
/// <param name="Ecn">The ECN bits of its IP header.</param>
public readonly record struct NetworkPath(SctpAddress Remote, SctpAddress Local = default, EcnCodepoint Ecn = EcnCodepoint.NotEct)
{
    /// <summary>Whether the datagram went from one unicast address to another, as far as the host knows.</summary>
    internal bool IsUnicast => Remote.IsUnicast && (Local.Kind == SctpAddressKind.None || Local.IsUnicast);
}

/// <summary>One packet that the core wrote into the caller's buffer.</summary>
/// <param name="Length">The number of bytes written: the SCTP packet from the common header on, checksum included.</param>
/// <param name="Remote">The destination, with the UDP destination port where encapsulated.</param>
/// <param name="Local">The source address to use, or <see cref="SctpAddress.None"/> where the host may choose.</param>
/// <param name="Ecn">The ECN bits to send with.</param>
/// <param name="Dscp">The differentiated services code point to send with (RFC 9260 section 7.2.5.1).</param>
/// <param name="DontFragment">Whether the datagram must not be fragmented by IP; false for a packet that holds a chunk cut before the path MTU fell (RFC 9260 section 6.9).</param>
public readonly record struct Transmit(int Length, SctpAddress Remote, SctpAddress Local, EcnCodepoint Ecn, byte Dscp, bool DontFragment);
