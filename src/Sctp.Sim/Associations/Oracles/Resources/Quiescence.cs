namespace Sctp.Sim.Associations.Oracles;

internal sealed class Quiescence : Oracle
{
    public override string Id => "O-M6";

    public override string Name => "quiescent";

    public override string Statement =>
        "No endless loop: a timer that expired is over and asks for no other at the same instant, and a stack falls silent after a bounded number of packets.";

    public override string RfcSection => "6.1 rule D";

    public override Conditions Excludes => Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.AfterEvent;

    /// <summary>Several users' calls may come at the instant at which a timer is due.</summary>
    private const int MostIdleEventsAtOnce = 64;

    private const int MostEventsAtOnce = 200_000;

    private readonly int[] _idleEvents = new int[2];

    private Instant _instant;
    private int _eventCount;

    public override void AfterEvent(AssociationSide side)
    {
        if (side.Now != _instant)
        {
            _instant = side.Now;
            _eventCount = 0;
            _idleEvents[0] = 0;
            _idleEvents[1] = 0;
            return;
        }

        if (++_eventCount == MostEventsAtOnce)
        {
            Violate(side, $"{MostEventsAtOnce} events at one instant, next timeout {side.Endpoint.NextTimeout}");
        }

        // Neither a packet came nor did one leave, nothing was reported, and still the stack wants to be called now.
        InputOfSide input = Set.Input[side];
        bool isIdle = !input.IsPacket && input.PacketsSent == 0 && input.Events == 0 && side.Endpoint.NextTimeout <= side.Node.LocalNow;
        if (isIdle && ++_idleEvents[side.Index] == MostIdleEventsAtOnce)
        {
            Violate(side, $"{MostIdleEventsAtOnce} events at one instant changed nothing, and the next timeout is still {side.Endpoint.NextTimeout}");
        }
    }

    public void OnEndlessTransmission(AssociationSide side) => Violate(side, "the stack never stops to transmit");
}
