namespace Sctp.Sim.Associations.Oracles;

internal sealed class T3Armed : Oracle
{
    public override string Id => "O-A22";

    public override string Name => "t3-armed";

    public override string Statement => "T3-rtx of a path runs if and only if DATA is outstanding on it.";

    public override string RfcSection => "6.3.2 rules R1 and R2";

    public override void AfterEvent(SctpNode node)
    {
        // DATA behind COOKIE ECHO is guarded by T1-cookie.
        AssociationState state = node.Stack.State;
        if (state < AssociationState.Established)
        {
            return;
        }

        for (int i = 0; i < node.Stack.PathCount; i++)
        {
            PathStatus path = node.Stack.GetPath(i);
            if (path.T3Deadline is null != (path.FlightSize == 0))
            {
                Violate(node, $"{path.FlightSize} bytes are outstanding to {path.Address} in {state}, T3-rtx expires at {path.T3Deadline?.ToString() ?? "no time"}");
            }
        }
    }
}
