using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class CookieBinding : InertPacket
{
    private const ushort StateCookie = 7;
    private const int MostCookies = 64;

    public override string Id => "O-S6";

    public override string Name => "cookie-binding";

    public override string Statement => "A State Cookie counts only from the ports and under the tag that it was made for, and only while its key is kept: for two key lifetimes at most.";

    public override string RfcSection => "5.1.3, 5.1.5";

    public override Conditions Excludes => Conditions.Crashes;

    private readonly Issued[][] _issued = [new Issued[MostCookies], new Issued[MostCookies]];
    private readonly int[] _count = new int[2];

    public override Hooks Hooks => base.Hooks | Hooks.PacketSent;

    public override ulong SentTypes => 1UL << WireChunk.InitAck;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.ChunkCount > 0
            && packet.Chunks[0].Type == WireChunk.InitAck
            && SetupShadow.TryFindParameter(packet.Init(packet.Chunks[0]).Parameters, StateCookie, out System.ReadOnlySpan<byte> cookie))
        {
            _issued[side.Index][_count[side.Index]++ % MostCookies] =
                new Issued(XxHash64.Compute(cookie), packet.Init(packet.Chunks[0]).InitiateTag, packet.SourcePort, packet.DestinationPort, packet.Time);
        }
    }

    protected override bool MustBeInert(AssociationSide side, WirePacket packet)
    {
        if (packet.ChunkCount == 0 || packet.Chunks[0].Type != WireChunk.CookieEcho || !Set.Input[side].HasValidChecksum)
        {
            return false;
        }

        ulong digest = XxHash64.Compute(packet.ValueOf(packet.Chunks[0]));
        Duration longest = side.Options.Endpoint.CookieKeyLifetime * 2;
        int known = System.Math.Min(_count[side.Index], MostCookies);
        bool isBound = false;
        bool isKnown = false;
        for (int i = 0; i < known; i++)
        {
            ref readonly Issued issued = ref _issued[side.Index][i];
            if (issued.Digest == digest)
            {
                isKnown = true;
                isBound |= issued.Tag == packet.VerificationTag
                    && issued.LocalPort == packet.DestinationPort
                    && issued.PeerPort == packet.SourcePort
                    && packet.Time - issued.At <= longest;
            }
        }

        return isKnown && !isBound;
    }

    private readonly record struct Issued(ulong Digest, uint Tag, ushort LocalPort, ushort PeerPort, Instant At);
}
