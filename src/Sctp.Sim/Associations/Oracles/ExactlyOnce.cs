namespace Sctp.Sim.Associations.Oracles;

internal sealed class ExactlyOnce : Oracle
{
    private MessageLedger? _cutByAbort;

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

    /// <summary>
    /// After a local abort an old COOKIE ECHO can set the association up once more under the same tags and TSNs (section 5.1 keeps no state that would tell).
    /// What the peer, which has not heard of the abort, sends then is acknowledged by an association that nobody reads: such messages are lost by the
    /// abort, although their sender cannot know.
    /// </summary>
    public override void AfterEvent(SctpNode node)
    {
        if (node.Application.LossReason == LossReason.LocalAbort && node.Stack.HasDiscardedData)
        {
            _cutByAbort = node.Application.Inbound;
        }
    }

    public override void AtEnd(SctpNode node)
    {
        MessageLedger ledger = node.Application.Outbound;
        if (ReferenceEquals(ledger, _cutByAbort))
        {
            return;
        }

        int unsettled = ledger.FindUnsettled();
        if (unsettled >= 0)
        {
            Violate(node, $"message {unsettled} was taken and neither delivered nor handed back");
        }
    }
}
