using System;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class AdvertisedWindow : ShadowOracle
{
    public override string Id => "O-A17";

    public override string Name => "arwnd-truth";

    public override string Statement => "a_rwnd is what is free in the receive buffer, or 0 where that is too little; once the application has read enough, the peer is told.";

    public override string RfcSection => "6.2";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Conditions Excludes => base.Excludes | Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.Sack;

    /// <summary>Memory that a stack may spend on small chunks beside the buffer, and at most so much for each: blocks of a size and bookkeeping.</summary>
    private const int ChunkOverhead = 192;

    private const int MemoryAllowance = 64 * 1024;
    private const int LargestPacket = 1500;

    private readonly uint[] _advertised = new uint[2];
    private readonly int[] _incarnation = new int[2];

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!packet.TryFind(WireChunk.Sack, out WireChunk chunk) || !TryJudge(side, packet, out ShadowSide shadow))
        {
            return;
        }

        ShadowReceiver receiver = shadow.Receiver;
        uint window = packet.Sack(chunk).AdvertisedWindow;
        _advertised[side.Index] = window;
        _incarnation[side.Index] = shadow.Incarnation;
        long capacity = side.Options.Endpoint.ReceiveBufferSize;
        long free = Math.Max(0, capacity - receiver.HeldBytes);
        if (window > free)
        {
            Violate(side, $"a_rwnd {window} while {free} of {capacity} bytes are free");
        }
        else if (window < free && !IsTooSmallToTell(window, free, capacity) && IsMeasured(shadow, free))
        {
            Violate(side, $"a_rwnd is only {window} while {free} of {capacity} bytes are free");
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        ShadowSide shadow = Set.Shadow[side];
        if (_incarnation[side.Index] != shadow.Incarnation || shadow.Incarnation == 0)
        {
            return;
        }

        // A closed window is told to be open at the latest when it was half open and grew by a quarter.
        long capacity = side.Options.Endpoint.ReceiveBufferSize;
        long free = capacity - shadow.Receiver.HeldBytes;
        uint advertised = _advertised[side.Index];
        long due = advertised == 0 ? capacity * 3 / 4 : advertised + (capacity / 4);
        if (advertised < capacity / 4 && free > due && IsMeasured(shadow, free) && TryJudge(side, out _)
            && side.Stack.State is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownSent)
        {
            Violate(side, $"the peer knows an a_rwnd of {advertised} while {free} of {capacity} bytes are free");
        }
    }

    // Avoids the silly window: closed when less than a packet or a quarter is free, and open again when as much was freed since.
    private static bool IsTooSmallToTell(uint window, long free, long capacity) => window == 0 && free <= 2 * Math.Min(LargestPacket, capacity / 4);

    // The unread messages of an association before this one still occupy the buffer, and small chunks cost more than their bytes.
    private static bool IsMeasured(ShadowSide shadow, long free) =>
        shadow.Incarnation == 1 && shadow.Receiver.DoubtfulCount == 0 && shadow.Receiver.HeldChunks * ChunkOverhead <= MemoryAllowance + free;
}
