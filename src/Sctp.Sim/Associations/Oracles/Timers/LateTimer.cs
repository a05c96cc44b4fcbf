namespace Sctp.Sim.Associations.Oracles;

internal sealed class LateTimer : StepOracle
{
    public override string Id => "O-T15";

    public override string Name => "timer-drift";

    public override string Statement => "A timer that expires late acts once, as if it were in time; no timer acts before its time, whatever the clock does.";

    public override string RfcSection => "6.3.3, 8.3";

    public override Conditions Excludes => Conditions.Crashes | Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ChangedOptions | Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.AfterEvent;

    private readonly long[] _expiries = new long[2];

    public override void AfterEvent(AssociationSide side)
    {
        SideStep step = Set.StepOf(side);
        long expiries = side.Stack.Statistics.T3Expiries;
        long more = expiries - _expiries[side.Index];
        _expiries[side.Index] = expiries;
        int due = 0;
        for (int i = 0; i < step.PathCount; i++)
        {
            due += step.IsTimer && step[i].Before.T3Deadline <= step.Now ? 1 : 0;
            bool isDemanded = (side.DemandedHeartbeats & (1UL << i)) != 0; // How many times is the user's affair.
            if (step[i].After.HeartbeatsSent - step[i].Before.HeartbeatsSent > 1 && step[i].IsKnown && !isDemanded)
            {
                Violate(side, $"{step[i].After.HeartbeatsSent - step[i].Before.HeartbeatsSent} HEARTBEATs at once to {step[i].After.Address}");
            }
        }

        if (more > due && step.StateBefore >= AssociationState.Established)
        {
            Violate(side, $"T3-rtx expired {more} times at once, {due} were due");
        }
    }
}
