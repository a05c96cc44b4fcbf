using System;

namespace Sctp.Sim.Network.Protocols;

/// <summary>
/// A protocol without input and output of its own: packets and time go in, packets come out. Anything with these four members can be simulated.
/// </summary>
public interface ISansIoProtocol
{
    /// <summary>When <see cref="Advance"/> is to be called at the latest; null for never.</summary>
    Instant? NextTimeout { get; }

    /// <summary>A packet arrived.</summary>
    /// <param name="from">Who sent it.</param>
    /// <param name="packet">Its bytes; valid during the call only.</param>
    /// <param name="now">The time.</param>
    void Receive(NetworkAddress from, ReadOnlySpan<byte> packet, Instant now);

    /// <summary>The time has come that <see cref="NextTimeout"/> named.</summary>
    void Advance(Instant now);

    /// <summary>Writes the next packet to be sent. Called until there is none, after each thing that happened.</summary>
    /// <param name="buffer">Where the packet goes.</param>
    /// <param name="now">The time.</param>
    /// <param name="packet">Its length, and where it goes.</param>
    /// <returns>False when there is nothing to send.</returns>
    bool TryTransmit(Span<byte> buffer, Instant now, out OutgoingPacket packet);
}
