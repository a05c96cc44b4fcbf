namespace Sctp.Sim.Associations.Oracles;

internal sealed class ExactlyOnce : Oracle
{
    private readonly bool[] _isCut = new bool[2];

    public override string Id => "O-D1";

    public override string Name => "exactly-once";

    public override string Statement => "Each message is delivered exactly once, or handed back; only a crash may take it, and even then it is delivered at most once.";

    public override string RfcSection => "1.5.2, 6.2";

    public override Conditions Excludes => Conditions.MisbehavingPeer | Conditions.SealedDamage | Conditions.Attacker;

    public override Hooks Hooks => Hooks.MessageReceived | Hooks.AfterEvent | Hooks.AtEnd;

    public override void OnMessageReceived(AssociationSide side, in ReceivedPart part)
    {
        if (part.IsEnd && side.Application.Inbound.IsAccepted(part.Id) && !side.Application.Inbound.MayBeDelivered(part.Id))
        {
            Violate(side, $"message {part.Id} was delivered again");
        }
    }

    private bool MayEndByItself => (Set.Conditions & (Conditions.Mortal | Conditions.Crashes)) != 0;

    /// <summary>
    /// After an abort, or when one side gave the other up, an old COOKIE ECHO can set the association up once more under the same tags and TSNs (section 5.1
    /// keeps no state that would tell). What the peer, which has not heard of the end, sends then is acknowledged by an association that nobody reads: such
    /// messages are lost by the end, although their sender cannot know.
    /// </summary>
    public override void AfterEvent(AssociationSide side)
    {
        LossReason reason = side.Application.LossReason;
        bool isCut = reason == LossReason.LocalAbort || (reason != LossReason.None && MayEndByItself) || (Set.Conditions & Conditions.Crashes) != 0;
        _isCut[side.Index] |= isCut && side.Stack.HasDiscardedData;
    }

    public override void AtEnd(AssociationSide side)
    {
        MessageLedger ledger = side.Application.Outbound;
        if (_isCut[side.Peer.Index])
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
