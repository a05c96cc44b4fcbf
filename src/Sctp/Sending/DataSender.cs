using System;
using System.Numerics;
using Sctp.Buffers;
using Sctp.Paths;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>
/// The data sender of one association (RFC 9260 sections 6 and 7): what waits to be sent, what is outstanding, and the rules that move it. It builds no
/// packets of its own; whoever assembles a packet asks <see cref="TryChoosePath"/> and then <see cref="WriteData"/>.
/// </summary>
internal sealed partial class DataSender
{
    // What an idle association keeps, what fits it for certain, and how often in a row the sender is drained with no more than that before it lets go of the rest.
    private const int IdleEntries = 256;
    private const int FewEntries = IdleEntries / 2;
    private const int QuietTimes = 16;

    private readonly AssociationContext _context;
    private readonly MessageQueue _messages = new();
    private readonly LifetimeHeap _lifetimes;
    private readonly OutboundStreams _streams = new();
    private readonly OutstandingRing _ring = new();
    private readonly GapAckWords _gapAcks = new();

    private PathSendState[] _pathStates = [];
    private PeerWindow _peerWindow;
    private FastRecovery _recovery;
    private WindowProbe _probe;
    private BurstLimit _burst;
    private bool _isEstablished;
    private bool _isClosed;
    private LoadMark _load;
    private int _quietTimes;

    public DataSender(AssociationContext context)
    {
        _context = context;
        _lifetimes = new LifetimeHeap(_messages);
    }

    /// <summary>Whether a message, or the rest of one, has no TSN yet.</summary>
    public bool HasUnsent => _messages.NextToSend != MessageQueue.None;

    /// <summary>Whether a DATA chunk was sent and is not cumulatively acknowledged.</summary>
    public bool HasOutstanding => _ring.Count != 0;

    /// <summary>Whether nothing is queued and nothing is outstanding.</summary>
    public bool IsDrained => _messages.Count == 0;

    /// <summary>User bytes that are queued or not cumulatively acknowledged.</summary>
    public long BufferedBytes { get; private set; }

    /// <summary>The TSN of the next new DATA chunk.</summary>
    public Tsn NextTsn => _ring.Next;

    public Tsn CumulativeAckPoint => _ring.CumulativeAckPoint;

    /// <summary>rwnd of the peer, bytes.</summary>
    public uint PeerWindow => _peerWindow.Available;

    /// <summary>DATA chunks that were sent and are not cumulatively acknowledged.</summary>
    public int OutstandingChunks => _ring.Count;

    /// <summary>User bytes of the chunks that are outstanding: neither acknowledged nor marked for retransmission.</summary>
    public long OutstandingBytes { get; private set; }

    /// <summary>Whether DATA may leave in packets of its own.</summary>
    public bool IsEstablished => _isEstablished;

    /// <summary>Whether the association is in SHUTDOWN-PENDING or SHUTDOWN-RECEIVED: no more messages follow those queued.</summary>
    public bool IsShuttingDown { get; set; }

    public bool IsInFastRecovery => _recovery.IsActive;

    /// <summary>Whether a zero window probe, or a chunk sent again into a closed window, is unacknowledged and the window still closed.</summary>
    public bool IsProbingWindow => _probe.IsOutstanding;

    /// <summary>
    /// Whether a SACK came since the zero window probe was last sent. When T3-rtx expires then, the peer is alive and its window closed: that is no
    /// error, neither of the association nor of the path (9260-6.1-07). To be asked before <see cref="OnT3Expired"/>.
    /// </summary>
    public bool IsWindowProbeAnswered => _probe.IsOutstanding && _probe.IsAnswered;

    private bool IsOnlyProbeOutstanding => _probe.IsOutstanding && _ring.Count == 1;

    private SctpOptions Options => _context.Options;

    private PathTable Paths => _context.Paths;

    /// <summary>The peer's numbers are known: TSNs can be assigned. Messages queued before stay queued, but for those whose stream does not exist.</summary>
    public void Initialize(Tsn initialTsn, ushort outboundStreams, uint peerWindow)
    {
        TakeBack();
        _ring.Reset(initialTsn);
        _streams.Reset(outboundStreams);
        _peerWindow.Initialize(peerWindow); // 9260-6.2.1-02
        FailInvalidStreams();
    }

    /// <summary>The peer restarted (section 5.2.4, action A): everything not acknowledged is handed back to the user (9260-5.2.4-07), and all numbers begin anew.</summary>
    public void Restart(Tsn initialTsn, ushort outboundStreams, uint peerWindow)
    {
        FailAll(SendFailureReason.PeerRestarted);
        Initialize(initialTsn, outboundStreams, peerWindow);
    }

    /// <summary>The association is up: DATA that went behind the COOKIE ECHO is now guarded by T3-rtx.</summary>
    public void OnEstablished(Instant now)
    {
        _isEstablished = true;
        EnsurePathStates();
        foreach (Path path in Paths.All)
        {
            if (path.FlightSize != 0)
            {
                StartT3IfStopped(path, now);
            }
        }

        UpdateWindowProbe(now);
    }

    /// <summary>Takes back all TSNs: what was sent behind a COOKIE ECHO that came to nothing is unsent again.</summary>
    public void TakeBack()
    {
        for (int i = _messages.First; i != MessageQueue.None; i = _messages.NextOf(i))
        {
            ref OutboundMessage message = ref _messages[i];
            if (message.IsCommitted && !message.ExpiresAt.IsNever)
            {
                _lifetimes.Add(i);
            }

            message.WasTakenBack |= message.IsCommitted;
            ref MessageAmount amount = ref _messages.AmountOf(i);
            BufferedBytes += amount.Acknowledged;
            amount.Acknowledged = 0;
            message.Cut = 0;
            message.Ssn = default;
            message.FirstTsn = default;
        }

        _messages.Rewind();
        _streams.Reset(_streams.Count);
        ClearOutstanding();
        UpdateLifetimeTimer();
    }

    /// <summary>The association ended: every message that is not fully acknowledged is handed back once, or dropped, and no timer of the sender runs.</summary>
    public void Close(bool reportFailures)
    {
        _isClosed = true;
        if (reportFailures)
        {
            FailAll(SendFailureReason.AssociationEnded);
        }
        else
        {
            while (_messages.First != MessageQueue.None)
            {
                int message = _messages.First;
                _messages[message].Payload.Release();
                RemoveMessage(message);
            }

            ClearOutstanding();
        }

        _context.Timers.Stop(TimerKind.MessageLifetime);
        _refusedLength = 0;
        ReleaseIdleMemory();
    }

    /// <summary>Something about the paths changed: a state, the primary path, a PMTU.</summary>
    public void OnPathsChanged(Instant now)
    {
        EnsurePathStates();
        RedirectMarked();
        UpdateWindowProbe(now);
    }

    /// <summary>The options changed: the send buffer may have room, and the next chunk may be larger than the window now.</summary>
    public void OnOptionsChanged(Instant now)
    {
        ReportRoom();
        UpdateWindowProbe(now);
    }

    /// <summary>Lets go of the memory that only a large window or a long queue needs; for an association that is idle.</summary>
    public void ReleaseIdleMemory()
    {
        if (IsDrained)
        {
            _messages.Trim();
            _lifetimes.Trim();
            _ring.Trim();
            _gapAcks.Trim();
        }
    }

    /// <summary>Entries that the rings have room for.</summary>
    public int Capacity => Math.Max(_messages.Capacity, _ring.Capacity);

    /// <summary>For oracles: how many entries <see cref="Recount"/> adds up.</summary>
    public int HeldEntries => _ring.Count + _messages.Count;

    /// <summary>For oracles: adds up again what is kept incrementally, in one pass over the window and one over the messages.</summary>
    /// <param name="flight">The flightsize of each path.</param>
    /// <param name="outstanding"><see cref="OutstandingBytes"/>.</param>
    /// <param name="buffered"><see cref="BufferedBytes"/>.</param>
    /// <param name="memory"><see cref="BufferedMemory"/>.</param>
    public void Recount(Span<long> flight, out long outstanding, out long buffered, out long memory)
    {
        flight.Clear();
        outstanding = RecountFlight(flight);
        _messages.AddUp(out buffered, out memory);
    }

    private long RecountFlight(Span<long> flight)
    {
        long outstanding = 0;
        long onPath = 0; // Of neighbouring chunks that went to the same path.
        int path = 0;
        int left = _ring.Count;
        for (Tsn tsn = _ring.First; left > 0;)
        {
            int bit = (int)(tsn.Value & 63);
            int count = Math.Min(64 - bit, left);
            ulong word = _ring.InFlightWord(tsn) & ((ulong.MaxValue >> (64 - count)) << bit);
            ReadOnlySpan<OutstandingChunk> chunks = _ring.ChunksOfWord(tsn);
            for (; word != 0; word &= word - 1)
            {
                ref readonly OutstandingChunk chunk = ref chunks[BitOperations.TrailingZeroCount(word)];
                if (chunk.SentPath != path)
                {
                    flight[path] += onPath;
                    onPath = 0;
                    path = chunk.SentPath;
                }

                onPath += chunk.Size;
                outstanding += chunk.Length;
            }

            tsn += count;
            left -= count;
        }

        if (onPath != 0)
        {
            flight[path] += onPath;
        }

        return outstanding;
    }

    /// <summary>
    /// Everything is acknowledged. Where heartbeats, whose timer asks for <see cref="ReleaseIdleMemory"/>, are off, large rings go when they were not needed for a
    /// while: at once would make a busy association allocate them again and again.
    /// </summary>
    private void OnDrained()
    {
        _quietTimes = _load.Take() ? 0 : _quietTimes + 1;
        if (_quietTimes >= QuietTimes && Capacity > IdleEntries)
        {
            ReleaseIdleMemory();
        }
    }

    private void ClearOutstanding()
    {
        _ring.Reset(_ring.Next);
        OutstandingBytes = 0;
        _recovery = default;
        _probe = default;
        _isEstablished = false;
        _context.Timers.Stop(TimerKind.WindowProbe);
        EnsurePathStates();
        Array.Clear(_pathStates);
        foreach (Path path in Paths.All)
        {
            path.FlightSize = 0;
            path.IsLimitedToOnePacket = false;
            _context.Timers.Stop(TimerKind.T3Rtx, path.Index);
        }
    }

    private void EnsurePathStates()
    {
        if (_pathStates.Length < Paths.Count)
        {
            Array.Resize(ref _pathStates, Paths.Count);
        }
    }
}
