namespace Sctp.Sim.Associations.Oracles;

internal sealed class TsnWindow : ShadowOracle
{
    public override string Id => "O-A2";

    public override string Name => "tsn-window";

    public override string Statement => "No TSN is 2^31 or more above the beginning of the send window.";

    public override string RfcSection => "1.6, 6.1";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        // By serial arithmetic such a TSN lies before the window; but what was acknowledged before does not reach back so far.
        uint used = shadow.Sender.CumulativeAck - shadow.Sender.InitialTsn + 1;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type != WireChunk.Data)
            {
                continue;
            }

            uint tsn = packet.FirstWord(chunk);
            if (!WirePacket.IsBefore(shadow.Sender.CumulativeAck, tsn) && shadow.Sender.CumulativeAck - tsn >= used)
            {
                Violate(side, $"DATA with TSN {tsn} while the Cumulative TSN Ack Point is {shadow.Sender.CumulativeAck}, {used} TSNs after the first");
            }
        }
    }
}
