namespace Sctp.Sim.Associations.Oracles;

internal sealed class CongestionWindow : Oracle
{
    public override string Id => "O-C3";

    public override string Name => "cwnd";

    public override string Statement => "New DATA is sent only while less than cwnd + (PMDCS - 1) is outstanding on its path.";

    public override string RfcSection => "6.1 rule B";

    public override Hooks Hooks => Hooks.PacketSent;

    private readonly uint[] _highestTsn = new uint[2];
    private readonly bool[] _hasSent = new bool[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (side.Application.IsEnded)
        {
            return; // An old COOKIE ECHO can set up the association anew, with the same tags and TSNs.
        }

        int newBytes = 0;
        int allBytes = 0;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type != WireChunk.Data)
            {
                continue;
            }

            allBytes += chunk.PaddedLength;
            if (!_hasSent[side.Index] || WirePacket.IsBefore(_highestTsn[side.Index], packet.FirstWord(chunk)))
            {
                _hasSent[side.Index] = true;
                _highestTsn[side.Index] = packet.FirstWord(chunk);
                newBytes += chunk.PaddedLength;
            }
        }

        if (newBytes == 0)
        {
            return;
        }

        if (side.TryGetPathTo(packet.To, out PathStatus path))
        {
            // Before the last new chunk of this packet at the earliest: what this packet added is taken off again.
            int before = path.FlightSize - allBytes;
            int pmdcs = path.PathMtu - 12;
            if (before > 0 && before >= path.CongestionWindow + pmdcs - 1)
            {
                Violate(side, $"new DATA to {path.Address} with {before} bytes outstanding, cwnd is {path.CongestionWindow}, PMDCS {pmdcs}");
            }
        }
    }
}
