namespace Sctp.Sim.Associations.Oracles;

internal sealed class HeartbeatNonce : StepOracle
{
    public override string Id => "O-T8";

    public override string Name => "hb-nonce";

    public override string Statement => "A HEARTBEAT ACK counts only with the information of the last HEARTBEAT to that path, and only such a one confirms it.";

    public override string RfcSection => "5.4, 8.3";

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        if (!TryJudge(side, out SideStep step))
        {
            return;
        }

        for (int i = 0; i < step.PathCount; i++)
        {
            PathStep path = step[i];
            if (!path.IsKnown || path.HasHeartbeatAck)
            {
                continue;
            }

            if (path.After.HeartbeatAcksReceived != path.Before.HeartbeatAcksReceived)
            {
                Violate(side, $"a HEARTBEAT ACK of {path.After.Address} was taken, but none arrived that answers the last HEARTBEAT");
            }
            else if (path.Before.State == PathState.Unconfirmed && path.After.State == PathState.Active)
            {
                Violate(side, $"{path.After.Address} was confirmed without an answer to a HEARTBEAT");
            }
        }
    }
}
