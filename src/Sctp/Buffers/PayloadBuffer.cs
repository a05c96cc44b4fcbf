using System;

namespace Sctp.Buffers;

/// <summary>
/// The bytes of one user message as a chain of pooled blocks. The object itself is pooled as well: <see cref="Generation"/> tells one use from
/// the next, so that a message that was disposed cannot show the bytes of its successor.
/// </summary>
internal sealed class PayloadBuffer
{
    private const int MaxKeptSegments = 1024;

    private readonly BlockPool _pool;
    private Segment[] _segments = new Segment[1];

    internal PayloadBuffer(BlockPool pool) => _pool = pool;

    public uint Generation { get; private set; }

    /// <summary>User bytes in all segments.</summary>
    public int Length { get; private set; }

    public int SegmentCount { get; private set; }

    /// <summary>Bytes of memory that the segments occupy.</summary>
    public int Capacity { get; private set; }

    /// <summary>Copies a user message in. All blocks but the last are full <see cref="BlockPool.MaxBlockSize"/> blocks, so that an offset finds its block by division.</summary>
    public void Fill(ReadOnlySpan<byte> payload)
    {
        while (!payload.IsEmpty)
        {
            int length = Math.Min(payload.Length, BlockPool.MaxBlockSize);
            Block block = _pool.Rent(length);
            payload[..length].CopyTo(block.Span);
            Append(block, 0, length);
            payload = payload[length..];
        }
    }

    /// <summary>Takes over a block of which <paramref name="length"/> bytes from <paramref name="start"/> on are payload.</summary>
    public void Append(in Block block, int start, int length)
    {
        if (SegmentCount == _segments.Length)
        {
            Array.Resize(ref _segments, _segments.Length * 2);
        }

        _segments[SegmentCount++] = new Segment(block, start, length);
        Length += length;
        Capacity += block.Capacity;
    }

    public ReadOnlySpan<byte> GetSegment(int index)
    {
        ref readonly Segment segment = ref _segments[index];
        return new ReadOnlySpan<byte>(segment.Block.Slab, segment.Block.Offset + segment.Start, segment.Length);
    }

    public ReadOnlyMemory<byte> GetSegmentMemory(int index)
    {
        ref readonly Segment segment = ref _segments[index];
        return new ReadOnlyMemory<byte>(segment.Block.Slab, segment.Block.Offset + segment.Start, segment.Length);
    }

    /// <summary>Copies a part of a buffer made by <see cref="Fill"/>.</summary>
    public void CopyFilled(int offset, Span<byte> destination)
    {
        int index = offset / BlockPool.MaxBlockSize;
        int start = offset % BlockPool.MaxBlockSize;
        while (!destination.IsEmpty)
        {
            ReadOnlySpan<byte> segment = GetSegment(index++)[start..];
            int length = Math.Min(segment.Length, destination.Length);
            segment[..length].CopyTo(destination);
            destination = destination[length..];
            start = 0;
        }
    }

    public void CopyTo(Span<byte> destination)
    {
        for (int i = 0; i < SegmentCount; i++)
        {
            ReadOnlySpan<byte> segment = GetSegment(i);
            segment.CopyTo(destination);
            destination = destination[segment.Length..];
        }
    }

    /// <summary>Gives back all blocks and the buffer itself.</summary>
    public void Release()
    {
        for (int i = 0; i < SegmentCount; i++)
        {
            _pool.Return(_segments[i].Block);
            _segments[i] = default;
        }

        // A buffer that once held a chain longer than a message of 1 MiB needs does not keep the long array for ever.
        if (_segments.Length > MaxKeptSegments)
        {
            _segments = new Segment[1];
        }

        SegmentCount = 0;
        Length = 0;
        Capacity = 0;
        Generation++;
        _pool.ReturnPayload(this);
    }

    private readonly record struct Segment(Block Block, int Start, int Length);
}
