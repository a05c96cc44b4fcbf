namespace Sctp.Sim.Associations.Oracles;

internal sealed class SendBufferAmount : ShadowOracle
{
    public override string Id => "O-D8";

    public override string Name => "backpressure";

    public override string Statement => "The buffered amount is what was taken less what was acknowledged in sequence; a user that was refused is told when there is room, and only then.";

    public override string RfcSection => "11.1; RFC 6458 section 3.2";

    public override Conditions Excludes => base.Excludes | Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.AssociationEvent | Hooks.AfterEvent;

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        if (e.Kind == SctpEventKind.SendBufferDrained && !side.Application.IsBlocked)
        {
            Violate(side, "the send buffer is said to have room, but nothing was refused since that was said last");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (!TryJudge(side, out ShadowSide shadow) || side.Stack.State < AssociationState.Established || shadow.Incarnation != 1)
        {
            return;
        }

        MessageLedger ledger = side.Application.Outbound;
        long expected = ledger.AcceptedBytes - shadow.Sender.CumulativelyAckedBytes;
        long reported = Set.StepOf(side).Status.BufferedBytes;
        if (ledger.FailedCount == 0 && reported != expected)
        {
            Violate(side, $"{reported} bytes are said to be buffered, {ledger.AcceptedBytes} were taken and {shadow.Sender.CumulativelyAckedBytes} acknowledged");
        }

        if (reported == 0 && side.Application.IsBlocked && !side.Node.LeavesEvents)
        {
            Violate(side, "the send buffer is empty and the user that was refused was not told");
        }
    }
}
