namespace Sctp.Sim.Associations.Oracles;

internal sealed class WorkBound : Oracle
{
    private const int Slack = 16;
    private const ulong Replies = (1UL << WireChunk.HeartbeatAck) | (1UL << WireChunk.Error) | (1UL << WireChunk.CookieAck);

    private readonly int[] _failures = new int[2];
    private readonly int[] _chunks = new int[2];
    private readonly int[] _replies = new int[2];
    private readonly bool[] _hadReplies = new bool[2];

    public override string Id => "O-M3";

    public override string Name => "work-bound";

    public override string Statement =>
        "One packet is replied to by one packet; an input causes no more packets without DATA, and no more events, than it has chunks, the association has paths, and a few more.";

    public override string RfcSection => "12.4";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AssociationEvent | Hooks.AfterEvent;

    public override ulong SentTypes => Replies;

    // A host may take in several packets before it asks what came of them.
    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _chunks[side.Index] += packet.ChunkCount;
        _hadReplies[side.Index] = side.Stack.State is AssociationState.CookieWait or AssociationState.CookieEchoed; // Until COOKIE ACK they wait.
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet) => _replies[side.Index]++;

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        // Each message that waited is handed back when the association ends.
        _failures[side.Index] += e.Kind == SctpEventKind.SendFailed ? 1 : 0;
    }

    public override void AfterEvent(AssociationSide side)
    {
        InputOfSide input = Set.Input[side];
        int events = input.AreEventsReleased ? 0 : input.Events - _failures[side.Index];
        int chunks = _chunks[side.Index];
        _failures[side.Index] = 0;
        _chunks[side.Index] = 0;
        int replies = _replies[side.Index];
        _replies[side.Index] = 0;
        if (replies > 1 && !_hadReplies[side.Index] && input.IsPacket && input.PacketsReceived == 1)
        {
            Violate(side, $"{replies} packets reply to one packet with {chunks} chunks");
            return;
        }

        if (input.ControlPacketsSent <= Slack && events <= Slack)
        {
            return;
        }

        int bound = (2 * (chunks + side.Stack.PathCount)) + Slack;
        if (input.ControlPacketsSent > bound || events > bound)
        {
            Violate(side, $"{input.ControlPacketsSent} packets without DATA and {events} events because of one input with {chunks} chunks; {bound} are allowed");
        }
    }
}
