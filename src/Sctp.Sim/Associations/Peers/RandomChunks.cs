using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Adds packets of the whole chunk grammar, under the right tag.</summary>
public sealed record RandomChunks : ScriptedBehavior
{
    internal override Conditions Conditions => Conditions.ForgedData;

    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            _ = NewPacket();
            for (long count = Draw.Between(1, 3); count > 0; count--)
            {
                ChunkGrammar.Write(Forge, Draw, Target);
            }

            Emit();
        }
    }
}
