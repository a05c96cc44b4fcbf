namespace Sctp.Sim.Associations.Oracles;

internal sealed class SackDestination : ShadowOracle
{
    public override string Id => "O-A24";

    public override string Name => "sack-path";

    public override string Statement => "A SACK goes to the address that the last DATA came from, unless that is not confirmed.";

    public override string RfcSection => "5.4, 6.4, 6.7";

    public override Conditions Excludes => base.Excludes | Conditions.AddressChange;

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Sack;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        // One that may wait goes in front of DATA wherever that goes, and a SHUTDOWN may be sent again to any address.
        if (packet.DataCount > 0 || packet.Has(WireChunk.Shutdown) || !TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        int source = shadow.Receiver.LastDataPath;

        // An address that failed may never have been confirmed.
        if (shadow.Receiver.HasReceived && packet.To.Index != source
            && side.TryGetPathTo(new(side.PeerHost, source), out PathStatus path) && path.State == PathState.Active)
        {
            Violate(side, $"a SACK goes to address {packet.To.Index}, the last DATA came from address {source}");
        }
    }
}
