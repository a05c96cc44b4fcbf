namespace Sctp.Sim.Associations.Oracles;

internal sealed class DamagedPacket : InertPacket
{
    public override string Id => "O-W2";

    public override string Name => "crc-drop";

    public override string Statement => "A packet whose checksum is wrong changes no state and triggers no packet.";

    public override string RfcSection => "6.8";

    public override Conditions Excludes => Conditions.BatchedInputs;

    protected override bool MustBeInert(AssociationSide side, WirePacket packet) => packet.Origin != PacketOrigin.Genuine && !packet.HasValidChecksum;
}
