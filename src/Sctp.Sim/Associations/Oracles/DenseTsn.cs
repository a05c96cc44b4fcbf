using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class DenseTsn : Oracle
{
    public override string Id => "O-A1";

    public override string Name => "tsn-dense";

    public override string Statement => "New DATA carries the TSN after the last one: no gap.";

    public override string RfcSection => "3.3.1, 6";

    private readonly uint[] _lastTsn = new uint[2];
    private readonly uint[] _tag = new uint[2];
    private readonly bool[] _hasSent = new bool[2];

    public override void OnPacketSent(SctpNode node, ReadOnlySpan<byte> packet, in Transmit transmit)
    {
        if (node.Application.IsEnded)
        {
            return; // An old COOKIE ECHO can set up the association anew, with the same tags and TSNs.
        }

        uint tag = WireChunks.VerificationTag(packet);
        ref uint last = ref _lastTsn[node.Host];
        var chunks = new WireChunks(packet);
        while (chunks.MoveNext())
        {
            if (chunks.Type != WireChunks.Data)
            {
                continue;
            }

            uint tsn = chunks.Tsn;
            if (!_hasSent[node.Host] || _tag[node.Host] != tag)
            {
                _hasSent[node.Host] = true;
                _tag[node.Host] = tag;
                last = tsn;
            }
            else if (WireChunks.IsBefore(last, tsn))
            {
                if (tsn != last + 1)
                {
                    Violate(node, $"new DATA with TSN {tsn} after TSN {last}");
                }

                last = tsn;
            }
        }
    }
}
