namespace Sctp.Sim.Associations.Oracles;

internal sealed class InboundTag : InertPacket
{
    public override string Id => "O-W4";

    public override string Name => "vtag-in";

    public override string Statement => "A packet with a wrong Verification Tag has no effect, but for the exceptions of section 8.5.1.";

    public override string RfcSection => "8.5";

    public override Conditions Excludes => Conditions.SealedDamage | Conditions.OnPathAttacker;

    protected override bool MustBeInert(AssociationSide side, WirePacket packet)
    {
        AssociationState state = side.Stack.State;
        uint tag = Set.Setup[side].LocalTag;
        if (state == AssociationState.Closed || tag == 0 || !Set.Input[side].HasValidChecksum || packet.ChunkCount == 0 || packet.VerificationTag == tag || !side.IsFromPeer(packet))
        {
            return false;
        }

        return packet.Chunks[0].Type switch
        {
            WireChunk.Init => packet.VerificationTag != 0, // Rule A: else it is answered.
            WireChunk.Abort or WireChunk.ShutdownComplete => packet.VerificationTag == 0, // Rules B and C: O-S20.
            WireChunk.CookieEcho => packet.VerificationTag == 0, // Its tag is judged with the cookie: O-S4, O-S6.
            WireChunk.ShutdownAck => packet.VerificationTag == 0 || state is not (AssociationState.CookieWait or AssociationState.CookieEchoed), // Rule E.
            _ => true,
        };
    }
}
