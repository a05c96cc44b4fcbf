namespace Sctp.Sim.Associations.Oracles;

internal sealed class HeartbeatNonce : StepOracle
{
    public override string Id => "O-T8";

    public override string Name => "hb-nonce";

    public override string Statement => "A HEARTBEAT ACK counts only with the information of the last HEARTBEAT to that path, and only such a one confirms it.";

    public override string RfcSection => "5.4, 8.3";

    public override Hooks Hooks => Hooks.PathStep;

    public override void AfterPathStep(AssociationSide side, SideStep step, PathStep path)
    {
        if (!path.IsKnown || path.HasHeartbeatAck)
        {
            return;
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
