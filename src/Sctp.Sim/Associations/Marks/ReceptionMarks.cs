namespace Sctp.Sim.Associations.Marks;

/// <summary>Which chunk arrives in which state.</summary>
internal sealed class ReceptionMarks(MarkSet marks) : Observer
{
    private const int StateCount = 8;

    // One row for each chunk type, one column for each state of AssociationState.
    private static readonly Mark[] Table =
    [
        Mark.DataWhileClosed, Mark.DataInCookieWait, Mark.DataInCookieEchoed, Mark.DataInEstablished, Mark.DataInShutdownPending, Mark.DataInShutdownSent, Mark.DataInShutdownReceived, Mark.DataInShutdownAckSent,
        Mark.InitWhileClosed, Mark.InitInCookieWait, Mark.InitInCookieEchoed, Mark.InitInEstablished, Mark.InitInShutdownPending, Mark.InitInShutdownSent, Mark.InitInShutdownReceived, Mark.InitInShutdownAckSent,
        Mark.InitAckWhileClosed, Mark.InitAckInCookieWait, Mark.InitAckInCookieEchoed, Mark.InitAckInEstablished, Mark.None, Mark.None, Mark.None, Mark.None,
        Mark.SackWhileClosed, Mark.None, Mark.SackInCookieEchoed, Mark.SackInEstablished, Mark.SackInShutdownPending, Mark.SackInShutdownSent, Mark.SackInShutdownReceived, Mark.SackInShutdownAckSent,
        Mark.HeartbeatWhileClosed, Mark.None, Mark.HeartbeatInCookieEchoed, Mark.HeartbeatInEstablished, Mark.HeartbeatInShutdownPending, Mark.HeartbeatInShutdownSent, Mark.HeartbeatInShutdownReceived, Mark.HeartbeatInShutdownAckSent,
        Mark.HeartbeatAckWhileClosed, Mark.None, Mark.None, Mark.HeartbeatAckInEstablished, Mark.HeartbeatAckInShutdownPending, Mark.None, Mark.None, Mark.None,
        Mark.AbortWhileClosed, Mark.AbortInCookieWait, Mark.AbortInCookieEchoed, Mark.AbortInEstablished, Mark.AbortInShutdownPending, Mark.AbortInShutdownSent, Mark.None, Mark.AbortInShutdownAckSent,
        Mark.ShutdownWhileClosed, Mark.None, Mark.ShutdownInCookieEchoed, Mark.ShutdownInEstablished, Mark.ShutdownInShutdownPending, Mark.ShutdownInShutdownSent, Mark.ShutdownInShutdownReceived, Mark.ShutdownInShutdownAckSent,
        Mark.ShutdownAckWhileClosed, Mark.ShutdownAckInCookieWait, Mark.ShutdownAckInCookieEchoed, Mark.None, Mark.None, Mark.ShutdownAckInShutdownSent, Mark.None, Mark.ShutdownAckInShutdownAckSent,
        Mark.None, Mark.None, Mark.ErrorInCookieEchoed, Mark.ErrorInEstablished, Mark.None, Mark.None, Mark.None, Mark.None,
        Mark.CookieEchoWhileClosed, Mark.CookieEchoInCookieWait, Mark.CookieEchoInCookieEchoed, Mark.CookieEchoInEstablished, Mark.CookieEchoInShutdownPending, Mark.CookieEchoInShutdownSent, Mark.CookieEchoInShutdownReceived, Mark.CookieEchoInShutdownAckSent,
        Mark.CookieAckWhileClosed, Mark.CookieAckInCookieWait, Mark.CookieAckInCookieEchoed, Mark.CookieAckInEstablished, Mark.None, Mark.None, Mark.None, Mark.None,
        Mark.None, Mark.None, Mark.None, Mark.None, Mark.None, Mark.None, Mark.None, Mark.None,
        Mark.None, Mark.None, Mark.None, Mark.None, Mark.None, Mark.None, Mark.None, Mark.None,
        Mark.ShutdownCompleteWhileClosed, Mark.None, Mark.None, Mark.ShutdownCompleteInEstablished, Mark.None, Mark.None, Mark.None, Mark.ShutdownCompleteInShutdownAckSent,
    ];

    private readonly AssociationState[] _state = new AssociationState[2];

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.AfterEvent;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        AssociationState state = _state[side.Index];
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            int index = (chunk.Type * StateCount) + (int)state;
            if (index < Table.Length)
            {
                marks.Reach(Table[index]);
            }
            else
            {
                marks.Reach(Mark.UnknownChunkArrives);
            }
        }
    }

    public override void AfterEvent(AssociationSide side) => _state[side.Index] = side.Stack.State;
}
