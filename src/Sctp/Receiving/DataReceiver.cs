using System;
using Sctp.Buffers;
using Sctp.Wire;

namespace Sctp.Receiving;

/// <summary>
/// The receiving side of an association (RFC 9260 sections 6.2, 6.5 to 6.7 and 6.9): takes DATA chunks, acknowledges them, and hands out messages.
/// </summary>
internal sealed class DataReceiver
{
    private const int LeastRange = 4096;

    // SACKs in a row between which no large ring was needed, before it goes.
    private const int QuietSacks = 64;

    private readonly AssociationContext _context;
    private readonly TsnMap _map = new();
    private readonly DuplicateList _duplicates = new();
    private readonly SackPolicy _policy;
    private readonly ReceiveWindow _window;
    private readonly ReadyQueue _ready;
    private readonly Reassembly _reassembly;
    private int _quietSacks;

    public DataReceiver(AssociationContext context)
    {
        _context = context;
        _policy = new SackPolicy(context);
        _window = new ReceiveWindow(context);
        _ready = new ReadyQueue(context);
        _reassembly = new Reassembly(context, _map, _ready);
    }

    /// <summary>Whether DATA is taken: between <see cref="Initialize"/> and <see cref="Close"/>, or a contradiction of the peer.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether a SACK must go out now, in a packet of its own if need be.</summary>
    public bool SackDue => _policy.IsDue;

    /// <summary>Whether a SACK goes in front of DATA that is sent anyway (9260-6.1-22).</summary>
    public bool SackPending => _policy.IsPending;

    /// <summary>The path that the last DATA came from.</summary>
    public int SackPathIndex => _policy.PathIndex;

    public Tsn CumulativeTsn => _map.CumulativeTsn;

    public bool HasGaps => _map.HasGaps;

    public bool HasDuplicates => _duplicates.Count != 0;

    /// <summary>The a_rwnd now.</summary>
    public uint AdvertisedWindow => _window.Advertised;

    /// <summary>User bytes held, with those of complete messages that were not read.</summary>
    public long BufferedBytes => _window.HeldBytes;

    /// <summary>Memory that the held bytes cost; never more than the cap and one packet.</summary>
    public long BufferedMemory => _window.HeldMemory;

    public bool HasReadable => _ready.Count != 0;

    /// <summary>Begins with the peer's Initial TSN. Also after a restart of the peer: what was not delivered is dropped, what is complete can still be read.</summary>
    public void Initialize(Tsn peerInitialTsn, ushort inboundStreams)
    {
        DropUndelivered();
        _reassembly.Reset(inboundStreams);
        _window.Reset();
        _map.Reset(peerInitialTsn, Math.Max(LeastRange, _window.Capacity));
        _duplicates.Clear();
        _policy.Reset();
        IsOpen = true;
    }

    /// <summary>Takes in one DATA chunk.</summary>
    public DataDisposition OnData(in DataChunk chunk, int pathIndex, Instant now)
    {
        if (chunk.Payload.IsEmpty)
        {
            return DataDisposition.NoUserData;
        }

        if (!IsOpen)
        {
            return DataDisposition.DroppedOutOfRange;
        }

        switch (_map.Locate(chunk.Tsn))
        {
            case TsnPlace.Received:
                _duplicates.Add(chunk.Tsn); // 9260-6.2-27
                _context.Statistics.DuplicateTsnsReceived++;
                _policy.OnDuplicate(chunk.IsImmediate);
                return DataDisposition.Duplicate;
            case TsnPlace.OutOfRange:
                _context.Statistics.Discards.Count(DiscardReason.OutOfRange);
                _policy.OnDrop();
                return DataDisposition.DroppedOutOfRange;
        }

        if (!_reassembly.IsConsistent(chunk))
        {
            return DataDisposition.ProtocolViolation;
        }

        if (!_reassembly.IsValidStream(chunk.StreamId))
        {
            // Acknowledged as if it were good, then discarded (9260-6.5-02, 9260-6.5-04).
            _map.Add(chunk.Tsn);
            _context.Statistics.Discards.Count(DiscardReason.InvalidStream);
            _policy.OnNewData(chunk.IsImmediate);
            return DataDisposition.InvalidStream;
        }

        if (!MakeRoomFor(chunk))
        {
            _context.Statistics.Discards.Count(DiscardReason.Window);
            _policy.OnDrop();
            return DataDisposition.DroppedNoWindow;
        }

        _window.Take(chunk.Payload.Length);
        bool isSound = _reassembly.Add(chunk, pathIndex);
        _map.Add(chunk.Tsn);
        _policy.OnNewData(chunk.IsImmediate);
        if (!isSound)
        {
            // Two messages claim one place in a stream: neither can be trusted, and nothing more is taken from this peer.
            Close();
            return DataDisposition.ProtocolViolation;
        }

        return DataDisposition.Accepted;
    }

    /// <summary>A packet that held DATA is done.</summary>
    public void OnPacketEnd(int pathIndex, Instant now)
    {
        if (!IsOpen)
        {
            return;
        }

        _reassembly.TryDeliverPart(isForced: IsStuck);
        _policy.OnPacketEnd(_map.HasGaps, pathIndex, now);
    }

    /// <summary>What arrived is not acknowledged any more.</summary>
    public void StopAcknowledging() => _policy.Stop();

    /// <summary>The timer SACK.Delay expired.</summary>
    public void OnSackDelayExpired()
    {
        _policy.OnDelayExpired();
        ReleaseIdleMemory(); // Less than one packet came within SACK.Delay: large rings are not needed now.
    }

    /// <summary>Lets go of the memory that only a large window or many messages need, where it is not in use.</summary>
    public void ReleaseIdleMemory()
    {
        _map.Trim();
        _reassembly.Trim();
        _ready.Trim();
    }

    /// <summary>Entries that the rings have room for.</summary>
    public int Capacity => Math.Max(Math.Max(_map.Capacity, _reassembly.Capacity), _ready.Capacity);

    /// <summary>Whether a SHUTDOWN chunk cannot tell all: there are gaps or duplicates (9260-9.2-17), or a window that matters.</summary>
    public bool HasMoreThanShutdownTells => HasGaps || HasDuplicates || _window.IsWorthTelling;

    /// <summary>The Cumulative TSN left in a SHUTDOWN chunk: that is all there is to tell, unless a SACK has more (9260-6.2-18).</summary>
    public void OnAcknowledgedByShutdown()
    {
        if (!HasMoreThanShutdownTells)
        {
            _policy.Stop();
        }
    }

    /// <summary>Bytes of the SACK chunk that would be written into <paramref name="limit"/> bytes; 0 when not even its fixed part fits.</summary>
    public int MeasureSack(int limit)
    {
        if (limit < SackChunk.FixedLength)
        {
            return 0;
        }

        (int gapBlocks, int duplicates) = CountEntries(limit);
        return SackChunk.LengthOf(gapBlocks, duplicates);
    }

    /// <summary>Writes the SACK chunk and gives back its length. Nothing is then left to acknowledge.</summary>
    /// <param name="destination">Exactly the space there is, at least 16 bytes.</param>
    /// <param name="now">The time.</param>
    public int WriteSack(Span<byte> destination, Instant now)
    {
        (int gapBlocks, int duplicates) = CountEntries(destination.Length);
        int length = SackChunk.LengthOf(gapBlocks, duplicates);
        SackChunk.WriteHeader(destination, length, _map.CumulativeTsn, _window.Advertise(), gapBlocks, duplicates); // 9260-6.2-33

        Tsn last = _map.CumulativeTsn;
        for (int i = 0; i < gapBlocks && _map.TryGetGapBlock(last, out Tsn first, out last); i++)
        {
            // 9260-3.3.4-03
            SackChunk.WriteGapBlock(destination, i, (ushort)_map.CumulativeTsn.DistanceTo(first), (ushort)_map.CumulativeTsn.DistanceTo(last));
        }

        for (int i = 0; i < duplicates; i++)
        {
            SackChunk.WriteDuplicate(destination, gapBlocks, i, _duplicates[i]);
        }

        _duplicates.Clear(); // 9260-3.3.4-07
        _policy.Stop();
        _context.Statistics.ChunksSent.Count(ChunkType.Sack);
        NoteQuiet();
        return length;
    }

    // Where SACK.Delay never expires, large rings go when they were not needed for a while.
    private void NoteQuiet()
    {
        bool wasLarge = _map.TakeWasLarge() | _reassembly.TakeWasLarge() | _ready.TakeWasLarge();
        _quietSacks = wasLarge ? 0 : _quietSacks + 1;
        if (_quietSacks >= QuietSacks)
        {
            _quietSacks = 0;
            ReleaseIdleMemory();
        }
    }

    /// <summary>Takes the next message, or part of one. May make a SACK due that tells the peer of the room.</summary>
    public bool TryReceive(out SctpMessage message)
    {
        if (!_ready.TryTake(out PayloadBuffer payload, out MessageInfo info))
        {
            message = default;
            return false;
        }

        message = new SctpMessage(payload, info);
        _context.Statistics.MessagesReceived++;
        _context.Statistics.UserBytesReceived += payload.Length;
        _window.Release(payload);
        if (IsOpen)
        {
            if (IsStuck)
            {
                _reassembly.TryDeliverPart(isForced: true);
            }

            RequireWindowUpdate();
        }

        if (_ready.Count == 0)
        {
            _ready.OnEmptied();
        }

        return true;
    }

    /// <summary>The options changed: the buffer may be larger. May make a SACK due that tells the peer of the room.</summary>
    public void OnOptionsChanged()
    {
        if (IsOpen)
        {
            RequireWindowUpdate();
        }
    }

    /// <summary>The association ended: drops what is incomplete or out of turn; complete messages can be read until none is left.</summary>
    public void Close()
    {
        IsOpen = false;
        DropUndelivered();
        _duplicates.Clear();
        _policy.Stop();
    }

    /// <summary>How many entries <see cref="FindInconsistency"/> looks at.</summary>
    public int HeldEntries => _reassembly.HeldEntries + _ready.Count;

    /// <summary>Adds up again what is held, and checks every structure. For tests. Null when all is well.</summary>
    public string? FindInconsistency()
    {
        if (_reassembly.FindInconsistency(out long bytes, out long memory) is { } problem)
        {
            return problem;
        }

        _ready.Measure(out long readyBytes, out long readyMemory);
        if (bytes + readyBytes != _window.HeldBytes || memory + readyMemory != _window.HeldMemory)
        {
            return $"{bytes + readyBytes} bytes in {memory + readyMemory} are held, {_window.HeldBytes} in {_window.HeldMemory} are counted";
        }

        return null;
    }

    /// <summary>Whether the peer cannot send on and there is nothing that the user could read to change that.</summary>
    private bool IsStuck => _ready.Count == 0 && _window.IsBlocked;

    private void RequireWindowUpdate()
    {
        if (_window.IsUpdateDue)
        {
            _policy.Require(); // 9260-6.2-12, 9260-6.2-29
        }
    }

    /// <summary>Whether a new chunk can be kept, after buffered chunks with higher TSNs were dropped for it if need be.</summary>
    private bool MakeRoomFor(in DataChunk chunk)
    {
        bool isAboveHighest = chunk.Tsn > _map.HighestTsn;
        if (isAboveHighest && _window.IsClosed)
        {
            return false; // 9260-6.2-02
        }

        int length = chunk.Payload.Length;
        if (_window.Fits(length))
        {
            return true;
        }

        // The next TSN in sequence may exceed the window by its own length: a message can be longer than the window, and only this TSN helps it on.
        if (chunk.Tsn == _map.CumulativeTsn.Next && _window.FreeBytes > 0)
        {
            return true;
        }

        while (!isAboveHighest && _reassembly.TryRenege(chunk.Tsn, out Tsn reneged, out int renegedLength))
        {
            _map.Remove(reneged); // 9260-6.2-03, 9260-6.2-37
            _window.Release(renegedLength);
            _context.Statistics.Reneged++;
            if (_window.Fits(length))
            {
                return true;
            }
        }

        return chunk.Tsn == _map.CumulativeTsn.Next && _window.FreeBytes > 0;
    }

    private (int GapBlocks, int Duplicates) CountEntries(int limit)
    {
        // As many Gap Ack Blocks as fit, the lowest first (9260-6.2-21, 9260-6.7-08); duplicates get what is left.
        int entries = (limit - SackChunk.FixedLength) / SackChunk.EntryLength;
        int gapBlocks = Math.Min(_map.CountGapBlocks(), entries);
        return (gapBlocks, Math.Min(_duplicates.Count, entries - gapBlocks));
    }

    private void DropUndelivered()
    {
        _reassembly.Clear();
        _ready.Measure(out long bytes, out long memory);
        _window.HoldOnly(bytes, memory);
    }
}
