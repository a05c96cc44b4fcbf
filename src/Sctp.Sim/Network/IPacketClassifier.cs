using System;

namespace Sctp.Sim.Network;

/// <summary>Knows what a protocol's packets hold; the network does not.</summary>
public interface IPacketClassifier
{
    /// <summary>Whether a packet holds something of a kind anywhere (in SCTP: a chunk of this type).</summary>
    /// <param name="packet">Any bytes.</param>
    /// <param name="kind">The kind, as the protocol numbers them.</param>
    bool Holds(ReadOnlySpan<byte> packet, byte kind);
}
