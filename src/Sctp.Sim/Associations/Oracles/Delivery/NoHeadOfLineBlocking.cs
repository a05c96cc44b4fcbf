namespace Sctp.Sim.Associations.Oracles;

/// <summary>It goes by what arrived; once the receiver dropped something for lack of room, it is silent.</summary>
internal sealed class NoHeadOfLineBlocking : ShadowOracle
{
    public override string Id => "O-D4";

    public override string Name => "no-hol";

    public override string Statement => "An ordered message is given to the user as soon as it and those before it in its stream have arrived, whatever other streams wait for.";

    public override string RfcSection => "6.6";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        ShadowDelivery delivery = Set.Shadow[side].Delivery;

        // A slow reader is judged when it believes that it has read everything.
        if (delivery.DueOrdered.Count == 0 || delivery.IsLost || !side.Application.HasReadAll || !TryJudge(side, out _))
        {
            return;
        }

        while (delivery.DueOrdered.TryDequeue(out uint id))
        {
            if (side.Application.Inbound.DeliveriesOf(id) == 0)
            {
                Violate(side, $"message {id} is complete and due, the stack has nothing to read");
                return;
            }
        }
    }
}
