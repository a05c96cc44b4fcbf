using System;
using Sctp.Associations;
using Sctp.Paths;
using Sctp.Setup;
using Sctp.Wire;

namespace Sctp.Endpoints;

/// <summary>
/// Judges a received packet as a whole, before its first chunk is processed, and hands it to whom it concerns (RFC 9260 sections 6.8, 8.4 and 8.5).
/// </summary>
internal sealed class PacketReception
{
    private readonly SctpEndpoint _endpoint;
    private readonly Listener _listener;
    private readonly InitParameters _initAckParameters;

    public PacketReception(SctpEndpoint endpoint, Listener listener)
    {
        _endpoint = endpoint;
        _listener = listener;
        _initAckParameters = new InitParameters(endpoint.Options.MaxPeerAddresses);
    }

    public void Process(ReadOnlySpan<byte> packet, in NetworkPath path, Instant now)
    {
        if (packet.Length < CommonHeader.Length + ChunkView.HeaderLength)
        {
            _endpoint.Discard(DiscardReason.TooShort);
            return;
        }

        if (!CommonHeader.HasValidChecksum(packet))
        {
            _endpoint.Discard(DiscardReason.Checksum); // 9260-6.8-03, 9260-6.8-04, 9260-6.8-05
            return;
        }

        ushort remotePort = CommonHeader.SourcePort(packet);
        if (CommonHeader.DestinationPort(packet) != _endpoint.LocalPort || remotePort == 0)
        {
            _endpoint.Discard(DiscardReason.Port);
            return;
        }

        uint tag = CommonHeader.VerificationTag(packet);
        SctpAssociation? association = _endpoint.Find(path.Remote, remotePort, out Path? source);
        var reader = new ChunkReader(packet);
        if (!reader.MoveNext())
        {
            _endpoint.Discard(DiscardReason.Malformed);
            return;
        }

        // The first chunk decides whether one of the exceptions of section 8.5.1 holds; nothing is processed before (9260-8.5-05).
        ChunkView first = reader.Current;
        if (tag == 0 && first.Type != ChunkType.Init)
        {
            _endpoint.Discard(DiscardReason.VerificationTag); // 9260-8.5.1-02, 9260-8.5.1-03
            return;
        }

        switch (first.Type)
        {
            case ChunkType.Init:
                OnInitPacket(ref reader, first, tag, remotePort, path, now);
                return;
            case ChunkType.CookieEcho:
                if (!path.IsUnicast)
                {
                    _endpoint.Discard(DiscardReason.OutOfTheBlue); // 9260-8.4-01
                    return;
                }

                OnCookieEchoPacket(packet.Length, ref reader, first, tag, remotePort, association, path, now);
                return;
            case ChunkType.ShutdownAck when association?.State is AssociationState.CookieWait or AssociationState.CookieEchoed:
                _endpoint.Replies.SendReflected(ChunkType.ShutdownComplete, tag, remotePort, path); // 9260-8.5.1-15, 9260-9.2-33
                return;
        }

        if (association is null)
        {
            if (first.Type == ChunkType.InitAck && path.IsUnicast && FindByInitAck(first, remotePort, path) is { } initiator)
            {
                OnInitAckFromElsewhere(initiator, packet.Length, ref reader, first, tag, path, now);
                return;
            }

            OnOutOfTheBlue(packet, tag, remotePort, path);
            return;
        }

        bool isAccepted = first.Type switch
        {
            ChunkType.Abort or ChunkType.ShutdownComplete => TagRules.IsReflectable(first.Flags, tag, association.LocalTag, association.PeerTag),
            _ => tag == association.LocalTag, // 9260-8.5-02
        };
        if (!isAccepted)
        {
            association.Context.Statistics.Discards.Count(DiscardReason.VerificationTag); // 9260-8.5-03, 9260-8.5-04
            return;
        }

        Accept(association, source!, packet.Length, path, now);
        switch (first.Type)
        {
            case ChunkType.InitAck:
                OnInitAck(association, ref reader, first, path, now);
                break;
            case ChunkType.ShutdownComplete:
                OnShutdownComplete(association, ref reader, now);
                break;
            default:
                reader = new ChunkReader(packet);
                PacketProcessor.Process(association, ref reader, tag, source!, now);
                break;
        }

        _endpoint.Touch(association);
    }

    private static void Accept(SctpAssociation association, Path source, int length, in NetworkPath path, Instant now)
    {
        ref AssociationStatistics statistics = ref association.Context.Statistics;
        statistics.PacketsReceived++;
        statistics.BytesReceived += length;
        source.PacketsReceived++;
        Follow(source, path);
        association.Replies.BeginPacket();
        if (association.State == AssociationState.ShutdownSent)
        {
            association.Teardown.OnPacketInShutdownSent(now);
        }
    }

    /// <summary>What was accepted tells how the peer is reached now.</summary>
    private static void Follow(Path source, in NetworkPath path)
    {
        if (source.Remote.UdpPort != path.Remote.UdpPort)
        {
            source.Remote = path.Remote; // RFC 6951 section 5.4: the peer's UDP port may change; the tag has shown that it is the peer.
        }

        if (path.Local.Kind != SctpAddressKind.None)
        {
            source.Local = path.Local;
        }
    }

    private void OnInitPacket(ref ChunkReader reader, in ChunkView init, uint tag, ushort remotePort, in NetworkPath path, Instant now)
    {
        if (tag != 0 || reader.MoveNext() || reader.IsMalformed || !path.IsUnicast) // 9260-8.4-01
        {
            _endpoint.Discard(DiscardReason.VerificationTag); // 9260-8.5.1-03, 9260-12.3-03
            return;
        }

        _listener.OnInit(init, remotePort, path, now);
    }

    private void OnCookieEchoPacket(
        int packetLength,
        ref ChunkReader reader,
        in ChunkView echo,
        uint tag,
        ushort remotePort,
        SctpAssociation? existing,
        in NetworkPath path,
        Instant now)
    {
        SctpAssociation? association = _listener.OnCookieEcho(echo, remotePort, tag, existing, path, now);
        if (association is null)
        {
            return;
        }

        Path? known = association.Context.Paths.Find(path.Remote);
        if (known is not null)
        {
            Follow(known, path);
        }

        Path source = known ?? association.Context.Paths.Primary;
        ref AssociationStatistics statistics = ref association.Context.Statistics;
        statistics.PacketsReceived++;
        statistics.BytesReceived += packetLength;
        statistics.ChunksReceived.Count(ChunkType.CookieEcho);
        source.PacketsReceived++;
        PacketProcessor.Process(association, ref reader, tag, source, now);
        _endpoint.Touch(association);
    }

    private void OnOutOfTheBlue(ReadOnlySpan<byte> packet, uint tag, ushort remotePort, in NetworkPath path)
    {
        _endpoint.Discard(DiscardReason.OutOfTheBlue);
        if (_endpoint.Options.IgnoreOutOfTheBlue)
        {
            return;
        }

        switch (OutOfTheBlue.Judge(packet, path))
        {
            case OutOfTheBlueAction.ReplyShutdownComplete:
                _endpoint.Replies.SendReflected(ChunkType.ShutdownComplete, tag, remotePort, path); // 9260-8.4-07
                break;
            case OutOfTheBlueAction.ReplyAbort:
                _endpoint.Replies.SendReflected(ChunkType.Abort, tag, remotePort, path); // 9260-8.4-11
                break;
            default:
                break;
        }
    }

    /// <summary>The association that an address listed in the INIT ACK belongs to (9260-5.1.2-07).</summary>
    private SctpAssociation? FindByInitAck(in ChunkView chunk, ushort remotePort, in NetworkPath path)
    {
        if (!InitChunk.TryRead(chunk, out InitChunk initAck))
        {
            return null;
        }

        _initAckParameters.Read(ChunkType.InitAck, initAck.Parameters, path.Remote, AddressFamily.OfEndpoint(_endpoint.Options, path.Remote));
        foreach (ref readonly SctpAddress address in _initAckParameters.PeerAddresses)
        {
            if (_endpoint.Find(address, remotePort, out _) is { } association)
            {
                return association;
            }
        }

        return null;
    }

    /// <summary>A multi-homed peer answered the INIT from an address that the user did not name.</summary>
    private void OnInitAckFromElsewhere(
        SctpAssociation association, int packetLength, ref ChunkReader reader, in ChunkView chunk, uint tag, in NetworkPath path, Instant now)
    {
        ref AssociationStatistics statistics = ref association.Context.Statistics;
        if (tag != association.LocalTag)
        {
            statistics.Discards.Count(DiscardReason.VerificationTag); // 9260-8.5-03
            return;
        }

        statistics.PacketsReceived++;
        statistics.BytesReceived += packetLength;
        OnInitAck(association, ref reader, chunk, path, now);
        _endpoint.Touch(association);
    }

    private void OnInitAck(SctpAssociation association, ref ChunkReader reader, in ChunkView chunk, in NetworkPath path, Instant now)
    {
        association.Context.Statistics.ChunksReceived.Count(ChunkType.InitAck);
        if (association.State != AssociationState.CookieWait || reader.MoveNext() || reader.IsMalformed)
        {
            association.Context.Statistics.Discards.Count(DiscardReason.State); // 9260-5.2.3-01, 9260-3-01
            return;
        }

        if (!InitChunk.TryRead(chunk, out InitChunk initAck))
        {
            association.Context.Statistics.Discards.Count(DiscardReason.Malformed);
            return;
        }

        _initAckParameters.Read(ChunkType.InitAck, initAck.Parameters, path.Remote, AddressFamily.OfEndpoint(_endpoint.Options, path.Remote));
        InitVerdict verdict = InitValidation.OfInitAck(initAck, _initAckParameters);
        if (verdict == InitVerdict.Accept)
        {
            association.Handshake.OnInitAck(initAck, _initAckParameters, path, now);
            return;
        }

        // The TCB is destroyed, and the peer told (9260-3.3.3-07 to 9260-3.3.3-24).
        Span<byte> causeBytes = stackalloc byte[512];
        var causes = new TlvWriter(causeBytes);
        InitValidation.AddCause(verdict, _initAckParameters, initAck.Parameters, ref causes);
        bool isReflected = verdict == InitVerdict.AbortWithoutTag;
        _endpoint.Replies.SendAbort(isReflected ? association.LocalTag : initAck.InitiateTag, isReflected, causes.Written, association.RemotePort, path);
        var cause = new ParameterReader(causes.Written);
        association.End(now, new SctpEvent
        {
            Kind = SctpEventKind.CommunicationLost,
            LossReason = LossReason.ProtocolViolation,
            Cause = cause.MoveNext() ? (ErrorCauseCode)cause.Current.Type : 0,
        });
    }

    private static void OnShutdownComplete(SctpAssociation association, ref ChunkReader reader, Instant now)
    {
        association.Context.Statistics.ChunksReceived.Count(ChunkType.ShutdownComplete);
        if (association.State != AssociationState.ShutdownAckSent || reader.MoveNext())
        {
            association.Context.Statistics.Discards.Count(DiscardReason.State); // 9260-8.5.1-13, 9260-3-01
            return;
        }

        association.End(now, new SctpEvent { Kind = SctpEventKind.ShutdownComplete }); // 9260-9.2-28
    }
}
