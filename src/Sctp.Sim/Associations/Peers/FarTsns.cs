using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Sends DATA with TSNs far ahead, around half of the number space and behind.</summary>
public sealed record FarTsns : ScriptedBehavior
{
    internal override Conditions Conditions => Conditions.ForgedData;

    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        protected override bool Ticks => true;

        protected override void OnTick(Instant now)
        {
            uint ahead = Draw.Between(0, 3) switch
            {
                0 => (uint)Draw.Between(1_000, 70_000),
                1 => 0x8000_0000u + (uint)Draw.Between(0, 4) - 2,
                2 => 0u - (uint)Draw.Between(1, 1_000_000),
                _ => (uint)Draw.Next(),
            };
            for (uint i = 0; i < 5; i++)
            {
                _ = NewPacket().BeginChunk(WireChunk.Data, (byte)Draw.Between(0, 7)).U32(Own.HighestTsn + ahead + (i * (uint)Draw.Between(1, 500)))
                    .U16(0).U16((ushort)Draw.Between(0, 9)).U32(0).Noise((int)Draw.Between(1, 1_200), Draw).EndChunk();
                Emit();
            }
        }
    }
}
