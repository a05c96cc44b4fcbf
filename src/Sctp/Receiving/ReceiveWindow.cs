using System;
using Sctp.Buffers;

namespace Sctp.Receiving;

/// <summary>
/// The receive buffer and the a_rwnd that is made of it (RFC 9260 section 6.2). Two sums are kept: the user bytes held, which the peer knows of, and the
/// memory they cost, so that a peer that sends single bytes cannot make them cost a hundred times as much.
/// </summary>
internal sealed class ReceiveWindow
{
    /// <summary>Bookkeeping for one block: its slot or its share of a message and of the ready queue.</summary>
    private const int BlockOverhead = 128;

    private const int MemoryAllowance = 64 * 1024;

    private readonly AssociationContext _context;
    private int _announced;
    private int _largestPayload;
    private uint _lastAdvertised;
    private long _lastFree;
    private bool _wasSmall;

    public ReceiveWindow(AssociationContext context)
    {
        _context = context;
        _announced = context.Options.ReceiveBufferSize;
        _lastAdvertised = (uint)_announced;
        _lastFree = _announced;
    }

    /// <summary>User bytes held: unread, out of turn or incomplete.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Memory that the held bytes occupy.</summary>
    public long HeldMemory { get; private set; }

    /// <summary>The buffer: what the option says, but never less than was announced (9260-3.3.2-15, 9260-3.3.3-14).</summary>
    public int Capacity => Math.Max(_announced, _context.Options.ReceiveBufferSize);

    public long MemoryCapacity => (2L * Capacity) + MemoryAllowance;

    /// <summary>User bytes that can still be held (9260-6.2-30).</summary>
    public long FreeBytes => Math.Max(0, Math.Min(Capacity - HeldBytes, MemoryCapacity - HeldMemory));

    /// <summary>
    /// The a_rwnd now. A window too small for a packet is advertised as closed, and a closed one opens again when it has grown by as much: it is not
    /// filled in small pieces (9260-6.2-06).
    /// </summary>
    public uint Advertised
    {
        get
        {
            long free = FreeBytes;
            int least = Math.Min(_context.Paths.Amdcs, Capacity / 4);
            return free < (_lastAdvertised == 0 ? _lastFree + least : least) ? 0 : (uint)free;
        }
    }

    /// <summary>Whether the peer was told that the window is closed and it still is (9260-6.2-02).</summary>
    public bool IsClosed => _lastAdvertised == 0 && Advertised == 0;

    /// <summary>Whether the peer cannot send another fragment as large as those it sends.</summary>
    public bool IsBlocked => Advertised < Math.Max(1, _largestPayload);

    /// <summary>
    /// Whether the user has read enough for a SACK of its own: the peer knows only a window that does not let it go on, and the window grew by a quarter of
    /// the buffer (9260-6.2-12, 9260-6.2-13, 9260-16-21).
    /// </summary>
    public bool IsUpdateDue =>
        _lastAdvertised < Math.Max(Capacity / 4, Math.Min(_largestPayload, Capacity))
        && Advertised > _lastAdvertised
        && FreeBytes >= _lastFree + (Capacity / 4);

    /// <summary>
    /// Whether a SHUTDOWN alone, which carries no a_rwnd, tells the peer too little: the window is small, or was and the SACK that opened it again may be
    /// lost, so that the peer could send what there is no room for, or go on probing a window that is open.
    /// </summary>
    public bool IsWorthTelling => _wasSmall || Advertised < Capacity / 2;

    /// <summary>The memory that a payload occupies.</summary>
    public static int MemoryOf(int length) => length <= BlockPool.MaxBlockSize
        ? BlockPool.CapacityFor(length) + BlockOverhead
        : BlockPool.MaxBlockSize + BlockOverhead + MemoryOf(length - BlockPool.MaxBlockSize);

    public static int MemoryOf(PayloadBuffer payload) => payload.Capacity + (payload.SegmentCount * BlockOverhead);

    /// <summary>An association begins; unread messages of the one before still occupy the buffer.</summary>
    public void Reset()
    {
        _announced = Capacity;
        _largestPayload = 0;
        _lastFree = FreeBytes;
        _lastAdvertised = (uint)_lastFree;
        _wasSmall = false;
    }

    public bool Fits(int length) => HeldBytes + length <= Capacity && HeldMemory + MemoryOf(length) <= MemoryCapacity;

    /// <summary>A chunk is buffered.</summary>
    public void Take(int length)
    {
        HeldBytes += length;
        HeldMemory += MemoryOf(length);
        _largestPayload = Math.Max(_largestPayload, length);
    }

    /// <summary>A buffered chunk is dropped; the window grows by it (9260-6.2-38).</summary>
    public void Release(int length)
    {
        HeldBytes -= length;
        HeldMemory -= MemoryOf(length);
    }

    /// <summary>A message, or a part of one, goes to the user.</summary>
    public void Release(PayloadBuffer payload)
    {
        HeldBytes -= payload.Length;
        HeldMemory -= MemoryOf(payload);
    }

    /// <summary>Everything is dropped but what these sums stand for.</summary>
    public void HoldOnly(long bytes, long memory)
    {
        HeldBytes = bytes;
        HeldMemory = memory;
    }

    /// <summary>The a_rwnd for the SACK being written.</summary>
    public uint Advertise()
    {
        long free = FreeBytes;
        uint advertised = Advertised;

        // While the window stays closed, its growth is counted from where it was smallest.
        _lastFree = _lastAdvertised == 0 && advertised == 0 ? Math.Min(_lastFree, free) : free;
        _lastAdvertised = advertised;
        _wasSmall |= advertised < Capacity / 2;
        return advertised;
    }
}
