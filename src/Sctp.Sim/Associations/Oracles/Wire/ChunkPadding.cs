using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class ChunkPadding : Oracle
{
    public override string Id => "O-W8";

    public override string Name => "pad";

    public override string Statement =>
        "Chunks follow each other on 4-byte boundaries with at most 3 bytes of padding, all zero, which the Chunk Length does not count; a chunk of fixed length has that length.";

    public override string RfcSection => "3.2";

    public override Hooks Hooks => Hooks.PacketSent;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.IsMalformed)
        {
            Violate(side, $"a packet of {packet.Length} bytes whose chunks do not fill it");
            return;
        }

        ReadOnlySpan<byte> bytes = packet.Bytes;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            int end = chunk.Offset + chunk.Length;
            int paddedEnd = chunk.Offset + chunk.PaddedLength;
            if (paddedEnd > bytes.Length)
            {
                Violate(side, $"the padding of chunk type {chunk.Type} with {chunk.Length} bytes is missing");
            }
            else if (end != paddedEnd && bytes[end..paddedEnd].ContainsAnyExcept((byte)0))
            {
                Violate(side, $"chunk type {chunk.Type} with {chunk.Length} bytes is padded with other bytes than zero");
            }
            else if (!HasPossibleLength(packet, chunk))
            {
                Violate(side, $"chunk type {chunk.Type} cannot have {chunk.Length} bytes");
            }
        }
    }

    private static bool HasPossibleLength(WirePacket packet, in WireChunk chunk) => chunk.Type switch
    {
        WireChunk.Data => chunk.Length > WireData.HeaderLength,
        WireChunk.Init or WireChunk.InitAck => chunk.Length >= WireInit.FixedLength,
        WireChunk.Sack => chunk.Length >= WireSack.FixedLength
            && chunk.Length == WireSack.FixedLength + (4 * (packet.Sack(chunk).GapBlockCount + packet.Sack(chunk).DuplicateCount)),
        WireChunk.Shutdown => chunk.Length == 8,
        WireChunk.ShutdownAck or WireChunk.ShutdownComplete or WireChunk.CookieAck => chunk.Length == 4,
        _ => true,
    };
}
