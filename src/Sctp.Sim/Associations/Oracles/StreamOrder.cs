namespace Sctp.Sim.Associations.Oracles;

internal sealed class StreamOrder : Oracle
{
    public override string Id => "O-D3";

    public override string Name => "ordered";

    public override string Statement => "Ordered messages of a stream are delivered in the order in which they were sent, none left out.";

    public override string RfcSection => "6.6";

    public override Conditions Excludes => Conditions.SealedDamage | Conditions.OnPathAttacker | Conditions.ForgedData;

    public override Hooks Hooks => Hooks.MessageReceived;

    public override void OnMessageReceived(AssociationSide side, in ReceivedPart part)
    {
        MessageLedger ledger = side.Application.Inbound;
        if (!part.IsEnd || part.Message.IsUnordered || !ledger.IsAccepted(part.Id) || part.Message.StreamId >= ledger.Plan.StreamCount)
        {
            return;
        }

        // What a crash took is left out, and what followed it is not.
        int expected = ledger.NextOrderOf(part.Message.StreamId);
        int order = ledger.OrderOf(part.Id);
        bool mayBeLeftOut = order > expected && ((Set.Conditions & Conditions.Crashes) != 0 || Set.Shadow[side].HasBegunAgain) && ledger.MayBeLeftOut(part.Message.StreamId, expected, order);
        if (order != expected && !mayBeLeftOut)
        {
            Violate(side, $"message {part.Id} is number {ledger.OrderOf(part.Id)} of stream {part.Message.StreamId}, number {expected} was due");
        }
    }
}
