namespace Sctp.Sim.Associations.Oracles;

internal sealed class Karn : StepOracle
{
    public override string Id => "O-T3";

    public override string Name => "karn";

    public override string Statement => "No round trip is measured with a chunk that was sent again, or behind one that was.";

    public override string RfcSection => "6.3.1 rule C5";

    public override Conditions Excludes => base.Excludes | Conditions.InexactTime;

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        for (int i = 0; i < step.PathCount; i++)
        {
            if (step[i].Sample == SampleSource.AmbiguousData)
            {
                Violate(side, $"SRTT of {step[i].After.Address} took in a round trip since {step[i].SampleSentAt} of a chunk that was sent again or came behind one");
            }
        }
    }
}
