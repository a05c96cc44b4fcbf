namespace Sctp.Sim.Associations.Oracles;

internal sealed class AssociationFailure : StepOracle
{
    public override string Id => "O-T12";

    public override string Name => "assoc-fail";

    public override string Statement => "The association is given up as soon as consecutive errors exceed Association.Max.Retrans and not before, and that is reported once.";

    public override string RfcSection => "8.1, 9.2";

    public override Hooks Hooks => Hooks.AssociationEvent | Hooks.AfterEvent;

    private const ulong OfNewAssociation = (1UL << WireChunk.Init) | (1UL << WireChunk.CookieEcho);

    private readonly int[] _losses = new int[2];

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        if (e.Kind != SctpEventKind.CommunicationLost)
        {
            return;
        }

        if (++_losses[side.Index] > 1)
        {
            Violate(side, $"COMMUNICATION LOST is reported again, {e.LossReason}");
        }

        SideStep step = Set.StepOf(side);
        if (e.LossReason != LossReason.PeerUnreachable || step.StateBefore < AssociationState.Established || side.Application.IsEnded)
        {
            return;
        }

        int most = step.ErrorCountBefore + MostErrors(step);
        bool isByShutdown = step.StateBefore is AssociationState.ShutdownSent or AssociationState.ShutdownAckSent;
        if (!step.IsTimer || (most <= side.Options.Endpoint.AssociationMaxRetrans && !isByShutdown))
        {
            Violate(side, $"given up with {step.ErrorCountBefore} errors before, Association.Max.Retrans is {side.Options.Endpoint.AssociationMaxRetrans}");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        if (step.ErrorCount > side.Options.Endpoint.AssociationMaxRetrans)
        {
            Violate(side, $"{step.ErrorCount} consecutive errors, Association.Max.Retrans is {side.Options.Endpoint.AssociationMaxRetrans}");
        }

        bool hasAnswer = step.Sender.Acked.Length != 0;
        int least = step.ErrorCountBefore;
        int most = step.ErrorCountBefore + MostErrors(step);
        for (int i = 0; i < step.PathCount; i++)
        {
            least += step[i].IsT3Error ? 1 : 0;
            hasAnswer |= step[i].HasHeartbeatAck;
        }

        if (step.Sender.Acked.Length != 0)
        {
            least = most = 0;
        }
        else if (step.StateBefore == AssociationState.ShutdownSent && step.IsPacketAccepted)
        {
            // Any packet of the peer clears the count there (section 9.2); one that may be about another association need not.
            least = 0;
            most = (Set.Input[side].ReceivedTypes & OfNewAssociation) == 0 ? 0 : most;
        }
        else if (hasAnswer || (step.Acknowledgement.IsProcessed && step.Sender.IsProbing))
        {
            least = 0;
        }

        if (step.ErrorCount < least || step.ErrorCount > most)
        {
            Violate(side, $"the error count of the association went from {step.ErrorCountBefore} to {step.ErrorCount}, expected {least} to {most}");
        }
    }

    // Unanswered HEARTBEATs count where they went to the path that is used for data.
    private static int MostErrors(SideStep step)
    {
        int errors = step.MayT2HaveExpired ? 1 : 0;
        for (int i = 0; i < step.PathCount; i++)
        {
            errors += (step[i].IsT3Error ? 1 : 0) + (step[i].HasHeartbeatExpired && step[i].Before.State != PathState.Unconfirmed ? 1 : 0);
        }

        return errors;
    }
}
