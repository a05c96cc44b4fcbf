namespace Sctp.Sim.Associations.Oracles;

internal sealed class ExactlyOnce : Oracle
{
    public override string Id => "O-D1";

    public override string Name => "exactly-once";

    public override string Statement => "Each message is delivered exactly once.";

    public override string RfcSection => "1.5.2, 6.2";

    public override void OnReceived(SctpNode node, in ReceivedPart part)
    {
        if (part.IsEnd && node.Application.Inbound.IsAccepted(part.Id) && node.Application.Inbound.DeliveriesOf(part.Id) > 0)
        {
            Violate(node, $"message {part.Id} was delivered again");
        }
    }

    public override void AtEnd(SctpNode node)
    {
        MessageLedger ledger = node.Application.Outbound;
        int unsettled = ledger.FindUnsettled();
        if (unsettled >= 0)
        {
            Violate(node, $"message {unsettled} was taken and neither delivered nor handed back");
        }
    }
}
