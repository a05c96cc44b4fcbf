namespace Sctp.Sim.Associations.Oracles;

internal sealed class DenseTsn : ShadowOracle
{
    public override string Id => "O-A1";

    public override string Name => "tsn-dense";

    public override string Statement => "New DATA carries the TSN after the last one, from the Initial TSN on: no gap, and no TSN stands for two chunks.";

    public override string RfcSection => "3.3.1, 5.1, 6";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        uint highest = shadow.Sender.HighestTsnBefore;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type != WireChunk.Data || chunk.Length < WireData.HeaderLength)
            {
                continue;
            }

            WireData data = packet.Data(chunk);
            if (WirePacket.IsBefore(highest, data.Tsn))
            {
                if (data.Tsn != highest + 1)
                {
                    Violate(side, $"new DATA with TSN {data.Tsn} after TSN {highest}, the Initial TSN is {shadow.Sender.InitialTsn}");
                }

                highest = data.Tsn;
            }
            else if (shadow.Sender.Contains(data.Tsn) && !IsSame(shadow.Sender[data.Tsn], data))
            {
                Violate(side, $"TSN {data.Tsn} is used again for other DATA: {data.Payload.Length} bytes of stream {data.StreamId} with SSN {data.Ssn}, flags {data.Flags:x2}");
            }
        }
    }

    private static bool IsSame(in SentChunk chunk, in WireData data) =>
        chunk.Length == data.Payload.Length
        && chunk.StreamId == data.StreamId
        && chunk.Ssn == data.Ssn
        && chunk.PayloadProtocolId == data.PayloadProtocolId
        && chunk.Flags == data.Flags;
}
