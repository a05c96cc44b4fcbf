using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Changes flags, stream sequence numbers and streams of the fragments of messages so that they contradict each other.</summary>
public sealed record InconsistentFragments : ScriptedBehavior
{
    internal override Conditions Conditions => Conditions.ForgedData;

    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        protected override void WriteChunk(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            int start = forge.Length;
            _ = forge.Raw(chunk);
            if (chunk[0] != WireChunk.Data || chunk.Length < WireData.HeaderLength)
            {
                return;
            }

            switch (Draw.Between(0, 4))
            {
                case 0:
                    forge.Bytes[start + 1] ^= (byte)Draw.Between(1, 7);
                    break;
                case 1:
                    forge.Bytes[start + 11] ^= (byte)Draw.Between(1, 3);
                    break;
                case 2:
                    forge.Bytes[start + 9] ^= 1;
                    break;
                case 3:
                    forge.Bytes[start + 15] ^= (byte)Draw.Between(1, 255);
                    break;
                default:
                    break;
            }
        }
    }
}
