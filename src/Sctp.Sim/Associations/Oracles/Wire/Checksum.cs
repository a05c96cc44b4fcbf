namespace Sctp.Sim.Associations.Oracles;

internal sealed class Checksum : Oracle
{
    public override string Id => "O-W1";

    public override string Name => "crc";

    public override string Statement => "Every packet carries its CRC32c.";

    public override string RfcSection => "6.8";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.PacketSent;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.Length < 16 || packet.Length % 4 != 0)
        {
            Violate(side, $"a packet of {packet.Length} bytes");
        }
        else if (!packet.HasValidChecksum)
        {
            Violate(side, $"a packet of {packet.Length} bytes whose checksum is not its CRC32c, {WireChecksum.Compute(packet.Bytes):x8}");
        }
    }
}
