using Sctp.Wire;

namespace Sctp;

/// <summary>What is known of a received message besides its bytes (RFC 9260 section 11.1.7, RFC 6458 section 5.3.5).</summary>
/// <param name="StreamId">The stream identifier.</param>
/// <param name="StreamSequenceNumber">The stream sequence number; without meaning for an unordered message.</param>
/// <param name="PayloadProtocolId">The payload protocol identifier.</param>
/// <param name="Tsn">The TSN of the first fragment.</param>
/// <param name="IsUnordered">Whether the message was sent unordered.</param>
/// <param name="IsEndOfMessage">Whether the message ends here; false for all parts but the last of a partial delivery.</param>
/// <param name="PathIndex">The index of the path that the first fragment came from.</param>
public readonly record struct MessageInfo(
    ushort StreamId,
    Ssn StreamSequenceNumber,
    PayloadProtocolIdentifier PayloadProtocolId,
    Tsn Tsn,
    bool IsUnordered,
    bool IsEndOfMessage,
    int PathIndex);
