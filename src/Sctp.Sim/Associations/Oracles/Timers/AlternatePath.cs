namespace Sctp.Sim.Associations.Oracles;

internal sealed class AlternatePath : StepOracle
{
    public override string Id => "O-T13";

    public override string Name => "alt-path";

    public override string Statement => "What timed out goes to another active path if there is one; new DATA goes to the primary path while that is active.";

    public override string RfcSection => "6.4, 6.4.1";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step) || step.PathCount < 2)
        {
            return;
        }

        int index = step.PathOf(packet.To);
        if (index < 0)
        {
            return;
        }

        foreach (ref readonly DataInPacket data in step.Sender.Packet)
        {
            bool isProbe = step.Sender.Count == 1 && step.Sender.AdvertisedWindow < data.Length; // An answered one does not speak against its path.
            if (!data.IsNew && data.Before.Mark == MarkCause.Timeout && data.Before.LastPath == index && !data.Before.IsExcused && !isProbe)
            {
                JudgeRetransmission(side, step, data);
            }
            else if (data.IsNew)
            {
                JudgeNew(side, step, index, data.Tsn);
            }
        }
    }

    private void JudgeRetransmission(AssociationSide side, SideStep step, in DataInPacket data)
    {
        for (int i = 0; i < step.PathCount; i++)
        {
            PathStep path = step[i];
            bool isActive = path.Before.State == PathState.Active && side.Stack.GetPath(i).State == PathState.Active;
            if (i != data.Before.LastPath && isActive && path.ActiveSince < data.Before.MarkedAt)
            {
                Violate(side, $"TSN {data.Tsn} timed out on path {data.Before.LastPath} and was sent there again, {path.After.Address} is active");
                return;
            }
        }
    }

    private void JudgeNew(AssociationSide side, SideStep step, int index, uint tsn)
    {
        for (int i = 0; i < step.PathCount; i++)
        {
            if (i != index && step[i].Before.State == PathState.Active && side.Stack.GetPath(i) is { IsPrimary: true, State: PathState.Active } primary)
            {
                Violate(side, $"new TSN {tsn} to {step[index].After.Address}, the primary path {primary.Address} is active");
            }
        }
    }
}
