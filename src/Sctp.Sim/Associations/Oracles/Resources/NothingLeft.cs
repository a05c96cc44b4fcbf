namespace Sctp.Sim.Associations.Oracles;

internal sealed class NothingLeft : Oracle
{
    public override string Id => "O-M2";

    public override string Name => "no-leak";

    public override string Statement => "After the end there is no association, no timer and no buffer.";

    public override string RfcSection => "9";

    public override Conditions Excludes => Conditions.MisbehavingPeer | Conditions.OnPathAttacker | Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.AtEnd;

    public override void AtEnd(AssociationSide side)
    {
        ISctpStack stack = side.Endpoint;
        if (stack.AssociationCount != 0 || stack.NextTimeout is not null || stack.PooledBytesInUse != 0)
        {
            Violate(side, $"{stack.AssociationCount} associations, next timeout {stack.NextTimeout?.ToString() ?? "none"}, {stack.PooledBytesInUse} pooled bytes");
        }
    }
}
