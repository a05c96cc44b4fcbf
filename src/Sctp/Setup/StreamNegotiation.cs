using System;

namespace Sctp.Setup;

/// <summary>How many streams an association gets from what both sides announced (RFC 9260 section 5.1.1).</summary>
/// <param name="Outbound">Outbound streams: the identifiers 0 to Outbound - 1 are valid (9260-5.1.1-05).</param>
/// <param name="Inbound">Inbound streams.</param>
internal readonly record struct StreamNegotiation(ushort Outbound, ushort Inbound)
{
    /// <summary>
    /// Each direction has as many streams as its sender asks for and its receiver accepts (9260-5.1.1-02, 9260-5.1.1-03). A responder announces
    /// <see cref="Outbound"/> as OS in its INIT ACK (9260-3.3.3-17).
    /// </summary>
    public static StreamNegotiation Of(int ownOutbound, int ownMaxInbound, ushort peerOutbound, ushort peerMaxInbound) =>
        new((ushort)Math.Min(ownOutbound, peerMaxInbound), (ushort)Math.Min(peerOutbound, ownMaxInbound));
}
