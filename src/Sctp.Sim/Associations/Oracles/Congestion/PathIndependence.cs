namespace Sctp.Sim.Associations.Oracles;

internal sealed class PathIndependence : StepOracle
{
    public override string Id => "O-C15";

    public override string Name => "per-path";

    public override string Statement => "cwnd and ssthresh of a path fall only by what happens on that path: a loss there, no DATA for an RTO, or another DSCP.";

    public override string RfcSection => "7.1, 7.2, 7.2.3";

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (!step.Sender.IsCertain)
        {
            return;
        }

        bool hasFallen = path.After.CongestionWindow < path.Before.CongestionWindow || path.After.SlowStartThreshold < path.Before.SlowStartThreshold;
        if (!hasFallen || path.HasT3Expired || path.IsReinitialized || step.Acknowledgement.HasLossOn(path.Index) || path.MayHaveDecayed(step.Now))
        {
            return;
        }

        Violate(side, $"cwnd of {path.After.Address} fell from {path.Before.CongestionWindow} to {path.After.CongestionWindow}, ssthresh from {path.Before.SlowStartThreshold} to {path.After.SlowStartThreshold}, and nothing was lost there");
    }
}
