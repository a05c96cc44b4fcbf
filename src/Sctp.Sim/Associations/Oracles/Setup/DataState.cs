namespace Sctp.Sim.Associations.Oracles;

internal sealed class DataState : Oracle
{
    private const ulong ShutdownTypes = (1UL << WireChunk.Shutdown) | (1UL << WireChunk.ShutdownAck);

    private readonly int[] _shutDown = [-1, -1];

    public override string Id => "O-S2";

    public override string Name => "data-state";

    public override string Statement =>
        "DATA is sent only in ESTABLISHED, SHUTDOWN-PENDING and SHUTDOWN-RECEIVED, and in COOKIE-ECHOED behind COOKIE ECHO; never after SHUTDOWN or SHUTDOWN ACK.";

    public override string RfcSection => "6, 5.1, 9.2";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => (1UL << WireChunk.Data) | ShutdownTypes;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if ((packet.Types & ShutdownTypes) != 0)
        {
            _shutDown[side.Index] = Set.Setup[side].Beginning;
        }

        if (packet.DataCount == 0)
        {
            return;
        }

        AssociationState state = side.Stack.State;
        bool isAllowed = state switch
        {
            AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived => true,
            AssociationState.CookieEchoed => packet.Chunks[0].Type == WireChunk.CookieEcho,
            _ => false,
        };
        if (!isAllowed)
        {
            Violate(side, $"DATA in {state}");
        }
        else if (_shutDown[side.Index] == Set.Setup[side].Beginning)
        {
            Violate(side, "DATA after SHUTDOWN or SHUTDOWN ACK");
        }
    }
}
