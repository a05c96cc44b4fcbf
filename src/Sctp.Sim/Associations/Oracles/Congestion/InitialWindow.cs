using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class InitialWindow : StepOracle
{
    public override string Id => "O-C6";

    public override string Name => "init-cwnd";

    public override string Statement => "Before DATA is sent to a path, and when congestion control begins anew, cwnd is min(4 PMDCS, max(2 PMDCS, 4404 or 4344)), ssthresh is not below the peer's a_rwnd and partial_bytes_acked is 0.";

    public override string RfcSection => "7.2.1, 7.2.5.1";

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (!path.IsReinitialized && (path.HasSentData || path.After.PathMtu != path.FirstMtu))
        {
            return;
        }

        int expected = Math.Min(4 * path.Pmdcs, Math.Max(2 * path.Pmdcs, path.After.Address.Kind == SctpAddressKind.IPv6 ? 4344 : 4404));
        bool isRight = path.After.CongestionWindow == expected
            && path.After.SlowStartThreshold >= step.Sender.InitialWindow
            && path.After.PartialBytesAcked == 0;
        if (!isRight)
        {
            Violate(side, $"{path.After.Address} has cwnd {path.After.CongestionWindow} instead of {expected}, ssthresh {path.After.SlowStartThreshold} and partial_bytes_acked {path.After.PartialBytesAcked} {(path.IsReinitialized ? "after the DSCP changed" : "before the first DATA")}");
        }
    }
}
