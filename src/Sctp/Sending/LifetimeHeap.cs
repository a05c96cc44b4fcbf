using System;

namespace Sctp.Sending;

/// <summary>The messages with a lifetime that have no TSN yet, ordered by when it ends: a binary heap of slots of the <see cref="MessageQueue"/>.</summary>
internal sealed class LifetimeHeap
{
    private readonly MessageQueue _messages;
    private int[] _heap = [];
    private int _count;

    public LifetimeHeap(MessageQueue messages) => _messages = messages;

    /// <summary>When the first lifetime ends; <see cref="Instant.Never"/> when none is running.</summary>
    public Instant Earliest => _count == 0 ? Instant.Never : ExpiryAt(0);

    /// <summary>The message whose lifetime ends first.</summary>
    public int First => _heap[0];

    public void Add(int message)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, Math.Max(8, _heap.Length * 2));
        }

        SiftUp(_count++, message);
    }

    /// <summary>Takes a message out; nothing happens when it is not here.</summary>
    public void Remove(int message)
    {
        int position = _messages[message].HeapPosition;
        if (position == MessageQueue.None)
        {
            return;
        }

        _messages[message].HeapPosition = MessageQueue.None;
        int moved = _heap[--_count];
        if (moved == message)
        {
            return;
        }

        if (position > 0 && IsBefore(moved, _heap[(position - 1) / 2]))
        {
            SiftUp(position, moved);
        }
        else
        {
            SiftDown(position, moved);
        }
    }

    public void Trim()
    {
        if (_count == 0)
        {
            _heap = [];
        }
    }

    private Instant ExpiryAt(int position) => _messages[_heap[position]].ExpiresAt;

    private bool IsBefore(int a, int b) => _messages[a].ExpiresAt < _messages[b].ExpiresAt;

    private void SiftUp(int position, int message)
    {
        while (position > 0)
        {
            int parent = (position - 1) / 2;
            if (!IsBefore(message, _heap[parent]))
            {
                break;
            }

            Place(position, _heap[parent]);
            position = parent;
        }

        Place(position, message);
    }

    private void SiftDown(int position, int message)
    {
        while (true)
        {
            int child = (2 * position) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsBefore(_heap[child], message))
            {
                break;
            }

            Place(position, _heap[child]);
            position = child;
        }

        Place(position, message);
    }

    private void Place(int position, int message)
    {
        _heap[position] = message;
        _messages[message].HeapPosition = position;
    }
}
