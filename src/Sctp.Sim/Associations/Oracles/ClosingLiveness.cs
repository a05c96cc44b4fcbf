namespace Sctp.Sim.Associations.Oracles;

internal sealed class ClosingLiveness : Oracle
{
    public override string Id => "O-L2";

    public override string Name => "close-live";

    public override string Statement => "Once the faults stop, the end that a user asked for comes within the bound.";

    public override string RfcSection => "9";

    public void OnDeadline(SctpNode node, Duration bound)
    {
        if (!node.Application.IsEnded)
        {
            Violate(node, $"the association is in state {node.Stack.State} {bound} after the faults stopped");
        }
    }
}
