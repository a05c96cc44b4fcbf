using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class CongestionWindow : Oracle
{
    public override string Id => "O-C3";

    public override string Name => "cwnd";

    public override string Statement => "New DATA is sent only while less than cwnd + (PMDCS - 1) is outstanding on its path.";

    public override string RfcSection => "6.1 rule B";

    private readonly uint[] _highestTsn = new uint[2];
    private readonly bool[] _hasSent = new bool[2];

    public override void OnPacketSent(SctpNode node, ReadOnlySpan<byte> packet, in Transmit transmit)
    {
        if (node.Application.IsEnded)
        {
            return; // An old COOKIE ECHO can set up the association anew, with the same tags and TSNs.
        }

        int newBytes = 0;
        int allBytes = 0;
        var chunks = new WireChunks(packet);
        while (chunks.MoveNext())
        {
            if (chunks.Type != WireChunks.Data)
            {
                continue;
            }

            allBytes += chunks.PaddedLength;
            if (!_hasSent[node.Host] || WireChunks.IsBefore(_highestTsn[node.Host], chunks.Tsn))
            {
                _hasSent[node.Host] = true;
                _highestTsn[node.Host] = chunks.Tsn;
                newBytes += chunks.PaddedLength;
            }
        }

        if (newBytes == 0)
        {
            return;
        }

        for (int i = 0; i < node.Stack.PathCount; i++)
        {
            PathStatus path = node.Stack.GetPath(i);
            if (!path.Address.IsSameHost(transmit.Remote))
            {
                continue;
            }

            // Before the last new chunk of this packet at the earliest: what this packet added is taken off again.
            int before = path.FlightSize - allBytes;
            int pmdcs = path.PathMtu - 12;
            if (before > 0 && before >= path.CongestionWindow + pmdcs - 1)
            {
                Violate(node, $"new DATA to {path.Address} with {before} bytes outstanding, cwnd is {path.CongestionWindow}, PMDCS {pmdcs}");
            }
        }
    }
}
