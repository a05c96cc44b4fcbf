using System;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Network;

/// <summary>What happens to a packet from the time when its last bit is in the link: when it arrives, in what order, how often, and with what damage.</summary>
internal sealed class LinkTransit
{
    private readonly EventLoop _loop;
    private readonly int _actor;
    private readonly PacketBook _book;
    private readonly PacketDamage _damage;

    /// <param name="loop">Virtual time.</param>
    /// <param name="actor">The network's number in it.</param>
    /// <param name="book">The packets on their way.</param>
    /// <param name="fates">What decides what chance does.</param>
    public LinkTransit(EventLoop loop, int actor, PacketBook book, IPacketFates fates)
    {
        _loop = loop;
        _actor = actor;
        _book = book;
        _damage = new PacketDamage(book.Packets);
        Fates = fates;
    }

    /// <summary>Decides what chance does to each packet.</summary>
    public IPacketFates Fates { get; set; }

    /// <summary>Repairs checksums of damaged packets; null leaves them wrong.</summary>
    public IPacketSealer? Sealer { get; set; }

    /// <summary>Lets a packet travel.</summary>
    /// <param name="link">The link.</param>
    /// <param name="fate">What becomes of it.</param>
    /// <param name="handle">The packet.</param>
    /// <param name="departure">When its last bit is in the link.</param>
    public void Launch(Link link, in PacketFate fate, int handle, Instant departure)
    {
        LinkOptions options = link.Options;
        Instant arrival = departure + options.Delay + fate.Jitter;
        if (!fate.IsReordered)
        {
            ScheduleInOrder(link, fate, handle, ref arrival);
        }
        else if (fate.Reorder is ReorderShape.AdjacentSwap or ReorderShape.BurstReversal)
        {
            if (link.GatherTarget == 0 && fate.Span > 1)
            {
                link.BeginGathering(fate.Span);
                _loop.Schedule(arrival + fate.Held, EventPriority.Arrival, _actor, NetworkEventKind.Gather, ((long)link.Index << 32) | link.Gathering);
            }

            ScheduleInOrder(link, fate, handle, ref arrival);
        }
        else
        {
            arrival += fate.OvertakingJitter;
            if (fate.Reorder != ReorderShape.JumpAhead)
            {
                link.Counters.Reordered++;
                arrival += fate.Held;
            }
            else if (link.FirstPendingOf(fate.Span, _loop.Now) is { } overtaken && overtaken <= arrival)
            {
                link.Counters.Reordered++;
                arrival = Instant.Max(_loop.Now, overtaken - Duration.FromNanoseconds(1));
            }

            link.NoteArrival(arrival);
            ScheduleArrival(handle, arrival);
        }

        if (fate.IsDuplicated)
        {
            LaunchCopies(fate, handle, arrival);
        }

        if (fate.IsCorrupted)
        {
            Damage(link, fate, handle);
        }

        if (Fates.MaySplice(link))
        {
            link.KeepPrevious(fate.IsCorrupted ? _damage.Original : _book.Packets.Bytes(handle));
        }
    }

    /// <summary>Lets a packet arrive at some time.</summary>
    public void ScheduleArrival(int handle, Instant time) => _loop.Schedule(time, EventPriority.Arrival, _actor, NetworkEventKind.Arrival, handle);

    /// <summary>The packets of a link that were gathered by now have waited long enough for further ones.</summary>
    public void OnGathered(Link link, uint gathering)
    {
        if (link.GatherTarget != 0 && link.Gathering == gathering)
        {
            ReleaseGathered(link);
        }
    }

    private void ScheduleInOrder(Link link, in PacketFate fate, int handle, ref Instant arrival)
    {
        if (link.Options.JitterKeepsOrder)
        {
            arrival = Instant.Max(arrival, link.LastArrival);
        }

        link.LastArrival = Instant.Max(arrival, link.LastArrival);
        arrival += fate.OvertakingJitter;
        link.NoteArrival(arrival);
        if (link.GatherTarget == 0)
        {
            ScheduleArrival(handle, arrival);
            return;
        }

        link.Gather(handle);
        if (link.GatheredCount == link.GatherTarget)
        {
            ReleaseGathered(link);
        }
    }

    // All at the arrival of the last one, those that were sent later first: events of one instant happen in the order of scheduling.
    private void ReleaseGathered(Link link)
    {
        ReadOnlySpan<int> handles = link.Gathered;
        Instant arrival = Instant.Max(_loop.Now, link.LastArrival);
        if (handles.Length > 1)
        {
            link.Counters.Reordered += handles.Length - 1;
        }

        for (int i = handles.Length - 1; i >= 0; i--)
        {
            ScheduleArrival(handles[i], arrival);
        }

        link.LastArrival = arrival;
        link.EndGathering();
    }

    private void LaunchCopies(in PacketFate fate, int handle, Instant arrival)
    {
        Instant copyArrival = arrival;
        for (int i = 0; i < fate.Copies; i++)
        {
            copyArrival += fate.DuplicateDelay;
            ScheduleArrival(_book.EnterCopy(handle), copyArrival);
        }

        if (fate.LateCopyDelay > Duration.Zero)
        {
            ScheduleArrival(_book.EnterCopy(handle), arrival + fate.LateCopyDelay);
        }
    }

    private void Damage(Link link, in PacketFate fate, int handle)
    {
        if (_damage.TryDamage(handle, fate, link.Previous, Sealer))
        {
            _book.NoteDamage(
                handle,
                added: _book.Packets.Bytes(handle).Length - _damage.Original.Length,
                isSealed: fate.Treatment == ChecksumTreatment.Repaired && Sealer is not null);
        }
    }
}
