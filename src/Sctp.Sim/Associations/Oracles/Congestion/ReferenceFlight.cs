namespace Sctp.Sim.Associations.Oracles;

internal sealed class ReferenceFlight : StepOracle
{
    public override string Id => "O-C21";

    public override string Name => "flight-reference";

    public override string Statement => "What is outstanding on a path is what was sent there and neither acknowledged nor marked for retransmission by the rules.";

    public override string RfcSection => "1.3, 6.2.1, 7.2.4";

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (!step.Sender.IsCertain)
        {
            return;
        }

        if (step.Sender.FlightOn(path.Index) != path.After.FlightSize)
        {
            Violate(side, $"{path.After.FlightSize} bytes are in flight to {path.After.Address}, {step.Sender.FlightOn(path.Index)} by the packets; cumulative TSN {step.Sender.First - 1}, {step.Sender.MarkedCount} chunks to be sent again");
        }
    }
}
