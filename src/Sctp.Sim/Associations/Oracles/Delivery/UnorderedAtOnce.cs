namespace Sctp.Sim.Associations.Oracles;

/// <summary>It goes by what arrived; once the receiver dropped something for lack of room, it is silent.</summary>
internal sealed class UnorderedAtOnce : ShadowOracle
{
    public override string Id => "O-D5";

    public override string Name => "unordered-now";

    public override string Statement => "An unordered message is given to the user as soon as all of it has arrived.";

    public override string RfcSection => "6.6";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        ShadowDelivery delivery = Set.Shadow[side].Delivery;

        // A slow reader is judged when it believes that it has read everything.
        if (delivery.DueUnordered.Count == 0 || delivery.IsLost || !side.Application.HasReadAll || !TryJudge(side, out _))
        {
            return;
        }

        while (delivery.DueUnordered.TryDequeue(out uint id))
        {
            if (side.Application.Inbound.DeliveriesOf(id) == 0)
            {
                Violate(side, $"message {id} is complete and due, the stack has nothing to read");
                return;
            }
        }
    }
}
