namespace Sctp.Sim.Associations.Oracles;

internal sealed class Amplification : Oracle
{
    /// <summary>What an INIT ACK needs that no INIT has: a State Cookie, with numbers and MAC.</summary>
    private const int Cookie = 160;
    private const int AddressParameter = 20;
    private const int MostAddresses = 8;
    private const int MostFactor = 3;

    private readonly Request[] _requests = new Request[2];

    public override string Id => "O-X6";

    public override string Name => "amplification";

    public override string Statement => "Who has no association gets at most one packet for one, at most three times as long but for the State Cookie and the addresses of an INIT ACK.";

    public override string RfcSection => "12.4";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet) =>
        _requests[side.Index] = new Request(side.Endpoint.AssociationCount == 0, packet.Length, packet.ChunkCount > 0 ? packet.Chunks[0].Type : byte.MaxValue, 0);

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        ref Request request = ref _requests[side.Index];
        if (!request.IsUnvalidated || side.Endpoint.AssociationCount != 0)
        {
            return;
        }

        request = request with { Replies = request.Replies + 1 };
        int most = request.First == WireChunk.Init
            ? (MostFactor * request.Length) + Cookie + (AddressParameter * MostAddresses)
            : MostFactor * request.Length;
        if (request.Replies > 1 || packet.Length > most)
        {
            Violate(side, $"a packet of {request.Length} bytes that begins with chunk type {request.First} got {packet.Length} bytes as answer number {request.Replies}");
        }
    }

    public override void AfterEvent(AssociationSide side) => _requests[side.Index] = default;

    private readonly record struct Request(bool IsUnvalidated, int Length, byte First, int Replies);
}
