using System;

namespace Sctp.Sending;

/// <summary>
/// The messages of an association in the order in which they were taken, over all streams: first those wholly sent and not yet acknowledged, then the
/// one that is being cut, then those that wait. Slots of one array, so that a message costs no object; both ends and removal are O(1). Links and amounts
/// lie in arrays of their own: whoever walks all messages waits for one link after the other, and these few bytes are near.
/// </summary>
internal sealed class MessageQueue
{
    public const int None = -1;

    private const int SmallestCapacity = 16;

    private OutboundMessage[] _slots = [];
    private MessageAmount[] _amounts = [];
    private Link[] _links = [];
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

    /// <summary>The amounts of a message. The reference is good until the next <see cref="Add"/>.</summary>
    public ref MessageAmount AmountOf(int index) => ref _amounts[index];

    /// <summary>The message that was taken after one, or <see cref="None"/>.</summary>
    public int NextOf(int index) => _links[index].Next;

    /// <summary>The message that was taken before one, or <see cref="None"/>.</summary>
    public int PreviousOf(int index) => _links[index].Previous;

    /// <summary>For oracles: walks all messages and adds up their amounts.</summary>
    public void AddUp(out long unacknowledged, out long memory)
    {
        Link[] links = _links;
        MessageAmount[] amounts = _amounts;
        long bytes = 0;
        long cost = 0;
        for (int i = _head; i != None; i = links[i].Next)
        {
            ref readonly MessageAmount amount = ref amounts[i];
            bytes += amount.Unacknowledged;
            cost += amount.Memory;
        }

        unacknowledged = bytes;
        memory = cost;
    }

    /// <summary>Adds a message at the end and returns its slot.</summary>
    public int Add(in OutboundMessage message, in MessageAmount amount)
    {
        if (_free == None)
        {
            Grow();
        }

        int index = _free;
        ref OutboundMessage slot = ref _slots[index];
        _free = _links[index].Next;
        slot = message;
        slot.HeapPosition = None;
        _amounts[index] = amount;
        _links[index] = new Link { Previous = _tail, Next = None };
        if (_tail == None)
        {
            _head = index;
        }
        else
        {
            _links[_tail].Next = index;
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
    public void FinishCutting() => NextToSend = _links[NextToSend].Next;

    /// <summary>Every message is uncut again.</summary>
    public void Rewind() => NextToSend = _head;

    public void Remove(int index)
    {
        Link link = _links[index];
        if (NextToSend == index)
        {
            NextToSend = link.Next;
        }

        if (link.Previous == None)
        {
            _head = link.Next;
        }
        else
        {
            _links[link.Previous].Next = link.Next;
        }

        if (link.Next == None)
        {
            _tail = link.Previous;
        }
        else
        {
            _links[link.Next].Previous = link.Previous;
        }

        _slots[index] = default;
        _amounts[index] = default;
        _links[index] = new Link { Previous = None, Next = _free };
        _free = index;
        Count--;
    }

    /// <summary>Lets go of the slots of an empty queue.</summary>
    public void Trim()
    {
        if (Count == 0)
        {
            _slots = [];
            _amounts = [];
            _links = [];
            _free = None;
        }
    }

    private void Grow()
    {
        int old = _slots.Length;
        int capacity = Math.Max(SmallestCapacity, old * 2);
        Array.Resize(ref _slots, capacity);
        Array.Resize(ref _amounts, capacity);
        Array.Resize(ref _links, capacity);
        for (int i = capacity - 1; i >= old; i--)
        {
            _links[i].Next = _free;
            _free = i;
        }
    }

    /// <summary>The neighbours of a message in the order in which messages were taken; <see cref="None"/> at the ends. Free slots are chained by <see cref="Next"/>.</summary>
    private struct Link
    {
        public int Previous;
        public int Next;
    }
}
