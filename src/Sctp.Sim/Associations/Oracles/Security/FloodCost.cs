namespace Sctp.Sim.Associations.Oracles;

internal sealed class FloodCost : Oracle
{
    private readonly Before[] _before = new Before[2];

    public override string Id => "O-X7";

    public override string Name => "flood-cost";

    public override string Statement => "An INIT costs no memory and one MAC, a COOKIE ECHO with a wrong cookie at most one MAC, any other packet none.";

    public override string RfcSection => "5.1, 12";

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        byte first = packet.ChunkCount > 0 ? packet.Chunks[0].Type : byte.MaxValue;
        _before[side.Index] = new Before(true, first, side.Endpoint.CookieMacCount, side.Endpoint.PooledBytesInUse, side.Node.ActionCount, Set.Setup[side].Encounter == CookieEncounter.Foreign && !Set.Setup[side].HasForgottenCookies);
    }

    public override void AfterEvent(AssociationSide side)
    {
        Before before = _before[side.Index];
        _before[side.Index] = default;
        if (!before.IsSet)
        {
            return;
        }

        long macs = side.Endpoint.CookieMacCount - before.Macs;
        long most = before.First is WireChunk.Init or WireChunk.CookieEcho ? 1 : 0;
        if (macs > most)
        {
            Violate(side, $"a packet that begins with chunk type {before.First} cost {macs} MACs");
        }
        else if (side.Endpoint.PooledBytesInUse > before.PooledBytes && side.Node.ActionCount == before.UserActions && (before.First == WireChunk.Init || before.IsForeign))
        {
            Violate(side, $"a packet that begins with chunk type {before.First} made {before.PooledBytes} bytes in use {side.Endpoint.PooledBytesInUse}");
        }
    }

    /// <summary>What was there before the packet; what users did in the same event is no effect of it.</summary>
    private readonly record struct Before(bool IsSet, byte First, long Macs, long PooledBytes, int UserActions, bool IsForeign);
}
