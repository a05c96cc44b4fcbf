namespace Sctp.Sim.Associations.Oracles;

internal sealed class T3Armed : ShadowOracle
{
    public override string Id => "O-A22";

    public override string Name => "t3-armed";

    public override string Statement => "T3-rtx of a path runs if and only if DATA is outstanding on it; none runs when everything is acknowledged.";

    public override string RfcSection => "6.3.2 rules R1 and R2";

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        // DATA behind COOKIE ECHO is guarded by T1-cookie.
        AssociationState state = side.Stack.State;
        if (state < AssociationState.Established)
        {
            return;
        }

        bool isDrained = TryJudge(side, out ShadowSide shadow) && shadow.Sender.OutstandingCount == 0;
        SideStep step = Set.StepOf(side);
        for (int i = 0; i < step.PathCount; i++)
        {
            ref readonly PathStatus path = ref step[i].After;
            if (path.T3Deadline is null != (path.FlightSize == 0))
            {
                Violate(side, $"{path.FlightSize} bytes are outstanding to {path.Address} in {state}, T3-rtx expires at {path.T3Deadline?.ToString() ?? "no time"}");
            }
            else if (isDrained && path.T3Deadline is not null)
            {
                Violate(side, $"everything is acknowledged, T3-rtx of {path.Address} expires at {path.T3Deadline}");
            }
        }
    }
}
