namespace Sctp.Sim.Associations;

/// <summary>What a side put into an INIT ACK beside the State Cookie, and what the INIT said that it answered: the cookie itself is opaque (RFC 9260 section 3.3.3.1.1).</summary>
/// <param name="Digest">The digest of the cookie.</param>
/// <param name="IssuedAt">When the INIT ACK left.</param>
/// <param name="LocalTag">The Initiate Tag of the INIT ACK.</param>
/// <param name="PeerTag">The Initiate Tag of the INIT.</param>
/// <param name="LocalInitialTsn">The Initial TSN of the INIT ACK.</param>
/// <param name="PeerInitialTsn">The Initial TSN of the INIT.</param>
/// <param name="HasTieTags">Whether an association with both tags existed when it was made, so that the cookie holds Tie-Tags (section 5.2.2).</param>
/// <param name="Epoch">How often the association had restarted by then; a restart makes earlier Tie-Tags void.</param>
/// <param name="AsksForLongerLife">Whether the INIT held a Cookie Preservative.</param>
/// <param name="OutboundStreams">OS of the INIT ACK.</param>
/// <param name="InboundStreams">MIS of the INIT ACK.</param>
/// <param name="PeerPort">The port that the INIT ACK went to.</param>
/// <param name="CookieKeys">How many keys the host had had by then; the key before the present one is honoured, no older one (section 5.1.3).</param>
/// <param name="IsOfAssociation">Whether the INIT was about the association that the host has, if it has one, as far as its addresses told.</param>
internal readonly record struct IssuedCookie(
    ulong Digest,
    Instant IssuedAt,
    uint LocalTag,
    uint PeerTag,
    uint LocalInitialTsn,
    uint PeerInitialTsn,
    bool HasTieTags,
    int Epoch,
    bool AsksForLongerLife,
    int OutboundStreams,
    int InboundStreams,
    ushort PeerPort,
    int CookieKeys,
    bool IsOfAssociation);
