using System;
using System.Numerics;
using Sctp.Buffers;
using Sctp.Wire;

namespace Sctp.Receiving;

/// <summary>
/// The fragments held, in slots of one array that are used again, and where to find them: a ring of slot numbers by TSN for the range that neighbours
/// are looked up in, from the Cumulative TSN upward. Slot 0 means none.
/// </summary>
internal sealed class FragmentTable
{
    private const int InitialSlots = 16;
    private const int InitialRing = 64;
    private const int IdleSlots = 256;
    private const int IdleRing = 4096;

    private readonly BlockPool _pool;
    private Fragment[] _slots = [];
    private int[] _ring = [];
    private int _free;
    private int _used;
    private Tsn _highest;
    private LoadMark _load;

    public FragmentTable(BlockPool pool) => _pool = pool;

    /// <summary>Fragments held.</summary>
    public int Count { get; private set; }

    /// <summary>Slots that hold a fragment or did since all were free.</summary>
    public int UsedSlots => _used;

    public ref Fragment this[int slot] => ref _slots[slot];

    /// <summary>The slot of the fragment with a TSN at or above the Cumulative TSN; 0 where none is held.</summary>
    public int At(Tsn tsn)
    {
        if (Count == 0)
        {
            return 0;
        }

        int slot = _ring[tsn.Value & (_ring.Length - 1)];
        return slot != 0 && _slots[slot].Tsn == tsn ? slot : 0;
    }

    /// <summary>Copies a chunk in and joins it with the runs beside it that belong to the same message. Gives back the first slot of its run.</summary>
    public int Insert(in DataChunk chunk, byte extraFlags, int pathIndex, Tsn cumulativeTsn)
    {
        Tsn tsn = chunk.Tsn;
        EnsureRing(cumulativeTsn, tsn);
        _highest = Count == 0 ? tsn : Tsn.Max(Tsn.Max(_highest, cumulativeTsn), tsn);
        int before = chunk.IsBeginning ? 0 : At(tsn.Previous);
        int behind = chunk.IsEnding ? 0 : At(tsn.Next);
        int slot = TakeSlot();
        ref Fragment fragment = ref _slots[slot];
        Store(ref fragment, chunk.Payload);
        fragment.Tsn = tsn;
        fragment.PayloadProtocolId = chunk.PayloadProtocolId;
        fragment.StreamId = chunk.StreamId;
        fragment.Ssn = chunk.Ssn;
        fragment.Flags = (byte)((chunk.Flags & (DataChunk.Beginning | DataChunk.Ending | DataChunk.Unordered)) | extraFlags);
        fragment.PathIndex = (byte)pathIndex;
        fragment.Previous = 0;
        fragment.Next = 0;
        fragment.OtherEnd = slot;
        fragment.RunLength = fragment.Length;
        _ring[tsn.Value & (_ring.Length - 1)] = slot;
        int first = before == 0 ? slot : Join(before, slot);
        if (behind != 0)
        {
            Join(slot, behind);
        }

        return first;
    }

    /// <summary>Whether a run, given by its first slot, is a whole message, or the whole rest of one that is being delivered in parts.</summary>
    public bool IsComplete(int first) => _slots[first].OpensMessage && _slots[_slots[first].OtherEnd].IsEnding;

    /// <summary>Moves the bytes of a run, given by its first slot, to a payload and frees its slots.</summary>
    public void MoveTo(int first, PayloadBuffer payload)
    {
        for (int slot = first; slot != 0;)
        {
            ref Fragment fragment = ref _slots[slot];
            int next = fragment.Next;
            payload.Append(fragment.Block, 0, Math.Min(fragment.Length, BlockPool.MaxBlockSize));
            if (!fragment.SecondBlock.IsNone)
            {
                payload.Append(fragment.SecondBlock, 0, fragment.Length - BlockPool.MaxBlockSize);
            }

            FreeSlot(slot);
            slot = next;
        }
    }

    /// <summary>The slot of the highest TSN held above <paramref name="above"/>; 0 where there is none. It is the last of its run.</summary>
    public int FindHighest(Tsn above)
    {
        if (Count == 0)
        {
            return 0;
        }

        // What is passed over is remembered: a TSN is looked at once, until a higher one comes in again.
        for (; _highest > above; _highest = _highest.Previous)
        {
            if (At(_highest) is int slot and not 0)
            {
                return slot;
            }
        }

        return 0;
    }

    /// <summary>Drops the last fragment of a run with its bytes.</summary>
    public void DropLast(int last)
    {
        ref Fragment fragment = ref _slots[last];
        if (fragment.Previous != 0)
        {
            ref Fragment previous = ref _slots[fragment.Previous];
            ref Fragment first = ref _slots[fragment.OtherEnd];
            previous.Next = 0;
            previous.OtherEnd = fragment.OtherEnd;
            first.OtherEnd = fragment.Previous;
            first.RunLength -= fragment.Length;
        }

        ReturnBlocks(ref fragment);
        FreeSlot(last);
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        for (int slot = 1; slot <= _used; slot++)
        {
            if (_slots[slot].Length != 0)
            {
                ReturnBlocks(ref _slots[slot]);
            }
        }

        _slots = [];
        _ring = [];
        _free = 0;
        _used = 0;
        Count = 0;
    }

    /// <summary>Entries that the arrays have room for.</summary>
    public int Capacity => Math.Max(_slots.Length, _ring.Length);

    /// <summary>Whether arrays larger than an idle association keeps were needed since this was asked last.</summary>
    public bool TakeWasLarge() => _load.Take();

    /// <summary>Lets go of arrays that an idle association does not need.</summary>
    public void Trim()
    {
        if (Count == 0 && (_slots.Length > IdleSlots || _ring.Length > IdleRing))
        {
            Clear();
        }
    }

    /// <summary>Adds up what is held, and checks every run. For tests. Null when all is well.</summary>
    public string? FindInconsistency(TsnMap map, out long bytes, out long memory)
    {
        bytes = 0;
        memory = 0;
        int count = 0;
        for (int slot = 1; slot <= _used; slot++)
        {
            ref Fragment fragment = ref _slots[slot];
            if (fragment.Length == 0)
            {
                continue;
            }

            count++;
            bytes += fragment.Length;
            memory += ReceiveWindow.MemoryOf(fragment.Length);
            if (!map.Contains(fragment.Tsn))
            {
                return $"fragment {fragment.Tsn} is held but not received";
            }

            if (fragment.Tsn >= map.CumulativeTsn && At(fragment.Tsn) != slot)
            {
                return $"fragment {fragment.Tsn} cannot be found";
            }

            if (fragment.Tsn > map.CumulativeTsn && fragment.Tsn > _highest)
            {
                return $"fragment {fragment.Tsn} is above the highest {_highest}";
            }

            if (fragment.Previous == 0 && FindInconsistencyInRun(slot) is { } problem)
            {
                return problem;
            }
        }

        return count == Count ? null : $"{count} fragments held, {Count} counted";
    }

    private string? FindInconsistencyInRun(int first)
    {
        int length = 0;
        int last = first;
        for (int slot = first; slot != 0; slot = _slots[slot].Next)
        {
            ref Fragment fragment = ref _slots[slot];
            length += fragment.Length;
            if (slot != first && (fragment.Tsn != _slots[last].Tsn.Next || fragment.Previous != last || fragment.IsBeginning || _slots[last].IsEnding))
            {
                return $"fragment {fragment.Tsn} does not follow {_slots[last].Tsn}";
            }

            last = slot;
        }

        return _slots[first].OtherEnd == last && _slots[last].OtherEnd == first && _slots[first].RunLength == length
            ? null
            : $"the run from {_slots[first].Tsn} does not know its end or length";
    }

    /// <summary>Joins the run that ends in one slot with the run that begins in another; gives back the first slot of both.</summary>
    private int Join(int last, int first)
    {
        ref Fragment lastOfLower = ref _slots[last];
        ref Fragment firstOfUpper = ref _slots[first];
        int lowerEnd = lastOfLower.OtherEnd;
        int upperEnd = firstOfUpper.OtherEnd;
        lastOfLower.Next = first;
        firstOfUpper.Previous = last;
        _slots[lowerEnd].RunLength += firstOfUpper.RunLength;
        _slots[lowerEnd].OtherEnd = upperEnd;
        _slots[upperEnd].OtherEnd = lowerEnd;
        return lowerEnd;
    }

    /// <summary>Copies a payload into blocks: the one copy between the packet and the user.</summary>
    private void Store(ref Fragment fragment, ReadOnlySpan<byte> payload)
    {
        fragment.Length = payload.Length;
        if (payload.Length > BlockPool.MaxBlockSize)
        {
            ReadOnlySpan<byte> rest = payload[BlockPool.MaxBlockSize..];
            payload = payload[..BlockPool.MaxBlockSize];
            fragment.SecondBlock = _pool.Rent(rest.Length);
            rest.CopyTo(fragment.SecondBlock.Span);
        }

        fragment.Block = _pool.Rent(payload.Length);
        payload.CopyTo(fragment.Block.Span);
    }

    private void ReturnBlocks(ref Fragment fragment)
    {
        _pool.Return(fragment.Block);
        if (!fragment.SecondBlock.IsNone)
        {
            _pool.Return(fragment.SecondBlock);
        }
    }

    private int TakeSlot()
    {
        Count++;
        int slot = _free;
        if (slot != 0)
        {
            _free = _slots[slot].Next;
            return slot;
        }

        slot = ++_used;
        if (slot >= _slots.Length)
        {
            Array.Resize(ref _slots, Math.Max(InitialSlots, _slots.Length * 2));
        }

        return slot;
    }

    private void FreeSlot(int slot)
    {
        ref Fragment fragment = ref _slots[slot];
        ref int entry = ref _ring[fragment.Tsn.Value & (_ring.Length - 1)];
        if (entry == slot)
        {
            entry = 0;
        }

        fragment = default;
        fragment.Next = _free;
        _free = slot;
        Count--;
    }

    /// <summary>Makes the ring span from the Cumulative TSN to <paramref name="tsn"/> and its neighbour.</summary>
    private void EnsureRing(Tsn cumulativeTsn, Tsn tsn)
    {
        int needed = cumulativeTsn.DistanceTo(tsn) + 2;
        _load.Note(needed > IdleRing || Count + 2 > IdleSlots); // with the one that comes, and slot 0
        if (needed <= _ring.Length)
        {
            return;
        }

        int[] grown = new int[Math.Max(InitialRing, (int)BitOperations.RoundUpToPowerOf2((uint)needed))];
        if (Count != 0)
        {
            for (Tsn held = cumulativeTsn; held <= _highest; held = held.Next)
            {
                grown[held.Value & (grown.Length - 1)] = At(held);
            }
        }

        _ring = grown;
    }
}
