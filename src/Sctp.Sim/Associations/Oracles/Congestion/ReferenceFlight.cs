namespace Sctp.Sim.Associations.Oracles;

internal sealed class ReferenceFlight : StepOracle
{
    public override string Id => "O-C21";

    public override string Name => "flight-reference";

    public override string Statement => "What is outstanding on a path is what was sent there and neither acknowledged nor marked for retransmission by the rules.";

    public override string RfcSection => "1.3, 6.2.1, 7.2.4";

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        if (!TryJudge(side, out SideStep step) || !step.Sender.IsCertain)
        {
            return;
        }

        for (int i = 0; i < step.PathCount; i++)
        {
            if (step.Sender.FlightOn(i) != step[i].After.FlightSize)
            {
                Violate(side, $"{step[i].After.FlightSize} bytes are in flight to {step[i].After.Address}, {step.Sender.FlightOn(i)} by the packets; cumulative TSN {step.Sender.First - 1}, {step.Sender.MarkedCount} chunks to be sent again");
            }
        }
    }
}
