using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Takes back what it acknowledged in Gap Ack Blocks (RFC 9260 section 6.2 allows it, section 6.3.2 rule R4 tells what the sender does).</summary>
public sealed record Renege : ScriptedBehavior
{
    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : SackScript
    {

        protected override void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            var sack = new WireSack(chunk);
            _ = sack.GapBlockCount > 0
                ? BeginSack(forge, sack.CumulativeTsn, sack.AdvertisedWindow, 0, 0).EndChunk()
                : forge.Raw(chunk);
        }
    }
}
