namespace Sctp.Sim.Associations.Oracles;

internal sealed class DataAfterEstablishment : Oracle
{
    public override string Id => "O-S21";

    public override string Name => "data-after-up";

    public override string Statement => "No user data is delivered before COMMUNICATION UP.";

    public override string RfcSection => "5.1, 11.2";

    public override void OnReceived(SctpNode node, in ReceivedPart part)
    {
        if (!node.Application.IsUp)
        {
            Violate(node, $"message {part.Id} was delivered in state {node.Stack.State}, before COMMUNICATION UP");
        }
    }

    public override void OnAssociationEvent(SctpNode node, in SctpEvent e)
    {
        if (e.Kind == SctpEventKind.DataArrived && !node.Application.IsUp)
        {
            Violate(node, $"DATA ARRIVE in state {node.Stack.State}, before COMMUNICATION UP");
        }
    }
}
