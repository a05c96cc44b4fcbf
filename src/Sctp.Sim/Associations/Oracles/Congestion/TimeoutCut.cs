namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// A zero window probe that is not acknowledged does not affect cwnd (section 6.1, rule A).
/// </summary>
internal sealed class TimeoutCut : StepOracle
{
    public override string Id => "O-C13";

    public override string Name => "t3-cut";

    public override string Statement => "When T3-rtx expires, ssthresh becomes max(cwnd / 2, 4 PMDCS), cwnd one PMDCS and partial_bytes_acked 0, and one packet is in flight until data sent there is acknowledged.";

    public override string RfcSection => "6.3.3 rule E1, 7.2.1, 7.2.3";

    public override Hooks Hooks => Hooks.PacketSent | Hooks.PathStep;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step) || !step.Sender.IsCertain)
        {
            return;
        }

        int index = step.PathOf(packet.To);
        if (index >= 0 && step[index].IsLimitedToOnePacket && !step.Sender.Packet.IsEmpty && step.Sender.Packet[0].PathFlight > 0)
        {
            Violate(side, $"DATA to {step[index].After.Address} with {step.Sender.Packet[0].PathFlight} bytes in flight since T3-rtx expired");
        }
    }

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (!step.Sender.IsCertain)
        {
            return;
        }

        if (!path.IsT3Loss || path.IsReinitialized)
        {
            return;
        }

        ref readonly PathStatus after = ref path.After;
        if (after.SlowStartThreshold != path.CutOf(path.Before.CongestionWindow) || after.CongestionWindow != path.Pmdcs || after.PartialBytesAcked != 0)
        {
            Violate(side, $"when T3-rtx expired, cwnd of {after.Address} went from {path.Before.CongestionWindow} to {after.CongestionWindow}, ssthresh to {after.SlowStartThreshold}, partial_bytes_acked to {after.PartialBytesAcked}; PMDCS {path.Pmdcs}");
        }
    }
}
