namespace Sctp.Sim.Associations.Oracles;

internal sealed class ChunkOrder : Oracle
{
    private const ulong NotWithData = (1UL << WireChunk.Abort) | (1UL << WireChunk.Shutdown) | (1UL << WireChunk.ShutdownAck);

    public override string Id => "O-W7";

    public override string Name => "control-first";

    public override string Statement =>
        "Control chunks come before DATA, DATA chunks in increasing order of TSN, and no DATA shares a packet with ABORT, SHUTDOWN or SHUTDOWN ACK.";

    public override string RfcSection => "6.10, 3.3.7";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.ChunkCount < 2)
        {
            return;
        }

        if ((packet.Types & NotWithData) != 0)
        {
            Violate(side, $"DATA in a packet with chunk types {packet.Types:x}");
        }

        bool hadData = false;
        uint last = 0;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type != WireChunk.Data)
            {
                if (hadData)
                {
                    Violate(side, $"chunk type {chunk.Type} behind DATA");
                }

                continue;
            }

            uint tsn = chunk.Length >= 8 ? packet.FirstWord(chunk) : last + 1;
            if (hadData && !WirePacket.IsBefore(last, tsn))
            {
                Violate(side, $"DATA with TSN {tsn} behind TSN {last}");
            }

            hadData = true;
            last = tsn;
        }
    }
}
