using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Sends SHUTDOWN, SHUTDOWN ACK and SHUTDOWN COMPLETE out of turn, with any cumulative TSN.</summary>
public sealed record MisusedShutdown : ScriptedBehavior
{
    /// <summary>Whether it only sends SHUTDOWN ACK and SHUTDOWN COMPLETE, which must not end an association that is not being shut down.</summary>
    public bool IsHarmless { get; init; }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(MisusedShutdown options) : PeerScript
    {

        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            byte type = options.IsHarmless
                ? Draw.Pick<byte>([WireChunk.ShutdownAck, WireChunk.ShutdownComplete])
                : Draw.Pick<byte>([WireChunk.Shutdown, WireChunk.ShutdownAck, WireChunk.ShutdownComplete]);
            _ = NewPacket();
            ChunkGrammar.Write(Forge, Draw, Target, type);
            Emit();
        }
    }
}
