namespace Sctp.Setup;

/// <summary>What to do with a valid State Cookie when there is an association already, by the letters of RFC 9260 section 5.2.4.</summary>
internal enum CollisionAction
{
    /// <summary>No row of the table fits: the cookie is silently discarded (9260-5.2.4-05).</summary>
    Discard,

    /// <summary>The peer has restarted (9260-5.2.4-06). In SHUTDOWN-ACK-SENT no new association begins (9260-5.2.4-10).</summary>
    A,

    /// <summary>Both sides began at about the same time: the peer's tag is taken from the cookie (9260-5.2.4-11).</summary>
    B,

    /// <summary>A cookie that comes late: it is silently discarded (9260-5.2.4-14, 9260-5.2.4-15).</summary>
    C,

    /// <summary>A duplicate, or a crossing in which both sides had the tags already (9260-5.2.4-18).</summary>
    D,
}

/// <summary>How a tag of a cookie compares with that of the association: the letters M, X and 0 of table 12.</summary>
internal enum TagComparison
{
    /// <summary>X: it differs.</summary>
    Differs,

    /// <summary>M: it matches.</summary>
    Matches,

    /// <summary>0: there is none: the association does not know the peer's tag yet, or the cookie has no Tie-Tag.</summary>
    None,
}

/// <summary>Table 12 of RFC 9260 section 5.2.4.</summary>
internal static class CollisionTable
{
    /// <summary>The action for a cookie of which the MAC was right, met by an association with the given tags (0: not known, or none).</summary>
    public static CollisionAction Decide(in StateCookie cookie, uint localTag, uint peerTag, uint localTieTag, uint peerTieTag) => Decide(
        Compare(cookie.LocalTag, localTag),
        peerTag == 0 ? TagComparison.None : Compare(cookie.PeerTag, peerTag),
        cookie.LocalTieTag == 0 ? TagComparison.None : Compare(cookie.LocalTieTag, localTieTag),
        cookie.PeerTieTag == 0 ? TagComparison.None : Compare(cookie.PeerTieTag, peerTieTag));

    /// <summary>The action of the first row that fits, in the order D, C, B, A.</summary>
    public static CollisionAction Decide(TagComparison localTag, TagComparison peerTag, TagComparison localTieTag, TagComparison peerTieTag) =>
        (localTag, peerTag, localTieTag, peerTieTag) switch
        {
            (TagComparison.Matches, TagComparison.Matches, _, _) => CollisionAction.D,
            (TagComparison.Differs, TagComparison.Matches, TagComparison.None, TagComparison.None) => CollisionAction.C,
            (TagComparison.Matches, TagComparison.Differs or TagComparison.None, _, _) => CollisionAction.B,
            (TagComparison.Differs, TagComparison.Differs, TagComparison.Matches, TagComparison.Matches) => CollisionAction.A,
            _ => CollisionAction.Discard,
        };

    private static TagComparison Compare(uint cookie, uint association) =>
        cookie == association ? TagComparison.Matches : TagComparison.Differs;
}
