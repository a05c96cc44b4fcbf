namespace Sctp.Sim.Associations.Oracles;

internal sealed class BackOff : StepOracle
{
    public override string Id => "O-T5";

    public override string Name => "backoff";

    public override string Statement => "RTO is doubled, up to RTO.Max, each time something expires unanswered on the path, and falls only by a new round trip.";

    public override string RfcSection => "6.3.3 rule E2, 8.3";

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        Duration most = side.Options.Endpoint.RtoMax;
        if (!path.IsKnown || path.Sample != SampleSource.None)
        {
            return;
        }

        Duration expected = path.Before.RetransmissionTimeout;
        if (path.HasT3Expired)
        {
            expected = Duration.Min(expected * 2, most);
        }

        if (path.HasHeartbeatExpired)
        {
            expected = Duration.Min(expected * 2, most);
        }

        Duration rto = path.After.RetransmissionTimeout;
        ref readonly PathStatus after = ref path.After;
        if (path.PossibleSampleAt == step.Now)
        {
            // A round trip may leave SRTT and RTTVAR as they are and still end a back-off.
            Duration computed = after.SmoothedRoundTripTime + (after.RoundTripTimeVariation * 4);
            expected = rto == expected ? expected : Duration.Min(Duration.Max(computed, side.Options.Endpoint.RtoMin), most);
        }

        bool isRight = rto == expected || (step.MayT2HaveExpired && rto == Duration.Min(expected * 2, most));
        if (!isRight)
        {
            Violate(side, $"RTO of {path.After.Address} went from {path.Before.RetransmissionTimeout} to {rto}{(path.HasT3Expired ? ", T3-rtx expired" : "")}{(path.HasHeartbeatExpired ? ", a HEARTBEAT was not answered" : "")}");
        }
    }
}
