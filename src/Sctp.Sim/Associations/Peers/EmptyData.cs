using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Sends DATA chunks without user data (RFC 9260 section 6.2: they are answered by ABORT).</summary>
public sealed record EmptyData : ScriptedBehavior
{
    internal override Conditions Conditions => Conditions.ForgedData;

    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            _ = NewPacket().BeginChunk(WireChunk.Data, 3).U32(Own.HighestTsn + 1).U16(0).U16(0).U32(0).EndChunk();
            Emit();
        }
    }
}
