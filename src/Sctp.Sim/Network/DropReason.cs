namespace Sctp.Sim.Network;

/// <summary>Why a packet did not arrive.</summary>
public enum DropReason
{
    /// <summary>It was not dropped.</summary>
    None,

    /// <summary>Lost at random.</summary>
    Loss,

    /// <summary>The link was down.</summary>
    Down,

    /// <summary>The queue was full.</summary>
    Queue,

    /// <summary>Larger than the MTU.</summary>
    TooBig,

    /// <summary>The queue was not full, but its discipline gave the packet up.</summary>
    Early,
}
