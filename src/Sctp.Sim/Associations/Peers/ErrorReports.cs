using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Sends ERRORs with every cause there is, and some that there are not, in whatever state the association is (RFC 9260 section 3.3.10).</summary>
public sealed record ErrorReports : ScriptedBehavior
{
    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        private ushort _next = 1;

        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            _ = NewPacket().BeginChunk(WireChunk.Error);
            for (long count = Draw.Between(0, 3); count >= 0; count--)
            {
                ChunkGrammar.WriteCause(Forge, Draw, _next);
                _next = (ushort)(_next >= 15 ? 0 : _next + 1);
            }

            _ = Forge.EndChunk();
            Emit();
        }
    }
}
