using System;

namespace Sctp.Sim.Associations;

/// <summary>What became of the messages of one direction: the books that the oracles judge by.</summary>
internal sealed class MessageLedger
{
    private readonly Entry[] _entries;
    private readonly int[] _nextOrderToAccept;
    private readonly int[] _nextOrderToDeliver;

    public MessageLedger(MessagePlan plan)
    {
        Plan = plan;
        _entries = new Entry[plan.IdLimit];
        _nextOrderToAccept = new int[plan.StreamCount];
        _nextOrderToDeliver = new int[plan.StreamCount];
    }

    public MessagePlan Plan { get; }

    /// <summary>Messages that the sender's stack took.</summary>
    public int AcceptedCount { get; private set; }

    public long AcceptedBytes { get; private set; }

    /// <summary>Messages that the receiver's stack delivered whole.</summary>
    public int DeliveredCount { get; private set; }

    public long DeliveredBytes { get; private set; }

    /// <summary>Messages that the sender's stack handed back.</summary>
    public int FailedCount { get; private set; }

    /// <summary>Messages that nobody owes any more: a crash may have eaten them. They may still be delivered, once.</summary>
    public int ExcusedCount { get; private set; }

    /// <summary>Whether every message that was taken was delivered, handed back or excused.</summary>
    public bool IsSettled { get; private set; } = true;

    /// <summary>How often a message was delivered whole.</summary>
    public int DeliveriesOf(uint id) => _entries[id].Deliveries;

    public int FailuresOf(uint id) => _entries[id].Failures;

    public bool IsAccepted(uint id) => id < (uint)_entries.Length && _entries[id].IsAccepted;

    public bool IsExcused(uint id) => _entries[id].IsExcused;

    /// <summary>The position of an ordered message among those of its stream.</summary>
    public int OrderOf(uint id) => _entries[id].Order;

    /// <summary>The position of the ordered message that a stream delivers next.</summary>
    public int NextOrderOf(ushort streamId) => _nextOrderToDeliver[streamId];

    public void Accept(in PlannedMessage message)
    {
        ref Entry entry = ref _entries[message.Id];
        entry.IsAccepted = true;
        if (!message.IsUnordered)
        {
            entry.Order = _nextOrderToAccept[message.StreamId]++;
        }

        AcceptedCount++;
        AcceptedBytes += message.Length;
        IsSettled = false;
    }

    public void Deliver(in PlannedMessage message)
    {
        if (_entries[message.Id].Deliveries++ == 0)
        {
            DeliveredCount++;
            DeliveredBytes += message.Length;
        }

        if (!message.IsUnordered)
        {
            _nextOrderToDeliver[message.StreamId] = _entries[message.Id].Order + 1;
        }

        UpdateSettled();
    }

    public void Fail(uint id)
    {
        if (_entries[id].Failures++ == 0)
        {
            FailedCount++;
        }

        UpdateSettled();
    }

    /// <summary>A crash may have eaten every message that was taken and is not settled.</summary>
    public void Excuse()
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            ref Entry entry = ref _entries[i];
            if (entry.IsUnsettled)
            {
                entry.IsExcused = true;
                ExcusedCount++;
            }
        }

        UpdateSettled();
    }

    /// <summary>
    /// The receiver's host crashed while the sender was still setting up the association: what was delivered may come to the new incarnation again, from the
    /// first message on, because the sender never heard of the one before.
    /// </summary>
    /// <param name="mayBeUnread">Whether messages may have arrived that the application has not read yet.</param>
    public void AllowAgain(bool mayBeUnread = false)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            ref Entry entry = ref _entries[i];
            entry.AllowedDeliveries = entry.Deliveries + (mayBeUnread ? 2 : 1);
            entry.IsExcused |= entry.Deliveries > 0;
        }

        Array.Clear(_nextOrderToDeliver);
    }

    /// <summary>Whether a message may be delivered now.</summary>
    public bool MayBeDelivered(uint id) => _entries[id].Deliveries < Math.Max(1, _entries[id].AllowedDeliveries);

    /// <summary>
    /// Whether no ordered message of a stream with a position from <paramref name="first"/> up to, but not including, <paramref name="end"/> is owed to the
    /// receiver: each was excused or handed back.
    /// </summary>
    public bool MayBeLeftOut(ushort streamId, int first, int end)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            ref readonly Entry entry = ref _entries[i];
            if (entry.IsAccepted && entry.Order >= first && entry.Order < end && !entry.IsExcused && entry.Failures == 0
                && Plan[(uint)i] is { IsUnordered: false } message && message.StreamId == streamId)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first message that was taken and neither delivered nor handed back nor excused; -1 for none.</summary>
    public int FindUnsettled() => Array.FindIndex(_entries, e => e.IsUnsettled);

    private void UpdateSettled() =>
        IsSettled = DeliveredCount == AcceptedCount || (DeliveredCount + FailedCount + ExcusedCount >= AcceptedCount && FindUnsettled() < 0);

    private struct Entry
    {
        public bool IsAccepted;
        public bool IsExcused;
        public int Order;
        public int Deliveries;
        public int AllowedDeliveries;
        public int Failures;

        public readonly bool IsUnsettled => IsAccepted && Deliveries == 0 && Failures == 0 && !IsExcused;
    }
}
