namespace Sctp.Sim.Associations.Oracles;

internal sealed class WorkBound : Oracle
{
    private const int Slack = 16;

    private readonly int[] _failures = new int[2];

    public override string Id => "O-M3";

    public override string Name => "work-bound";

    public override string Statement =>
        "One input causes no more packets without DATA, and no more events, than it has chunks, the association has paths, and a few more.";

    public override string RfcSection => "12.4";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.AssociationEvent | Hooks.AfterEvent;

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        // Each message that waited is handed back when the association ends.
        _failures[side.Index] += e.Kind == SctpEventKind.SendFailed ? 1 : 0;
    }

    public override void AfterEvent(AssociationSide side)
    {
        InputOfSide input = Set.Input[side];
        int events = side.Node.Buggify is { HasReleasedEvents: true } ? 0 : input.Events - _failures[side.Index];
        _failures[side.Index] = 0;
        if (input.ControlPacketsSent <= Slack && events <= Slack)
        {
            return;
        }

        int bound = (2 * (input.ReceivedChunks + side.Stack.PathCount)) + Slack;
        if (input.ControlPacketsSent > bound || events > bound)
        {
            Violate(side, $"{input.ControlPacketsSent} packets without DATA and {events} events because of one input with {input.ReceivedChunks} chunks; {bound} are allowed");
        }
    }
}
