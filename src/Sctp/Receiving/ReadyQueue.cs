using System;
using Sctp.Buffers;

namespace Sctp.Receiving;

/// <summary>The messages, and parts of messages, that the user can take, in order: a ring that grows when it is full.</summary>
internal sealed class ReadyQueue
{
    private const int InitialEntries = 8;
    private const int IdleEntries = 256;

    private readonly AssociationContext _context;
    private Entry[] _entries = [];
    private int _head;
    private bool _isAnnounced;
    private LoadMark _load;

    public ReadyQueue(AssociationContext context) => _context = context;

    public int Count { get; private set; }

    /// <summary>Adds a message and tells the user once, until everything was taken.</summary>
    public void Add(PayloadBuffer payload, in MessageInfo info)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        _entries[(_head + Count++) & (_entries.Length - 1)] = new Entry(payload, info);
        _load.Note(Count > IdleEntries);
        if (!_isAnnounced)
        {
            _isAnnounced = true;
            _context.Events.Add(new SctpEvent { Kind = SctpEventKind.DataArrived, Association = _context.Association });
        }
    }

    public bool TryTake(out PayloadBuffer payload, out MessageInfo info)
    {
        if (Count == 0)
        {
            payload = null!;
            info = default;
            return false;
        }

        ref Entry entry = ref _entries[_head];
        payload = entry.Payload;
        info = entry.Info;
        entry = default;
        _head = (_head + 1) & (_entries.Length - 1);
        Count--;
        return true;
    }

    /// <summary>The user has taken everything: what comes next is told again.</summary>
    public void OnEmptied() => _isAnnounced = false;

    /// <summary>Entries that the ring has room for.</summary>
    public int Capacity => _entries.Length;

    /// <summary>Whether a ring larger than an idle association keeps was needed since this was asked last.</summary>
    public bool TakeWasLarge() => _load.Take();

    /// <summary>Lets go of a ring that an idle association does not need.</summary>
    public void Trim()
    {
        if (Count == 0 && _entries.Length > IdleEntries)
        {
            _entries = [];
            _head = 0;
        }
    }

    /// <summary>Adds up what is held. For tests.</summary>
    public void Measure(out long bytes, out long memory)
    {
        bytes = 0;
        memory = 0;
        for (int i = 0; i < Count; i++)
        {
            PayloadBuffer payload = _entries[(_head + i) & (_entries.Length - 1)].Payload;
            bytes += payload.Length;
            memory += ReceiveWindow.MemoryOf(payload);
        }
    }

    private void Grow()
    {
        var grown = new Entry[Math.Max(InitialEntries, _entries.Length * 2)];
        for (int i = 0; i < Count; i++)
        {
            grown[i] = _entries[(_head + i) & (_entries.Length - 1)];
        }

        _entries = grown;
        _head = 0;
    }

    private readonly record struct Entry(PayloadBuffer Payload, MessageInfo Info);
}
