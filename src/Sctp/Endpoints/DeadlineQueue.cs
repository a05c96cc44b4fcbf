using System;

namespace Sctp.Endpoints;

/// <summary>The associations of an endpoint ordered by their next deadline: a binary heap in which each association knows its place.</summary>
internal sealed class DeadlineQueue
{
    private SctpAssociation[] _heap = new SctpAssociation[4];
    private int _count;

    /// <summary>The earliest deadline; never when nothing waits.</summary>
    public Instant Next => _count == 0 ? Instant.Never : _heap[0].ScheduledDeadline;

    public SctpAssociation First => _heap[0];

    /// <summary>Puts the association where its deadline belongs, or takes it out when it has none.</summary>
    public void Update(SctpAssociation association, Instant deadline)
    {
        int index = association.DeadlineIndex;
        if (deadline.IsNever)
        {
            if (index >= 0)
            {
                Remove(association);
            }

            return;
        }

        if (index < 0)
        {
            if (_count == _heap.Length)
            {
                Array.Resize(ref _heap, _count * 2);
            }

            index = _count++;
            association.ScheduledDeadline = deadline;
            Place(association, index);
            Up(index);
            return;
        }

        Instant before = association.ScheduledDeadline;
        association.ScheduledDeadline = deadline;
        if (deadline < before)
        {
            Up(index);
        }
        else if (deadline > before)
        {
            Down(index);
        }
    }

    private static bool IsBefore(SctpAssociation a, SctpAssociation b) =>
        a.ScheduledDeadline < b.ScheduledDeadline || (a.ScheduledDeadline == b.ScheduledDeadline && a.Id < b.Id);

    private void Remove(SctpAssociation association)
    {
        int index = association.DeadlineIndex;
        association.DeadlineIndex = -1;
        association.ScheduledDeadline = Instant.Never;
        SctpAssociation last = _heap[--_count];
        _heap[_count] = null!;
        if (index == _count)
        {
            return;
        }

        Place(last, index);
        Up(index);
        Down(last.DeadlineIndex);
    }

    private void Up(int index)
    {
        SctpAssociation moving = _heap[index];
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!IsBefore(moving, _heap[parent]))
            {
                break;
            }

            Place(_heap[parent], index);
            index = parent;
        }

        Place(moving, index);
    }

    private void Down(int index)
    {
        SctpAssociation moving = _heap[index];
        while (true)
        {
            int child = (index * 2) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsBefore(_heap[child], moving))
            {
                break;
            }

            Place(_heap[child], index);
            index = child;
        }

        Place(moving, index);
    }

    private void Place(SctpAssociation association, int index)
    {
        _heap[index] = association;
        association.DeadlineIndex = index;
    }
}
