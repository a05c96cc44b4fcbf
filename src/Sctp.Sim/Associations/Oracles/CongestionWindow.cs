namespace Sctp.Sim.Associations.Oracles;

internal sealed class CongestionWindow : Oracle
{
    public override string Id => "O-C3";

    public override string Name => "cwnd";

    public override string Statement => "A packet with new DATA is sent only while less than cwnd is outstanding on its path.";

    public override string RfcSection => "6.1 rule B";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

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
            // What this packet added is taken off again: it alone may exceed cwnd.
            int before = path.FlightSize - allBytes;
            if (before > 0 && before >= path.CongestionWindow)
            {
                Violate(side, $"new DATA to {path.Address} with {before} bytes outstanding, cwnd is {path.CongestionWindow}");
            }
        }
    }
}
