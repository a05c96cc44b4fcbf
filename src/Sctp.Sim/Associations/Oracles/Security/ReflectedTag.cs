using System.Buffers.Binary;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class ReflectedTag : InertPacket
{
    private const byte TBit = 1;

    public override string Id => "O-S20";

    public override string Name => "t-bit";

    public override string Statement => "ABORT and SHUTDOWN COMPLETE count with the own tag and T = 0 or the peer's tag and T = 1, SHUTDOWN COMPLETE in SHUTDOWN-ACK-SENT only.";

    public override string RfcSection => "8.5.1";

    public override Conditions Excludes => Conditions.SealedDamage | Conditions.OnPathAttacker;

    protected override bool MustBeInert(AssociationSide side, WirePacket packet)
    {
        AssociationState state = side.Stack.State;
        SetupOfSide setup = Set.Setup[side];
        if (state == AssociationState.Closed || setup.LocalTag == 0 || !Set.Input[side].HasValidChecksum || packet.ChunkCount == 0)
        {
            return false;
        }

        WireChunk first = packet.Chunks[0];
        return first.Type switch
        {
            WireChunk.Abort => side.IsFromPeer(packet) && !HasRightTag(setup, packet, first),
            WireChunk.ShutdownComplete => side.IsFromPeer(packet) && (state != AssociationState.ShutdownAckSent || !HasRightTag(setup, packet, first)),
            _ => false,
        };
    }

    protected override bool IsCounted(AssociationSide side, WirePacket packet) => HasRightTag(Set.Setup[side], packet, packet.Chunks[0]);

    protected override void OnEffect(AssociationSide side, WirePacket packet)
    {
        if (side.Stack.State != AssociationState.Closed
            && Set.Setup[side].LocalTag != 0
            && packet.ChunkCount > 0
            && packet.Chunks[0].Type == WireChunk.Abort
            && side.IsFromPeer(packet)
            && Set.Input[side].HasValidChecksum
            && HasRightTag(Set.Setup[side], packet, packet.Chunks[0])
            && HasWholeCauses(packet, packet.Chunks[0]))
        {
            _mustEnd[side.Index] = true;
        }
    }

    protected override void AfterEffect(AssociationSide side)
    {
        if (_mustEnd[side.Index])
        {
            _mustEnd[side.Index] = false;
            if (side.Stack.State != AssociationState.Closed)
            {
                Violate(side, $"an ABORT with the right tag left the association in state {side.Stack.State}");
            }
        }
    }

    private readonly bool[] _mustEnd = new bool[2];

    // The peer's tag is not known before its INIT ACK or COOKIE ECHO: then nobody can reflect it.
    private static bool HasRightTag(SetupOfSide setup, WirePacket packet, in WireChunk chunk) =>
        (chunk.Flags & TBit) == 0 ? packet.VerificationTag == setup.LocalTag : setup.PeerTag != 0 && packet.VerificationTag == setup.PeerTag;

    // 3.3.7: an ABORT with a format error is discarded.
    private static bool HasWholeCauses(WirePacket packet, in WireChunk chunk)
    {
        System.ReadOnlySpan<byte> causes = packet.ValueOf(chunk);
        while (!causes.IsEmpty)
        {
            int length = causes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(causes[2..]);
            if (length < 4 || length > causes.Length)
            {
                return false;
            }

            causes = causes[System.Math.Min((length + 3) & ~3, causes.Length)..];
        }

        return true;
    }
}
