using System.Collections.Generic;

namespace Sctp;

/// <summary>
/// The events of an endpoint in order. What hands back a message, or begins, restarts or ends an association, is always kept: messages are bounded by the send
/// buffers; of the others a peer can cause one for each set-up it completes, as long as the host takes none. What only informs is counted instead when the queue
/// is full, and the count is itself an event, so that no loss goes unseen.
/// </summary>
internal sealed class EventQueue
{
    private readonly Queue<SctpEvent> _events = new();
    private readonly int _limit;
    private long _dropped;

    public EventQueue(int limit) => _limit = limit;

    public int Count => _events.Count + (_dropped > 0 ? 1 : 0);

    /// <summary>Adds an event that must not be lost.</summary>
    public void Add(in SctpEvent e) => _events.Enqueue(e);

    /// <summary>Adds an event that only informs; a hostile peer can cause any number of them.</summary>
    public void AddInformative(in SctpEvent e)
    {
        if (_events.Count >= _limit)
        {
            _dropped++;
            return;
        }

        _events.Enqueue(e);
    }

    public bool TryTake(out SctpEvent e)
    {
        if (_events.TryDequeue(out e))
        {
            return true;
        }

        if (_dropped == 0)
        {
            return false;
        }

        e = new SctpEvent { Kind = SctpEventKind.EventsDropped, Count = _dropped };
        _dropped = 0;
        return true;
    }
}
