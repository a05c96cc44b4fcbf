namespace Sctp.Sim.Network;

/// <summary>The two bits of explicit congestion notification in the IP header (RFC 3168 section 5).</summary>
public enum EcnCodepoint
{
    /// <summary>Not-ECT: the transport does not understand marks, so queues drop.</summary>
    NotCapable = 0,

    /// <summary>ECT(1).</summary>
    Capable1 = 1,

    /// <summary>ECT(0).</summary>
    Capable0 = 2,

    /// <summary>CE: a queue was congested.</summary>
    CongestionExperienced = 3,
}
