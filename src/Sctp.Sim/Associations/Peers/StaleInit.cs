using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Sends INITs in the middle of the association: the old one again, or others with tags and addresses of their own.</summary>
public sealed record StaleInit : ScriptedBehavior
{
    /// <summary>Whether they are new ones, with random tags.</summary>
    public bool HasOtherTags { get; init; }

    /// <summary>Whether they name an address that the association does not have (RFC 9260 section 5.2.2).</summary>
    public bool HasOtherAddress { get; init; }

    internal override PeerScript CreateScript() => new Script(this);

    private sealed class Script(StaleInit options) : PeerScript
    {

        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            if (!options.HasOtherTags && !options.HasOtherAddress && Own.LastInit.Length > 0)
            {
                Emit(Own.LastInit);
                return;
            }

            _ = NewPacket(tag: 0).BeginChunk(WireChunk.Init).U32((uint)Draw.Next() | 1).U32(100_000).U16(5).U16(5).U32((uint)Draw.Next());
            if (options.HasOtherAddress)
            {
                _ = Forge.BeginParameter(5).U8(10).U8(9).U8(8).U8((byte)Draw.Between(1, 200)).EndParameter();
            }

            if (Draw.Chance(300_000))
            {
                ChunkGrammar.WriteParameter(Forge, Draw, Target);
            }

            _ = Forge.EndChunk();
            Emit();
        }
    }
}
