using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Reports Gap Ack Blocks that cannot be: ends before starts, overlaps, ends at 65535, counts that do not fit the chunk.</summary>
public sealed record AbsurdGaps : ScriptedBehavior
{
    /// <summary>How many of a million stay within what was sent, so that only their form is wrong.</summary>
    public int InRangePerMillion { get; init; } = 500_000;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(InRangePerMillion, 0, 1_000_000);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(AbsurdGaps options) : SackScript
    {

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            var sack = new WireSack(chunk);
            int ahead = Peer.HasTsn ? Math.Clamp((int)(Peer.HighestTsn - sack.CumulativeTsn), 0, ushort.MaxValue) : 0;
            bool isInRange = Draw.Chance(options.InRangePerMillion);
            int blocks = (int)Draw.Between(1, 5);
            _ = BeginSack(forge, sack.CumulativeTsn, sack.AdvertisedWindow, Draw.Chance(900_000) ? blocks : (int)Draw.Between(0, ushort.MaxValue), Draw.Chance(900_000) ? 0 : (int)Draw.Between(0, 9));
            for (int i = 0; i < blocks; i++)
            {
                int most = isInRange ? ahead : ushort.MaxValue;
                int start = (int)Draw.Between(0, most);
                int end = Draw.Chance(300_000) ? most : (int)Draw.Between(0, most);
                _ = forge.U16((ushort)start).U16((ushort)end);
            }

            _ = forge.EndChunk();
        }
    }
}
