using System;
using System.Collections.Generic;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Network;

/// <summary>
/// The queues before the links: whether one takes a packet, perhaps at the cost of others or with a mark of congestion, and when a packet leaves it for its
/// link.
/// </summary>
internal sealed class LinkQueues
{
    private readonly EventLoop _loop;
    private readonly int _actor;
    private readonly Randomness _random;
    private readonly PacketBook _book;
    private readonly LinkTransit _transit;
    private readonly List<Bottleneck> _bottlenecks = [];

    /// <param name="loop">Virtual time.</param>
    /// <param name="actor">The network's number in it.</param>
    /// <param name="random">What draws for the disciplines.</param>
    /// <param name="book">The packets on their way.</param>
    /// <param name="transit">Where packets go when they leave a queue.</param>
    public LinkQueues(EventLoop loop, int actor, Randomness random, PacketBook book, LinkTransit transit)
    {
        _loop = loop;
        _actor = actor;
        _random = random;
        _book = book;
        _transit = transit;
    }

    /// <summary>The bottleneck that the links of a group share; another one each time for group 0.</summary>
    public Bottleneck BottleneckOf(int group)
    {
        for (int i = 0; group != 0 && i < _bottlenecks.Count; i++)
        {
            if (_bottlenecks[i].Group == group)
            {
                return _bottlenecks[i];
            }
        }

        _bottlenecks.Add(new Bottleneck(_bottlenecks.Count, group));
        return _bottlenecks[^1];
    }

    /// <summary>Whether the queue of a link takes a packet, perhaps at the cost of others.</summary>
    /// <returns>Why it does not; <see cref="DropReason.None"/> where it does.</returns>
    public DropReason Admit(Link link, in PacketFate fate, int length, EcnCodepoint ecn, ref bool isMarked)
    {
        LinkOptions options = link.Options;
        Bottleneck bottleneck = link.Bottleneck;
        long queued = bottleneck.QueuedBytes(options, _loop.Now);
        if (options.Discipline == QueueDiscipline.Red)
        {
            long idlePackets = (long)((Int128)bottleneck.IdleTime(_loop.Now).Nanoseconds * options.BitsPerSecond / (8_000_000_000L * Math.Max(length, 1)));
            bottleneck.Red.Observe(options.Red, queued, idlePackets);
            if (bottleneck.Red.GivesUp(options.Red, _random.Draw(NetworkStreams.Red, (uint)link.Index, (ulong)fate.Ordinal), out bool isCertain))
            {
                if (isCertain || !PacketBook.IsCapable(ecn))
                {
                    return DropReason.Early;
                }

                isMarked = true;
            }
        }

        isMarked |= options.EcnThreshold != 0 && queued >= options.EcnThreshold;
        for (int eviction = 0; IsFull(options, bottleneck, length); eviction++)
        {
            int victim = Victim(link, fate.Ordinal, eviction);
            if (victim == bottleneck.Count)
            {
                return DropReason.Queue;
            }

            _book.DropWaiting(bottleneck.Remove(victim), DropReason.Queue);
        }

        return DropReason.None;
    }

    /// <summary>Lets a packet leave by its link, at once or when it has its turn.</summary>
    public void Transmit(Link link, in PacketFate fate, int handle, int length)
    {
        Bottleneck bottleneck = link.Bottleneck;
        bool waits = bottleneck.Count > 0 || (link.Options.QueuesPackets && bottleneck.FreeAt(link.Options) > _loop.Now);
        if (!waits)
        {
            _transit.Launch(link, fate, handle, bottleneck.Occupy(link.Options, length, _loop.Now));
            return;
        }

        bottleneck.Enqueue(new QueuedPacket(handle, length, _loop.Now, link, fate));
        Serve(bottleneck);
    }

    /// <summary>A bottleneck has time for the next packet.</summary>
    public void OnFree(int index)
    {
        Bottleneck bottleneck = _bottlenecks[index];
        bottleneck.IsServed = false;
        Serve(bottleneck);
    }

    private bool IsFull(LinkOptions options, Bottleneck bottleneck, int length) =>
        (options.QueueBytes != 0 && bottleneck.QueuedBytes(options, _loop.Now) + length > options.QueueBytes)
        || (options.QueuePackets != 0 && bottleneck.Count >= options.QueuePackets);

    // Which of the waiting packets has to go, by its place; their number for the one that comes.
    private int Victim(Link link, long ordinal, int eviction)
    {
        int count = link.Bottleneck.Count;
        switch (link.Options.Discipline)
        {
            case QueueDiscipline.HeadDrop when count > 0:
                return 0;
            case QueueDiscipline.RandomVictim:
                ulong bits = _random.Draw(NetworkStreams.RandomVictim, (uint)link.Index, (ulong)ordinal | ((ulong)eviction << 48));
                return (int)Distribution.Below(bits, (ulong)count + 1);
            default:
                return count;
        }
    }

    // Lets waiting packets leave as long as the link is free.
    private void Serve(Bottleneck bottleneck)
    {
        while (bottleneck.Count > 0 && !bottleneck.IsServed)
        {
            LinkOptions options = bottleneck.First.Link.Options;
            Instant free = bottleneck.FreeAt(options);
            if (free > _loop.Now)
            {
                bottleneck.IsServed = true;
                _loop.Schedule(free, EventPriority.Arrival, _actor, NetworkEventKind.Queue, bottleneck.Index);
                return;
            }

            QueuedPacket next = bottleneck.Dequeue();
            if (options.Discipline == QueueDiscipline.CoDel
                && bottleneck.CoDel.GivesUp(options.CoDel, _loop.Now - next.EnteredAt, bottleneck.WaitingBytes, _loop.Now))
            {
                if (!PacketBook.IsCapable(_book.Packets.ArrivalOf(next.Handle).Ecn))
                {
                    _book.DropWaiting(next, DropReason.Early);
                    continue;
                }

                _book.Mark(next.Handle, next.Fate);
            }

            _transit.Launch(next.Link, next.Fate, next.Handle, bottleneck.Occupy(options, next.Length, _loop.Now));
        }
    }
}
