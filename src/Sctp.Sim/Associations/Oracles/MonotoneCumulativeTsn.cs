namespace Sctp.Sim.Associations.Oracles;

internal sealed class MonotoneCumulativeTsn : Oracle
{
    public override string Id => "O-A5";

    public override string Name => "cum-monotonic";

    public override string Statement => "The cumulative TSN that a receiver reports never goes back.";

    public override string RfcSection => "6.2";

    public override Hooks Hooks => Hooks.PacketSent;

    private readonly uint[] _cumulativeTsn = new uint[2];
    private readonly uint[] _tag = new uint[2];
    private readonly bool[] _hasReported = new bool[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (side.Application.IsEnded)
        {
            return; // An old COOKIE ECHO can set up the association anew, with the same tags and TSNs.
        }

        uint tag = packet.VerificationTag;
        ref uint last = ref _cumulativeTsn[side.Index];
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type is not (WireChunk.Sack or WireChunk.Shutdown))
            {
                continue;
            }

            uint tsn = packet.FirstWord(chunk);
            if (_hasReported[side.Index] && _tag[side.Index] == tag && WirePacket.IsBefore(tsn, last))
            {
                Violate(side, $"chunk type {chunk.Type} reports cumulative TSN {tsn} after {last}");
            }

            _hasReported[side.Index] = true;
            _tag[side.Index] = tag;
            last = tsn;
        }
    }
}
