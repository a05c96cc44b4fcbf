namespace Sctp.Sim.Associations.Oracles;

internal sealed class UnconfirmedAddress : StepOracle
{
    public override string Id => "O-T9";

    public override string Name => "unconfirmed";

    public override string Statement => "Nothing is sent to an unconfirmed address but HEARTBEAT and HEARTBEAT ACK, and COOKIE ACK or COOKIE ECHO beside a HEARTBEAT.";

    public override string RfcSection => "5.4";

    public override Hooks Hooks => Hooks.PacketSent;

    private const ulong Probes = (1UL << WireChunk.Heartbeat) | (1UL << WireChunk.HeartbeatAck);
    private const ulong WithProbe = (1UL << WireChunk.CookieAck) | (1UL << WireChunk.CookieEcho);

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        int index = step.PathOf(packet.To);
        if (index < 0 || step[index].Before.State != PathState.Unconfirmed || !step[index].IsKnown)
        {
            return;
        }

        ulong others = packet.Types & ~Probes;
        bool isAllowed = others == 0 || ((others & ~WithProbe) == 0 && packet.Has(WireChunk.Heartbeat));
        if (!isAllowed && side.Stack.GetPath(index).State == PathState.Unconfirmed && !IsStateless(packet))
        {
            Violate(side, $"chunk types {packet.Types:x} to {step[index].After.Address}, which is unconfirmed");
        }
    }

    // What answers a packet without regard to any association goes back to where that came from (sections 5.1, 8.4).
    private static bool IsStateless(WirePacket packet) =>
        packet.Has(WireChunk.InitAck) || packet.Has(WireChunk.Abort) || packet.Has(WireChunk.Error) || packet.Has(WireChunk.ShutdownComplete);
}
