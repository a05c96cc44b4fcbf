namespace Sctp.Sim.Associations.Oracles;

internal sealed class GapCompleteness : ShadowOracle
{
    public override string Id => "O-A8";

    public override string Name => "gap-complete";

    public override string Statement => "All that arrived is reported, the lowest Gap Ack Blocks first, as far as they fit the packet; only what was counted as dropped is left out.";

    public override string RfcSection => "6.2, 6.7";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Sack;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!packet.TryFind(WireChunk.Sack, out WireChunk chunk) || !TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        ShadowReceiver receiver = shadow.Receiver;
        WireSack sack = packet.Sack(chunk);
        if (!sack.IsWellFormed || sack.CumulativeTsn != receiver.CumulativeTsn)
        {
            return; // O-A6 and O-A4 see that.
        }

        if (receiver.UnexplainedCount > 0)
        {
            Violate(side, $"{receiver.UnexplainedCount} TSNs that arrived are left out and were not counted as dropped, among them {receiver.UnexplainedTsn}");
        }

        uint after = receiver.CumulativeTsn;
        for (int i = 0; i < sack.GapBlockCount; i++)
        {
            if (!receiver.TryGetGapBlock(after, out uint first, out after)
                || sack.CumulativeTsn + sack.GapStart(i) != first || sack.CumulativeTsn + sack.GapEnd(i) != after)
            {
                Violate(side, $"Gap Ack Block {i} is {sack.CumulativeTsn + sack.GapStart(i)} to {sack.CumulativeTsn + sack.GapEnd(i)}, {first} to {after} arrived");
                return;
            }
        }

        if (receiver.TryGetGapBlock(after, out uint left, out uint end) && packet.Length + 4 <= side.RoomTo(packet.To))
        {
            Violate(side, $"{sack.GapBlockCount} Gap Ack Blocks in a packet of {packet.Length} bytes leave out {left} to {end}");
        }
    }
}
