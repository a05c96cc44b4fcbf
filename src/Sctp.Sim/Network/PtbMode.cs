namespace Sctp.Sim.Network;

/// <summary>What the sender of a packet that was too big for a link hears ("packet too big", or "fragmentation needed").</summary>
public enum PtbMode
{
    /// <summary>Nothing: the link is a black hole for such packets.</summary>
    None,

    /// <summary>The true MTU.</summary>
    True,

    /// <summary>That the MTU is 0, as from routers older than RFC 1191.</summary>
    Zero,

    /// <summary>An MTU from 1 to 68, smaller than any that IP allows.</summary>
    Absurd,

    /// <summary>An MTU that is larger than the packet.</summary>
    Inflated,
}
