using Sctp.Sim.Network;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class T3Restart : ShadowOracle
{
    public override string Id => "O-A23";

    public override string Name => "t3-restart";

    public override string Statement => "T3-rtx of a path is restarted with its RTO by an acknowledgement of the earliest DATA outstanding there, and by no other.";

    public override string RfcSection => "6.1, 6.3.2 rule R3";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.Data;

    private const int PathLimit = 8;
    private const ulong OtherChunks = ~((1UL << WireChunk.Sack) | (1UL << WireChunk.Data));

    private readonly bool[] _isAllInFlight = new bool[2];
    private readonly bool[] _isPending = new bool[2];
    private readonly bool[] _hasResent = new bool[2];
    private readonly Instant?[] _deadlines = new Instant?[2 * PathLimit];
    private readonly bool[] _isEarliestAcked = new bool[2 * PathLimit];

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        int i = side.Index;
        _hasResent[i] = false;
        ref readonly ArrivedSack sack = ref Set.Shadow[side].Sender.LastSack;

        // What waits to be sent again does not count as outstanding, and the wire does not show it: judged where there is none of it. A chunk that follows the
        // SACK may change RTO, and what is taken back is outstanding again only after the timer was dealt with.
        _isPending[i] = _isAllInFlight[i] && sack.IsProcessed && sack.RevokedCount == 0 && (packet.Types & OtherChunks) == 0
            && side.Stack.PathCount <= PathLimit && side.Stack.State >= AssociationState.Established && TryJudge(side, out _);
        for (int p = 0; _isPending[i] && p < side.Stack.PathCount; p++)
        {
            PathStatus path = side.Stack.GetPath(p);
            int slot = (i * PathLimit) + p;
            _deadlines[slot] = path.T3Deadline;

            // Before anything goes to another path because of the same packet.
            _isEarliestAcked[slot] = side.Node.TryFind(path.Address, out NetworkAddress address) && Set.Shadow[side].Sender.WasEarliestAckedOn(address.Index);
        }
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!_isPending[side.Index])
        {
            return;
        }

        ShadowSender sender = Set.Shadow[side].Sender;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            _hasResent[side.Index] |= chunk.Type == WireChunk.Data && !WirePacket.IsBefore(sender.HighestTsnBefore, packet.FirstWord(chunk));
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        int i = side.Index;
        if (_isPending[i] && TryJudge(side, out _))
        {
            for (int p = 0; p < side.Stack.PathCount; p++)
            {
                Judge(side, side.Stack.GetPath(p), (i * PathLimit) + p);
            }
        }

        _isPending[i] = false;
        _isAllInFlight[i] = IsAllInFlight(side);
    }

    private void Judge(AssociationSide side, in PathStatus path, int slot)
    {
        Instant? before = _deadlines[slot];
        if (before is null || path.T3Deadline is null)
        {
            return;
        }

        if (_isEarliestAcked[slot])
        {
            if (path.T3Deadline != side.Node.LocalNow + path.RetransmissionTimeout)
            {
                Violate(side, $"the earliest outstanding DATA to {path.Address} was acknowledged, T3-rtx expires at {path.T3Deadline}, RTO is {path.RetransmissionTimeout}");
            }
        }
        else if (path.T3Deadline != before && !_hasResent[side.Index])
        {
            Violate(side, $"T3-rtx of {path.Address} moved from {before} to {path.T3Deadline} although its earliest outstanding DATA was not acknowledged");
        }
    }

    private bool IsAllInFlight(AssociationSide side)
    {
        long inFlight = 0;
        long outstanding = 0;
        SideStep step = Set.StepOf(side);
        for (int p = 0; p < step.PathCount; p++)
        {
            inFlight += step[p].After.FlightSize;
        }

        ShadowSender sender = Set.Shadow[side].Sender;
        for (int p = 0; p < PathLimit; p++)
        {
            outstanding += sender.OutstandingSizeOn(p);
        }

        return inFlight == outstanding;
    }
}
