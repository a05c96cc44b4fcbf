using System;

namespace Sctp;

/// <summary>What an ICMP or ICMPv6 message says, as far as SCTP reacts to it (RFC 9260 section 10).</summary>
public enum IcmpKind
{
    /// <summary>Anything else: ignored (rules ICMP1, ICMP2, ICMP4).</summary>
    Other,

    /// <summary>ICMPv4 Fragmentation Needed or ICMPv6 Packet Too Big (rule ICMP7).</summary>
    PacketTooBig,

    /// <summary>Port Unreachable: ignored (rule ICMP3).</summary>
    PortUnreachable,

    /// <summary>ICMPv4 Protocol Unreachable, or ICMPv6 Parameter Problem with Unrecognized Next Header (rule ICMP8).</summary>
    ProtocolUnreachable,

    /// <summary>Any other Destination Unreachable (rule ICMP9).</summary>
    DestinationUnreachable,
}

/// <summary>An ICMP message that the host received for one of its packets.</summary>
public readonly ref struct IcmpMessage
{
    /// <summary>What the message says.</summary>
    public IcmpKind Kind { get; init; }

    /// <summary>
    /// <see cref="IcmpKind.PacketTooBig"/>: the largest SCTP packet that passes, in bytes, that is the next-hop MTU less the IP (and UDP) headers; 0 when
    /// the router did not tell.
    /// </summary>
    public int Mtu { get; init; }

    /// <summary>The destination of the quoted packet.</summary>
    public SctpAddress Remote { get; init; }

    /// <summary>The quoted packet from the SCTP common header on: at least 8 bytes, 20 to show the Initiate Tag of an INIT.</summary>
    public ReadOnlySpan<byte> QuotedPacket { get; init; }
}
