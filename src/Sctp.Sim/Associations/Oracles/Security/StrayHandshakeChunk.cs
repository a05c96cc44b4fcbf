namespace Sctp.Sim.Associations.Oracles;

internal sealed class StrayHandshakeChunk : InertPacket
{
    public override string Id => "O-S12";

    public override string Name => "stray init-ack / cookie-ack";

    public override string Statement => "INIT ACK is ignored in all states but COOKIE-WAIT, COOKIE ACK in all but COOKIE-ECHOED.";

    public override string RfcSection => "5.2.3, 5.2.5";

    public override Conditions Excludes => Conditions.SealedDamage | Conditions.OnPathAttacker;

    protected override bool MustBeInert(AssociationSide side, WirePacket packet)
    {
        AssociationState state = side.Stack.State;
        if (state == AssociationState.Closed || packet.ChunkCount == 0 || packet.Chunks[0].Type is not (WireChunk.InitAck or WireChunk.CookieAck)
            || !side.IsFromPeer(packet) || !Set.Input[side].HasValidChecksum || packet.VerificationTag != Set.Setup[side].LocalTag)
        {
            return false;
        }

        return packet.Chunks[0].Type == WireChunk.InitAck
            ? state != AssociationState.CookieWait
            : packet.ChunkCount == 1 && state != AssociationState.CookieEchoed;
    }

    protected override bool IsCounted(AssociationSide side, WirePacket packet) => true;
}
