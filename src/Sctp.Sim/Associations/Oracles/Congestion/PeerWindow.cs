namespace Sctp.Sim.Associations.Oracles;

internal sealed class PeerWindow : StepOracle
{
    public override string Id => "O-C1";

    public override string Name => "rwnd";

    public override string Statement => "New DATA is sent only as far as the peer's last a_rwnd goes; beyond it only one chunk, with nothing outstanding.";

    public override string RfcSection => "6.1 rule A, 6.2.1";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step) || !step.IsPeerWindowKnown)
        {
            return;
        }

        foreach (ref readonly DataInPacket data in step.Sender.Packet)
        {
            if (data.IsNew && data.Length > data.PeerWindow && data.OutstandingCount != 0)
            {
                Violate(side, $"new TSN {data.Tsn} with {data.Length} bytes, rwnd is {data.PeerWindow} and {data.OutstandingCount} chunks are outstanding");
            }
        }
    }
}
