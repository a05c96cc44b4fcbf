using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;

#pragma warning disable RS0030 // The dictionary is looked up by key only, never enumerated: its undefined order cannot show.

namespace Sctp.Buffers;

/// <summary>A piece of a slab, rented from a <see cref="BlockPool"/>.</summary>
internal readonly record struct Block(byte[] Slab, int Offset, int Capacity)
{
    public Span<byte> Span => new(Slab, Offset, Capacity);

    public bool IsNone => Slab is null;
}

/// <summary>
/// The memory of an endpoint: blocks of a few sizes cut from slabs and used again, so that the steady state allocates nothing. What is rented
/// is counted, so that a closed association can be shown to hold nothing.
/// </summary>
internal sealed class BlockPool
{
    /// <summary>The largest block; longer payloads are chains of blocks.</summary>
    public const int MaxBlockSize = 32 * 1024;

    private const int SmallestShift = 6;
    private const int LargestShift = 15;
    private const int SlabSize = 64 * 1024;

    // Below this nothing is worth the search, or an endpoint whose associations come and go one at a time would make its slabs anew for each.
    private const int KeptBytes = 1024 * 1024;

    private readonly Stack<Block>[] _free = new Stack<Block>[LargestShift - SmallestShift + 1];
    private readonly Stack<PayloadBuffer> _payloads = new();
    private long _freeAfterTrim;

    public BlockPool()
    {
        for (int i = 0; i < _free.Length; i++)
        {
            _free[i] = new Stack<Block>();
        }
    }

    /// <summary>Bytes in blocks that are rented now.</summary>
    public long RentedBytes { get; private set; }

    /// <summary>Bytes in blocks that wait to be rented.</summary>
    public long FreeBytes { get; private set; }

    /// <summary>
    /// Whether far more waits to be rented than is rented, and <see cref="Trim"/> is worth its time: where it found little, because each slab had a block
    /// in use, not before there is twice as much or nothing is in use.
    /// </summary>
    public bool IsMostlyFree => FreeBytes > (4 * RentedBytes) + KeptBytes && (RentedBytes == 0 || FreeBytes > 2 * _freeAfterTrim);

    /// <summary>Whether the endpoint has no association: then what the last messages give back, however late their user disposes of them, does not stay either.</summary>
    public bool IsIdle { get; set; }

    /// <summary>Payload buffers that are rented now.</summary>
    public int RentedPayloads { get; private set; }

    /// <summary>The capacity of the block that <see cref="Rent"/> gives for a length: what it costs in memory.</summary>
    public static int CapacityFor(int minimumLength) => 1 << ShiftFor(minimumLength);

    /// <summary>A block of at least <paramref name="minimumLength"/> bytes, at most <see cref="MaxBlockSize"/>. Its content is not cleared.</summary>
    public Block Rent(int minimumLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimumLength, MaxBlockSize);
        int shift = ShiftFor(minimumLength);
        Stack<Block> free = _free[shift - SmallestShift];
        if (!free.TryPop(out Block block))
        {
            int capacity = 1 << shift;
            byte[] slab = NewSlab();
            for (int offset = SlabSize - capacity; offset > 0; offset -= capacity)
            {
                free.Push(new Block(slab, offset, capacity));
            }

            block = new Block(slab, 0, capacity);
            FreeBytes += SlabSize;
        }

        FreeBytes -= block.Capacity;
        RentedBytes += block.Capacity;
        return block;
    }

    public void Return(in Block block)
    {
        RentedBytes -= block.Capacity;
        FreeBytes += block.Capacity;
        _free[BitOperations.Log2((uint)block.Capacity) - SmallestShift].Push(block);
        if (IsIdle && IsMostlyFree)
        {
            Trim();
        }
    }

    /// <summary>An empty payload buffer.</summary>
    public PayloadBuffer RentPayload()
    {
        RentedPayloads++;
        return _payloads.TryPop(out PayloadBuffer? payload) ? payload : new PayloadBuffer(this);
    }

    /// <summary>Takes back a payload buffer that has already returned its blocks.</summary>
    internal void ReturnPayload(PayloadBuffer payload)
    {
        RentedPayloads--;
        _payloads.Push(payload);
    }

    /// <summary>Lets go of every slab of which no block is rented. The other blocks of a slab in use stay here, so that it is not lost in part.</summary>
    public void Trim()
    {
        for (int i = 0; i < _free.Length; i++)
        {
            if (_free[i].Count != 0)
            {
                TrimBlocks(_free[i], SlabSize >> (i + SmallestShift));
            }
        }

        _payloads.Clear();
        _payloads.TrimExcess();
        _freeAfterTrim = FreeBytes;
    }

    private void TrimBlocks(Stack<Block> free, int blocksOfSlab)
    {
        var counts = new Dictionary<byte[], int>();
        foreach (Block block in free)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, block.Slab, out _)++;
        }

        Block[] blocks = free.ToArray();
        free.Clear();
        for (int i = blocks.Length - 1; i >= 0; i--)
        {
            if (counts[blocks[i].Slab] < blocksOfSlab)
            {
                free.Push(blocks[i]);
            }
            else
            {
                FreeBytes -= blocks[i].Capacity;
            }
        }

        free.TrimExcess();
    }

    private static byte[] NewSlab() => new byte[SlabSize];

    private static int ShiftFor(int length) =>
        length <= 1 << SmallestShift ? SmallestShift : BitOperations.Log2((uint)(length - 1)) + 1;
}
