namespace Sctp.Sim.Associations.Oracles;

internal sealed class NoStateBeforeCookie : Oracle
{
    private readonly Before[] _before = new Before[2];

    public override string Id => "O-S3";

    public override string Name => "no-tcb-before-cookie";

    public override string Statement => "An INIT leaves nothing behind at who listens: an association appears only with a valid COOKIE ECHO.";

    public override string RfcSection => "5.1";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        byte first = packet.ChunkCount > 0 ? packet.Chunks[0].Type : byte.MaxValue;
        _before[side.Index] = new Before(true, first, side.Endpoint.AssociationCount, first == WireChunk.Init ? side.Endpoint.PooledBytesInUse : 0, side.Node.ActionCount);
    }

    public override void AfterEvent(AssociationSide side)
    {
        Before before = _before[side.Index];
        _before[side.Index] = default;
        if (!before.IsSet || before.First == WireChunk.CookieEcho)
        {
            return;
        }

        if (side.Endpoint.AssociationCount > before.Associations)
        {
            Violate(side, $"a packet that begins with chunk type {before.First} made {before.Associations} associations {side.Endpoint.AssociationCount}");
        }
        else if (before.First == WireChunk.Init && side.Endpoint.PooledBytesInUse > before.PooledBytes && side.Node.ActionCount == before.UserActions)
        {
            Violate(side, $"an INIT made {before.PooledBytes} bytes in use {side.Endpoint.PooledBytesInUse}");
        }
    }

    /// <summary>What was there before the packet; what users did in the same event is no effect of it.</summary>
    private readonly record struct Before(bool IsSet, byte First, int Associations, long PooledBytes, int UserActions);
}
