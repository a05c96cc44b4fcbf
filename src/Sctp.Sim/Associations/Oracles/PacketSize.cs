using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class PacketSize : Oracle
{
    public override string Id => "O-W9";

    public override string Name => "size";

    public override string Statement => "No packet is larger than the path MTU, unless IP may fragment it.";

    public override string RfcSection => "6.9, 7.3";

    public override void OnPacketSent(SctpNode node, ReadOnlySpan<byte> packet, in Transmit transmit)
    {
        if (!transmit.DontFragment)
        {
            return;
        }

        for (int i = 0; i < node.Stack.PathCount; i++)
        {
            PathStatus path = node.Stack.GetPath(i);
            if (path.Address.IsSameHost(transmit.Remote) && packet.Length > path.PathMtu)
            {
                Violate(node, $"a packet of {packet.Length} bytes to {transmit.Remote}, whose path MTU is {path.PathMtu}");
            }
        }
    }
}
