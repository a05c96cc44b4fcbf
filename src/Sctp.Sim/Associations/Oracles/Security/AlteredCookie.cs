namespace Sctp.Sim.Associations.Oracles;

internal sealed class AlteredCookie : InertPacket
{
    public override string Id => "O-S4";

    public override string Name => "cookie-mac";

    public override string Statement => "A State Cookie that differs in one bit from one that was given out is silently discarded.";

    public override string RfcSection => "5.1.5";

    public override Conditions Excludes => Conditions.Crashes | Conditions.OnPathAttacker;

    protected override bool MustBeInert(AssociationSide side, WirePacket packet) =>
        packet.ChunkCount > 0
        && packet.Chunks[0].Type == WireChunk.CookieEcho
        && Set.Input[side].HasValidChecksum
        && Set.Setup[side].Encounter == CookieEncounter.Foreign
        && !Set.Setup[side].HasForgottenCookies;
}
