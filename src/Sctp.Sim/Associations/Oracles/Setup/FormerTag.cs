namespace Sctp.Sim.Associations.Oracles;

internal sealed class FormerTag : InertPacket
{
    private const ulong Exceptions =
        (1UL << WireChunk.Init) | (1UL << WireChunk.CookieEcho) | (1UL << WireChunk.ShutdownAck) | (1UL << WireChunk.Abort) | (1UL << WireChunk.ShutdownComplete);

    public override string Id => "O-S10";

    public override string Name => "old-tag-dead";

    public override string Statement => "Once an association has new tags, a packet with the old one has no effect.";

    public override string RfcSection => "5.2.4, 8.5";

    public override Conditions Excludes => Conditions.SealedDamage;

    protected override bool MustBeInert(AssociationSide side, WirePacket packet)
    {
        // The exceptions are those of sections 8.5.1 and 5.2. What comes from an address or a port that is not the association's is out of the blue, and answered so.
        SetupOfSide setup = Set.Setup[side];
        return setup.FormerLocalTag != 0
            && packet.ChunkCount != 0
            && (packet.Types & Exceptions) == 0
            && side.IsFromPeer(packet)
            && packet.VerificationTag == setup.FormerLocalTag
            && setup.LocalTag != setup.FormerLocalTag
            && setup.Phase != SetupPhase.None
            && side.Stack.State != AssociationState.Closed;
    }
}
