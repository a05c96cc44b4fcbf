namespace Sctp.Sim.Associations.Oracles;

internal sealed class RtoFormula : StepOracle
{
    public override string Id => "O-T1";

    public override string Name => "rto-formula";

    public override string Statement => "SRTT, RTTVAR and RTO are what rules C1 to C5 make of the round trips that were measured.";

    public override string RfcSection => "6.3.1 rules C1 to C5 and G1";

    public override Conditions Excludes => base.Excludes | Conditions.InexactTime;

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        SctpOptions options = side.Options.Endpoint;
        for (int i = 0; i < step.PathCount; i++)
        {
            PathStep path = step[i];
            PathStatus after = path.After;
            if (path.Sample == SampleSource.Unexplained)
            {
                Violate(side, $"SRTT of {after.Address} went from {path.Before.SmoothedRoundTripTime} to {after.SmoothedRoundTripTime}, RTTVAR from {path.Before.RoundTripTimeVariation} to {after.RoundTripTimeVariation}, and no round trip that ended here gives these");
            }
            else if (path.Sample != SampleSource.None)
            {
                Duration computed = after.SmoothedRoundTripTime + (after.RoundTripTimeVariation * 4);
                Duration expected = Duration.Min(Duration.Max(computed, options.RtoMin), options.RtoMax);
                if (after.RetransmissionTimeout != expected)
                {
                    Violate(side, $"RTO of {after.Address} is {after.RetransmissionTimeout} after a round trip, SRTT {after.SmoothedRoundTripTime} and RTTVAR {after.RoundTripTimeVariation} make {expected}");
                }
            }
        }
    }
}
