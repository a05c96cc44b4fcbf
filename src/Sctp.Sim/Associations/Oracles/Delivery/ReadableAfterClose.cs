using System.Collections.Generic;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class ReadableAfterClose : ShadowOracle
{
    public override string Id => "O-D7";

    public override string Name => "drain";

    public override string Statement => "What was complete when the association ended stays readable.";

    public override string RfcSection => "9.1, 9.2";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.AtEnd;

    public override void AtEnd(AssociationSide side)
    {
        ShadowDelivery delivery = Set.Shadow[side].Delivery;
        if (!delivery.IsLost)
        {
            Judge(side, delivery.DueOrdered);
            Judge(side, delivery.DueUnordered);
        }
    }

    private void Judge(AssociationSide side, Queue<uint> due)
    {
        while (due.TryDequeue(out uint id))
        {
            if (side.Application.Inbound.DeliveriesOf(id) == 0)
            {
                Violate(side, $"message {id} was complete when the association ended and could not be read");
                return;
            }
        }
    }
}
