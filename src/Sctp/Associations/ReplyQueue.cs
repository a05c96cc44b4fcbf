using System;
using Sctp.Buffers;

namespace Sctp.Associations;

/// <summary>
/// Control chunks that answer received packets: COOKIE ACK, HEARTBEAT ACK, ERROR. The chunks that one packet calls for share one entry and so one
/// packet; what does not fit is dropped (RFC 9260 section 12.4, 9260-12.4-02). The number of entries is bounded.
/// </summary>
internal sealed class ReplyQueue
{
    private const int Limit = 16;
    private readonly BlockPool _pool;
    private readonly Entry[] _entries = new Entry[Limit];
    private int _head;
    private int _count;
    private bool _open;

    public ReplyQueue(BlockPool pool) => _pool = pool;

    public bool IsEmpty => _count == 0;

    /// <summary>The path that the first entry goes to.</summary>
    public int FirstPathIndex => _entries[_head].PathIndex;

    /// <summary>From here on replies belong to another received packet.</summary>
    public void BeginPacket() => _open = false;

    /// <summary>Room for a chunk of <paramref name="length"/> bytes that answers the packet in work, or an empty span where there is none.</summary>
    /// <param name="length">Length of the chunk without padding.</param>
    /// <param name="pathIndex">The path to answer on.</param>
    /// <param name="limit">Bytes of chunks that fit a packet on that path.</param>
    public Span<byte> TryReserve(int length, int pathIndex, int limit)
    {
        int padded = (length + 3) & ~3;
        if (!_open)
        {
            if (_count == Limit || padded > Math.Min(limit, BlockPool.MaxBlockSize))
            {
                return default;
            }

            ref Entry fresh = ref _entries[(_head + _count++) % Limit];
            fresh = new Entry { PathIndex = pathIndex, Block = _pool.Rent(Math.Min(limit, BlockPool.MaxBlockSize)) };
            _open = true;
        }

        ref Entry entry = ref _entries[(_head + _count - 1) % Limit];
        if (entry.PathIndex != pathIndex || entry.Length + padded > Math.Min(limit - entry.KeptRoom, entry.Block.Capacity))
        {
            return default;
        }

        Span<byte> room = entry.Block.Span.Slice(entry.Length, padded);
        room[length..].Clear();
        entry.Length += padded;
        return room[..length];
    }

    /// <summary>Later answers to the packet in work leave room behind them for a chunk of <paramref name="length"/> bytes that is no reply.</summary>
    public void KeepRoom(int length)
    {
        if (_open)
        {
            _entries[(_head + _count - 1) % Limit].KeptRoom = length;
        }
    }

    /// <summary>The chunks of the first entry.</summary>
    public ReadOnlySpan<byte> First => _entries[_head].Block.Span[.._entries[_head].Length];

    public void RemoveFirst()
    {
        _pool.Return(_entries[_head].Block);
        _entries[_head] = default;
        _head = (_head + 1) % Limit;
        _count--;
        _open &= _count > 0;
    }

    public void Clear()
    {
        while (_count > 0)
        {
            RemoveFirst();
        }
    }

    private struct Entry
    {
        public int PathIndex;
        public int Length;
        public int KeptRoom;
        public Block Block;
    }
}
