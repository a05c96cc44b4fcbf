namespace Sctp.Sim.Associations;

/// <summary>What table 12 of RFC 9260 section 5.2.4 says of a COOKIE ECHO.</summary>
internal enum CookieEncounter
{
    /// <summary>The packet holds no COOKIE ECHO at its beginning.</summary>
    None,

    /// <summary>The cookie is none that this side gave out, or it was altered.</summary>
    Foreign,

    /// <summary>There is no association: one begins (section 5.1.5).</summary>
    Begins,

    /// <summary>Action A: the peer has restarted.</summary>
    Restart,

    /// <summary>Action B: both sides began at about the same time.</summary>
    Crossing,

    /// <summary>Action C: the cookie comes late.</summary>
    Late,

    /// <summary>Action D: both tags are those of the association.</summary>
    Duplicate,

    /// <summary>No row of the table fits.</summary>
    NoRow,

    /// <summary>The INIT that the cookie answered was taken for the beginning of another association: its addresses were overwritten on the way.</summary>
    Elsewhere,
}
