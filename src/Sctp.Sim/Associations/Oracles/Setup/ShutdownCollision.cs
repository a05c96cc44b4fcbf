namespace Sctp.Sim.Associations.Oracles;

internal sealed class ShutdownCollision : Oracle
{
    private readonly bool[] _hasShutDown = new bool[2];
    private bool _isCollision;

    public override string Id => "O-S16";

    public override string Name => "shutdown-collision";

    public override string Statement => "SHUTDOWN chunks that cross close both sides, and nothing that was sent is lost.";

    public override string RfcSection => "9.2";

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AtEnd | Hooks.AtDeadline;

    public override ulong SentTypes => 1UL << WireChunk.Shutdown;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!side.Application.IsEnded)
        {
            _hasShutDown[side.Index] = true;
            _isCollision |= _hasShutDown[1 - side.Index] && side.Stack.State == AssociationState.ShutdownSent;
        }
    }

    public override void AtEnd(AssociationSide side) => Judge(side);

    public override void AtDeadline(AssociationSide side, Duration bound) => Judge(side);

    private void Judge(AssociationSide side)
    {
        if (!_isCollision || side.Application.Agreement.IsAbortAsked)
        {
            return;
        }

        // Where SHUTDOWN COMPLETE got lost, what is sent again may be answered by ABORT (8.4 rule 8): both sides had closed without it.
        bool isClosed = side.Application.IsEnded
            && (side.Application.LossReason == LossReason.None || (side.Application.LossReason == LossReason.PeerAborted && side.Application.Agreement.IsOneSideComplete));
        MessageLedger ledger = side.Application.Outbound;
        if (!isClosed || ledger.DeliveredCount != ledger.AcceptedCount)
        {
            Violate(side, $"after SHUTDOWN chunks had crossed: state {side.Stack.State}, {side.Application.LossReason}, {ledger.DeliveredCount} of {ledger.AcceptedCount} messages delivered");
        }
    }
}
