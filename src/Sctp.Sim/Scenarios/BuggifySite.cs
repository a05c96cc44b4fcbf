namespace Sctp.Sim;

/// <summary>
/// A place at which a run may do what is allowed and unusual ("buggify"): a parameter of the protocol at the edge of its range, or a host that uses its stack
/// in an unlikely order. A scenario names the sites that are active in its run; each of these acts on some of its occasions. There is no hook in the core:
/// every site acts through the core's public options and calls.
/// </summary>
public enum BuggifySite
{
    // Parameters of the protocol; the occasion is the making of an endpoint.

    /// <summary>The receive buffer is the smallest one, or little more.</summary>
    TinyReceiveBuffer,

    /// <summary>The send buffer holds little more than the largest message.</summary>
    TinySendBuffer,

    /// <summary>Every packet with DATA is acknowledged at once: a SACK frequency of 1.</summary>
    SackEveryPacket,

    /// <summary>Only the delayed-acknowledgement timer brings a SACK: a SACK frequency beyond any window.</summary>
    SackByTimerOnly,

    /// <summary>SACK.Delay is zero.</summary>
    NoSackDelay,

    /// <summary>SACK.Delay is the longest that is allowed, 500 ms.</summary>
    LongestSackDelay,

    /// <summary>Max.Burst is 1.</summary>
    BurstOfOne,

    /// <summary>Max.Burst has no limit.</summary>
    UnlimitedBurst,

    /// <summary>The path MTU begins at its smallest value.</summary>
    MinimumPathMtu,

    /// <summary>RTO.Min is below the round-trip time, so that timers expire that need not.</summary>
    TinyRtoMin,

    /// <summary>RTO.Min is RTO.Max: the timer never adapts.</summary>
    FixedRto,

    /// <summary>RTO.Initial is RTO.Max.</summary>
    LargeRtoInitial,

    /// <summary>RTO.Alpha and RTO.Beta are at the ends of their ranges.</summary>
    ExtremeRtoWeights,

    /// <summary>The clock granularity of the RTO is coarse.</summary>
    CoarseClock,

    /// <summary>HB.interval is nearly zero.</summary>
    TinyHeartbeatInterval,

    /// <summary>Many HEARTBEAT chunks may be sent at once.</summary>
    HeartbeatBurst,

    /// <summary>One SACK opens cwnd by many PMDCS in slow start: a large L.</summary>
    LargeSlowStartLimit,

    /// <summary>The side accepts one inbound stream.</summary>
    SingleInboundStream,

    /// <summary>The side asks for one outbound stream.</summary>
    SingleOutboundStream,

    /// <summary>State Cookies live only a little longer than a round trip.</summary>
    ShortCookieLife,

    /// <summary>The key of State Cookies changes as often as is allowed.</summary>
    ShortCookieKeyLife,

    /// <summary>No Cookie Preservative is sent or honoured.</summary>
    NoCookiePreservative,

    /// <summary>The back-off of T1-init ends early.</summary>
    ShortInitTimeout,

    /// <summary>The queue of events is the smallest one.</summary>
    SmallEventQueue,

    /// <summary>Small messages wait for others while data is outstanding.</summary>
    Nagle,

    /// <summary>Messages are never cut; all of them fit the smallest packet.</summary>
    NoFragmentation,

    /// <summary>A DATA chunk carries a few bytes only.</summary>
    TinySegments,

    /// <summary>Messages are handed over in parts from the first byte on.</summary>
    EarlyPartialDelivery,

    /// <summary>DATA of a shutdown does not ask for a SACK at once.</summary>
    NoImmediateSackOnShutdown,

    /// <summary>A path is inactive after its first failure: a Path.Max.Retrans of 0.</summary>
    NoPathRetrans,

    // The host; the occasions are its inputs.

    /// <summary>Advance is called although no timer is due.</summary>
    SpuriousAdvance,

    /// <summary>A call carries a time that lies before that of the last one.</summary>
    EarlierTime,

    /// <summary>Packets are taken one at a time, with whatever else happens at this instant between them.</summary>
    OnePacketAtATime,

    /// <summary>A little time goes by between what came in and taking what is to go out.</summary>
    LateTransmit,

    /// <summary>Several packets are handed over before anything is taken.</summary>
    BatchArrival,

    /// <summary>The buffer for outgoing packets is smaller than the path MTU.</summary>
    SmallTransmitBuffer,

    /// <summary>The status of association and paths is asked for.</summary>
    StatusPolled,

    /// <summary>Listening begins once more.</summary>
    ListenAgain,

    /// <summary>The key of State Cookies is changed.</summary>
    CookieKeyRotated,

    /// <summary>A verification tag at an edge of its range is drawn.</summary>
    BoundaryTag,

    // The application; the occasions are its turns.

    /// <summary>One message is read although there are more.</summary>
    ReadOne,

    /// <summary>What could be read stays unread for a while.</summary>
    LateRead,

    /// <summary>The application reads although nothing has arrived.</summary>
    EarlyRead,

    /// <summary>The application pauses between two messages.</summary>
    SendPaused,

    /// <summary>A message is sent that must be refused: on a stream that does not exist, or too large.</summary>
    RefusedSend,

    /// <summary>A shutdown that has begun is asked for again.</summary>
    RepeatedShutdown,

    /// <summary>An association that exists is opened once more, which must be refused.</summary>
    RepeatedConnect,

    /// <summary>A HEARTBEAT is asked for.</summary>
    HeartbeatOnDemand,

    /// <summary>Heartbeats of a path are switched off for a while.</summary>
    HeartbeatToggled,

    /// <summary>HB.interval changes.</summary>
    HeartbeatIntervalChanged,

    /// <summary>Another path becomes the primary one.</summary>
    PrimarySwitched,

    /// <summary>Parameters that may change at any time change.</summary>
    OptionsChanged,

    /// <summary>The path MTU is set anew.</summary>
    PathMtuSet,

    /// <summary>The host says that the route of a path changed.</summary>
    RouteChanged,

    /// <summary>Path.Max.Retrans of a path changes.</summary>
    PathMaxRetransChanged,

    /// <summary>The DSCP changes.</summary>
    DscpChanged,

    /// <summary>Events are left where they are for a while.</summary>
    LateEvents,
}
