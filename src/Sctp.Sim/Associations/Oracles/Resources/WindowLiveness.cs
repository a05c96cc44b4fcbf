namespace Sctp.Sim.Associations.Oracles;

internal sealed class WindowLiveness : Oracle
{
    private readonly bool[] _isClosed = new bool[2];

    public override string Id => "O-L4";

    public override string Name => "window-live";

    public override string Statement => "Once everything was read, a window that was advertised as closed is opened by a SACK at once.";

    public override string RfcSection => "6.2, 6.1 rule A";

    public override Conditions Excludes => Conditions.MisbehavingPeer | Conditions.OnPathAttacker | Conditions.SealedDamage | Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => (1UL << WireChunk.Sack) | (1UL << WireChunk.CookieEcho) | (1UL << WireChunk.CookieAck);

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.TryFind(WireChunk.Sack, out WireChunk sack) && sack.Length >= WireSack.FixedLength)
        {
            _isClosed[side.Index] = packet.Sack(sack).AdvertisedWindow == 0;
        }
        else if (packet.Has(WireChunk.CookieEcho) || packet.Has(WireChunk.CookieAck))
        {
            _isClosed[side.Index] = false;
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (!_isClosed[side.Index] || !side.Application.HasReadAll)
        {
            return;
        }

        bool receives = side.Stack.State is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownSent;
        if (receives && side.Stack.Status.ReceiveBufferedBytes == 0)
        {
            _isClosed[side.Index] = false;
            Violate(side, $"the last SACK had a_rwnd 0, nothing is held any more in {side.Stack.State}, and no SACK says so");
        }
    }
}
