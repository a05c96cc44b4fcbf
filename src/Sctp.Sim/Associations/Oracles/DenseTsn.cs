namespace Sctp.Sim.Associations.Oracles;

internal sealed class DenseTsn : Oracle
{
    public override string Id => "O-A1";

    public override string Name => "tsn-dense";

    public override string Statement => "New DATA carries the TSN after the last one: no gap.";

    public override string RfcSection => "3.3.1, 6";

    public override Hooks Hooks => Hooks.PacketSent;

    private readonly uint[] _lastTsn = new uint[2];
    private readonly uint[] _tag = new uint[2];
    private readonly bool[] _hasSent = new bool[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (side.Application.IsEnded)
        {
            return; // An old COOKIE ECHO can set up the association anew, with the same tags and TSNs.
        }

        uint tag = packet.VerificationTag;
        ref uint last = ref _lastTsn[side.Index];
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type != WireChunk.Data)
            {
                continue;
            }

            uint tsn = packet.FirstWord(chunk);
            if (!_hasSent[side.Index] || _tag[side.Index] != tag)
            {
                _hasSent[side.Index] = true;
                _tag[side.Index] = tag;
                last = tsn;
            }
            else if (WirePacket.IsBefore(last, tsn))
            {
                if (tsn != last + 1)
                {
                    Violate(side, $"new DATA with TSN {tsn} after TSN {last}");
                }

                last = tsn;
            }
        }
    }
}
