using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Sctp.Associations;
using Sctp.Buffers;
using Sctp.Paths;
using Sctp.Wire;

namespace Sctp.Endpoints;

/// <summary>
/// Finished packets that belong to no association: INIT ACK, replies to out-of-the-blue packets, and the last packet of an association that has
/// ended. Bounded: a flood makes replies go missing, never memory grow. Only last packets are always kept: each takes the place of an association.
/// </summary>
internal sealed class StatelessReplies
{
    private const int Limit = 256;
    private readonly SctpEndpoint _endpoint;
    private readonly Queue<Reply> _replies = new();

    public StatelessReplies(SctpEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>
    /// Hands out the next packet. In a buffer that is too small for it the ABORT of an association goes with its reason cut, and any other is dropped, so that it
    /// holds nothing up: the peer chose its length.
    /// </summary>
    public bool TryTransmit(Span<byte> buffer, byte dscp, out Transmit transmit)
    {
        while (_replies.TryDequeue(out Reply reply))
        {
            ReadOnlySpan<byte> packet = reply.Block.Span[..reply.Length];
            int length = packet.Length <= buffer.Length ? packet.Length : 0;
            packet[..length].CopyTo(buffer);
            if (length == 0 && reply.IsLast)
            {
                length = CutAbort(packet, buffer);
            }

            _endpoint.Pool.Return(reply.Block);
            if (length != 0)
            {
                transmit = new Transmit(length, reply.Remote, reply.Local, EcnCodepoint.NotEct, dscp, reply.DontFragment);
                return true;
            }

            _endpoint.Discard(DiscardReason.ReplyQueueFull);
        }

        transmit = default;
        return false;
    }

    /// <summary>Queues a finished packet that belongs to no association.</summary>
    public void Send(ReadOnlySpan<byte> packet, in SctpAddress remote, in SctpAddress local)
    {
        if (TryAdd(packet, remote, local, dontFragment: packet.Length <= _endpoint.Options.InitialPathMtu(remote)))
        {
            _endpoint.CountStatelessReply();
        }
        else
        {
            _endpoint.Discard(DiscardReason.ReplyQueueFull);
        }
    }

    /// <summary>ABORT to a peer without an association, under its own tag or reflecting the one it sent.</summary>
    public void SendAbort(uint tag, bool isReflected, ReadOnlySpan<byte> causes, ushort remotePort, in NetworkPath path)
    {
        Span<byte> buffer = stackalloc byte[SctpOptions.MinPathMtu + 32];
        var packet = new PacketWriter(buffer, buffer.Length, _endpoint.LocalPort, remotePort, tag);
        _ = packet.TryAppend(ChunkType.Abort, isReflected ? TagRules.TBit : (byte)0, causes);
        int length = packet.Seal();
        Send(buffer[..length], path.Remote, path.Local);
    }

    /// <summary>The ABORT of an association that ends now: one cause, as much of its information as fits (9260-9.1-04).</summary>
    public void SendLastAbort(SctpAssociation association, ErrorCauseCode cause, ReadOnlySpan<byte> information)
    {
        Path path = association.Context.Paths.ChooseForNewData();
        int limit = Math.Min(path.Mtu, BlockPool.MaxBlockSize);
        Block block = _endpoint.Pool.Rent(limit);
        var packet = new PacketWriter(block.Span, limit, _endpoint.LocalPort, association.RemotePort, association.PeerTag);
        int causeLength = cause == 0 ? 0 : ParameterView.HeaderLength;
        information = information[..Math.Min(information.Length, packet.Remaining - ChunkView.HeaderLength - ParameterView.HeaderLength)];
        Span<byte> chunk = packet.Reserve(ChunkView.HeaderLength + causeLength + (cause == 0 ? 0 : information.Length));
        BinaryPrimitives.WriteUInt32BigEndian(chunk, ((uint)ChunkType.Abort << 24) | (uint)chunk.Length); // 9260-3.3.7-07
        if (cause != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(chunk[4..], (ushort)cause);
            BinaryPrimitives.WriteUInt16BigEndian(chunk[6..], (ushort)(causeLength + information.Length));
            information.CopyTo(chunk[8..]);
        }

        int length = packet.Seal();
        SendLast(association, path, block.Span[..length], ChunkType.Abort);
        _endpoint.Pool.Return(block);
    }

    /// <summary>The SHUTDOWN COMPLETE of an association that ends now: the peer's tag and T = 0 (9260-8.5.1-08, 9260-8.5.1-09).</summary>
    public void SendShutdownComplete(SctpAssociation association, Path path)
    {
        Path destination = path.IsConfirmed ? path : association.Context.Paths.ChooseForNewData();
        Span<byte> buffer = stackalloc byte[CommonHeader.Length + ChunkView.HeaderLength];
        var packet = new PacketWriter(buffer, buffer.Length, _endpoint.LocalPort, association.RemotePort, association.PeerTag);
        _ = packet.TryAppend(ChunkType.ShutdownComplete, 0, default);
        _ = packet.Seal();
        SendLast(association, destination, buffer, ChunkType.ShutdownComplete);
    }

    public void SendReflected(ChunkType type, uint tag, ushort remotePort, in NetworkPath path)
    {
        Span<byte> buffer = stackalloc byte[CommonHeader.Length + ChunkView.HeaderLength];
        var packet = new PacketWriter(buffer, buffer.Length, _endpoint.LocalPort, remotePort, tag);
        _ = packet.TryAppend(type, TagRules.TBit, default);
        _ = packet.Seal();
        Send(buffer, path.Remote, path.Local);
    }

    private void SendLast(SctpAssociation association, Path path, ReadOnlySpan<byte> packet, ChunkType type)
    {
        association.Context.Statistics.ChunksSent.Count(type);
        association.Context.Statistics.PacketsSent++;
        association.Context.Statistics.BytesSent += packet.Length;
        if (!TryAdd(packet, path.Remote, path.Local, dontFragment: true, isLast: true))
        {
            _endpoint.Discard(DiscardReason.ReplyQueueFull);
        }
    }

    /// <summary>Writes as much of the one cause of an ABORT made by <see cref="SendLastAbort"/> as fits; all that is longer than the least buffer has one.</summary>
    private static int CutAbort(ReadOnlySpan<byte> packet, Span<byte> buffer)
    {
        int length = buffer.Length & ~3;
        packet[..length].CopyTo(buffer);
        int chunkLength = length - CommonHeader.Length;
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(CommonHeader.Length + 2)..], (ushort)chunkLength);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(CommonHeader.Length + ChunkView.HeaderLength + 2)..], (ushort)(chunkLength - ChunkView.HeaderLength));
        CommonHeader.Seal(buffer[..length]);
        return length;
    }

    /// <summary>A copy of a sealed packet for a destination. Returns whether there was room.</summary>
    private bool TryAdd(ReadOnlySpan<byte> packet, in SctpAddress remote, in SctpAddress local, bool dontFragment, bool isLast = false)
    {
        if ((!isLast && _replies.Count >= Limit) || packet.Length > BlockPool.MaxBlockSize)
        {
            return false;
        }

        Block block = _endpoint.Pool.Rent(packet.Length);
        packet.CopyTo(block.Span);
        _replies.Enqueue(new Reply(block, packet.Length, remote, local, dontFragment, isLast));
        return true;
    }

    private readonly record struct Reply(Block Block, int Length, SctpAddress Remote, SctpAddress Local, bool DontFragment, bool IsLast);
}
