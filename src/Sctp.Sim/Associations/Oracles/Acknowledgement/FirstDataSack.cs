namespace Sctp.Sim.Associations.Oracles;

internal sealed class FirstDataSack : PromptSack
{
    public override string Id => "O-A14";

    public override string Name => "first-data";

    public override string Statement => "The first DATA of an association is acknowledged at once.";

    public override string RfcSection => "5.1";

    protected override bool IsOwed(AssociationSide side, ShadowReceiver receiver, in ArrivedData data) => data.HasData && data.IsFirst;
}
