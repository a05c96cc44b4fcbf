namespace Sctp.Sim.Associations.Oracles;

internal sealed class UserDataLength : Oracle
{
    private const ushort NoUserData = 9;
    private const ushort ProtocolViolation = 13;

    public override string Id => "O-W10";

    public override string Name => "data-nonempty";

    public override string Statement => "No DATA without user bytes is sent; one that is received is answered by ABORT with the cause No User Data.";

    public override string RfcSection => "3.3.1, 6.2";

    public override Hooks Hooks => Hooks.PacketSent | Hooks.PacketReceived | Hooks.AfterEvent;

    public override ulong SentTypes => (1UL << WireChunk.Data) | (1UL << WireChunk.Abort);

    public override Conditions Excludes => Conditions.Crashes | Conditions.OnPathAttacker;

    private readonly bool[] _isAnswerDue = new bool[2];
    private readonly bool[] _isBehindData = new bool[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.DataCount != 0)
        {
            foreach (ref readonly WireChunk chunk in packet.Chunks)
            {
                if (chunk.Type == WireChunk.Data && chunk.Length <= WireData.HeaderLength)
                {
                    Violate(side, $"DATA of {chunk.Length} bytes, of which {WireData.HeaderLength} are no user data");
                }
            }
        }

        if (_isAnswerDue[side.Index] && packet.TryFind(WireChunk.Abort, out WireChunk abort)
            && (SetupShadow.TryFindParameter(packet.ValueOf(abort), NoUserData, out _)
                || (_isBehindData[side.Index] && SetupShadow.TryFindParameter(packet.ValueOf(abort), ProtocolViolation, out _))))
        {
            _isAnswerDue[side.Index] = false;
        }
    }

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _isAnswerDue[side.Index] = packet.DataCount != 0 && IsEmptyDataNext(packet) && IsTaken(side, packet);
        _isBehindData[side.Index] = _isAnswerDue[side.Index] && packet.Chunks[0].Length != WireData.HeaderLength; // What stands before may be a fragment that contradicts others.
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (_isAnswerDue[side.Index])
        {
            _isAnswerDue[side.Index] = false;
            Violate(side, "DATA without user bytes was not answered by ABORT with the cause No User Data");
        }
    }

    // Only DATA may stand before it: of other chunks each could end the association or the processing of the packet.
    private static bool IsEmptyDataNext(WirePacket packet)
    {
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type != WireChunk.Data || chunk.Length < WireData.HeaderLength)
            {
                return false;
            }

            if (chunk.Length == WireData.HeaderLength)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsTaken(AssociationSide side, WirePacket packet)
    {
        bool isOpen = side.Stack.State is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownSent;
        return isOpen && Set.Input[side].HasValidChecksum && packet.VerificationTag == Set.Setup[side].LocalTag && side.HasPortsOf(packet);
    }
}
