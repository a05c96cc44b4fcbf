namespace Sctp.Sim.Associations.Oracles;

internal sealed class Quiescence : Oracle
{
    public override string Id => "O-M6";

    public override string Name => "quiescent";

    public override string Statement => "No endless loop: time goes on after a bounded number of events, and a stack falls silent after a bounded number of packets.";

    public override string RfcSection => "6.1 rule D";

    public override Conditions Excludes => Conditions.None;

    public override Hooks Hooks => Hooks.AfterEvent;

    private const int MostEventsAtOnce = 200_000;

    private Instant _instant;
    private int _eventCount;

    public override void AfterEvent(AssociationSide side)
    {
        if (side.Now != _instant)
        {
            _instant = side.Now;
            _eventCount = 0;
        }
        else if (++_eventCount == MostEventsAtOnce)
        {
            Violate(side, $"{MostEventsAtOnce} events at one instant, next timeout {side.Endpoint.NextTimeout}");
        }
    }

    public void OnEndlessTransmission(AssociationSide side) => Violate(side, "the stack never stops to transmit");
}
