namespace Sctp.Sim.Associations.Oracles;

internal sealed class FastRetransmitOnce : StepOracle
{
    public override string Id => "O-C10";

    public override string Name => "fast-once";

    public override string Statement => "A TSN is fast retransmitted at most once.";

    public override string RfcSection => "7.2.4 step 5";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step) || !step.HasPacket)
        {
            return;
        }

        foreach (ref readonly DataInPacket data in step.Sender.Packet)
        {
            if (!data.IsNew && data.Before.Mark == MarkCause.None && data.Before.WasFastRetransmitted && !data.Before.IsExcused)
            {
                Violate(side, $"TSN {data.Tsn} was sent again on an acknowledgement, which was done before");
            }
        }
    }
}
