namespace Sctp.Sim.Associations.Oracles;

internal sealed class InitCollision : Oracle
{
    private readonly bool[] _isOfPeer = new bool[2];

    public override string Id => "O-S7";

    public override string Name => "init-collision";

    public override string Statement =>
        "INITs that cross are answered with the tag and the initial TSN of the own INIT, and lead to one association whose sides go by the same two tags.";

    public override string RfcSection => "5.2.1, 5.2.4 action B";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet) => _isOfPeer[side.Index] = ListedAddresses.AreOfAssociation(side, packet);

    public override ulong SentTypes => 1UL << WireChunk.InitAck;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        bool isCrossing = packet.Has(WireChunk.InitAck)
            && _isOfPeer[side.Index]
            && packet.DestinationPort == HostNumbers.PortOf(side.PeerHost) // An INIT from another port begins an association of its own.
            && side.Stack.State is AssociationState.CookieWait or AssociationState.CookieEchoed;
        if (!isCrossing || packet.Chunks[0].Type != WireChunk.InitAck || packet.Chunks[0].Length < WireInit.FixedLength)
        {
            return;
        }

        WireInit initAck = packet.Init(packet.Chunks[0]);
        SetupOfSide setup = Set.Setup[side];
        if (initAck.InitiateTag != setup.LocalTag || initAck.InitialTsn != setup.LocalInitialTsn)
        {
            Violate(side, $"INIT ACK in {side.Stack.State} has tag {initAck.InitiateTag} and TSN {initAck.InitialTsn}, the own INIT {setup.LocalTag} and {setup.LocalInitialTsn}");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        SetupOfSide own = Set.Setup[side];
        SetupOfSide peer = Set.Setup[side.Peer];
        bool isUp = own.Phase == SetupPhase.Up && peer.Phase == SetupPhase.Up
            && side.Application.IsUp && side.Peer.Application.IsUp && !side.Application.IsEnded && !side.Peer.Application.IsEnded;
        if (isUp && (own.LocalTag != peer.PeerTag || own.PeerTag != peer.LocalTag))
        {
            Violate(side, $"expects tag {own.LocalTag} and sends {own.PeerTag}, its peer expects {peer.LocalTag} and sends {peer.PeerTag}");
        }
    }
}
