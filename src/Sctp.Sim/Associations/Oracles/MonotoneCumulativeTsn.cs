using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class MonotoneCumulativeTsn : Oracle
{
    public override string Id => "O-A5";

    public override string Name => "cum-monotonic";

    public override string Statement => "The cumulative TSN that a receiver reports never goes back.";

    public override string RfcSection => "6.2";

    private readonly uint[] _cumulativeTsn = new uint[2];
    private readonly uint[] _tag = new uint[2];
    private readonly bool[] _hasReported = new bool[2];

    public override void OnPacketSent(SctpNode node, ReadOnlySpan<byte> packet, in Transmit transmit)
    {
        if (node.Application.IsEnded)
        {
            return; // An old COOKIE ECHO can set up the association anew, with the same tags and TSNs.
        }

        uint tag = WireChunks.VerificationTag(packet);
        ref uint last = ref _cumulativeTsn[node.Host];
        var chunks = new WireChunks(packet);
        while (chunks.MoveNext())
        {
            if (chunks.Type is not (WireChunks.Sack or WireChunks.Shutdown))
            {
                continue;
            }

            uint tsn = chunks.Tsn;
            if (_hasReported[node.Host] && _tag[node.Host] == tag && WireChunks.IsBefore(tsn, last))
            {
                Violate(node, $"chunk type {chunks.Type} reports cumulative TSN {tsn} after {last}");
            }

            _hasReported[node.Host] = true;
            _tag[node.Host] = tag;
            last = tsn;
        }
    }
}
