namespace Sctp;

/// <summary>The states of RFC 9260 section 4.</summary>
public enum AssociationState
{
    /// <summary>No association. A passive association waits for its peer in this state.</summary>
    Closed,

    /// <summary>INIT was sent.</summary>
    CookieWait,

    /// <summary>COOKIE ECHO was sent.</summary>
    CookieEchoed,

    /// <summary>The association is up.</summary>
    Established,

    /// <summary>The user asked for the end; data is still outstanding.</summary>
    ShutdownPending,

    /// <summary>SHUTDOWN was sent.</summary>
    ShutdownSent,

    /// <summary>SHUTDOWN was received; data is still outstanding.</summary>
    ShutdownReceived,

    /// <summary>SHUTDOWN ACK was sent.</summary>
    ShutdownAckSent,
}
