namespace Sctp.Sim.Associations.Oracles;

internal sealed class AcknowledgedData : ShadowOracle
{
    public override string Id => "O-A3";

    public override string Name => "no-resend-acked";

    public override string Statement => "What an acknowledgement that arrived covers cumulatively is not sent again.";

    public override string RfcSection => "6.7";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type == WireChunk.Data && !WirePacket.IsBefore(shadow.Sender.CumulativeAck, packet.FirstWord(chunk)))
            {
                Violate(side, $"DATA with TSN {packet.FirstWord(chunk)} although all up to {shadow.Sender.CumulativeAck} was acknowledged");
            }
        }
    }
}
