namespace Sctp.Sim.Associations;

/// <summary>
/// A reference receiver and a reference sender for each side of an association, built from the packets alone: what was sent, what arrived, and what the
/// acknowledgements that arrived said. It shares nothing with the core, so that it can judge any stack.
/// </summary>
internal sealed class AssociationShadow
{
    /// <summary>Packets seen so far.</summary>
    public long PacketCount { get; private set; }

    public void OnPacketSent(AssociationSide side, WirePacket packet) => PacketCount++;

    public void OnPacketReceived(AssociationSide side, WirePacket packet) => PacketCount++;
}
