using System;

namespace Sctp.Sim.Network;

/// <summary>
/// A rate and the queue before it, of one link or of several. As long as no packet that waits can be taken out again, when each one leaves is known as it
/// comes, and no more is kept than the time when the last one has left; otherwise the packets wait here one by one.
/// </summary>
internal sealed class Bottleneck
{
    /// <summary>State of the disciplines; fields so that they change in place.</summary>
    public RedControl Red;
    public CoDelControl CoDel;

    private QueuedPacket[] _waiting = [];
    private int _first;

    public Bottleneck(int index, int group)
    {
        Index = index;
        Group = group;
    }

    public int Index { get; }

    /// <summary>The number by which links share it; 0 for one that is not shared.</summary>
    public int Group { get; }

    /// <summary>Packets that wait one by one.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of them.</summary>
    public long WaitingBytes { get; private set; }

    /// <summary>Whether an event will come that lets the next one leave.</summary>
    public bool IsServed { get; set; }

    public ref readonly QueuedPacket First => ref _waiting[_first];

    /// <summary>When the last bit of what is on its way into the link leaves, by the rate alone.</summary>
    private Instant BusyUntil { get; set; }

    /// <summary>When a further packet can begin to leave.</summary>
    public Instant FreeAt(LinkOptions options) =>
        options.BurstBytes == 0 ? BusyUntil : BusyUntil - SerialisationTime(options, options.BurstBytes);

    /// <summary>Whether nothing is waiting or leaving.</summary>
    public bool IsIdle(Instant now) => Count == 0 && BusyUntil <= now;

    /// <summary>Since when nothing is waiting or leaving.</summary>
    public Duration IdleTime(Instant now) => IsIdle(now) ? now - BusyUntil : Duration.Zero;

    /// <summary>The bytes that wait or are on their way into the link.</summary>
    public long QueuedBytes(LinkOptions options, Instant now)
    {
        Instant free = FreeAt(options);
        return options.BitsPerSecond == 0 || free <= now
            ? WaitingBytes
            : WaitingBytes + (long)((Int128)(free - now).Nanoseconds * options.BitsPerSecond / 8_000_000_000);
    }

    /// <summary>Gives the link to a packet.</summary>
    /// <returns>When its last bit has left.</returns>
    public Instant Occupy(LinkOptions options, int bytes, Instant now)
    {
        Instant start = Instant.Max(now, BusyUntil);
        if (options.BitsPerSecond == 0)
        {
            return start;
        }

        BusyUntil = start + SerialisationTime(options, bytes);
        return Instant.Max(now, FreeAt(options));
    }

    public void Enqueue(in QueuedPacket packet)
    {
        if (Count == _waiting.Length)
        {
            Grow();
        }

        _waiting[(_first + Count++) & (_waiting.Length - 1)] = packet;
        WaitingBytes += packet.Length;
    }

    public QueuedPacket Dequeue()
    {
        QueuedPacket packet = _waiting[_first];
        _waiting[_first] = default;
        _first = (_first + 1) & (_waiting.Length - 1);
        Count--;
        WaitingBytes -= packet.Length;
        return packet;
    }

    /// <summary>Takes a packet out of the queue, 0 being the one that has waited longest.</summary>
    public QueuedPacket Remove(int index)
    {
        int mask = _waiting.Length - 1;
        QueuedPacket packet = _waiting[(_first + index) & mask];
        for (int i = index; i > 0; i--)
        {
            _waiting[(_first + i) & mask] = _waiting[(_first + i - 1) & mask];
        }

        _waiting[_first] = packet;
        return Dequeue();
    }

    private static Duration SerialisationTime(LinkOptions options, int bytes) =>
        options.BitsPerSecond == 0 ? Duration.Zero : Duration.FromNanoseconds((long)((Int128)bytes * 8_000_000_000 / options.BitsPerSecond));

    private void Grow()
    {
        var grown = new QueuedPacket[Math.Max(16, _waiting.Length * 2)];
        for (int i = 0; i < Count; i++)
        {
            grown[i] = _waiting[(_first + i) & (_waiting.Length - 1)];
        }

        _waiting = grown;
        _first = 0;
    }
}
