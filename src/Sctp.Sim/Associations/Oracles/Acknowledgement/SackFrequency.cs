namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// An acknowledgement is generated for every so many packets received (section 6.2): a packet that arrives makes it due. What waits already when the user asks
/// for more frequent ones still has its SACK.Delay.
/// </summary>
internal sealed class SackFrequency : PromptSack
{
    public override string Id => "O-A12";

    public override string Name => "ack-every-2nd";

    public override string Statement => "No more packets with DATA wait for a SACK than one less than the frequency that is set, two by default.";

    public override string RfcSection => "6.2";

    protected override bool IsOwed(AssociationSide side, ShadowReceiver receiver, in ArrivedData data) =>
        Set.Input[side].IsPacket && data.HasData && receiver.UnacknowledgedPackets >= side.Options.Endpoint.SackFrequency;
}
