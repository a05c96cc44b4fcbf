namespace Sctp.Sim.Associations.Oracles;

internal sealed class Liveness : Oracle
{
    public override string Id => "O-L1";

    public override string Name => "data-live";

    public override string Statement => "Once the faults stop and the applications read, every message that was taken is delivered or handed back within the bound.";

    public override string RfcSection => "6.1, 6.3";

    public override Conditions Excludes => Conditions.MisbehavingPeer | Conditions.SealedDamage | Conditions.OnPathAttacker;

    public override Hooks Hooks => Hooks.AtDeadline;

    public override void AtDeadline(AssociationSide side, Duration bound)
    {
        if (!side.IsBoundToProgress)
        {
            return;
        }

        MessageLedger ledger = side.Application.Outbound;
        int unsettled = ledger.FindUnsettled();
        if (unsettled >= 0 || !side.Application.HasQueuedAll)
        {
            Violate(side, $"{ledger.AcceptedCount} messages were taken, {ledger.DeliveredCount} delivered and {ledger.FailedCount} handed back {bound} after the faults stopped; the first missing is {unsettled}; state {side.Stack.State}");
        }
    }
}
