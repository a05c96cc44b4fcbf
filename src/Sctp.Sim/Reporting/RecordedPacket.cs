using System;
using Sctp.Sim.Network;

namespace Sctp.Sim.Reporting;

/// <summary>How a packet appears in a record.</summary>
public enum Appearance
{
    /// <summary>A host sent it.</summary>
    Sent,

    /// <summary>It arrived as it was sent.</summary>
    Arrived,

    /// <summary>It never arrived.</summary>
    Dropped,

    /// <summary>It arrived and is not what was sent.</summary>
    Damaged,

    /// <summary>It arrived and no host had sent it.</summary>
    Forged,
}

/// <summary>One appearance of a packet.</summary>
/// <param name="Time">The virtual time.</param>
/// <param name="Link">The number of the link.</param>
/// <param name="Ordinal">The number of the packet on the link; -1 for one that no host sent.</param>
/// <param name="From">The sending address.</param>
/// <param name="To">The receiving address.</param>
/// <param name="Appearance">How it appears.</param>
/// <param name="Bytes">The packet from the SCTP common header on.</param>
/// <param name="Note">The faults in store for it, or why it was dropped; empty for none.</param>
public sealed record RecordedPacket(
    Instant Time,
    int Link,
    long Ordinal,
    NetworkAddress From,
    NetworkAddress To,
    Appearance Appearance,
    ReadOnlyMemory<byte> Bytes,
    string Note);
