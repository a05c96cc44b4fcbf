namespace Sctp.Sim.Associations.Oracles;

internal sealed class StaleSack : ShadowOracle
{
    public override string Id => "O-A19";

    public override string Name => "sack-old";

    public override string Statement => "A SACK older than the Cumulative TSN Ack Point is dropped whole.";

    public override string RfcSection => "6.2.1 rule D-i";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    private readonly AssociationStatus[] _before = new AssociationStatus[2];
    private readonly PathStatus[] _pathBefore = new PathStatus[2];
    private readonly bool[] _isPending = new bool[2];

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _isPending[side.Index] = Set.Shadow[side].Sender.LastSack.Effect == SackEffect.Stale
            && packet.ChunkCount - packet.DataCount == 1 // Nothing else that could change what is looked at.
            && packet.Has(WireChunk.Sack)
            && side.Stack.PathCount > 0
            && TryJudge(side, out _);
        if (_isPending[side.Index])
        {
            _before[side.Index] = side.Stack.Status;
            _pathBefore[side.Index] = side.Stack.GetPath(0);
        }
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet) =>
        _isPending[side.Index] = false; // What is sent changes it too.

    public override void AfterEvent(AssociationSide side)
    {
        if (!_isPending[side.Index])
        {
            return;
        }

        _isPending[side.Index] = false;
        AssociationStatus before = _before[side.Index];
        AssociationStatus after = side.Stack.Status;
        PathStatus path = side.Stack.GetPath(0);

        // cwnd may shrink for its own cause: the path was idle (7.2.1).
        if (after.State != AssociationState.Closed
            && (after.CumulativeTsnAckPoint != before.CumulativeTsnAckPoint
                || after.UnacknowledgedChunks != before.UnacknowledgedChunks
                || after.PeerReceiverWindow != before.PeerReceiverWindow
                || path.T3Deadline != _pathBefore[side.Index].T3Deadline
                || path.CongestionWindow > _pathBefore[side.Index].CongestionWindow))
        {
            Violate(side, $"a SACK for {Set.Shadow[side].Sender.LastSack.CumulativeTsn} changed {before} to {after}, T3-rtx from {_pathBefore[side.Index].T3Deadline} to {path.T3Deadline}, cwnd from {_pathBefore[side.Index].CongestionWindow} to {path.CongestionWindow}");
        }
    }
}
