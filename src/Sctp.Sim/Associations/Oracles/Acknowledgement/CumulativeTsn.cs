namespace Sctp.Sim.Associations.Oracles;

internal sealed class CumulativeTsn : ShadowOracle
{
    public override string Id => "O-A4";

    public override string Name => "cum-exact";

    public override string Statement => "SACK and SHUTDOWN carry the last TSN that arrived in sequence.";

    public override string RfcSection => "6.2, 9.2";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => (1UL << WireChunk.Sack) | (1UL << WireChunk.Shutdown);

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        ShadowReceiver receiver = shadow.Receiver;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            // What may have been dropped is decided by a SACK; a SHUTDOWN before it may go by either.
            if ((chunk.Type == WireChunk.Sack || (chunk.Type == WireChunk.Shutdown && receiver.DoubtfulCount == 0))
                && chunk.Length >= 8
                && packet.FirstWord(chunk) != receiver.CumulativeTsn)
            {
                Violate(side, $"chunk type {chunk.Type} says {packet.FirstWord(chunk)}, the last TSN that arrived in sequence is {receiver.CumulativeTsn}");
            }
        }
    }
}
