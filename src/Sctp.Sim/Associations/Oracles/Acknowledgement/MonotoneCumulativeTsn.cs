namespace Sctp.Sim.Associations.Oracles;

internal sealed class MonotoneCumulativeTsn : ShadowOracle
{
    public override string Id => "O-A5";

    public override string Name => "cum-monotonic";

    public override string Statement => "The cumulative TSN that a receiver reports never goes back.";

    public override string RfcSection => "6.2";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => (1UL << WireChunk.Sack) | (1UL << WireChunk.Shutdown);

    private readonly uint[] _cumulativeTsn = new uint[2];
    private readonly int[] _incarnation = new int[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        ref uint last = ref _cumulativeTsn[side.Index];
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type is not (WireChunk.Sack or WireChunk.Shutdown) || chunk.Length < 8)
            {
                continue;
            }

            uint tsn = packet.FirstWord(chunk);
            if (_incarnation[side.Index] == shadow.Incarnation && WirePacket.IsBefore(tsn, last))
            {
                Violate(side, $"chunk type {chunk.Type} reports cumulative TSN {tsn} after {last}");
            }

            _incarnation[side.Index] = shadow.Incarnation;
            last = tsn;
        }
    }
}
