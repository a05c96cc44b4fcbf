using System;
using System.Diagnostics.CodeAnalysis;
using Sctp.Buffers;
using Sctp.Timers;
using Sctp.Wire;

namespace Sctp.Sending;

/// <content>Messages: how they are taken, how long they wait, and how they are handed back.</content>
internal sealed partial class DataSender
{
    /// <summary>What a message may cost beyond its bytes, so that those of a small buffer can be small.</summary>
    private const int MemoryAllowance = 64 * 1024;

    /// <summary>The longest message that was refused since the user was last told of room; 0 for none.</summary>
    private int _refusedLength;

    /// <summary>Whether one of those would have fitted but for the memory that small messages cost.</summary>
    private bool _wasRefusedForMemory;

    /// <summary>Memory of the messages in <see cref="BufferedBytes"/>: a message of one byte costs hundreds.</summary>
    public long BufferedMemory { get; private set; }

    /// <summary>The most memory that messages may cost, as on the receiving side.</summary>
    private long MemoryCapacity => (2L * Options.SendBufferSize) + MemoryAllowance;

    /// <summary>Takes a message. Its bytes are copied.</summary>
    /// <exception cref="ArgumentException">The message can never be sent: it is empty, too long, or its stream does not exist.</exception>
    public SendResult Enqueue(ReadOnlySpan<byte> payload, in SendOptions options, Instant now)
    {
        if (_isClosed)
        {
            return SendResult.Closed;
        }

        ThrowIfUnsendable(payload.Length, options.StreamId);
        int memory = OutboundMessage.MemoryOf(payload.Length);
        bool fits = BufferedBytes + payload.Length <= Options.SendBufferSize;
        if (!fits || BufferedMemory + memory > MemoryCapacity)
        {
            _wasRefusedForMemory |= fits;
            _refusedLength = Math.Max(_refusedLength, payload.Length);
            return SendResult.BufferFull;
        }

        PayloadBuffer buffer = _context.Pool.RentPayload();
        buffer.Fill(payload);
        var amount = new MessageAmount { Length = payload.Length, Memory = memory };
        var queued = new OutboundMessage
        {
            Payload = buffer,
            Destination = options.Destination,
            ExpiresAt = options.Lifetime is { } lifetime ? now + lifetime : Instant.Never,
            Context = options.Context,
            PayloadProtocolId = options.PayloadProtocolId,
            StreamId = options.StreamId,
            Unordered = options.Unordered,
            SackImmediately = options.SackImmediately,
            NoBundle = options.NoBundle,
        };
        int message = _messages.Add(queued, amount);
        _load.Note(_messages.Count > FewEntries);
        BufferedBytes += payload.Length;
        BufferedMemory += memory;
        _context.Statistics.MessagesQueued++;
        _context.Statistics.UserBytesQueued += payload.Length;
        if (options.Lifetime is not null)
        {
            _lifetimes.Add(message);
            UpdateLifetimeTimer();
        }

        UpdateWindowProbe(now);
        return SendResult.Queued;
    }

    /// <summary>TimerKind.MessageLifetime fired.</summary>
    public void OnLifetimeTimer(Instant now)
    {
        DropExpiredMessages(now);
        UpdateLifetimeTimer();
    }

    /// <summary>The most user data of a chunk (9260-6-10, 9260-6.9-10, 9260-7.3-05).</summary>
    private int FragmentLimit()
    {
        int limit = SingleChunkLimit();

        // A fragment larger than the peer's whole buffer could only ever be sent as a window probe.
        int buffer = (int)Math.Clamp(_peerWindow.Largest, SctpOptions.MinReceiveBufferSize, ushort.MaxValue) & ~3;
        return Options.Fragmentation ? Math.Min(limit, buffer) : limit;
    }

    /// <summary>The most user data that fits one chunk on every path: AMDCS without the DATA header.</summary>
    private int SingleChunkLimit() => Math.Min(Paths.Amdcs - DataChunk.HeaderLength, Options.MaxSegmentSize ?? int.MaxValue);

    private void ThrowIfUnsendable(int length, ushort streamId)
    {
        if (length == 0)
        {
            Unsendable("A message without a byte cannot be sent (RFC 9260 section 3.3.1)."); // 9260-3.3.1-08, 9260-6.2-42
        }

        // 9260-6.5-01, 9260-5.1.1-03
        int streams = _streams.Count != 0 ? _streams.Count : Options.OutboundStreams;
        if (streamId >= streams)
        {
            Unsendable(FormattableString.Invariant($"Stream {streamId} does not exist: there are {streams} outbound streams."));
        }

        int longest = Math.Min(Options.MaxMessageSize, Options.SendBufferSize);
        if (length > longest)
        {
            string limit = longest == Options.MaxMessageSize ? nameof(Options.MaxMessageSize) : nameof(Options.SendBufferSize);
            Unsendable(FormattableString.Invariant($"The message has {length} bytes; {limit} allows {longest}."));
        }

        // 9260-6.9-04, 9260-6.9-05, 9260-6.9-07
        if (!Options.Fragmentation && Paths.Count != 0 && length > SingleChunkLimit())
        {
            Unsendable(FormattableString.Invariant(
                $"The message has {length} bytes; without {nameof(Options.Fragmentation)} one DATA chunk holds {SingleChunkLimit()}."));
        }
    }

    [DoesNotReturn]
    private static void Unsendable(string message) => throw new ArgumentException(message);

    /// <summary>9260-11.1.5-03: a message whose lifetime ended before its first transmission is not sent.</summary>
    private void DropExpiredMessages(Instant now)
    {
        if (_lifetimes.Earliest > now || _lifetimes.Earliest.IsNever)
        {
            return;
        }

        while (_lifetimes.Earliest <= now && !_lifetimes.Earliest.IsNever)
        {
            FailMessage(_lifetimes.First, SendFailureReason.LifetimeExpired);
        }

        ReportRoom();
        UpdateLifetimeTimer();
        UpdateWindowProbe(now);
    }

    private void UpdateLifetimeTimer()
    {
        if (_lifetimes.Earliest.IsNever)
        {
            _context.Timers.Stop(TimerKind.MessageLifetime);
        }
        else
        {
            _context.Timers.Start(TimerKind.MessageLifetime, _lifetimes.Earliest);
        }
    }

    /// <summary>The peer accepts fewer streams than were asked for (9260-5.1.1-03).</summary>
    private void FailInvalidStreams()
    {
        int next;
        for (int i = _messages.First; i != MessageQueue.None; i = next)
        {
            next = _messages.NextOf(i);
            if (_messages[i].StreamId >= _streams.Count)
            {
                FailMessage(i, SendFailureReason.InvalidStream);
            }
        }

        UpdateLifetimeTimer();
        ReportRoom();
    }

    private void FailAll(SendFailureReason reason)
    {
        while (_messages.First != MessageQueue.None)
        {
            FailMessage(_messages.First, reason);
        }

        ClearOutstanding();
        UpdateLifetimeTimer();
        ReportRoom();
    }

    /// <summary>SEND FAILURE (9260-11.2.2-01): the whole message goes back to the user (9260-11.1.14-01, 9260-11.1.15-01).</summary>
    private void FailMessage(int index, SendFailureReason reason)
    {
        ref readonly OutboundMessage message = ref _messages[index];
        var info = new MessageInfo(
            message.StreamId,
            message.Ssn,
            message.PayloadProtocolId,
            message.FirstTsn,
            IsUnordered: message.Unordered,
            IsEndOfMessage: true,
            PathIndex: 0);
        _context.Events.Add(new SctpEvent
        {
            Kind = SctpEventKind.SendFailed,
            Association = _context.Association,
            StreamId = message.StreamId,
            SendFailureReason = reason,
            WasSent = message.IsCommitted || message.WasTakenBack,
            Context = message.Context, // 9260-11.1.5-02
            Message = new SctpMessage(message.Payload, info),
        });
        _context.Statistics.MessagesFailed++;
        RemoveMessage(index);
    }

    /// <summary>The user data of a chunk was cumulatively acknowledged; the last one frees its message (9260-6.7-04).</summary>
    private void AcknowledgeBytes(int index, int length)
    {
        ref MessageAmount amount = ref _messages.AmountOf(index);
        amount.Acknowledged += length;
        BufferedBytes -= length;
        if (amount.Acknowledged == amount.Length)
        {
            _context.Statistics.MessagesAcknowledged++;
            _messages[index].Payload.Release();
            RemoveMessage(index);
        }
    }

    private void RemoveMessage(int index)
    {
        ref readonly MessageAmount amount = ref _messages.AmountOf(index);
        BufferedBytes -= amount.Unacknowledged;
        BufferedMemory -= amount.Memory;
        _lifetimes.Remove(index);
        _messages.Remove(index);
    }

    /// <summary>After a refusal the user is told once, when half of the buffer is free, and enough for what was refused.</summary>
    private void ReportRoom()
    {
        if (_refusedLength == 0 || _isClosed)
        {
            return;
        }

        long free = Options.SendBufferSize - BufferedBytes;
        long freeMemory = MemoryCapacity - BufferedMemory;
        int refused = Math.Min(_refusedLength, Options.SendBufferSize);
        long leastMemory = Math.Max(_wasRefusedForMemory ? MemoryCapacity / 2 : 0, OutboundMessage.MemoryOf(refused));
        if (free >= Math.Max(Options.SendBufferSize / 2, refused) && freeMemory >= leastMemory)
        {
            _refusedLength = 0;
            _wasRefusedForMemory = false;
            _context.Events.Add(new SctpEvent { Kind = SctpEventKind.SendBufferDrained, Association = _context.Association });
        }
    }
}
