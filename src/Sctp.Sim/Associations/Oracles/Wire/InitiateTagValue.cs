namespace Sctp.Sim.Associations.Oracles;

internal sealed class InitiateTagValue : Oracle
{
    public override string Id => "O-W5";

    public override string Name => "tag-nonzero";

    public override string Statement =>
        "An Initiate Tag is never 0, and an INIT ACK of an established association never repeats the tag in use.";

    public override string RfcSection => "3.3.2, 5.2.2, 5.3.1";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => (1UL << WireChunk.Init) | (1UL << WireChunk.InitAck);

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type is not (WireChunk.Init or WireChunk.InitAck) || chunk.Length < WireInit.FixedLength)
            {
                continue;
            }

            uint tag = packet.Init(chunk).InitiateTag;
            if (tag == 0)
            {
                Violate(side, $"chunk type {chunk.Type} with Initiate Tag 0");
            }
            else if (chunk.Type == WireChunk.InitAck && side.Stack.State >= AssociationState.Established && !side.Application.IsEnded && tag == Set.Setup[side].LocalTag)
            {
                Violate(side, $"INIT ACK in {side.Stack.State} offers tag {tag}, which is in use");
            }
        }
    }
}
