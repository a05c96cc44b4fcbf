using System.Buffers.Binary;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class UnknownChunk : Oracle
{
    private const ushort UnrecognizedChunkType = 6;
    private const int MostReports = 64;

    private readonly Judgement[] _judgements = [new(), new()];

    public override string Id => "O-W12";

    public override string Name => "unknown-chunk";

    public override string Statement => "The two highest bits of an unknown chunk type decide whether the chunks behind it are processed and whether it is reported.";

    public override string RfcSection => "3.2";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override Conditions Excludes => Conditions.SealedDamage;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        Judgement judgement = _judgements[side.Index];
        judgement.Clear();

        // Where nothing waits to be sent that an earlier packet caused, and the chunks before the unknown one do not change the state.
        if (side.Stack.State is not (AssociationState.Established or AssociationState.ShutdownPending)
            || packet.ChunkCount == 0
            || packet.VerificationTag != Set.Setup[side].LocalTag
            || !side.IsFromPeer(packet)
            || Set.Input[side].PacketsReceived > 1
            || !Set.Input[side].HasValidChecksum)
        {
            return;
        }

        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (judgement.HasStopped)
            {
                judgement.HeartbeatsBehind += chunk.Type == WireChunk.Heartbeat ? 1 : 0;
                judgement.DataBehind += chunk.Type == WireChunk.Data ? 1 : 0;
                continue;
            }

            switch (chunk.Type)
            {
                case WireChunk.Data:
                    judgement.DataBefore++;
                    break;
                case WireChunk.Heartbeat:
                    judgement.Heartbeats++;
                    judgement.ShortestAnswer = System.Math.Min(judgement.ShortestAnswer, WirePacket.HeaderLength + chunk.Length);
                    break;
                case WireChunk.Sack or WireChunk.HeartbeatAck:
                    break;
                case <= WireChunk.CookieAck or WireChunk.ShutdownComplete:
                    judgement.MayEnd = true;
                    judgement.HasStopped |= chunk.Type is WireChunk.Init or WireChunk.InitAck or WireChunk.ShutdownComplete;
                    break;
                default:
                    judgement.HasUnknown = true;
                    judgement.HasStopped = (chunk.Type & 0x80) == 0;
                    if ((chunk.Type & 0x40) != 0 && judgement.ReportCount < MostReports)
                    {
                        judgement.Reports[judgement.ReportCount++] = chunk.Type;
                    }

                    break;
            }
        }

        judgement.IsSet = judgement.HasUnknown && !judgement.MayEnd;
        if (judgement.IsSet)
        {
            judgement.CumulativeTsn = side.Stack.Status.ReceivedCumulativeTsn.Value;
        }
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        Judgement judgement = _judgements[side.Index];
        if (!judgement.IsSet)
        {
            return;
        }

        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            switch (chunk.Type)
            {
                case WireChunk.HeartbeatAck:
                    judgement.Answered++;
                    break;
                case WireChunk.Abort:
                    judgement.MayEnd = true;
                    break;
                case WireChunk.Error when TryFindReport(packet.ValueOf(chunk), out byte reported):
                    judgement.Reported++;
                    if (!judgement.Expects(reported))
                    {
                        Violate(side, $"chunk type {reported:x2} was reported, which does not ask for it or was not to be looked at");
                    }

                    break;
            }
        }
    }

    public override void AfterEvent(AssociationSide side)
    {
        Judgement judgement = _judgements[side.Index];
        if (!judgement.IsSet)
        {
            return;
        }

        judgement.IsSet = false;
        if (judgement.MayEnd || side.Stack.State == AssociationState.Closed)
        {
            return;
        }

        // What does not fit into the one answer is dropped (12.4), and so is what goes elsewhere: at least the first report, ERROR or HEARTBEAT ACK is there.
        if (judgement.ReportCount > 0 && judgement.Reported == 0 && judgement.Heartbeats == 0)
        {
            Violate(side, $"chunk type {judgement.Reports[0]:x2} was not reported");
        }
        else if (judgement.Answered > judgement.Heartbeats)
        {
            Violate(side, $"{judgement.Answered} HEARTBEATs were answered, {judgement.Heartbeats} came before an unknown chunk that ends the packet");
        }
        else if (judgement.ShortestAnswer <= System.Math.Min(side.SmallestPathMtu, side.Node.SmallestBuffer) && judgement.Answered == 0 && judgement.ReportCount == 0 && !Set.Input[side].HasSent(WireChunk.Error))
        {
            Violate(side, "a HEARTBEAT beside an unknown chunk was not answered");
        }
        else if (judgement is { DataBefore: 0, DataBehind: > 0 } && side.Stack.Status.ReceivedCumulativeTsn.Value != judgement.CumulativeTsn)
        {
            Violate(side, "DATA behind an unknown chunk that ends the packet was taken");
        }
    }

    private static bool TryFindReport(System.ReadOnlySpan<byte> causes, out byte reported)
    {
        if (causes.Length >= 8 && BinaryPrimitives.ReadUInt16BigEndian(causes) == UnrecognizedChunkType)
        {
            reported = causes[4];
            return true;
        }

        reported = 0;
        return false;
    }

    private sealed class Judgement
    {
        public bool IsSet { get; set; }

        public bool HasUnknown { get; set; }

        public bool HasStopped { get; set; }

        public bool MayEnd { get; set; }

        public int DataBefore { get; set; }

        public int DataBehind { get; set; }

        public int Heartbeats { get; set; }

        /// <summary>The length of the shortest packet that answers a HEARTBEAT: what fits neither its path nor the host's buffer is dropped.</summary>
        public int ShortestAnswer { get; set; } = int.MaxValue;

        public int HeartbeatsBehind { get; set; }

        public int Answered { get; set; }

        public int Reported { get; set; }

        public int ReportCount { get; set; }

        public uint CumulativeTsn { get; set; }

        public byte[] Reports { get; } = new byte[MostReports];

        public bool Expects(byte type) => System.Array.IndexOf(Reports, type, 0, ReportCount) >= 0;

        public void Clear()
        {
            IsSet = false;
            HasUnknown = false;
            HasStopped = false;
            MayEnd = false;
            DataBefore = 0;
            DataBehind = 0;
            Heartbeats = 0;
            ShortestAnswer = int.MaxValue;
            HeartbeatsBehind = 0;
            Answered = 0;
            Reported = 0;
            ReportCount = 0;
        }
    }
}
