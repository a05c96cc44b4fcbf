using System;

namespace Sctp.Sim.Associations;

/// <summary>What a scenario holds beside honest stacks, faulty links and patient users. An oracle names those under which it cannot judge.</summary>
[Flags]
internal enum Conditions
{
    None = 0,

    /// <summary>A host crashes, loses its state and may start again.</summary>
    Crashes = 1,

    /// <summary>Retransmission limits, cookie life or the shutdown guard are such that an association may legally end by itself.</summary>
    Mortal = 2,

    /// <summary>One side follows a script that breaks the protocol.</summary>
    MisbehavingPeer = 4,

    /// <summary>Packets are damaged in a way that their checksum does not show.</summary>
    SealedDamage = 8,

    /// <summary>Somebody who is neither side sends packets (blind or with knowledge of addresses and ports, but not of tags).</summary>
    Attacker = 16,

    /// <summary>The attacker reads what is on the wire, and so knows tags and TSNs.</summary>
    OnPathAttacker = 32,

    /// <summary>An address or UDP port changes under way.</summary>
    AddressChange = 64,

    /// <summary>A host's clock or timers are not exact: skew, late timers, pauses, a slow processor.</summary>
    InexactTime = 128,

    /// <summary>ICMP messages are forged.</summary>
    ForgedIcmp = 256,

    /// <summary>One side is another SCTP implementation. An oracle that names this judges the other side only: it looks at more than the wire and the application.</summary>
    ForeignStack = 512,

    /// <summary>A misbehaving side sends DATA that its application never handed in, or changes what it did.</summary>
    ForgedData = 1024,

    /// <summary>Options, path MTUs or the time that the stack is given change under way, in ways that what is seen from outside does not tell.</summary>
    ChangedOptions = 2048,

    /// <summary>The key of State Cookies may be replaced twice while a cookie travels: the cookie is discarded in silence then (RFC 9260 section 5.1.5).</summary>
    RotatedKeys = 4096,

    /// <summary>A host may hand several inputs to its stack before it takes all that the first one caused.</summary>
    BatchedInputs = 8192,
}
