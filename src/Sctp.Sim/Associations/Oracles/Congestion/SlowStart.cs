namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// The older rule of RFC 4960, that the Cumulative TSN Ack Point has to advance too, is gone. cwnd counts as fully used also when it has no room for the next chunk
/// that is to be sent again, because only new DATA may exceed it (section 6.1, rule B).
/// </summary>
internal sealed class SlowStart : StepOracle
{
    public override string Id => "O-C7";

    public override string Name => "ss-grow";

    public override string Statement => "In slow start cwnd grows only by an acknowledgement, by at most the bytes acknowledged and L PMDCS, only if it was fully used and not in Fast Recovery.";

    public override string RfcSection => "7.2.1";

    public override Conditions Excludes => Conditions.Crashes | Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ChangedOptions | Conditions.ForeignStack | Conditions.AddressChange;

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        ReferenceAcknowledgement ack = step.Acknowledgement;
        int growth = path.After.CongestionWindow - path.Before.CongestionWindow;
        bool isCut = ack.HasEnteredFastRecovery && ack.HasLossOn(path.Index); // max(cwnd / 2, 4 PMDCS) may be more than cwnd was.
        if (growth <= 0 || isCut || path.IsReinitialized || path.Before.CongestionWindow > path.Before.SlowStartThreshold)
        {
            return;
        }

        AllowedWindow allowed = path.WindowAfterCredits(side.Options.Endpoint.SlowStartLimit, growsWhenHeldBack: true);
        if (path.After.CongestionWindow > allowed.CongestionWindow)
        {
            Violate(side, $"cwnd of {path.After.Address} grew from {path.Before.CongestionWindow} by {growth} with {path.AckedBytes} bytes acknowledged, {path.Before.FlightSize} in flight before{(path.AckedBytes > 0 && path.Credits[0].WasInFastRecovery ? ", in Fast Recovery" : "")}; {allowed.CongestionWindow} is allowed");
        }
    }
}
