using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class FastRecoveryCut : StepOracle
{
    public override string Id => "O-C11";

    public override string Name => "fast-cut";

    public override string Statement => "On entering Fast Recovery ssthresh becomes max(cwnd / 2, 4 PMDCS), cwnd follows and partial_bytes_acked is 0; until it is left, neither falls again by an acknowledgement.";

    public override string RfcSection => "7.2.3, 7.2.4";

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (!step.Sender.IsCertain || step.Acknowledgement.Count > 1)
        {
            return;
        }

        ReferenceAcknowledgement ack = step.Acknowledgement;
        if (ack.HasEnteredFastRecovery && ack.HasLossOn(path.Index))
        {
            JudgeCut(side, step, path);
        }
        else if (path.Before.SlowStartThreshold != path.After.SlowStartThreshold && step.HasPacket && !path.MayHaveDecayed(step.Now))
        {
            Violate(side, $"ssthresh of {path.After.Address} went from {path.Before.SlowStartThreshold} to {path.After.SlowStartThreshold}{(step.Sender.IsInFastRecovery ? " in Fast Recovery" : " without a loss")}");
        }
    }

    // The growth by the same SACK comes first.
    private void JudgeCut(AssociationSide side, SideStep step, PathStep path)
    {
        int least = path.CutOf(path.Before.CongestionWindow);
        int most = path.CutOf(path.Before.CongestionWindow + (path.AckedBytes > 0 ? Math.Max(side.Options.Endpoint.SlowStartLimit, 1) * path.Pmdcs : 0));
        ref readonly PathStatus after = ref path.After;
        bool isRight = after.SlowStartThreshold >= least
            && after.SlowStartThreshold <= most
            && (after.CongestionWindow == after.SlowStartThreshold || (after.CongestionWindow < after.SlowStartThreshold && path.MayHaveDecayed(step.Now)))
            && after.PartialBytesAcked == 0;
        if (!isRight)
        {
            Violate(side, $"on entering Fast Recovery cwnd of {after.Address} went from {path.Before.CongestionWindow} to {after.CongestionWindow}, ssthresh to {after.SlowStartThreshold}, partial_bytes_acked to {after.PartialBytesAcked}");
        }
    }
}
