using System;
using System.Collections.Generic;

namespace Sctp.Sim.Associations;

/// <summary>
/// A reference reassembly: which messages are complete with what arrived, and which of them must therefore be given to the application (RFC 9260 sections 6.6
/// and 6.9). A chunk tells its message by the payload protocol identifier, as all messages of a simulation do.
/// </summary>
internal sealed class ShadowDelivery
{
    private const int Unknown = -1;

    private readonly Queue<uint> _dueOrdered = new();
    private readonly Queue<uint> _dueUnordered = new();
    private int[] _missing = [];
    private int[] _nextInStream = [];
    private int[] _firstWaiting = [];
    private int[] _lastOfStream = [];
    private int _linked;

    /// <summary>Ordered messages that must have been delivered, in the order in which they became due.</summary>
    public Queue<uint> DueOrdered => _dueOrdered;

    /// <summary>Unordered messages that must have been delivered.</summary>
    public Queue<uint> DueUnordered => _dueUnordered;

    /// <summary>Whether it is no longer known what is complete: something that arrived was dropped, or another association began.</summary>
    public bool IsLost { get; private set; }

    public void OnReset(int incarnation)
    {
        IsLost |= incarnation > 1;
        _dueOrdered.Clear();
        _dueUnordered.Clear();
    }

    /// <summary>Takes what a packet brought.</summary>
    public void OnArrived(MessageLedger ledger, ReadOnlySpan<ArrivedChunk> chunks)
    {
        if (ledger.Plan.IdLimit != ledger.Plan.Count)
        {
            IsLost = true; // Messages are missing in a shrunk plan, and which come after which is not known.
            return;
        }

        foreach (ref readonly ArrivedChunk chunk in chunks)
        {
            uint id = chunk.PayloadProtocolId - MessagePlan.FirstIdentifier;
            if (!ledger.IsAccepted(id))
            {
                continue;
            }

            Link(ledger.Plan, id);
            if (_missing[id] == Unknown)
            {
                _missing[id] = ledger.Plan[id].Length;
            }

            _missing[id] -= chunk.Length;
            if (_missing[id] != 0)
            {
                continue;
            }

            if (chunk.IsUnordered)
            {
                _dueUnordered.Enqueue(id);
            }
            else if (chunk.StreamId < _firstWaiting.Length)
            {
                Release(chunk.StreamId);
            }
        }
    }

    public void OnDropped() => IsLost = true;

    // All that is complete from the one on that the stream waits for.
    private void Release(int stream)
    {
        int id = _firstWaiting[stream];
        while (id != Unknown && _missing[id] == 0)
        {
            _dueOrdered.Enqueue((uint)id);
            id = _nextInStream[id];
            _firstWaiting[stream] = id;
        }
    }

    // Finds the stream of each message up to one, and which message of it comes before.
    private void Link(MessagePlan plan, uint last)
    {
        if (_firstWaiting.Length == 0)
        {
            _missing = new int[plan.Count];
            _nextInStream = new int[plan.Count];
            _firstWaiting = new int[plan.StreamCount];
            _lastOfStream = new int[plan.StreamCount];
            Array.Fill(_firstWaiting, Unknown);
            Array.Fill(_lastOfStream, Unknown);
        }

        while (_linked <= last)
        {
            _missing[_linked] = Unknown;
            _nextInStream[_linked] = Unknown;
            PlannedMessage message = plan[(uint)_linked];
            if (!message.IsUnordered)
            {
                int before = _lastOfStream[message.StreamId];
                if (before != Unknown)
                {
                    _nextInStream[before] = _linked;
                }

                if (_firstWaiting[message.StreamId] == Unknown)
                {
                    _firstWaiting[message.StreamId] = _linked; // Everything before it is due already.
                }

                _lastOfStream[message.StreamId] = _linked;
            }

            _linked++;
        }
    }
}
