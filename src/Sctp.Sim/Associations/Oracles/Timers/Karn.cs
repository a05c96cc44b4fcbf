namespace Sctp.Sim.Associations.Oracles;

internal sealed class Karn : StepOracle
{
    public override string Id => "O-T3";

    public override string Name => "karn";

    public override string Statement => "No round trip is measured with a chunk that was sent again, or behind one that was.";

    public override string RfcSection => "6.3.1 rule C5";

    public override Conditions Excludes => base.Excludes | Conditions.InexactTime;

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (path.Sample == SampleSource.AmbiguousData)
        {
            Violate(side, $"SRTT of {path.After.Address} took in a round trip since {path.SampleSentAt} of a chunk that was sent again or came behind one");
        }
    }
}
