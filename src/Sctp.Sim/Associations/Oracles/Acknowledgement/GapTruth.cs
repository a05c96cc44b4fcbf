namespace Sctp.Sim.Associations.Oracles;

internal sealed class GapTruth : ShadowOracle
{
    public override string Id => "O-A7";

    public override string Name => "gap-truth";

    public override string Statement => "What Gap Ack Blocks cover has arrived and was kept.";

    public override string RfcSection => "6.2, 6.7";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Sack;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!packet.TryFind(WireChunk.Sack, out WireChunk chunk) || !TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        WireSack sack = packet.Sack(chunk);
        int count = sack.IsWellFormed ? sack.GapBlockCount : 0;
        for (int i = 0; i < count; i++)
        {
            uint first = sack.CumulativeTsn + sack.GapStart(i);
            uint last = sack.CumulativeTsn + sack.GapEnd(i);
            if (!shadow.Receiver.ContainsAll(first, last, out uint missing))
            {
                Violate(side, $"Gap Ack Block {i} covers {first} to {last}, but {missing} has not arrived");
            }
        }
    }
}
