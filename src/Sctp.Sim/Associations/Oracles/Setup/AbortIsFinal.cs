namespace Sctp.Sim.Associations.Oracles;

internal sealed class AbortIsFinal : Oracle
{
    private const byte TBit = 1;

    private readonly bool[] _isAborted = new bool[2];
    private readonly uint[] _peerTag = new uint[2];
    private readonly int[] _endings = new int[2];

    public override string Id => "O-S18";

    public override string Name => "abort-final";

    public override string Statement => "Once ABORT was sent or taken, the association sends nothing more, and its user is told once.";

    public override string RfcSection => "9.1";

    public override Hooks Hooks => Hooks.PacketSent | Hooks.PacketReceived | Hooks.AssociationEvent | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.Crashes | Conditions.OnPathAttacker;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        // An old COOKIE ECHO sets up the association anew, under the same tags.
        _isAborted[side.Index] &= !packet.Has(WireChunk.CookieEcho);
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.ChunkCount == 0)
        {
            return;
        }

        ref readonly WireChunk first = ref packet.Chunks[0];
        bool isAnswer = first.Type is WireChunk.InitAck or WireChunk.Init || (first.Type is WireChunk.Abort or WireChunk.ShutdownComplete && (first.Flags & TBit) != 0);
        if (_isAborted[side.Index] && !isAnswer && packet.VerificationTag == _peerTag[side.Index])
        {
            Violate(side, $"a packet that begins with chunk type {first.Type} after ABORT");
        }

        // An INIT that cannot be taken is answered by ABORT under its own tag (5.1), whoever sent it; the association goes on.
        if (packet.TryFind(WireChunk.Abort, out WireChunk abort) && (abort.Flags & TBit) == 0 && !Set.Input[side].HasReceived(WireChunk.Init) && packet.VerificationTag == Set.Setup[side].PeerTag && packet.VerificationTag != 0)
        {
            Close(side);
        }
    }

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        switch (e.Kind)
        {
            case SctpEventKind.CommunicationUp:
                _endings[side.Index] = 0;
                break;
            case SctpEventKind.CommunicationLost or SctpEventKind.ShutdownComplete:
                if (++_endings[side.Index] > 1)
                {
                    Violate(side, $"{e.Kind} after the end had been reported");
                }

                break;
            default:
                break;
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        InputOfSide input = Set.Input[side];
        if (input.IsPacket && input.HasReceived(WireChunk.Abort) && side.Stack.State == AssociationState.Closed && side.Application.LossReason == LossReason.PeerAborted)
        {
            Close(side);
        }
    }

    private void Close(AssociationSide side)
    {
        if (Set.Setup[side].PeerTag != 0)
        {
            _isAborted[side.Index] = true;
            _peerTag[side.Index] = Set.Setup[side].PeerTag;
        }
    }
}
