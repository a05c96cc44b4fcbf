using System.Buffers.Binary;

namespace Sctp.Sim.Associations.Marks;

/// <summary>What is sent: set-up, DATA first sent and sent again, acknowledgements, errors, the end.</summary>
internal sealed class TransmissionMarks(MarkSet marks) : Observer
{
    private const byte ReflectedTag = 1;
    private const int ManyGaps = 8;
    private const int ManyTransmissions = 5;
    private const int HighStream = 8;

    private readonly ulong[] _sentBefore = new ulong[2];
    private readonly bool[] _windowIsClosed = new bool[2];
    private bool _isToAlternate;

    public override Hooks Hooks => Hooks.PacketSent;

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        PathStatus path = default;
        bool isToPath = packet.DataCount > 0 && side.TryGetPathTo(packet.To, out path);
        _isToAlternate = isToPath && !path.IsPrimary;
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            ObserveChunk(side, packet, chunk);
        }

        if (packet.DataCount > 0)
        {
            ObserveDataPacket(side, packet);
            marks.ReachIf(isToPath && packet.Length == (path.PathMtu & ~3), Mark.DataFillsPacket);
        }

        _sentBefore[side.Index] |= packet.Types;
    }

    private void ObserveChunk(AssociationSide side, WirePacket packet, in WireChunk chunk)
    {
        bool isAgain = (_sentBefore[side.Index] & (1UL << (chunk.Type & 63))) != 0;
        switch (chunk.Type)
        {
            case WireChunk.Init:
                marks.Reach(isAgain ? Mark.InitResent : Mark.InitSent);
                ObserveInitialTsn(packet, chunk);
                break;
            case WireChunk.InitAck:
                marks.Reach(Mark.InitAckSent);
                ObserveInitialTsn(packet, chunk);
                break;
            case WireChunk.CookieEcho:
                marks.Reach(isAgain ? Mark.CookieEchoResent : Mark.CookieEchoSent);
                marks.ReachIf(packet.DataCount > 0, Mark.CookieEchoWithData);
                break;
            case WireChunk.CookieAck:
                marks.ReachIf(packet.DataCount > 0, Mark.CookieAckWithData);
                marks.ReachIf(packet.Has(WireChunk.Sack), Mark.CookieAckWithSack);
                break;
            case WireChunk.Sack:
                ObserveSack(side, packet, chunk);
                break;
            case WireChunk.Heartbeat:
                ObserveHeartbeat(side, packet);
                break;
            case WireChunk.Shutdown:
                marks.Reach(isAgain ? Mark.ShutdownResent : Mark.ShutdownSent);
                marks.ReachIf(packet.Has(WireChunk.Sack), Mark.ShutdownWithSack);
                break;
            case WireChunk.ShutdownAck:
                marks.Reach(isAgain ? Mark.ShutdownAckResent : Mark.ShutdownAckSent);
                break;
            case WireChunk.ShutdownComplete:
                marks.Reach((chunk.Flags & ReflectedTag) != 0 ? Mark.ShutdownCompleteReflected : Mark.ShutdownCompleteSent);
                break;
            case WireChunk.Abort:
                marks.Reach((chunk.Flags & ReflectedTag) != 0 ? Mark.AbortReflected : Mark.AbortSent);
                ObserveCauses(packet, chunk);
                break;
            case WireChunk.Error:
                ObserveCauses(packet, chunk);
                break;
            case WireChunk.Data when chunk.Length > WireData.HeaderLength:
                ObserveData(side, packet, chunk);
                break;
        }
    }

    private void ObserveInitialTsn(WirePacket packet, in WireChunk chunk)
    {
        uint tsn = packet.Init(chunk).InitialTsn;
        marks.ReachIf(tsn == 0, Mark.FirstTsnIsZero);
        marks.ReachIf(tsn == uint.MaxValue, Mark.FirstTsnIsLast);
    }

    private void ObserveSack(AssociationSide side, WirePacket packet, in WireChunk chunk)
    {
        WireSack sack = packet.Sack(chunk);
        ref bool isClosed = ref _windowIsClosed[side.Index];
        marks.ReachIf(sack.GapBlockCount > 0, Mark.SackWithGap);
        marks.ReachIf(sack.GapBlockCount >= ManyGaps, Mark.SackWithManyGaps);
        marks.ReachIf(sack.DuplicateCount > 0, Mark.SackWithDuplicates);
        marks.ReachIf(sack.AdvertisedWindow == 0, Mark.SackOfZeroWindow);
        marks.ReachIf(isClosed && sack.AdvertisedWindow > 0, Mark.WindowReopens);
        marks.ReachIf(packet.DataCount > 0, Mark.SackBeforeData);
        ShadowReceiver receiver = Set.Shadow.Receiver(side.Index);
        marks.ReachIf(receiver.UnacknowledgedPackets > 0 && receiver.OldestUnacknowledged < packet.Time, Mark.SackIsDelayed);
        isClosed = sack.AdvertisedWindow == 0;
    }

    private void ObserveHeartbeat(AssociationSide side, WirePacket packet)
    {
        marks.Reach(Mark.HeartbeatSent);
        marks.ReachIf(side.Application.HasEndingBegun, Mark.HeartbeatInShutdown);
        marks.ReachIf(side.TryGetPathTo(packet.To, out PathStatus path) && path.State == PathState.Unconfirmed, Mark.HeartbeatToUnconfirmed);
    }

    private void ObserveCauses(WirePacket packet, in WireChunk chunk)
    {
        System.ReadOnlySpan<byte> rest = packet.ValueOf(chunk);
        while (rest.Length >= 4)
        {
            marks.Reach(BinaryPrimitives.ReadUInt16BigEndian(rest) switch
            {
                1 => Mark.ErrorInvalidStream,
                2 => Mark.ErrorMissingParameter,
                3 => Mark.ErrorStaleCookie,
                6 => Mark.ErrorUnrecognizedChunk,
                7 => Mark.ErrorInvalidParameter,
                8 => Mark.ErrorUnrecognizedParameters,
                9 => Mark.ErrorNoUserData,
                10 => Mark.ErrorCookieWhileShuttingDown,
                11 => Mark.ErrorNewAddresses,
                12 => Mark.ErrorUserInitiatedAbort,
                13 => Mark.ErrorProtocolViolation,
                _ => Mark.None,
            });
            int length = (System.Math.Max(4, (int)BinaryPrimitives.ReadUInt16BigEndian(rest[2..])) + 3) & ~3;
            rest = rest[System.Math.Min(length, rest.Length)..];
        }
    }

    private void ObserveData(AssociationSide side, WirePacket packet, in WireChunk chunk)
    {
        WireData data = packet.Data(chunk);
        ShadowSender sender = Set.Shadow.Sender(side.Index);
        marks.ReachIf(data.IsImmediate, Mark.DataWithImmediateBit);
        if (!sender.Contains(data.Tsn))
        {
            return;
        }

        ref readonly SentChunk sent = ref sender[data.Tsn];
        if (sent.Transmissions > 1)
        {
            marks.ReachIf(sent.PreviousPath != sent.LastPath, Mark.RetransmissionOnAlternatePath);
            marks.ReachIf(sent.Transmissions >= ManyTransmissions, Mark.ManyTransmissions);
            marks.ReachIf(side.Application.HasEndingBegun, Mark.RetransmissionInShutdown);
            marks.ReachIf(Set.Shadow.Receiver(side.Peer.Index).Contains(data.Tsn), Mark.SpuriousRetransmission);
            return;
        }

        bool isWhole = data.IsBeginning && data.IsEnding;
        marks.ReachIf(data.IsBeginning && !data.IsEnding, Mark.FirstFragment);
        marks.ReachIf(!data.IsBeginning && !data.IsEnding, Mark.MiddleFragment);
        marks.ReachIf(!data.IsBeginning && data.IsEnding, Mark.LastFragment);
        marks.ReachIf(data.IsUnordered, isWhole ? Mark.UnorderedData : Mark.UnorderedFragment);
        marks.ReachIf(isWhole && data.Payload.Length == 1, Mark.OneByteMessage);
        marks.ReachIf(data.StreamId >= HighStream, Mark.HighStream);
        marks.ReachIf(data.Tsn == 0 && sender.InitialTsn != 0, Mark.TsnWraps);
        marks.ReachIf(data.Tsn == 0x8000_0000 && sender.InitialTsn != 0x8000_0000, Mark.TsnPassesMidpoint);
        marks.ReachIf(data.Ssn == ushort.MaxValue && !data.IsUnordered, Mark.SsnWraps);
        marks.ReachIf(side.Stack.State == AssociationState.ShutdownPending, Mark.SendsInShutdownPending);
        marks.ReachIf(side.Stack.State == AssociationState.ShutdownReceived, Mark.SendsInShutdownReceived);
        marks.ReachIf(_isToAlternate, Mark.DataOnAlternatePath);
    }

    private void ObserveDataPacket(AssociationSide side, WirePacket packet)
    {
        int again = 0;
        ShadowSender sender = Set.Shadow.Sender(side.Index);
        foreach (ref readonly WireChunk chunk in packet.Chunks)
        {
            if (chunk.Type == WireChunk.Data && chunk.Length > WireData.HeaderLength && !WirePacket.IsBefore(sender.HighestTsnBefore, packet.FirstWord(chunk)))
            {
                again++;
            }
        }

        marks.ReachIf(packet.DataCount > 1, Mark.DataBundled);
        marks.ReachIf(again > 1, Mark.SeveralRetransmissionsBundled);
        marks.ReachIf(again > 0 && again < packet.DataCount, Mark.RetransmissionWithNewData);
    }
}
