using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class GapBlockForm : Oracle
{
    public override string Id => "O-A6";

    public override string Name => "gap-form";

    public override string Statement => "Gap Ack Blocks begin at 2 or later, ascend, and neither overlap nor touch.";

    public override string RfcSection => "3.3.4";

    public override void OnPacketSent(SctpNode node, ReadOnlySpan<byte> packet, in Transmit transmit)
    {
        var chunks = new WireChunks(packet);
        while (chunks.MoveNext())
        {
            if (chunks.Type != WireChunks.Sack)
            {
                continue;
            }

            int count = BinaryPrimitives.ReadUInt16BigEndian(chunks.Chunk[12..]);
            int lastEnd = 0;
            for (int i = 0; i < count; i++)
            {
                int start = BinaryPrimitives.ReadUInt16BigEndian(chunks.Chunk[(16 + (i * 4))..]);
                int end = BinaryPrimitives.ReadUInt16BigEndian(chunks.Chunk[(18 + (i * 4))..]);
                if (start < lastEnd + 2 || end < start)
                {
                    Violate(node, $"Gap Ack Block {i} is {start} to {end}, the one before ends at {lastEnd}");
                }

                lastEnd = end;
            }
        }
    }
}
