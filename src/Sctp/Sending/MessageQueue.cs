using System;

namespace Sctp.Sending;

/// <summary>
/// The messages of an association in the order in which they were taken, over all streams: first those wholly sent and not yet acknowledged, then the
/// one that is being cut, then those that wait. Slots of one array, so that a message costs no object; both ends and removal are O(1).
/// </summary>
internal sealed class MessageQueue
{
    public const int None = -1;

    private const int SmallestCapacity = 16;

    private OutboundMessage[] _slots = [];
    private int _free = None;
    private int _head = None;
    private int _tail = None;

    public int Count { get; private set; }

    public int Capacity => _slots.Length;

    /// <summary>The oldest message, or <see cref="None"/>.</summary>
    public int First => _head;

    /// <summary>
    /// The message that the next new DATA chunk comes from, or <see cref="None"/>: first come, first served. This is the only place that chooses; a
    /// message that was begun stays here until it is cut to its end, so that its TSNs are consecutive (9260-3.3.1-16).
    /// </summary>
    public int NextToSend { get; private set; } = None;

    /// <summary>The slot of a message. The reference is good until the next <see cref="Add"/>.</summary>
    public ref OutboundMessage this[int index] => ref _slots[index];

    /// <summary>Adds a message at the end and returns its slot.</summary>
    public int Add(in OutboundMessage message)
    {
        if (_free == None)
        {
            Grow();
        }

        int index = _free;
        ref OutboundMessage slot = ref _slots[index];
        _free = slot.Next;
        slot = message;
        slot.Previous = _tail;
        slot.Next = None;
        slot.HeapPosition = None;
        if (_tail == None)
        {
            _head = index;
        }
        else
        {
            _slots[_tail].Next = index;
        }

        _tail = index;
        if (NextToSend == None)
        {
            NextToSend = index;
        }

        Count++;
        return index;
    }

    /// <summary>The message at <see cref="NextToSend"/> was cut to its end.</summary>
    public void FinishCutting() => NextToSend = _slots[NextToSend].Next;

    /// <summary>Every message is uncut again.</summary>
    public void Rewind() => NextToSend = _head;

    public void Remove(int index)
    {
        ref OutboundMessage slot = ref _slots[index];
        if (NextToSend == index)
        {
            NextToSend = slot.Next;
        }

        if (slot.Previous == None)
        {
            _head = slot.Next;
        }
        else
        {
            _slots[slot.Previous].Next = slot.Next;
        }

        if (slot.Next == None)
        {
            _tail = slot.Previous;
        }
        else
        {
            _slots[slot.Next].Previous = slot.Previous;
        }

        slot = default;
        slot.Next = _free;
        _free = index;
        Count--;
    }

    /// <summary>Lets go of the slots of an empty queue.</summary>
    public void Trim()
    {
        if (Count == 0)
        {
            _slots = [];
            _free = None;
        }
    }

    private void Grow()
    {
        int old = _slots.Length;
        Array.Resize(ref _slots, Math.Max(SmallestCapacity, old * 2));
        for (int i = _slots.Length - 1; i >= old; i--)
        {
            _slots[i].Next = _free;
            _free = i;
        }
    }
}
