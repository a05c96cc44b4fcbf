namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// A HEARTBEAT ACK may confirm a path and make it active again: two changes at once.
/// </summary>
internal sealed class PathFailure : StepOracle
{
    public override string Id => "O-T11";

    public override string Name => "path-down";

    public override string Statement => "A path is inactive if and only if its error counter exceeds Path.Max.Retrans, and each change is reported once.";

    public override string RfcSection => "8.2, 8.3";

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (!path.IsKnown)
        {
            return;
        }

        ref readonly PathStatus after = ref path.After;
        if (after.State == PathState.Inactive != after.ErrorCount > after.PathMaxRetrans)
        {
            Violate(side, $"{after.Address} is {after.State} with error counter {after.ErrorCount}, Path.Max.Retrans is {after.PathMaxRetrans}");
        }

        bool hasChanged = path.Before.State != after.State;
        bool isReported = path.StateReports != 0 && path.ReportedState == after.State;
        if (side.Node.LeavesEvents || Set.Input[side].AreEventsReleased)
        {
            return; // The reports wait, or are those of several inputs.
        }

        if (hasChanged != isReported || path.StateReports > (path.HasHeartbeatAck ? 2 : 1))
        {
            Violate(side, $"{after.Address} went from {path.Before.State} to {after.State} and {path.StateReports} changes were reported, {path.ReportedState} last");
        }
    }
}
