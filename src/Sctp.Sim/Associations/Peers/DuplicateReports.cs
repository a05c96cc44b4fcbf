using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Reports TSNs as received twice that were not (RFC 9260 section 7.2.2 counts them).</summary>
public sealed record DuplicateReports : ScriptedBehavior
{
    /// <summary>How many it reports in each SACK.</summary>
    public int Count { get; init; } = 20;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(Count, 0, 300);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(DuplicateReports options) : SackScript
    {

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            var sack = new WireSack(chunk);
            _ = BeginSack(forge, sack.CumulativeTsn, sack.AdvertisedWindow, 0, options.Count);
            for (int i = 0; i < options.Count; i++)
            {
                _ = forge.U32(sack.CumulativeTsn - (uint)Draw.Between(0, 5));
            }

            _ = forge.EndChunk();
        }
    }
}
