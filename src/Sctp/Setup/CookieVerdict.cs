namespace Sctp.Setup;

/// <summary>What a State Cookie that came back in a COOKIE ECHO is worth (RFC 9260 section 5.1.5).</summary>
internal enum CookieVerdict
{
    /// <summary>Not one of ours, altered, made with a key no longer kept, or of other ports or another tag: the packet is silently discarded.</summary>
    Invalid,

    /// <summary>
    /// Ours, but its life span is over: answered with ERROR Stale Cookie, unless both its tags match an existing association (9260-5.2.4-04). Its contents
    /// were read.
    /// </summary>
    Stale,

    /// <summary>Ours and in time.</summary>
    Valid,
}
