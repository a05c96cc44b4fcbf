namespace Sctp.Sim.Associations.Marks;

/// <summary>What the stacks tell their applications.</summary>
internal sealed class EventMarks(MarkSet marks) : Observer
{
    public override Hooks Hooks => Hooks.AssociationEvent | Hooks.MessageReceived | Hooks.AfterEvent;

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e) => marks.Reach(e.Kind switch
    {
        SctpEventKind.CommunicationUp => Mark.CommunicationUp,
        SctpEventKind.Restarted => Mark.Restarted,
        SctpEventKind.ShutdownReceived => Mark.ShutdownReceivedEvent,
        SctpEventKind.ShutdownComplete => Mark.ShutdownCompleteEvent,
        SctpEventKind.SendFailed => e.WasSent ? Mark.SendFailedSent : Mark.SendFailedUnsent,
        SctpEventKind.SenderDry => Mark.SenderDry,
        SctpEventKind.RemoteError => Mark.RemoteErrorEvent,
        SctpEventKind.EventsDropped => Mark.EventsDropped,
        SctpEventKind.PathStateChanged when e.PathState == PathState.Inactive => Mark.PathBecomesInactive,
        SctpEventKind.PathStateChanged when e.PathState == PathState.Active => Mark.PathBecomesActive,
        SctpEventKind.CommunicationLost => e.LossReason switch
        {
            LossReason.SetupTimeout => Mark.LostBySetupTimeout,
            LossReason.PeerAborted => Mark.LostByPeerAbort,
            LossReason.LocalAbort => Mark.LostByLocalAbort,
            LossReason.PeerUnreachable => Mark.LostPeerUnreachable,
            LossReason.ProtocolViolation => Mark.LostByProtocolViolation,
            LossReason.ShutdownGuardExpired => Mark.LostByShutdownGuard,
            LossReason.ProtocolUnreachable => Mark.LostProtocolUnreachable,
            _ => Mark.None,
        },
        _ => Mark.None,
    });

    public override void OnMessageReceived(AssociationSide side, in ReceivedPart part) => marks.ReachIf(!part.IsEnd, Mark.PartialDelivery);

    public override void AfterEvent(AssociationSide side) => marks.ReachIf(side.Application.IsBlocked, Mark.SendBufferFull);
}
