namespace Sctp.Sim.Associations.Oracles;

internal sealed class EarlyRetransmission : StepOracle
{
    public override string Id => "O-T6";

    public override string Name => "no-early-rtx";

    public override string Statement => "Without three miss indications a chunk is sent again only after T3-rtx expired, which never runs for less than RTO.Min.";

    public override string RfcSection => "6.3.2, 6.3.3, 7.2.4";

    public override Conditions Excludes => base.Excludes | Conditions.InexactTime;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.PathStep;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        foreach (ref readonly DataInPacket data in step.Sender.Packet)
        {
            if (!data.IsNew && data.Before.Mark == MarkCause.None && !data.Before.IsExcused && step.Now - data.Before.LastSent < side.Options.Endpoint.RtoMin)
            {
                Violate(side, $"TSN {data.Tsn} was sent again {step.Now - data.Before.LastSent} after it was sent last, with {data.Before.Misses} miss indications");
            }
        }
    }

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (path.After.T3Deadline is { } deadline && path.Before.T3Deadline != path.After.T3Deadline && deadline - step.Now < side.Options.Endpoint.RtoMin)
        {
            Violate(side, $"T3-rtx of {path.After.Address} was set to expire in {deadline - step.Now}");
        }
    }
}
