namespace Sctp.Sim.Associations.Oracles;

internal sealed class SackFrequency : PromptSack
{
    public override string Id => "O-A12";

    public override string Name => "ack-every-2nd";

    public override string Statement => "No more packets with DATA wait for a SACK than one less than the frequency that is set, two by default.";

    public override string RfcSection => "6.2";

    protected override bool IsOwed(AssociationSide side, ShadowReceiver receiver, in ArrivedData data) => receiver.UnacknowledgedPackets >= side.Options.Endpoint.SackFrequency;
}
