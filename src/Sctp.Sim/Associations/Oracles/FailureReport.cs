namespace Sctp.Sim.Associations.Oracles;

internal sealed class FailureReport : Oracle
{
    public override string Id => "O-D10";

    public override string Name => "send-fail";

    public override string Statement => "A message is handed back at most once, and only after the association ended or began anew.";

    public override string RfcSection => "11.2";

    public override Conditions Excludes => Conditions.MisbehavingPeer | Conditions.SealedDamage | Conditions.Attacker;

    public override Hooks Hooks => Hooks.AssociationEvent;

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        if (e.Kind != SctpEventKind.SendFailed)
        {
            return;
        }

        MessageLedger ledger = side.Application.Outbound;
        if (e.Context > uint.MaxValue || !ledger.IsAccepted((uint)e.Context))
        {
            Violate(side, $"message {e.Context} was handed back but never taken");
        }
        else if (ledger.FailuresOf((uint)e.Context) > 0)
        {
            Violate(side, $"message {e.Context} was handed back again");
        }
        else if (side.Stack.State != AssociationState.Closed && !IsOfRestart(e))
        {
            Violate(side, $"message {e.Context} was handed back ({e.SendFailureReason}) in state {side.Stack.State}");
        }
    }

    private bool IsOfRestart(in SctpEvent e) => e.SendFailureReason == SendFailureReason.PeerRestarted && (Set.Conditions & Conditions.Crashes) != 0;
}
