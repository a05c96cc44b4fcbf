namespace Sctp.Sim.Associations.Oracles;

internal sealed class GapBlockForm : Oracle
{
    public override string Id => "O-A6";

    public override string Name => "gap-form";

    public override string Statement => "Gap Ack Blocks begin at 2 or later, ascend, and neither overlap nor touch.";

    public override string RfcSection => "3.3.4";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Sack;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type != WireChunk.Sack)
            {
                continue;
            }

            WireSack sack = packet.Sack(chunk);
            if (!sack.IsWellFormed)
            {
                Violate(side, $"a SACK of {chunk.Length} bytes is too short for its counts");
                continue;
            }

            int lastEnd = 0;
            for (int i = 0; i < sack.GapBlockCount; i++)
            {
                int start = sack.GapStart(i);
                int end = sack.GapEnd(i);
                if (start < lastEnd + 2 || end < start)
                {
                    Violate(side, $"Gap Ack Block {i} is {start} to {end}, the one before ends at {lastEnd}");
                }

                lastEnd = end;
            }
        }
    }
}
