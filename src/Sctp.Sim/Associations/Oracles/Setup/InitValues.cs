namespace Sctp.Sim.Associations.Oracles;

internal sealed class InitValues : Oracle
{
    private const int LeastWindow = 1500;

    private readonly int[] _judged = new int[2];
    private readonly bool[] _isUnacceptable = new bool[2];

    public override string Id => "O-S13";

    public override string Name => "init-params";

    public override string Statement =>
        "INIT and INIT ACK offer at least one stream each way and an a_rwnd of 1500 or more; the first DATA has the initial TSN; an INIT or INIT ACK with no streams is not accepted.";

    public override string RfcSection => "3.3.2, 3.3.3";

    public override Hooks Hooks => Hooks.PacketSent | Hooks.PacketReceived | Hooks.AfterEvent;

    public override ulong SentTypes => (1UL << WireChunk.Init) | (1UL << WireChunk.InitAck) | (1UL << WireChunk.Data);

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (packet.ChunkCount == 0)
        {
            return;
        }

        ref readonly WireChunk first = ref packet.Chunks[0];
        if (first.Type is WireChunk.Init or WireChunk.InitAck && first.Length >= WireInit.FixedLength)
        {
            WireInit init = packet.Init(first);
            if (init.OutboundStreams == 0 || init.InboundStreams == 0 || init.AdvertisedWindow < LeastWindow)
            {
                Violate(side, $"chunk type {first.Type} offers {init.OutboundStreams} streams out, {init.InboundStreams} in, a window of {init.AdvertisedWindow}");
            }
        }
        else if (packet.DataCount != 0 && _judged[side.Index] != Set.Setup[side].Beginning && !side.Application.IsEnded)
        {
            JudgeFirstData(side, packet);
        }
    }

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _isUnacceptable[side.Index] = false;
        if (packet.ChunkCount == 1 && packet.Chunks[0].Type is WireChunk.Init or WireChunk.InitAck && packet.Chunks[0].Length >= WireInit.FixedLength)
        {
            WireInit init = packet.Init(packet.Chunks[0]);
            _isUnacceptable[side.Index] = init.OutboundStreams == 0 || init.InboundStreams == 0 || init.InitiateTag == 0;
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        if (_isUnacceptable[side.Index] && (Set.Input[side].HasSent(WireChunk.InitAck) || Set.Input[side].HasSent(WireChunk.CookieEcho)))
        {
            Violate(side, "an INIT or INIT ACK without streams or without a tag was accepted");
        }

        _isUnacceptable[side.Index] = false;
    }

    private void JudgeFirstData(AssociationSide side, WirePacket packet)
    {
        SetupOfSide setup = Set.Setup[side];
        _judged[side.Index] = setup.Beginning;
        if (packet.TryFind(WireChunk.Data, out WireChunk data) && data.Length >= WireData.HeaderLength && packet.FirstWord(data) != setup.LocalInitialTsn)
        {
            Violate(side, $"the first DATA has TSN {packet.FirstWord(data)}, the initial TSN is {setup.LocalInitialTsn}");
        }
    }
}
