namespace Sctp.Sim.Associations.Oracles;

internal sealed class ClosingLiveness : Oracle
{
    public override string Id => "O-L2";

    public override string Name => "close-live";

    public override string Statement => "Once the faults stop, the end that a user asked for comes within the bound.";

    public override string RfcSection => "9";

    public override Conditions Excludes => Conditions.MisbehavingPeer | Conditions.SealedDamage | Conditions.OnPathAttacker;

    public override Hooks Hooks => Hooks.AtDeadline;

    public override void AtDeadline(AssociationSide side, Duration bound)
    {
        if (!side.Application.IsEnded && side.IsBoundToProgress)
        {
            Violate(side, $"the association is in state {side.Stack.State} {bound} after the faults stopped");
        }
    }
}
