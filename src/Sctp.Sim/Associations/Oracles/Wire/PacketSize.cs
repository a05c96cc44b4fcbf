namespace Sctp.Sim.Associations.Oracles;

internal sealed class PacketSize : Oracle
{
    public override string Id => "O-W9";

    public override string Name => "size";

    public override string Statement => "No packet is larger than the path MTU, unless IP may fragment it.";

    public override string RfcSection => "6.9, 7.3";

    public override Hooks Hooks => Hooks.PacketSent;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!packet.DontFragment)
        {
            return;
        }

        if (side.TryGetPathTo(packet.To, out PathStatus path) && packet.Length > path.PathMtu)
        {
            Violate(side, $"a packet of {packet.Length} bytes to {path.Address}, whose path MTU is {path.PathMtu}");
        }
    }
}
