namespace Sctp.Sim;

/// <summary>
/// Knobs that are switched on or off together when a scenario is drawn (swarm testing: what is always on hides what only shows when it is off).
/// </summary>
internal enum KnobGroup
{
    /// <summary>Independent loss.</summary>
    Loss,

    /// <summary>Loss by a rule: bursts, every so many, some in turn, chunks of some kind.</summary>
    LossModel,

    /// <summary>A delay that varies.</summary>
    Jitter,

    /// <summary>Packets change places.</summary>
    Reorder,

    /// <summary>Packets come more than once.</summary>
    Duplicate,

    /// <summary>Packets are damaged, and their checksums show it.</summary>
    Damage,

    /// <summary>Packets are damaged and sealed anew.</summary>
    SealedDamage,

    /// <summary>Links have a rate and a queue.</summary>
    Rate,

    /// <summary>Queues mark packets, or links do.</summary>
    Marks,

    /// <summary>Path MTUs differ from the usual one and from one another.</summary>
    Mtu,

    /// <summary>There is more than one path.</summary>
    Multihoming,

    /// <summary>The two directions of a path are unlike.</summary>
    Asymmetry,

    /// <summary>Paths fail and become others.</summary>
    PathFaults,

    /// <summary>SCTP is carried in UDP, through NATs that forget.</summary>
    Udp,

    /// <summary>Hosts stand still, are slow, or have clocks that are not exact.</summary>
    InexactTime,

    /// <summary>Hosts crash and start again.</summary>
    Crashes,

    /// <summary>State Cookies are signed with another key.</summary>
    CookieKeys,

    /// <summary>ICMP messages are forged.</summary>
    ForgedIcmp,

    /// <summary>Somebody else sends packets.</summary>
    Attacker,

    /// <summary>A side breaks the protocol.</summary>
    Misbehavior,

    /// <summary>Several associations share the server.</summary>
    Associations,

    /// <summary>Both sides open the association.</summary>
    Collision,

    /// <summary>The end is asked for at any moment, or by an abort.</summary>
    Ending,

    /// <summary>Retransmission limits and lifetimes are the usual ones, so that associations may die.</summary>
    Mortality,

    /// <summary>Timers of the protocol differ from the usual ones.</summary>
    ProtocolTimers,

    /// <summary>Acknowledgement, bursts and bundling differ from the usual ones.</summary>
    ProtocolSending,

    /// <summary>Buffers are small.</summary>
    Buffers,

    /// <summary>Sequence numbers begin where mistakes live.</summary>
    InitialTsn,

    /// <summary>So many messages that stream sequence numbers wrap.</summary>
    SsnWrap,

    /// <summary>Applications send at a pace.</summary>
    Pace,

    /// <summary>Applications read slowly or stop reading.</summary>
    SlowReader,

    /// <summary>Messages are long.</summary>
    LongMessages,

    /// <summary>Many streams, and most messages on the first and the last.</summary>
    ManyStreams,

    /// <summary>Rare things are made common in options and hosts.</summary>
    Buggify,
}
