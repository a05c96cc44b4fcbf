namespace Sctp.Sim.Associations.Oracles;

internal sealed class LegalEnd : Oracle
{
    public override string Id => "O-L6";

    public override string Name => "legal-death";

    public override string Statement => "An association ends only as its users asked: the faults of the scenario never exhaust the retransmission limits.";

    public override string RfcSection => "8.1, 9";

    public override Hooks Hooks => Hooks.AssociationEvent;

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        EndingAgreement agreement = side.Application.Agreement;

        // Where SHUTDOWN COMPLETE got lost, an old packet of the other side can be answered by ABORT before SHUTDOWN ACK is sent again (8.4 rule 8).
        bool mayBeAborted = agreement.IsAbortAsked || (agreement.IsOneSideComplete && e.LossReason == LossReason.PeerAborted);
        switch (e.Kind)
        {
            case SctpEventKind.CommunicationLost when !mayBeAborted:
                Violate(side, $"COMMUNICATION LOST: {e.LossReason}, cause {e.Cause}");
                break;
            case SctpEventKind.Restarted:
                Violate(side, "RESTART without a restart of the peer");
                break;
            case SctpEventKind.CommunicationUp when side.Application.IsUp:
                Violate(side, "COMMUNICATION UP twice");
                break;
            case SctpEventKind.ShutdownComplete or SctpEventKind.CommunicationLost when side.Application.IsEnded:
                Violate(side, $"{e.Kind} after the association had ended");
                break;
            case SctpEventKind.ShutdownComplete when !agreement.IsShutdownAsked && !agreement.IsAbortAsked:
                Violate(side, "SHUTDOWN COMPLETE although no user asked for it");
                break;
            default:
                break;
        }
    }
}
