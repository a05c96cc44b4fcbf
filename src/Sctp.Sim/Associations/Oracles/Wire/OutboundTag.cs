namespace Sctp.Sim.Associations.Oracles;

internal sealed class OutboundTag : Oracle
{
    public override string Id => "O-W3";

    public override string Name => "vtag-out";

    public override string Statement =>
        "Packets carry the Initiate Tag of the peer; only a lone INIT carries 0, and only ABORT and SHUTDOWN COMPLETE with T = 1 carry back the tag of the packet that they answer.";

    public override string RfcSection => "8.5, 8.5.1";

    public override Hooks Hooks => Hooks.PacketSent;

    public override Conditions Excludes => Conditions.Crashes | Conditions.OnPathAttacker | Conditions.SealedDamage | Conditions.BatchedInputs;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.ChunkCount == 0)
        {
            return;
        }

        uint tag = packet.VerificationTag;
        SetupOfSide setup = Set.Setup[side];
        ref readonly WireChunk first = ref packet.Chunks[0];
        uint expected;
        switch (first.Type)
        {
            case WireChunk.Init:
                expected = 0;
                break;
            case WireChunk.InitAck:
                expected = setup.TryGetReceivedInit(out WireInitFields init) ? init.InitiateTag : 0;
                break;
            case WireChunk.Abort or WireChunk.ShutdownComplete when (first.Flags & 1) != 0:
                // The packet that is answered is the one that came in just now.
                expected = Set.Input[side].IsPacket ? Set.Input[side].ReceivedTag : tag + 1;
                break;
            case WireChunk.Error when packet.ChunkCount == 1 && setup.Encounter != CookieEncounter.None:
                expected = setup.EchoedCookie.PeerTag;
                break;
            default:
                if (side.Application.IsEnded || setup.Phase == SetupPhase.None || (first.Type == WireChunk.Abort && RefusesOffer(side, setup, tag)))
                {
                    return; // What belongs to an association that old packets set up again answers the packet alone.
                }

                expected = setup.PeerTag;
                break;
        }

        if (tag != expected)
        {
            Violate(side, $"a packet that begins with chunk type {first.Type} carries tag {tag}, not {expected}");
        }
    }

    // What refuses an INIT, an INIT ACK or a COOKIE ECHO goes to the tag that this names.
    private bool RefusesOffer(AssociationSide side, SetupOfSide setup, uint tag)
    {
        InputOfSide input = Set.Input[side];
        return (input.HasReceived(WireChunk.Init) && setup.TryGetReceivedInit(out WireInitFields init) && init.InitiateTag == tag)
            || input.HasReceived(WireChunk.InitAck)
            || (input.HasReceived(WireChunk.CookieEcho) && (setup.Encounter is CookieEncounter.None or CookieEncounter.Foreign || setup.EchoedCookie.PeerTag == tag));
    }
}
