namespace Sctp.Sim.Associations.Oracles;

internal sealed class SackDelay : ShadowOracle
{
    public override string Id => "O-A13";

    public override string Name => "ack-delay";

    public override string Statement => "No DATA waits longer for its SACK than the delay that is set, which is 500 ms at most.";

    public override string RfcSection => "6.2";

    public override Conditions Excludes => base.Excludes | Conditions.InexactTime | Conditions.ChangedOptions;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => (1UL << WireChunk.Sack) | (1UL << WireChunk.Shutdown);

    private const int LongestMilliseconds = 500;

    public override void OnPacketSent(AssociationSide side, WirePacket packet) => Judge(side);

    public override void AfterEvent(AssociationSide side) => Judge(side);

    private void Judge(AssociationSide side)
    {
        ShadowReceiver receiver = Set.Shadow[side].Receiver;
        if (receiver.UnacknowledgedPackets == 0 || side.Now <= receiver.OldestUnacknowledged + side.Options.Endpoint.SackDelay)
        {
            return;
        }

        // After SHUTDOWN ACK nothing is left that the peer could send again.
        if (side.Stack.State != AssociationState.ShutdownAckSent && TryJudge(side, out _))
        {
            Violate(side, $"DATA that arrived at {receiver.OldestUnacknowledged} is not acknowledged, the delay is {side.Options.Endpoint.SackDelay} and {LongestMilliseconds} ms at most");
        }
    }
}
