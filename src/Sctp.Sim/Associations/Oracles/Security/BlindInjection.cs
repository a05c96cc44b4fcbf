namespace Sctp.Sim.Associations.Oracles;

internal sealed class BlindInjection : Oracle
{
    private readonly Before[] _before = new Before[2];

    public override string Id => "O-X4";

    public override string Name => "blind-inject";

    public override string Statement => "A forged packet without the right tag changes nothing; at most it is answered, by one packet that a stateless receiver may send.";

    public override string RfcSection => "8.4, 8.5, 12";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AssociationEvent | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.SealedDamage | Conditions.OnPathAttacker;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _before[side.Index] = default;
        if (packet.Origin != PacketOrigin.Forged || packet.Length < 12)
        {
            return;
        }

        SetupOfSide setup = Set.Setup[side];
        bool mayBeKnown = packet.VerificationTag != 0 && (packet.VerificationTag == setup.LocalTag || packet.VerificationTag == setup.PeerTag);
        byte first = packet.ChunkCount > 0 ? packet.Chunks[0].Type : byte.MaxValue;
        bool isGenuineCookie = first == WireChunk.CookieEcho && (setup.Encounter is not (CookieEncounter.Foreign or CookieEncounter.None) || setup.HasForgottenCookies);
        if (!mayBeKnown && !isGenuineCookie)
        {
            _before[side.Index] = new Before(true, first, side.Stack.Status, side.Endpoint.AssociationCount, side.Endpoint.NextTimeout, 0, side.Node.ActionCount);
        }
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        ref Before before = ref _before[side.Index];
        if (!before.IsSet || packet.ChunkCount == 0 || before.IsMixed(side))
        {
            return;
        }

        before = before with { Replies = before.Replies + 1 };
        WireChunk reply = packet.Chunks[0];
        bool mayAnswer = before.First == WireChunk.Init
            ? reply.Type is WireChunk.InitAck or WireChunk.Abort or WireChunk.ShutdownAck
            : reply.Type is WireChunk.Abort or WireChunk.ShutdownComplete && (reply.Flags & 1) != 0;
        if (!mayAnswer || before.Replies > 1)
        {
            Violate(side, $"a forged packet that begins with chunk type {before.First} was answered by chunk type {reply.Type}, as packet number {before.Replies}");
        }
    }

    public override void OnAssociationEvent(AssociationSide side, in SctpEvent e)
    {
        // What the application had left where it was is no effect of the packet.
        bool isReleased = side.Node.Buggify is { HasReleasedEvents: true };
        if (_before[side.Index] is { IsSet: true } before && !before.IsMixed(side) && !isReleased)
        {
            Violate(side, $"a forged packet that begins with chunk type {_before[side.Index].First} caused the event {e.Kind}");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        Before before = _before[side.Index];
        _before[side.Index] = default;
        if (!before.IsSet || before.IsMixed(side))
        {
            return;
        }

        if (side.Stack.Status != before.Status)
        {
            Violate(side, $"a forged packet that begins with chunk type {before.First} changed {before.Status} to {side.Stack.Status}");
        }
        else if (side.Endpoint.AssociationCount != before.Associations)
        {
            Violate(side, $"a forged packet that begins with chunk type {before.First} made {before.Associations} associations {side.Endpoint.AssociationCount}");
        }
        else if (before.First != WireChunk.Init && side.Endpoint.NextTimeout != before.NextTimeout)
        {
            Violate(side, $"a forged packet that begins with chunk type {before.First} moved the next timeout from {before.NextTimeout} to {side.Endpoint.NextTimeout}");
        }
    }

    private readonly record struct Before(bool IsSet, byte First, AssociationStatus Status, int Associations, Instant? NextTimeout, int Replies, int UserActions)
    {
        /// <summary>Whether a user of the host has done something in the same event, which is no effect of the packet.</summary>
        public bool IsMixed(AssociationSide side) => side.Node.ActionCount != UserActions;
    }
}
