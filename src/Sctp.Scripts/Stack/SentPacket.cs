using System;

namespace Sctp.Scripts.Stack;

/// <summary>One packet that the stack sent.</summary>
/// <param name="Time">When.</param>
/// <param name="Bytes">The SCTP packet from the common header on.</param>
/// <param name="Destination">Where to; no address where the stack does not tell.</param>
/// <param name="Source">Where from; no address where the stack leaves it to the host or does not tell.</param>
/// <param name="Ecn">The ECN bits of its IP header.</param>
public sealed record SentPacket(Instant Time, ReadOnlyMemory<byte> Bytes, SctpAddress Destination, SctpAddress Source, EcnCodepoint Ecn);
