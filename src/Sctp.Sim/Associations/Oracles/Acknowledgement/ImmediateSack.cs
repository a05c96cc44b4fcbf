namespace Sctp.Sim.Associations.Oracles;

internal sealed class ImmediateSack : PromptSack
{
    public override string Id => "O-A15";

    public override string Name => "i-bit";

    public override string Statement => "DATA with the I bit is acknowledged at once.";

    public override string RfcSection => "6.2";

    protected override bool IsOwed(AssociationSide side, ShadowReceiver receiver, in ArrivedData data) => data.HasData && data.IsImmediate;
}
