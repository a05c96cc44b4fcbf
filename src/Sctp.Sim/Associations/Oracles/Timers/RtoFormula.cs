namespace Sctp.Sim.Associations.Oracles;

internal sealed class RtoFormula : StepOracle
{
    public override string Id => "O-T1";

    public override string Name => "rto-formula";

    public override string Statement => "SRTT, RTTVAR and RTO are what rules C1 to C5 make of the round trips that were measured.";

    public override string RfcSection => "6.3.1 rules C1 to C5 and G1";

    public override Conditions Excludes => base.Excludes | Conditions.InexactTime;

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        SctpOptions options = side.Options.Endpoint;
        ref readonly PathStatus after = ref path.After;
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
