namespace Sctp.Sim.Associations.Oracles;

internal sealed class ShadowSane : Oracle
{
    public override string Id => "O-SH";
    public override string Name => "shadow";
    public override string Statement => "The shadow agrees.";
    public override string RfcSection => "-";
    public override Hooks Hooks => Hooks.AfterEvent;

    public override void AfterEvent(AssociationSide side)
    {
        if (side.Application.IsEnded || side.Stack.State < AssociationState.Established)
        {
            return;
        }

        ShadowSide shadow = Set.Shadow[side];
        AssociationStatus status = side.Stack.Status;
        if (!shadow.IsAlive || !shadow.Sender.IsKnown || !shadow.Receiver.IsKnown)
        {
            Violate(side, "not alive");
            return;
        }

        if (status.CumulativeTsnAckPoint.Value != shadow.Sender.CumulativeAck || status.NextTsn.Value != shadow.Sender.HighestTsn + 1
            || status.ReceivedCumulativeTsn.Value != shadow.Receiver.CumulativeTsn)
        {
            Violate(side, $"ack point {status.CumulativeTsnAckPoint} / {shadow.Sender.CumulativeAck}, next {status.NextTsn} / {shadow.Sender.HighestTsn + 1}, received {status.ReceivedCumulativeTsn} / {shadow.Receiver.CumulativeTsn} doubt {shadow.Receiver.DoubtfulCount} state {status.State}");
        }

        if (status.ReceiveBufferedBytes != shadow.Receiver.HeldBytes && shadow.Receiver.DoubtfulCount == 0)
        {
            Violate(side, $"held {status.ReceiveBufferedBytes} / {shadow.Receiver.HeldBytes}");
        }

        for (int i = 0; i < side.Stack.PathCount; i++)
        {
            // Marked ones are not in flight.
            if (side.TryGetPathTo(new(side.PeerHost, i), out PathStatus path) && path.FlightSize > shadow.Sender.OutstandingSizeOn(i))
            {
                Violate(side, $"flight {i} {path.FlightSize} / {shadow.Sender.OutstandingSizeOn(i)}");
            }
        }
    }
}
