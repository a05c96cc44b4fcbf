using System;
using System.Collections.Generic;

namespace Sctp.Sim.Network;

/// <summary>The packets on their way. Buffers are used again, so that the steady state allocates nothing.</summary>
internal sealed class PacketPool
{
    private static readonly int[] Sizes = [2 * 1024, 16 * 1024, 64 * 1024];

    private readonly Stack<byte[]>[] _free = [new(), new(), new()];
    private readonly Stack<int> _freeSlots = new();
    private Slot[] _slots = new Slot[64];
    private int _slotCount;

    /// <summary>Packets that are rented now.</summary>
    public int RentedCount { get; private set; }

    public int Rent(ReadOnlySpan<byte> content, Link link, in Arrival arrival)
    {
        if (!_freeSlots.TryPop(out int handle))
        {
            if (_slotCount == _slots.Length)
            {
                Array.Resize(ref _slots, _slots.Length * 2);
            }

            handle = _slotCount++;
        }

        int sizeClass = SizeClass(content.Length);
        byte[] buffer = RentBuffer(sizeClass);
        content.CopyTo(buffer);
        ref Slot slot = ref _slots[handle];
        slot.Buffer = buffer;
        slot.Length = content.Length;
        slot.SizeClass = sizeClass;
        slot.Link = link;
        slot.Arrival = arrival;
        RentedCount++;
        return handle;
    }

    public Span<byte> Bytes(int handle) => _slots[handle].Buffer.AsSpan(0, _slots[handle].Length);

    public Link Link(int handle) => _slots[handle].Link;

    /// <summary>How a packet came to its receiver, to be changed in place.</summary>
    public ref Arrival ArrivalOf(int handle) => ref _slots[handle].Arrival;

    /// <summary>Gives a packet another length, of which the bytes beyond the old one are undefined.</summary>
    public void Resize(int handle, int length)
    {
        ref Slot slot = ref _slots[handle];
        int sizeClass = SizeClass(length);
        if (sizeClass > slot.SizeClass)
        {
            byte[] larger = RentBuffer(sizeClass);
            slot.Buffer.AsSpan(0, slot.Length).CopyTo(larger);
            _free[slot.SizeClass].Push(slot.Buffer);
            slot.Buffer = larger;
            slot.SizeClass = sizeClass;
        }

        slot.Length = length;
    }

    public void Return(int handle)
    {
        ref Slot slot = ref _slots[handle];
        _free[slot.SizeClass].Push(slot.Buffer);
        slot = default;
        _freeSlots.Push(handle);
        RentedCount--;
    }

    private static int SizeClass(int length)
    {
        int sizeClass = 0;
        while (length > Sizes[sizeClass])
        {
            sizeClass++;
        }

        return sizeClass;
    }

    private byte[] RentBuffer(int sizeClass) => _free[sizeClass].TryPop(out byte[]? free) ? free : new byte[Sizes[sizeClass]];

    private struct Slot
    {
        public byte[] Buffer;
        public int Length;
        public int SizeClass;
        public Link Link;
        public Arrival Arrival;
    }
}
