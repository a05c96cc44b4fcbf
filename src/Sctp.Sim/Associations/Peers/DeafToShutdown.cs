using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Never answers a SHUTDOWN or SHUTDOWN ACK, though it is there (RFC 9260 section 9.2: T2 and T5 end the wait).</summary>
public sealed record DeafToShutdown : ScriptedBehavior
{
    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        protected override bool Hears(ReadOnlySpan<byte> packet) =>
            packet.Length <= PacketForge.HeaderLength
            || packet[PacketForge.HeaderLength] is not (WireChunk.Shutdown or WireChunk.ShutdownAck or WireChunk.ShutdownComplete);
    }
}
