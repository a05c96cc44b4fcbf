using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Acknowledges all DATA up to the highest TSN seen, whatever is missing, or even TSNs that were not sent yet (RFC 9260 section 12.4).</summary>
public sealed record OptimisticAck : ScriptedBehavior
{
    /// <summary>How many TSNs beyond the highest seen it acknowledges.</summary>
    public int Beyond { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        CheckRange(Beyond, 0, int.MaxValue);
    }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(OptimisticAck options) : SackScript
    {

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk) =>
            _ = BeginSack(forge, Peer.HasTsn ? Peer.HighestTsn + (uint)options.Beyond : new WireSack(chunk).CumulativeTsn, new WireSack(chunk).AdvertisedWindow, 0, 0).EndChunk();
    }
}
