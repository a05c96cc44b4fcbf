namespace Sctp.Sim.Associations.Oracles;

internal sealed class Bundling : Oracle
{
    private const ulong AloneTypes = (1UL << WireChunk.Init) | (1UL << WireChunk.InitAck) | (1UL << WireChunk.ShutdownComplete);
    private const ulong FirstTypes = (1UL << WireChunk.CookieEcho) | (1UL << WireChunk.CookieAck);

    public override string Id => "O-W6";

    public override string Name => "init-alone";

    public override string Statement =>
        "INIT, INIT ACK and SHUTDOWN COMPLETE are never bundled; COOKIE ECHO and COOKIE ACK are the first chunk of their packet; nothing follows ABORT.";

    public override string RfcSection => "6.10, 5.1, 3.3.7";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => AloneTypes | FirstTypes | (1UL << WireChunk.Abort);

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.ChunkCount < 2)
        {
            return;
        }

        for (int i = 0; i < packet.ChunkCount; i++)
        {
            byte type = packet.Chunks[i].Type;
            ulong bit = type < 64 ? 1UL << type : 0;
            if ((bit & AloneTypes) != 0)
            {
                Violate(side, $"chunk type {type} in a packet of {packet.ChunkCount} chunks");
            }
            else if ((bit & FirstTypes) != 0 && i != 0)
            {
                Violate(side, $"chunk type {type} as chunk {i} of its packet");
            }
            else if (type == WireChunk.Abort && i != packet.ChunkCount - 1)
            {
                Violate(side, $"ABORT as chunk {i} of {packet.ChunkCount}");
            }
        }
    }
}
