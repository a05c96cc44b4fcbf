using System;
using System.Buffers.Binary;
using Sctp.Sim.Associations.Attack;

namespace Sctp.Sim.Associations.Peers;

/// <summary>A script that changes what the side acknowledges.</summary>
internal abstract class SackScript : PeerScript
{
    protected sealed override void WriteChunk(PacketForge forge, ReadOnlySpan<byte> chunk)
    {
        int start = forge.Length;
        switch (chunk[0])
        {
            case WireChunk.Sack when new WireSack(chunk).IsWellFormed:
                WriteSack(forge, chunk);
                break;
            case WireChunk.Init or WireChunk.InitAck when chunk.Length >= WireInit.FixedLength:
                _ = forge.Raw(chunk);
                ChangeInit(forge.Bytes[start..]);
                break;
            default:
                _ = forge.Raw(chunk);
                break;
        }
    }

    /// <summary>Writes a SACK, or several, or none, instead of the own stack's.</summary>
    protected abstract void WriteSack(PacketForge forge, ReadOnlySpan<byte> chunk);

    /// <summary>Changes an INIT or INIT ACK.</summary>
    protected virtual void ChangeInit(Span<byte> chunk)
    {
    }

    protected static PacketForge BeginSack(PacketForge forge, uint cumulative, uint window, int blocks, int duplicates) =>
        forge.BeginChunk(WireChunk.Sack).U32(cumulative).U32(window).U16((ushort)blocks).U16((ushort)duplicates);

    /// <summary>A copy of the SACK with another window.</summary>
    protected static void WriteWithWindow(PacketForge forge, ReadOnlySpan<byte> chunk, uint window)
    {
        int start = forge.Length;
        _ = forge.Raw(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(forge.Bytes[(start + 8)..], window);
    }
}
