namespace Sctp.Sim.Associations.Oracles;

internal sealed class RevokedGapAck : ShadowOracle
{
    public override string Id => "O-A20";

    public override string Name => "renege";

    public override string Statement => "What a Gap Ack Block covered and does not any more is outstanding again, and T3-rtx of its path runs.";

    public override string RfcSection => "6.2.1 rule D-iii, 6.3.2 rule R4";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.AfterEvent;

    private readonly bool[] _isPending = new bool[2];

    public override void OnPacketReceived(AssociationSide side, WirePacket packet) =>
        _isPending[side.Index] = Set.Shadow[side].Sender.LastSack.RevokedCount > 0 && TryJudge(side, out _);

    public override void AfterEvent(AssociationSide side)
    {
        if (!_isPending[side.Index])
        {
            return;
        }

        _isPending[side.Index] = false;
        ShadowSender sender = Set.Shadow[side].Sender;
        uint tsn = sender.LastSack.LowestRevoked;
        if (sender.IsOutstanding(tsn) && side.Stack.State >= AssociationState.Established
            && side.TryGetPathTo(new(side.PeerHost, sender[tsn].LastPath), out PathStatus path)
            && path.T3Deadline is null)
        {
            Violate(side, $"TSN {tsn} lost its Gap Ack Block, {path.FlightSize} bytes are outstanding on its path and T3-rtx does not run");
        }
    }
}
