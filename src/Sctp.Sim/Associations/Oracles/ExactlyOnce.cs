namespace Sctp.Sim.Associations.Oracles;

internal sealed class ExactlyOnce : Oracle
{
    private MessageLedger? _cutByAbort;

    public override string Id => "O-D1";

    public override string Name => "exactly-once";

    public override string Statement => "Each message is delivered exactly once.";

    public override string RfcSection => "1.5.2, 6.2";

    public override Hooks Hooks => Hooks.MessageReceived | Hooks.AfterEvent | Hooks.AtEnd;

    public override void OnMessageReceived(AssociationSide side, in ReceivedPart part)
    {
        if (part.IsEnd && side.Application.Inbound.IsAccepted(part.Id) && side.Application.Inbound.DeliveriesOf(part.Id) > 0)
        {
            Violate(side, $"message {part.Id} was delivered again");
        }
    }

    /// <summary>
    /// After a local abort an old COOKIE ECHO can set the association up once more under the same tags and TSNs (section 5.1 keeps no state that would tell).
    /// What the peer, which has not heard of the abort, sends then is acknowledged by an association that nobody reads: such messages are lost by the
    /// abort, although their sender cannot know.
    /// </summary>
    public override void AfterEvent(AssociationSide side)
    {
        if (side.Application.LossReason == LossReason.LocalAbort && side.Stack.HasDiscardedData)
        {
            _cutByAbort = side.Application.Inbound;
        }
    }

    public override void AtEnd(AssociationSide side)
    {
        MessageLedger ledger = side.Application.Outbound;
        if (ReferenceEquals(ledger, _cutByAbort))
        {
            return;
        }

        int unsettled = ledger.FindUnsettled();
        if (unsettled >= 0)
        {
            Violate(side, $"message {unsettled} was taken and neither delivered nor handed back");
        }
    }
}
