namespace Sctp.Sim.Associations.Oracles;

/// <summary>
/// After T3-rtx expired the one packet in flight (section 7.2.3) comes before the packet of a Fast Retransmit.
/// </summary>
internal sealed class ThreeMisses : StepOracle
{
    public override string Id => "O-C9";

    public override string Name => "fast-3";

    public override string Statement => "A chunk is sent again without a timeout only after three miss indications, and then at once.";

    public override string RfcSection => "7.2.4";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step) || !step.HasPacket)
        {
            return;
        }

        foreach (ref readonly DataInPacket data in step.Sender.Packet)
        {
            if (!data.IsNew && data.Before.Mark == MarkCause.None && !data.Before.WasFastRetransmitted && !data.Before.IsExcused)
            {
                Violate(side, $"TSN {data.Tsn} was sent again after {data.Before.Misses} miss indications");
            }
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (!TryJudge(side, out SideStep step) || !step.Acknowledgement.HasEnteredFastRecovery || !step.Sender.IsCertain || !MaySend(step.State))
        {
            return;
        }

        for (int i = 0; i < step.PathCount; i++)
        {
            if (step[i].ResentChunks != 0)
            {
                return;
            }
        }

        int path = step.Acknowledgement.LostPath;
        if (path < step.PathCount && !step[path].IsLimitedToOnePacket && !IsFastRetransmitPostponed(side, step))
        {
            Violate(side, $"TSN {step.Acknowledgement.LostTsn} has three miss indications and nothing was sent again");
        }
    }

    private static bool MaySend(AssociationState state) =>
        state is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived;
}
