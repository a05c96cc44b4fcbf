using Sctp.Buffers;
using Sctp.Wire;

namespace Sctp.Receiving;

/// <summary>
/// Makes user messages of DATA chunks and puts them in order (RFC 9260 sections 6.5, 6.6 and 6.9). Fragments of a message have consecutive TSNs, so each
/// chunk looks only at its two neighbours; what is whole and has its turn leaves at once.
/// </summary>
internal sealed class Reassembly
{
    private readonly AssociationContext _context;
    private readonly TsnMap _map;
    private readonly ReadyQueue _ready;
    private readonly FragmentTable _fragments;
    private readonly HeldMessages _held;
    private readonly InboundStreams _streams = new();
    private PartialDelivery _partial;

    public Reassembly(AssociationContext context, TsnMap map, ReadyQueue ready)
    {
        _context = context;
        _map = map;
        _ready = ready;
        _fragments = new FragmentTable(context.Pool);
        _held = new HeldMessages(_fragments);
    }

    /// <summary>Drops everything undelivered and begins with new streams.</summary>
    public void Reset(ushort inboundStreams)
    {
        Clear();
        _streams.Reset(inboundStreams);
    }

    /// <summary>Drops everything undelivered.</summary>
    public void Clear()
    {
        _held.Clear();
        _fragments.Clear();
        _partial.End();
    }

    public bool IsValidStream(ushort streamId) => streamId < _streams.Count; // 9260-6.5-01

    /// <summary>
    /// Whether a new chunk agrees with the chunks before and behind it: a message begins with B, ends with E, and between them is nothing but it
    /// (9260-3.3.1-16).
    /// </summary>
    public bool IsConsistent(in DataChunk chunk) => AgreesWithPrevious(chunk) && AgreesWithNext(chunk);

    /// <summary>Takes in a consistent new chunk, before its TSN is recorded. False when its SSN contradicts another message of the stream.</summary>
    public bool Add(in DataChunk chunk, int pathIndex)
    {
        NoteUse(chunk.StreamId);
        if (chunk.IsBeginning && chunk.IsEnding && (chunk.IsUnordered || IsTurnOf(chunk.StreamId, chunk.Ssn)))
        {
            return AddWholeMessage(chunk, pathIndex);
        }

        byte continuing = _partial.IsNext(chunk.Tsn) ? Fragment.Continuing : (byte)0;
        int first = _fragments.Insert(chunk, continuing, pathIndex, _map.CumulativeTsn);
        return !_fragments.IsComplete(first) || OnMessageComplete(first);
    }

    /// <summary>
    /// Hands over what is there of the message that the Cumulative TSN stands in, if it has its turn and is long enough, or if nothing else can make room
    /// (9260-6.9-19).
    /// </summary>
    public bool TryDeliverPart(bool isForced)
    {
        int last = _fragments.At(_map.CumulativeTsn);
        if (last == 0 || _fragments[last].IsEnding)
        {
            return false;
        }

        int slot = _fragments[last].OtherEnd;
        ref readonly Fragment first = ref _fragments[slot];
        if (!isForced && first.RunLength < _context.Options.EffectivePartialDeliveryPoint)
        {
            return false;
        }

        if (!first.IsUnordered && !IsTurnOf(first.StreamId, first.Ssn))
        {
            return false;
        }

        MessageInfo info = Describe(first, isEndOfMessage: false);
        Deliver(slot, info);
        _partial.Continue(info, _map.CumulativeTsn.Next);
        return true;
    }

    /// <summary>
    /// Drops the chunk with the highest TSN above <paramref name="above"/> that is held and not delivered (9260-6.2-03, 9260-6.2-36), and gives back its TSN
    /// and length.
    /// </summary>
    public bool TryRenege(Tsn above, out Tsn tsn, out int length)
    {
        int last = _fragments.FindHighest(above);
        if (last == 0)
        {
            tsn = default;
            length = 0;
            return false;
        }

        ref readonly Fragment fragment = ref _fragments[last];
        tsn = fragment.Tsn;
        length = fragment.Length;
        if (_fragments.IsComplete(fragment.OtherEnd))
        {
            // A complete message that is still here waits for its turn; it no longer is complete.
            _held.Take(fragment.StreamId, fragment.Ssn);
            _streams[fragment.StreamId].HeldMessages--;
        }

        _fragments.DropLast(last);
        return true;
    }

    /// <summary>Entries that the arrays have room for.</summary>
    public int Capacity => _fragments.Capacity;

    /// <summary>Whether arrays larger than an idle association keeps were needed since this was asked last; no more messages are held than fragments.</summary>
    public bool TakeWasLarge() => _fragments.TakeWasLarge();

    /// <summary>Lets go of arrays that an idle association does not need.</summary>
    public void Trim()
    {
        _fragments.Trim();
        _held.Trim();
    }

    /// <summary>How many entries <see cref="FindInconsistency"/> looks at.</summary>
    public int HeldEntries => _fragments.UsedSlots;

    /// <summary>Adds up what is held. For tests. Null when all is well.</summary>
    public string? FindInconsistency(out long bytes, out long memory) => _fragments.FindInconsistency(_map, out bytes, out memory);

    private bool AgreesWithPrevious(in DataChunk chunk)
    {
        Tsn previous = chunk.Tsn.Previous;
        if (!_map.Contains(previous))
        {
            return true;
        }

        if (_fragments.At(previous) is int slot and not 0)
        {
            ref readonly Fragment fragment = ref _fragments[slot];
            return chunk.IsBeginning ? fragment.IsEnding : !fragment.IsEnding && fragment.IsSameMessageAs(chunk);
        }

        if (_partial.IsNext(chunk.Tsn))
        {
            return !chunk.IsBeginning && _partial.IsSameMessageAs(chunk);
        }

        // What is before it was delivered to its end, or discarded with an invalid stream identifier.
        return chunk.IsBeginning || !IsValidStream(chunk.StreamId);
    }

    private bool AgreesWithNext(in DataChunk chunk)
    {
        Tsn next = chunk.Tsn.Next;
        if (!_map.Contains(next))
        {
            return true;
        }

        if (_fragments.At(next) is int slot and not 0)
        {
            ref readonly Fragment fragment = ref _fragments[slot];
            return chunk.IsEnding ? fragment.IsBeginning : !fragment.IsBeginning && fragment.IsSameMessageAs(chunk);
        }

        return chunk.IsEnding || !IsValidStream(chunk.StreamId);
    }

    private void NoteUse(ushort streamId)
    {
        ref InboundStream stream = ref _streams[streamId];
        if (!stream.IsUsed)
        {
            stream.IsUsed = true;
            _context.Events.AddInformative(
                new SctpEvent { Kind = SctpEventKind.StreamFirstUsed, Association = _context.Association, StreamId = streamId });
        }
    }

    private bool IsTurnOf(ushort streamId, Ssn ssn) => _streams[streamId].NextSsn == ssn;

    /// <summary>The usual case: a message in one chunk that can be delivered now goes straight into its payload.</summary>
    private bool AddWholeMessage(in DataChunk chunk, int pathIndex)
    {
        if (!chunk.IsUnordered && _partial.IsOrdered(chunk.StreamId, chunk.Ssn))
        {
            return false;
        }

        PayloadBuffer payload = _context.Pool.RentPayload();
        payload.Fill(chunk.Payload);
        _ready.Add(payload, new MessageInfo(
            chunk.StreamId,
            chunk.Ssn,
            (PayloadProtocolIdentifier)chunk.PayloadProtocolId,
            chunk.Tsn,
            chunk.IsUnordered,
            IsEndOfMessage: true,
            pathIndex));
        if (!chunk.IsUnordered)
        {
            PassTurn(chunk.StreamId);
        }

        return true;
    }

    private bool OnMessageComplete(int slot)
    {
        ref readonly Fragment first = ref _fragments[slot];
        ushort streamId = first.StreamId;
        if (first.IsContinuing)
        {
            MessageInfo info = Describe(first, isEndOfMessage: true);
            _partial.End();
            Deliver(slot, info);
            if (!info.IsUnordered)
            {
                PassTurn(streamId);
            }

            return true;
        }

        if (first.IsUnordered)
        {
            Deliver(slot, Describe(first, isEndOfMessage: true)); // 9260-6.6-04
            return true;
        }

        if (_partial.IsOrdered(streamId, first.Ssn))
        {
            return false;
        }

        if (IsTurnOf(streamId, first.Ssn))
        {
            Deliver(slot, Describe(first, isEndOfMessage: true)); // 9260-6.6-01
            PassTurn(streamId);
            return true;
        }

        if (!_held.TryAdd(slot)) // 9260-6.6-02
        {
            return false;
        }

        _streams[streamId].HeldMessages++;
        return true;
    }

    /// <summary>The message whose turn it was is delivered: the next, and those behind it, may be held already.</summary>
    private void PassTurn(ushort streamId)
    {
        ref InboundStream stream = ref _streams[streamId];
        stream.NextSsn = stream.NextSsn.Next; // 9260-6.5-07, 9260-6.5-08
        while (stream.HeldMessages != 0 && _held.Take(streamId, stream.NextSsn) is int slot and not 0)
        {
            stream.HeldMessages--;
            Deliver(slot, Describe(_fragments[slot], isEndOfMessage: true));
            stream.NextSsn = stream.NextSsn.Next;
        }
    }

    private void Deliver(int slot, in MessageInfo info)
    {
        PayloadBuffer payload = _context.Pool.RentPayload();
        _fragments.MoveTo(slot, payload);
        _ready.Add(payload, info);
    }

    private MessageInfo Describe(in Fragment first, bool isEndOfMessage) => first.IsContinuing
        ? _partial.Info with { IsEndOfMessage = isEndOfMessage }
        : new MessageInfo(
            first.StreamId,
            first.Ssn,
            (PayloadProtocolIdentifier)first.PayloadProtocolId,
            first.Tsn,
            first.IsUnordered,
            isEndOfMessage,
            first.PathIndex);
}
