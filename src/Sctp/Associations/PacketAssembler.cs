using System;
using Sctp.Paths;
using Sctp.Wire;

namespace Sctp.Associations;

/// <summary>
/// Builds the next packet of an association at the moment the host fetches it: one place that decides what shares a packet. Control chunks come first,
/// then SACK, then DATA (9260-6-12, 9260-6.1-22); the size is the path MTU of the destination (9260-6.10-01).
/// </summary>
internal static class PacketAssembler
{
    public static AssemblyResult Build(SctpAssociation association, Span<byte> buffer, Instant now, out Transmit transmit)
    {
        transmit = default;
        if (association.Handshake.IsDue)
        {
            int length = association.Handshake.Write(buffer, now, out bool dontFragment);
            if (length > CommonHeader.Length)
            {
                transmit = Sent(association, association.Handshake.Target, length, dontFragment);
                return AssemblyResult.Packet;
            }
        }

        // Until COOKIE ACK nothing else leaves (9260-5.1-10).
        if (association.State is AssociationState.Closed or AssociationState.CookieWait or AssociationState.CookieEchoed)
        {
            return association.Handshake.IsDue ? AssemblyResult.NeedsRoom : AssemblyResult.Nothing;
        }

        bool goOn = true;
        while (goOn)
        {
            // A reply that no longer fits its path is dropped and leaves an empty packet: there may be more to say.
            goOn = !association.Replies.IsEmpty;
            AssemblyResult result = BuildOrdinary(association, buffer, now, out transmit);
            if (result != AssemblyResult.Nothing)
            {
                return result;
            }
        }

        return AssemblyResult.Nothing;
    }

    private static AssemblyResult BuildOrdinary(SctpAssociation association, Span<byte> buffer, Instant now, out Transmit transmit)
    {
        transmit = default;
        bool hasData = association.Sender.TryChoosePath(now, out Path dataPath) && MaySendData(association);

        // A message that was found to have expired just now may be the last that a shutdown waited for (9260-9.2-02, 9260-9.2-21).
        association.Teardown.Advance(now);
        if (!TryChooseDestination(association, hasData ? dataPath : null, out Path path))
        {
            return AssemblyResult.Nothing;
        }

        hasData &= dataPath == path;
        int oversized = hasData ? association.Sender.OversizedChunkLength(path) : 0; // of the whole packet
        if (oversized != 0 && HasControl(association, path))
        {
            // A chunk cut before the path MTU fell travels alone (9260-6.9-09), after what has to be said first.
            hasData = false;
            oversized = 0;
        }

        int limit = oversized == 0 ? path.Mtu : oversized;
        bool isCut = buffer.Length < limit;
        var packet = new PacketWriter(buffer, limit, association.Endpoint.LocalPort, association.RemotePort, association.PeerTag); // 9260-3.1-03
        if (oversized == 0)
        {
            WriteControl(association, ref packet, path, hasData, now);
        }

        // An ERROR, HEARTBEAT ACK or the like may have left no room; the next packet will take the data.
        if (hasData)
        {
            _ = association.Sender.WriteData(ref packet, path, now);
        }

        if (packet.IsEmpty)
        {
            return isCut && hasData ? AssemblyResult.NeedsRoom : AssemblyResult.Nothing;
        }

        transmit = Sent(association, path, packet.Seal(), dontFragment: oversized == 0);
        return AssemblyResult.Packet;
    }

    // 9260-6-01
    private static bool MaySendData(SctpAssociation association) =>
        association.State is AssociationState.Established or AssociationState.ShutdownPending or AssociationState.ShutdownReceived;

    private static bool TryChooseDestination(SctpAssociation association, Path? dataPath, out Path path)
    {
        PathTable paths = association.Context.Paths;
        if (!association.Replies.IsEmpty)
        {
            path = paths[association.Replies.FirstPathIndex];
            return true;
        }

        if (association.Teardown.IsDue)
        {
            path = association.Teardown.Destination;
            return true;
        }

        if (IsSackDue(association))
        {
            path = SackDestination(association);
            return true;
        }

        foreach (Path each in paths.All)
        {
            if (each.HeartbeatDue)
            {
                path = each;
                return true;
            }
        }

        path = dataPath!;
        return dataPath is not null;
    }

    private static bool HasControl(SctpAssociation association, Path path) =>
        !association.Replies.IsEmpty || association.Teardown.IsDue || IsSackDue(association) || path.HeartbeatDue;

    // After SHUTDOWN ACK the peer has nothing left that could be acknowledged.
    private static bool IsSackDue(SctpAssociation association) =>
        association.Receiver.SackDue && association.State != AssociationState.ShutdownAckSent;

    /// <summary>Where the last DATA came from (9260-6.7-03), unless that address is unconfirmed (9260-5.4-08).</summary>
    private static Path SackDestination(SctpAssociation association)
    {
        Path path = association.Context.Paths[association.Receiver.SackPathIndex];
        return path.IsConfirmed ? path : association.Context.Paths.ChooseForNewData();
    }

    private static void WriteControl(SctpAssociation association, ref PacketWriter packet, Path path, bool hasData, Instant now)
    {
        bool isShutdownDue = association.Teardown.IsDue && association.Teardown.Destination == path;
        if (!association.Replies.IsEmpty && association.Replies.FirstPathIndex == path.Index)
        {
            ReadOnlySpan<byte> reply = association.Replies.First;
            if (isShutdownDue
                && association.State == AssociationState.ShutdownAckSent
                && reply[0] == (byte)ChunkType.Error // COOKIE ACK is the first chunk (9260-5.1-13).
                && association.Teardown.ChunkLength + reply.Length <= packet.Remaining)
            {
                // In front of the ERROR, which would hide it from a peer that has begun anew: there the first chunk decides (9260-5.2.4-10, 9260-8.5.1-15).
                association.Teardown.Write(ref packet);
                isShutdownDue = false;
            }

            // What does not fit is dropped: the path MTU fell since, or the host's buffer is small, and the peer chose the length of a HEARTBEAT.
            if (!packet.TryAppendRaw(reply))
            {
                association.Context.Statistics.Discards.Count(DiscardReason.ReplyQueueFull);
            }

            association.Replies.RemoveFirst();
        }

        if (path.IsConfirmed && IsSackWanted(association, path, packet.Remaining, hasData, isShutdownDue))
        {
            // The SHUTDOWN keeps its place: a SACK that reports many gaps would take all there is, again and again.
            WriteSack(association, ref packet, reserved: isShutdownDue ? association.Teardown.ChunkLength : 0, now);
        }

        if (isShutdownDue && packet.Remaining >= association.Teardown.ChunkLength)
        {
            association.Teardown.Write(ref packet);
        }

        if (path.HeartbeatDue && packet.Remaining >= HeartbeatMonitor.ChunkLength)
        {
            association.Heartbeats.Write(ref packet, path, now);
        }
    }

    private static bool IsSackWanted(SctpAssociation association, Path path, int room, bool hasData, bool isShutdownDue)
    {
        if (isShutdownDue && association.State == AssociationState.ShutdownSent)
        {
            // The SHUTDOWN acknowledges what is in sequence (9260-9.2-16); a SACK goes along where that does not say it all (9260-9.2-17).
            if (association.Receiver.HasMoreThanShutdownTells)
            {
                return true;
            }

            association.Receiver.OnAcknowledgedByShutdown();
            return false;
        }

        if (IsSackDue(association))
        {
            return SackDestination(association) == path;
        }

        // A SACK that may wait goes in front of DATA as long as both fit (9260-6.1-22); alone it would leave too early (9260-6.2-10).
        return hasData
            && association.Receiver.SackPending
            && association.Receiver.MeasureSack(room) + association.Sender.NextChunkSize(path) <= room;
    }

    private static void WriteSack(SctpAssociation association, ref PacketWriter packet, int reserved, Instant now)
    {
        int length = association.Receiver.MeasureSack(packet.Remaining - reserved);
        if (length > 0)
        {
            _ = association.Receiver.WriteSack(packet.Reserve(length), now);
        }
    }

    private static Transmit Sent(SctpAssociation association, Path path, int length, bool dontFragment)
    {
        association.Context.Statistics.PacketsSent++;
        association.Context.Statistics.BytesSent += length;
        path.PacketsSent++;
        return new Transmit(length, path.Remote, path.Local, EcnCodepoint.NotEct, association.Dscp, dontFragment);
    }
}
