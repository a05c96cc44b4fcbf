using System;
using System.Buffers.Binary;
using Sctp.Paths;
using Sctp.Receiving;
using Sctp.Sending;
using Sctp.Wire;

namespace Sctp.Associations;

/// <summary>
/// Takes the chunks of one accepted packet in their order (9260-6.10-06) and hands each to the one part that deals with it. The packet has been judged
/// as a whole before: length, checksum, ports, Verification Tag (RFC 9260 section 8.5).
/// </summary>
internal static class PacketProcessor
{
    /// <summary>How much of the information of an error cause is handed to the user, in bytes.</summary>
    public const int MaxReportedInformation = 512;

    /// <summary>Processes the chunks from <paramref name="reader"/> on; what came before it in the packet was dealt with by the caller.</summary>
    public static void Process(SctpAssociation association, ref ChunkReader reader, uint tag, Path path, Instant now)
    {
        AssociationContext context = association.Context;
        association.Sender.BeginOpportunity();
        bool hadData = false;
        bool goOn = true;
        while (goOn && reader.MoveNext())
        {
            ChunkView chunk = reader.Current;
            context.Statistics.ChunksReceived.Count(chunk.Type);
            switch (chunk.Type)
            {
                case ChunkType.Data:
                    hadData |= OnData(association, chunk, path, now);
                    break;
                case ChunkType.Sack:
                    OnSack(association, chunk, now);
                    break;
                case ChunkType.Heartbeat:
                    OnHeartbeat(association, chunk, path);
                    break;
                case ChunkType.HeartbeatAck:
                    OnHeartbeatAck(association, chunk, now);
                    break;
                case ChunkType.Abort:
                    OnAbort(association, chunk, tag, now);
                    goOn = false; // 9260-3.3.7-04; and a packet accepted for its ABORT alone may carry another tag (9260-8.5-04).
                    break;
                case ChunkType.Shutdown:
                    OnShutdown(association, chunk, now);
                    break;
                case ChunkType.ShutdownAck:
                    OnShutdownAck(association, path, now);
                    break;
                case ChunkType.Error:
                    OnError(association, chunk, now);
                    break;
                case ChunkType.CookieAck:
                    OnCookieAck(association, now);
                    break;
                case ChunkType.CookieEcho:
                    context.Statistics.Discards.Count(DiscardReason.State); // Only as the first chunk of a packet (9260-3.2.2-05).
                    break;
                case ChunkType.Init:
                case ChunkType.InitAck:
                case ChunkType.ShutdownComplete:
                    goOn = false; // Never bundled (9260-3-01); an INIT takes all behind it along (9260-12.3-03).
                    context.Statistics.Discards.Count(DiscardReason.Malformed);
                    break;
                default:
                    goOn = OnUnrecognized(association, chunk, path);
                    break;
            }

            if (association.HasEnded)
            {
                return; // Nothing of the packet counts any more.
            }
        }

        if (reader.IsMalformed)
        {
            context.Statistics.Discards.Count(DiscardReason.Malformed); // 9260-6.10-07
        }

        if (hadData)
        {
            association.Receiver.OnPacketEnd(path.Index, now);
            if (association.State == AssociationState.ShutdownSent)
            {
                association.Teardown.OnDataInShutdownSent(path, now);
            }
            else if (association.State == AssociationState.ShutdownAckSent)
            {
                association.Receiver.StopAcknowledging(); // A SHUTDOWN came along: it was the last word.
            }
        }

        association.Teardown.Advance(now);
    }

    private static bool OnData(SctpAssociation association, in ChunkView chunk, Path path, Instant now)
    {
        ref AssociationStatistics statistics = ref association.Context.Statistics;
        if (association.State is not (AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownSent))
        {
            statistics.Discards.Count(DiscardReason.State); // 9260-6-02, 9260-6-04
            return false;
        }

        if (!DataChunk.TryRead(chunk, out DataChunk data))
        {
            statistics.Discards.Count(DiscardReason.Malformed);
            return false;
        }

        switch (association.Receiver.OnData(data, path.Index, now))
        {
            case DataDisposition.NoUserData:
                Span<byte> tsn = stackalloc byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(tsn, data.Tsn.Value);
                association.AbortAndEnd(ErrorCauseCode.NoUserData, tsn, LossReason.ProtocolViolation, now); // 9260-6.2-41
                return false;
            case DataDisposition.ProtocolViolation:
                association.AbortAndEnd(ErrorCauseCode.ProtocolViolation, "fragments contradict each other"u8, LossReason.ProtocolViolation, now);
                return false;
            case DataDisposition.InvalidStream:
                Span<byte> stream = stackalloc byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(stream, (uint)data.StreamId << 16);
                ReplyWithError(association, path, ErrorCauseCode.InvalidStreamIdentifier, stream); // 9260-6.5-03
                return true;
            default:
                return true; // What was dropped has been counted, and is acknowledged as dropped.
        }
    }

    private static void OnSack(SctpAssociation association, in ChunkView chunk, Instant now)
    {
        ref AssociationStatistics statistics = ref association.Context.Statistics;
        bool mayBeCookieAck = association.State == AssociationState.CookieEchoed && association.Sender.HasOutstanding;
        if (!mayBeCookieAck
            && association.State is not (AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived))
        {
            statistics.Discards.Count(DiscardReason.State); // 9260-6-05, 9260-6-08
            return;
        }

        if (!SackChunk.TryRead(chunk, out SackChunk sack))
        {
            statistics.Discards.Count(DiscardReason.Malformed);
            return;
        }

        if (mayBeCookieAck)
        {
            // The SACK shows that the COOKIE ECHO in front of the DATA was accepted: only the COOKIE ACK went missing (9260-6-06).
            association.Handshake.OnCookieAck(now);
        }

        Acknowledged(association, association.Sender.OnSack(sack, now), now);
    }

    private static void OnShutdown(SctpAssociation association, in ChunkView chunk, Instant now)
    {
        if (association.State is AssociationState.CookieWait or AssociationState.CookieEchoed)
        {
            association.Context.Statistics.Discards.Count(DiscardReason.State); // 9260-9.2-34
            return;
        }

        if (chunk.Value.Length < sizeof(uint))
        {
            association.Context.Statistics.Discards.Count(DiscardReason.Malformed);
            return;
        }

        var cumulativeTsn = new Tsn(BinaryPrimitives.ReadUInt32BigEndian(chunk.Value));
        if (association.State is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived)
        {
            Acknowledged(association, association.Sender.OnCumulativeAck(cumulativeTsn, now), now); // 9260-9.2-11
            if (association.HasEnded)
            {
                return;
            }
        }

        association.Sender.IsShuttingDown = true;
        association.Teardown.OnShutdown(now);
    }

    private static void Acknowledged(SctpAssociation association, in SackResult result, Instant now)
    {
        switch (result.Disposition)
        {
            case SackDisposition.Stale:
                association.Context.Statistics.Discards.Count(DiscardReason.StaleSack); // 9260-6.2.1-05
                return;
            case SackDisposition.AcksUnsent:
                association.AbortAndEnd(ErrorCauseCode.ProtocolViolation, "acknowledges a TSN never sent"u8, LossReason.ProtocolViolation, now); // 9260-12.4-06
                return;
            default:
                break;
        }

        if (result.AnyNewlyAcked)
        {
            association.Failure.OnPeerReachable(); // 9260-8.1-06
            foreach (Path path in association.Context.Paths.All)
            {
                if (association.Sender.WasNewlyAcked(path.Index))
                {
                    bool wasUsable = path.IsUsable;
                    association.Failure.OnPathWorks(path); // 9260-8.2-05
                    if (path.IsUsable != wasUsable)
                    {
                        association.Sender.OnPathsChanged(now);
                    }
                }
            }
        }
        else if (association.Sender.IsProbingWindow)
        {
            association.Failure.OnPeerReachable(); // 9260-6.1-07
        }
    }

    private static void OnHeartbeat(SctpAssociation association, in ChunkView chunk, Path path)
    {
        // 9260-8.3-03: answered from COOKIE-ECHOED on; before COOKIE ACK the answer waits in the reply queue (9260-5.1-10).
        if (association.State is AssociationState.CookieWait or AssociationState.ShutdownSent or AssociationState.ShutdownAckSent)
        {
            association.Context.Statistics.Discards.Count(DiscardReason.State);
            return;
        }

        // 9260-3.3.6-01, 9260-3.3.6-03, 9260-8.3-13: everything comes back unchanged, to where it came from, if it fits the path.
        if (TryReply(association, path, ChunkType.HeartbeatAck, chunk.Value.Length, out Span<byte> reply))
        {
            chunk.Value.CopyTo(reply);
        }
    }

    private static void OnHeartbeatAck(SctpAssociation association, in ChunkView chunk, Instant now)
    {
        Path? probed = association.Heartbeats.OnAck(chunk.Value, now);
        if (probed is null)
        {
            association.Context.Statistics.Discards.Count(DiscardReason.HeartbeatNonce);
            return;
        }

        // 9260-8.1-07 clears the association's counter; with data outstanding it is left to the acknowledgement of that data (9260-8.1-08), so that a
        // path which passes HEARTBEATs but no data cannot keep an association alive for ever.
        if (!association.Sender.HasOutstanding)
        {
            association.Failure.OnPeerReachable();
        }

        association.Sender.OnPathsChanged(now);
    }

    private static void OnAbort(SctpAssociation association, in ChunkView chunk, uint tag, Instant now)
    {
        if (!TagRules.IsReflectable(chunk.Flags, tag, association.LocalTag, association.PeerTag))
        {
            association.Context.Statistics.Discards.Count(DiscardReason.VerificationTag); // 9260-8.5.1-07
            return;
        }

        var causes = new ParameterReader(chunk.Value);
        ErrorCauseCode code = 0;
        ReadOnlySpan<byte> information = default;
        while (causes.MoveNext())
        {
            if (code == 0)
            {
                code = (ErrorCauseCode)causes.Current.Type;
                information = causes.Current.Value;
            }
        }

        if (causes.IsMalformed)
        {
            association.Context.Statistics.Discards.Count(DiscardReason.Malformed); // 9260-3.3.7-05
            return;
        }

        association.End(now, new SctpEvent
        {
            Kind = SctpEventKind.CommunicationLost, // 9260-9.1-07, 9260-9.1-08, 9260-9.1-09
            LossReason = LossReason.PeerAborted,
            Cause = code,
            CauseInformation = CopyOf(information),
        });
    }

    private static void OnShutdownAck(SctpAssociation association, Path path, Instant now)
    {
        switch (association.State)
        {
            case AssociationState.ShutdownSent:
            case AssociationState.ShutdownAckSent:
                association.Endpoint.Replies.SendShutdownComplete(association, path); // 9260-9.2-26, 9260-9.2-36
                association.End(now, new SctpEvent { Kind = SctpEventKind.ShutdownComplete });
                break;
            default:
                association.Context.Statistics.Discards.Count(DiscardReason.State);
                break;
        }
    }

    private static void OnError(SctpAssociation association, in ChunkView chunk, Instant now)
    {
        var causes = new ParameterReader(chunk.Value);
        while (causes.MoveNext())
        {
            ParameterView cause = causes.Current;
            var code = (ErrorCauseCode)cause.Type;
            if (code == ErrorCauseCode.StaleCookie)
            {
                if (association.State != AssociationState.CookieEchoed)
                {
                    association.Context.Statistics.Discards.Count(DiscardReason.State); // 9260-5.2.6-02
                    continue;
                }

                association.Handshake.OnStaleCookie(now); // 9260-5.2.6-01, 9260-5.2.6-03
                if (association.HasEnded)
                {
                    return;
                }
            }

            // 9260-3.3.10-03, 9260-11.2.6-01: it informs and ends nothing.
            association.Context.Events.AddInformative(new SctpEvent
            {
                Kind = SctpEventKind.RemoteError,
                Association = association,
                Cause = code,
                CauseInformation = CopyOf(cause.Value),
            });
        }

        if (causes.IsMalformed)
        {
            association.Context.Statistics.Discards.Count(DiscardReason.Malformed);
        }
    }

    private static void OnCookieAck(SctpAssociation association, Instant now)
    {
        if (association.State == AssociationState.CookieEchoed)
        {
            association.Handshake.OnCookieAck(now);
        }
        else
        {
            association.Context.Statistics.Discards.Count(DiscardReason.State); // 9260-5.2.5-01
        }
    }

    /// <summary>Returns whether the chunks behind it are processed.</summary>
    private static bool OnUnrecognized(SctpAssociation association, in ChunkView chunk, Path path)
    {
        if (UnrecognizedAction.IsReported(chunk.Type))
        {
            ReplyWithError(association, path, ErrorCauseCode.UnrecognizedChunkType, chunk.Bytes); // 9260-3.2-02, 9260-3.2-04
        }

        return UnrecognizedAction.ContinuesProcessing(chunk.Type);
    }

    /// <summary>Answers the packet with an ERROR of one cause; information that does not fit is cut off, and an ERROR that does not fit is dropped.</summary>
    public static void ReplyWithError(SctpAssociation association, Path path, ErrorCauseCode cause, ReadOnlySpan<byte> information)
    {
        // Nothing but answers to HEARTBEAT and COOKIE ECHO goes to an unconfirmed address (9260-5.4-08).
        Path destination = path.IsConfirmed ? path : association.Context.Paths.ChooseForNewData();
        int room = destination.Mtu - CommonHeader.Length - ChunkView.HeaderLength - ParameterView.HeaderLength;
        information = information[..Math.Min(information.Length, room & ~3)];
        if (TryReply(association, destination, ChunkType.Error, ParameterView.HeaderLength + information.Length, out Span<byte> reply))
        {
            BinaryPrimitives.WriteUInt16BigEndian(reply, (ushort)cause);
            BinaryPrimitives.WriteUInt16BigEndian(reply[2..], (ushort)(ParameterView.HeaderLength + information.Length));
            information.CopyTo(reply[ParameterView.HeaderLength..]);
        }
    }

    /// <summary>Adds a chunk that answers the packet; false where there is no room for it.</summary>
    public static bool TryReply(SctpAssociation association, Path path, ChunkType type, int valueLength, out Span<byte> value)
    {
        int chunkLength = ChunkView.HeaderLength + valueLength;
        Span<byte> chunk = association.Replies.TryReserve(chunkLength, path.Index, path.Mtu - CommonHeader.Length);
        if (chunk.IsEmpty)
        {
            association.Context.Statistics.Discards.Count(DiscardReason.ReplyQueueFull); // 9260-12.4-03
            value = default;
            return false;
        }

        association.Context.Statistics.ChunksSent.Count(type);
        chunk[0] = (byte)type;
        chunk[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(chunk[2..], (ushort)chunkLength);
        value = chunk[ChunkView.HeaderLength..];
        return true;
    }

    private static ReadOnlyMemory<byte> CopyOf(ReadOnlySpan<byte> information) =>
        information.IsEmpty ? default : information[..Math.Min(information.Length, MaxReportedInformation)].ToArray();
}
