namespace Sctp.Sim.Associations.Oracles;

internal sealed class Burst : StepOracle
{
    public override string Id => "O-C5";

    public override string Name => "max-burst";

    public override string Statement => "No more than Max.Burst packets with DATA leave at one opportunity; one more for a Fast Retransmit.";

    public override string RfcSection => "6.1 rule D";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        int limit = side.Options.Endpoint.MaxBurst;
        if (limit == 0 || !TryJudge(side, out SideStep step))
        {
            return;
        }

        limit += step.Acknowledgement.HasEnteredFastRecovery ? 1 : 0;
        if (step.BurstPackets > limit)
        {
            Violate(side, $"{step.BurstPackets} packets with DATA at once, Max.Burst is {side.Options.Endpoint.MaxBurst}");
        }
    }
}
