using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Bundles what must travel alone or first (RFC 9260 sections 3, 6.10): SHUTDOWN COMPLETE, INIT, INIT ACK, COOKIE ECHO and SHUTDOWN ACK with other chunks, in any order.</summary>
public sealed record BundledEnds : ScriptedBehavior
{
    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            _ = NewPacket(Draw.Chance(900_000) ? Own.Tag : 0);
            for (long count = Draw.Between(1, 4); count >= 0; count--)
            {
                byte type = Draw.Pick<byte>(
                [
                    WireChunk.Init, WireChunk.InitAck, WireChunk.CookieEcho, WireChunk.CookieAck, WireChunk.ShutdownComplete, WireChunk.ShutdownAck,
                    WireChunk.Heartbeat, WireChunk.HeartbeatAck, WireChunk.Error, WireChunk.Sack,
                ]);
                if (type == WireChunk.Sack)
                {
                    _ = Forge.BeginChunk(type).U32(Own.CumulativeTsn).U32(Math.Max(Own.Window, 10_000)).U32(0).EndChunk();
                }
                else
                {
                    ChunkGrammar.Write(Forge, Draw, Target, type);
                }
            }

            Emit();
        }
    }
}
