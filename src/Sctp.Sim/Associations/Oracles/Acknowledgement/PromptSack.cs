namespace Sctp.Sim.Associations.Oracles;

/// <summary>An oracle that says which DATA is to be acknowledged before the stack falls silent again.</summary>
internal abstract class PromptSack : ShadowOracle
{
    public sealed override Hooks Hooks => Hooks.AfterEvent;

    public sealed override void AfterEvent(AssociationSide side)
    {
        ShadowReceiver receiver = Set.Shadow[side].Receiver;
        if (receiver.UnacknowledgedPackets > 0 && IsOwed(side, receiver, receiver.LastData) && TryJudge(side, out _)
            && side.Stack.State != AssociationState.ShutdownAckSent) // After SHUTDOWN ACK nothing is left that the peer could send again.
        {
            ArrivedData data = receiver.LastData;
            Violate(side, $"no SACK followed a packet with {data.NewCount} new and {data.DuplicateCount} duplicate DATA chunks, {receiver.UnacknowledgedPackets} packets are not acknowledged, cumulative TSN {receiver.CumulativeTsn}, highest {receiver.HighestTsn}");
        }
    }

    /// <summary>Whether the packet with DATA that arrived last must be acknowledged by now.</summary>
    protected abstract bool IsOwed(AssociationSide side, ShadowReceiver receiver, in ArrivedData data);
}
