namespace Sctp.Sim.Associations.Oracles;

internal sealed class SamplePerRoundTrip : StepOracle
{
    public override string Id => "O-T4";

    public override string Name => "rtt-per-rt";

    public override string Statement => "A round trip is measured once each round trip: not more often, and not less often where rule C5 allows it.";

    public override string RfcSection => "6.3.1 rule C4";

    public override Conditions Excludes => base.Excludes | Conditions.InexactTime;

    public override Hooks Hooks => Hooks.PathStep | Hooks.AfterEvent;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (path.Sample == SampleSource.Data && path.HadSampled && path.SampleSentAt < path.FormerSampleTakenAt)
        {
            Violate(side, $"a round trip to {path.After.Address} was measured from {path.SampleSentAt}, another until {path.FormerSampleTakenAt}");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        foreach (ref readonly AckedDataChunk acked in step.Sender.Acked)
        {
            if (!acked.IsCumulative || acked.IsAmbiguous || acked.Transmissions != 1 || acked.FirstPath >= step.PathCount || acked.FirstSent == step.Now)
            {
                continue;
            }

            PathStep path = step[acked.FirstPath];
            if (path.IsKnown && path.Sample != SampleSource.Unexplained && path.PossibleSampleAt < acked.FirstSent)
            {
                Violate(side, $"TSN {acked.Tsn} went to {path.After.Address} and back since {acked.FirstSent}, and no round trip was measured in that time");
                return;
            }
        }
    }
}
