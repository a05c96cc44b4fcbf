namespace Sctp.Setup;

/// <summary>The Local-Tie-Tag and the Peer's-Tie-Tag of an association (RFC 9260 section 5.2.2): random numbers that stand for its tags in cookies; 0 for none.</summary>
internal readonly record struct TieTags(uint Local, uint Peer)
{
    public bool AreSet => (Local | Peer) != 0;
}
