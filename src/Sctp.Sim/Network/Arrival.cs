namespace Sctp.Sim.Network;

/// <summary>How a packet came to its receiver: what the simulation knows and the receiver does not.</summary>
public readonly record struct Arrival
{
    /// <summary>The number of the packet on its link; -1 for one that no host sent.</summary>
    public long Ordinal { get; init; }

    /// <summary>Whether it was damaged on its way.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>Whether it was damaged and its checksum made right again.</summary>
    public bool IsSealed { get; init; }

    /// <summary>Whether it is a copy beside the first.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Whether somebody else than the host with the sending address wrote it.</summary>
    public bool IsForged { get; init; }

    /// <summary>Whether a congested queue marked it (RFC 3168 codepoint CE).</summary>
    public bool IsMarked { get; init; }

    /// <summary>The codepoint of explicit congestion notification with which it arrives.</summary>
    public EcnCodepoint Ecn { get; init; }
}
