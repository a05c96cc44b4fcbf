namespace Sctp.Sim.Associations.Oracles;

internal sealed class UnsentAcknowledged : ShadowOracle
{
    public override string Id => "O-A18";

    public override string Name => "sack-valid";

    public override string Statement => "A SACK that acknowledges what was never sent ends the association; one whose counts do not fit its length changes nothing.";

    public override string RfcSection => "6.2.1, 12.4";

    public override Conditions Excludes => Conditions.Crashes | Conditions.SealedDamage | Conditions.OnPathAttacker;

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.AfterEvent;

    private readonly bool[] _isPending = new bool[2];
    private readonly uint[] _acknowledged = new uint[2];

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _isPending[side.Index] = Set.Shadow[side].Sender.LastSack.Effect == SackEffect.Invalid && TryJudge(side, out _);
        _acknowledged[side.Index] = Set.Shadow[side].Sender.CumulativeAck;
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (!_isPending[side.Index])
        {
            return;
        }

        _isPending[side.Index] = false;
        ArrivedSack sack = Set.Shadow[side].Sender.LastSack;
        if (!sack.IsMalformed && side.Stack.State != AssociationState.Closed)
        {
            Violate(side, $"a SACK for {sack.CumulativeTsn} up to {sack.HighestTsn} left the association in {side.Stack.State}, TSNs up to {Set.Shadow[side].Sender.HighestTsn} were sent");
        }
        else if (sack.IsMalformed && side.Stack.State != AssociationState.Closed && side.Stack.Status.CumulativeTsnAckPoint.Value != _acknowledged[side.Index])
        {
            Violate(side, $"a malformed SACK moved the Cumulative TSN Ack Point to {side.Stack.Status.CumulativeTsnAckPoint}");
        }
    }
}
