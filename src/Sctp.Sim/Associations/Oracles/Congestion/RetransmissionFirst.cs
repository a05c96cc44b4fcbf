namespace Sctp.Sim.Associations.Oracles;

internal sealed class RetransmissionFirst : StepOracle
{
    public override string Id => "O-C4";

    public override string Name => "rtx-first";

    public override string Statement => "While a chunk is marked for retransmission to a path, no new DATA goes there.";

    public override string RfcSection => "6.1 rule C";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step) || !step.Sender.IsCertain)
        {
            return;
        }

        foreach (ref readonly DataInPacket data in step.Sender.Packet)
        {
            if (data.IsNew && data.MarkedCount != 0 && (step.PathCount == 1 || IsForPath(side, step, packet)))
            {
                Violate(side, $"new TSN {data.Tsn} while {data.MarkedCount} chunks are to be sent again");
                return;
            }
        }
    }

    // With several paths it is sure only where to a Fast Retransmit goes: to where the chunk was sent (section 6.4).
    private static bool IsForPath(AssociationSide side, SideStep step, WirePacket packet)
    {
        int path = step.PathOf(packet.To);
        if (path < 0 || step[path].Before.State != PathState.Active || side.Stack.GetPath(path).State != PathState.Active)
        {
            return false;
        }

        for (uint tsn = step.Sender.First; tsn != step.Sender.Next; tsn++)
        {
            ref readonly SentDataChunk chunk = ref step.Sender[tsn];
            if (chunk.Mark == MarkCause.Missing && chunk.LastPath == path && chunk.MarkedAt >= step[path].ActiveSince)
            {
                return true;
            }
        }

        return false;
    }
}
