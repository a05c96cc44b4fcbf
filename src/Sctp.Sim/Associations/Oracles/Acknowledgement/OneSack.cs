namespace Sctp.Sim.Associations.Oracles;

internal sealed class OneSack : ShadowOracle
{
    public override string Id => "O-A16";

    public override string Name => "one-sack";

    public override string Statement => "At most one SACK answers a packet with DATA; others only tell of a window that grew by a quarter of the buffer, or go along with a SHUTDOWN.";

    public override string RfcSection => "6.2, 9.2";

    public override Hooks Hooks => Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.Sack;

    private readonly uint[] _advertised = new uint[2];
    private readonly int[] _incarnation = new int[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!packet.TryFind(WireChunk.Sack, out WireChunk chunk) || !TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        int count = 0;
        foreach (ref readonly WireChunk each in packet.Chunks)
        {
            count += each.Type == WireChunk.Sack ? 1 : 0;
        }

        if (count > 1)
        {
            Violate(side, $"{count} SACK chunks in one packet");
        }

        ref uint advertised = ref _advertised[side.Index];
        if (_incarnation[side.Index] != shadow.Incarnation)
        {
            _incarnation[side.Index] = shadow.Incarnation;
            advertised = shadow.Offer.Window;
        }

        WireSack sack = packet.Sack(chunk);
        long grown = (long)sack.AdvertisedWindow - advertised;
        if (shadow.Receiver.UnacknowledgedPackets == 0 && !packet.Has(WireChunk.Shutdown) && grown < side.Options.Endpoint.ReceiveBufferSize / 4)
        {
            Violate(side, $"a SACK although nothing arrived since the last one, a_rwnd {sack.AdvertisedWindow} after {advertised}");
        }

        advertised = sack.AdvertisedWindow;
    }
}
