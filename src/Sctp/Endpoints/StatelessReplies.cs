using System;
using System.Collections.Generic;
using Sctp.Buffers;

namespace Sctp.Endpoints;

/// <summary>
/// Finished packets that belong to no association: INIT ACK, replies to out-of-the-blue packets, and the last packet of an association that has
/// ended. Bounded: a flood makes replies go missing, never memory grow. Only last packets are always kept: each takes the place of an association.
/// </summary>
internal sealed class StatelessReplies
{
    private const int Limit = 256;
    private readonly BlockPool _pool;
    private readonly Queue<Reply> _replies = new();

    public StatelessReplies(BlockPool pool) => _pool = pool;

    /// <summary>A copy of a sealed packet for a destination. Returns whether there was room.</summary>
    public bool TryAdd(ReadOnlySpan<byte> packet, in SctpAddress remote, in SctpAddress local, bool dontFragment, bool isLast = false)
    {
        if ((!isLast && _replies.Count >= Limit) || packet.Length > BlockPool.MaxBlockSize)
        {
            return false;
        }

        Block block = _pool.Rent(packet.Length);
        packet.CopyTo(block.Span);
        _replies.Enqueue(new Reply(block, packet.Length, remote, local, dontFragment));
        return true;
    }

    public bool TryTransmit(Span<byte> buffer, byte dscp, out Transmit transmit)
    {
        while (_replies.TryDequeue(out Reply reply))
        {
            bool fits = reply.Length <= buffer.Length;
            if (fits)
            {
                reply.Block.Span[..reply.Length].CopyTo(buffer);
            }

            _pool.Return(reply.Block);
            if (fits)
            {
                transmit = new Transmit(reply.Length, reply.Remote, reply.Local, EcnCodepoint.NotEct, dscp, reply.DontFragment);
                return true;
            }
        }

        transmit = default;
        return false;
    }

    private readonly record struct Reply(Block Block, int Length, SctpAddress Remote, SctpAddress Local, bool DontFragment);
}
