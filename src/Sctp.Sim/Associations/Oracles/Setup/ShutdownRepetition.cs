namespace Sctp.Sim.Associations.Oracles;

internal sealed class ShutdownRepetition : Oracle
{
    private readonly bool[] _isDue = new bool[2];

    public override string Id => "O-S15";

    public override string Name => "shutdown-resend";

    public override string Statement =>
        "In SHUTDOWN-SENT every packet with DATA is answered by SHUTDOWN at once; SHUTDOWN carries the cumulative TSN of what arrived.";

    public override string RfcSection => "9.2, 3.3.8";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.Shutdown;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _isDue[side.Index] = packet.DataCount != 0
            && side.Stack.State == AssociationState.ShutdownSent
            && Set.Shadow.IsAccepted
            && packet.Chunks[0].Type is WireChunk.Data or WireChunk.Sack;
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!packet.TryFind(WireChunk.Shutdown, out WireChunk shutdown) || shutdown.Length < 8 || side.Application.IsEnded)
        {
            return;
        }

        uint told = packet.FirstWord(shutdown);
        ShadowReceiver receiver = Set.Shadow.Receiver(side.Index);
        bool isWrong = receiver.MayHaveDropped ? WirePacket.IsBefore(receiver.CumulativeTsn, told) : told != receiver.CumulativeTsn;
        if (receiver.IsKnown && isWrong)
        {
            Violate(side, $"SHUTDOWN acknowledges TSN {told}, what arrived is complete up to {receiver.CumulativeTsn}");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (_isDue[side.Index] && side.Stack.State == AssociationState.ShutdownSent && !Set.Input[side].HasSent(WireChunk.Shutdown))
        {
            Violate(side, "DATA in SHUTDOWN-SENT was not answered by SHUTDOWN");
        }

        _isDue[side.Index] = false;
    }
}
