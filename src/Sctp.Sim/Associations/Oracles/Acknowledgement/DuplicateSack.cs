namespace Sctp.Sim.Associations.Oracles;

internal sealed class DuplicateSack : PromptSack
{
    public override string Id => "O-A10";

    public override string Name => "dup-now";

    public override string Statement => "A packet with only duplicate DATA, or with DATA that is dropped, is acknowledged at once.";

    public override string RfcSection => "6.2";

    protected override bool IsOwed(AssociationSide side, ShadowReceiver receiver, in ArrivedData data) => data.HasData && (data.NewCount == 0 || data.MayBeDropped);
}
