using System;
using System.Buffers.Binary;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Sends DATA on streams that were not negotiated (RFC 9260 section 6.5).</summary>
public sealed record InvalidStreams : ScriptedBehavior
{
    internal override Conditions Conditions => Conditions.ForgedData;

    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        protected override void WriteChunk(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            int start = forge.Length;
            _ = forge.Raw(chunk);
            if (chunk[0] == WireChunk.Data && chunk.Length >= WireData.HeaderLength)
            {
                BinaryPrimitives.WriteUInt16BigEndian(forge.Bytes[(start + 8)..], (ushort)Draw.Between(2_048, ushort.MaxValue));
            }
        }
    }
}
