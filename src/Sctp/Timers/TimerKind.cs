namespace Sctp.Timers;

/// <summary>The timers of an association, in the order in which those due at one instant are run.</summary>
internal enum TimerKind
{
    /// <summary>T1-init (RFC 9260 section 5.1).</summary>
    T1Init,

    /// <summary>T1-cookie (RFC 9260 section 5.1).</summary>
    T1Cookie,

    /// <summary>T2-shutdown (RFC 9260 section 9.2).</summary>
    T2Shutdown,

    /// <summary>T5-shutdown-guard (RFC 9260 section 9.2).</summary>
    T5ShutdownGuard,

    /// <summary>SACK.Delay (RFC 9260 section 6.2).</summary>
    SackDelay,

    /// <summary>The zero window probe (RFC 9260 section 6.1 A).</summary>
    WindowProbe,

    /// <summary>The earliest lifetime among queued messages (RFC 9260 section 11.1.5).</summary>
    MessageLifetime,

    /// <summary>T3-rtx of one path (RFC 9260 section 6.3).</summary>
    T3Rtx,

    /// <summary>When the next HEARTBEAT of one path is due (RFC 9260 section 8.3).</summary>
    Heartbeat,

    /// <summary>When the HEARTBEAT of one path counts as unanswered (RFC 9260 section 8.3).</summary>
    HeartbeatTimeout,
}
