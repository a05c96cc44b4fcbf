using System;
using System.Buffers.Binary;
using Sctp.Sim.Associations;
using Sctp.Sim.Associations.Attack;
using Sctp.Sim.Associations.Peers;

namespace Sctp.Sim;

/// <summary>Puts chunks of unknown types, of all four actions, before, between and behind its own, and unknown parameters into INIT and INIT ACK (RFC 9260 sections 3.2, 3.2.1).</summary>
public sealed record UnknownChunks : ScriptedBehavior
{
    internal override PeerScript CreateScript() => new Script();

    private sealed class Script : PeerScript
    {
        protected override void WriteChunk(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            if (chunk[0] is WireChunk.Init or WireChunk.InitAck)
            {
                WriteInit(forge, chunk);
                return;
            }

            bool isFirstOnly = chunk[0] is WireChunk.CookieEcho or WireChunk.Abort or WireChunk.ShutdownComplete or WireChunk.CookieAck;
            if (!isFirstOnly && Draw.Chance(200_000))
            {
                WriteUnknown(forge);
            }

            _ = forge.Raw(chunk);
        }

        protected override void EndPacket(PacketForge forge)
        {
            if (forge.Bytes[PacketForge.HeaderLength] is not (WireChunk.Init or WireChunk.InitAck or WireChunk.ShutdownComplete) && Draw.Chance(200_000))
            {
                WriteUnknown(forge);
                if (Draw.Chance(500_000))
                {
                    _ = forge.BeginChunk(WireChunk.Heartbeat).BeginParameter(1).Noise((int)Draw.Between(8, 40), Draw).EndParameter().EndChunk();
                }
            }
        }

        private void WriteUnknown(PacketForge forge)
        {
            byte type = (byte)((Draw.Between(0, 3) << 6) | Draw.Between(16, 62));
            _ = forge.BeginChunk(type, (byte)Draw.Between(0, 255)).Noise((int)Draw.Between(0, 40), Draw).EndChunk();
        }

        private void WriteInit(PacketForge forge, ReadOnlySpan<byte> chunk)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(chunk[2..]);
            _ = forge.BeginChunk(chunk[0], chunk[1]).Raw(chunk[4..]);
            bool goesOn = length <= chunk.Length;
            for (long count = Draw.Between(0, 4); goesOn && count > 0; count--)
            {
                _ = forge.BeginParameter((ushort)((Draw.Between(0, 3) << 14) | Draw.Between(0x100, 0x3FFF))).Noise((int)Draw.Between(0, 30), Draw).EndParameter();
            }

            _ = forge.EndChunk();
        }
    }
}
