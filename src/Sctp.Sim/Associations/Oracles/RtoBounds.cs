namespace Sctp.Sim.Associations.Oracles;

internal sealed class RtoBounds : Oracle
{
    public override string Id => "O-T2";

    public override string Name => "rto-bounds";

    public override string Statement => "RTO.Min <= RTO <= RTO.Max on every path.";

    public override string RfcSection => "6.3.1 rules C6 and C7";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        SctpOptions options = side.Options.Endpoint;
        SideStep step = Set.StepOf(side);
        for (int i = 0; i < step.PathCount; i++)
        {
            ref readonly PathStatus path = ref step[i].After;
            if (path.RetransmissionTimeout < options.RtoMin || path.RetransmissionTimeout > options.RtoMax)
            {
                Violate(side, $"RTO of {path.Address} is {path.RetransmissionTimeout}, bounds are {options.RtoMin} and {options.RtoMax}");
            }
        }
    }
}
