namespace Sctp.Sim.Associations.Oracles;

internal sealed class FailureReport : Oracle
{
    public override string Id => "O-D10";

    public override string Name => "send-fail";

    public override string Statement => "A message is handed back at most once, and only after the association ended.";

    public override string RfcSection => "11.2";

    public override void OnAssociationEvent(SctpNode node, in SctpEvent e)
    {
        if (e.Kind != SctpEventKind.SendFailed)
        {
            return;
        }

        MessageLedger ledger = node.Application.Outbound;
        if (e.Context > uint.MaxValue || !ledger.IsAccepted((uint)e.Context))
        {
            Violate(node, $"message {e.Context} was handed back but never taken");
        }
        else if (ledger.FailuresOf((uint)e.Context) > 0)
        {
            Violate(node, $"message {e.Context} was handed back again");
        }
        else if (node.Stack.State != AssociationState.Closed)
        {
            Violate(node, $"message {e.Context} was handed back ({e.SendFailureReason}) in state {node.Stack.State}");
        }
    }
}
