namespace Sctp.Sim.Associations.Oracles;

internal sealed class Restart : Oracle
{
    private readonly bool[] _isReported = new bool[2];
    private readonly bool[] _hasNewAddress = new bool[2];

    public override string Id => "O-S9";

    public override string Name => "restart";

    public override string Statement =>
        "RESTART is reported if and only if a cookie with the association's Tie-Tags and two new tags came back; an INIT that adds addresses to an association is refused by ABORT.";

    public override string RfcSection => "5.2.2, 5.2.4 action A";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.AssociationEvent | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.AddressChange | Conditions.OnPathAttacker;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _isReported[side.Index] = false;
        _hasNewAddress[side.Index] = packet.ChunkCount == 1
            && packet.Chunks[0].Type == WireChunk.Init
            && packet.Chunks[0].Length >= WireInit.FixedLength
            && Set.Input[side].HasValidChecksum
            && packet.SourcePort == HostNumbers.PortOf(side.PeerHost)
            && side.Stack.State is not (AssociationState.Closed or AssociationState.CookieWait or AssociationState.ShutdownAckSent)
            && ListedAddresses.Of(side, packet.Init(packet.Chunks[0]).Parameters) is { HasNew: true } listed
            && (listed.HasKnown || side.IsFromPeer(packet));
    }

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        if (e.Kind != SctpEventKind.Restarted)
        {
            return;
        }

        _isReported[side.Index] = true;
        if (Set.Setup[side].Encounter != CookieEncounter.Restart)
        {
            Violate(side, $"RESTART was reported because of {(Set.Input[side].IsPacket ? Set.Setup[side].Encounter.ToString() : "a timer or a call")}");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        InputOfSide input = Set.Input[side];
        if (input.IsPacket && Set.Setup[side].Encounter == CookieEncounter.Restart && input.HasSent(WireChunk.CookieAck) && !_isReported[side.Index])
        {
            Violate(side, "the peer restarted, and RESTART was not reported");
        }

        if (_hasNewAddress[side.Index] && input.HasSent(WireChunk.InitAck))
        {
            Violate(side, "an INIT that adds an address to the association was answered by INIT ACK");
        }

        _isReported[side.Index] = false;
        _hasNewAddress[side.Index] = false;
    }
}
