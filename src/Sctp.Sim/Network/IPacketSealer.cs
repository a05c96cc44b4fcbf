using System;

namespace Sctp.Sim.Network;

/// <summary>Knows where the checksum of a protocol's packets is and how it is computed; the network does not.</summary>
public interface IPacketSealer
{
    /// <summary>Makes the checksum of a packet right or zero; a packet too short to have one is left alone.</summary>
    /// <param name="packet">Any bytes.</param>
    /// <param name="treatment">What the checksum is to become.</param>
    void Seal(Span<byte> packet, ChecksumTreatment treatment);
}
