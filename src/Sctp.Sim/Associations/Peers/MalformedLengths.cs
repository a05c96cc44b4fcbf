using System;
using System.Buffers.Binary;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Gives chunks and parameters a wrong length field: too short, too long, zero.</summary>
public sealed record MalformedLengths : ScriptedBehavior
{
    internal override Conditions Conditions => Conditions.ForgedData;

    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        protected override void WriteChunk(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            int start = forge.Length;
            _ = forge.Raw(chunk);
            int field = chunk[0] is WireChunk.Init or WireChunk.InitAck && chunk.Length >= 24 && Draw.Chance(500_000) ? start + 22 : start + 2;
            ushort length = BinaryPrimitives.ReadUInt16BigEndian(forge.Bytes[field..]);
            BinaryPrimitives.WriteUInt16BigEndian(forge.Bytes[field..], Draw.Between(0, 4) switch
            {
                0 => 0,
                1 => (ushort)Draw.Between(1, 4),
                2 => ushort.MaxValue,
                _ => (ushort)(length + Draw.Between(-9, 9)),
            });
        }
    }
}
