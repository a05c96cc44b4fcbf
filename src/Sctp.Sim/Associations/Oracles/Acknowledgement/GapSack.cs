namespace Sctp.Sim.Associations.Oracles;

internal sealed class GapSack : PromptSack
{
    public override string Id => "O-A11";

    public override string Name => "gap-now";

    public override string Statement => "While there is a gap each packet with DATA is acknowledged at once, and so is the one that closes it.";

    public override string RfcSection => "6.7; RFC 5681 section 4.2";

    protected override bool IsOwed(AssociationSide side, ShadowReceiver receiver, in ArrivedData data) => data.HasData && (receiver.HasGaps || data.HadGaps);
}
