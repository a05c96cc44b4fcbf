namespace Sctp.Sim.Associations.Oracles;

internal sealed class OldTag : InertPacket
{
    private const int MostTags = 64;

    private readonly uint[][] _tags = [new uint[MostTags], new uint[MostTags]];
    private readonly int[] _count = new int[2];
    private readonly uint[] _last = new uint[2];

    public override string Id => "O-X5";

    public override string Name => "off-path-replay";

    public override string Statement => "A packet of a previous association between the same addresses and ports has no effect on the present one.";

    public override string RfcSection => "5.2.4, 8.5";

    public override Conditions Excludes => Conditions.SealedDamage | Conditions.OnPathAttacker;

    protected override bool MustBeInert(AssociationSide side, WirePacket packet)
    {
        SetupOfSide setup = Set.Setup[side];
        if (setup.LocalTag != _last[side.Index])
        {
            _tags[side.Index][_count[side.Index]++ % MostTags] = _last[side.Index];
            _last[side.Index] = setup.LocalTag;
        }

        if (packet.ChunkCount == 0 || side.Stack.State == AssociationState.Closed || !Set.Input[side].HasValidChecksum || !IsOld(side, setup, packet.VerificationTag) || !side.IsFromPeer(packet))
        {
            return false;
        }

        WireChunk first = packet.Chunks[0];
        return first.Type switch
        {
            WireChunk.Init => true,
            WireChunk.CookieEcho => setup.Encounter is CookieEncounter.Foreign && !setup.HasForgottenCookies,
            WireChunk.ShutdownAck => side.Stack.State is not (AssociationState.CookieWait or AssociationState.CookieEchoed),
            WireChunk.Abort or WireChunk.ShutdownComplete => (first.Flags & 1) == 0 || packet.VerificationTag != setup.PeerTag,
            _ => true,
        };
    }

    private bool IsOld(AssociationSide side, SetupOfSide setup, uint tag)
    {
        if (tag == 0 || tag == setup.LocalTag)
        {
            return false;
        }

        int known = System.Math.Min(_count[side.Index], MostTags);
        for (int i = 0; i < known; i++)
        {
            if (_tags[side.Index][i] == tag)
            {
                return true;
            }
        }

        return Set.FormerTags.Contains(tag);
    }
}
