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

    public int Rent(ReadOnlySpan<byte> content, int link, in Arrival arrival)
    {
        if (!_freeSlots.TryPop(out int handle))
        {
            if (_slotCount == _slots.Length)
            {
                Array.Resize(ref _slots, _slots.Length * 2);
            }

            handle = _slotCount++;
        }

        int sizeClass = 0;
        while (content.Length > Sizes[sizeClass])
        {
            sizeClass++;
        }

        byte[] buffer = _free[sizeClass].TryPop(out byte[]? free) ? free : new byte[Sizes[sizeClass]];
        content.CopyTo(buffer);
        _slots[handle] = new Slot(buffer, content.Length, sizeClass, link, arrival);
        RentedCount++;
        return handle;
    }

    public Span<byte> Bytes(int handle) => _slots[handle].Buffer.AsSpan(0, _slots[handle].Length);

    public int Link(int handle) => _slots[handle].Link;

    public Arrival ArrivalOf(int handle) => _slots[handle].Arrival;

    public void Truncate(int handle, int length) => _slots[handle] = _slots[handle] with { Length = length };

    public void Return(int handle)
    {
        ref Slot slot = ref _slots[handle];
        _free[slot.SizeClass].Push(slot.Buffer);
        slot = default;
        _freeSlots.Push(handle);
        RentedCount--;
    }

    private readonly record struct Slot(byte[] Buffer, int Length, int SizeClass, int Link, Arrival Arrival);
}
