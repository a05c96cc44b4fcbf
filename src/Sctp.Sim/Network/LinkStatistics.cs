namespace Sctp.Sim.Network;

/// <summary>
/// What became of the packets of one link. Every packet has one fate: <c>Sent + Duplicated + Injected = Dropped + Delivered + InFlight</c>, and no byte comes
/// from nowhere: <c>SentBytes + DuplicatedBytes + InjectedBytes + DamageBytes = DroppedBytes + DeliveredBytes + InFlightBytes</c>.
/// </summary>
public struct LinkStatistics
{
    /// <summary>Packets handed to the link by a host.</summary>
    public long Sent { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long SentBytes { get; internal set; }

    /// <summary>Packets that arrived, copies and forged ones included.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long DeliveredBytes { get; internal set; }

    /// <summary>Packets on their way or waiting in the queue, copies and forged ones included.</summary>
    public long InFlight { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long InFlightBytes { get; internal set; }

    /// <summary>Packets lost at random.</summary>
    public long Lost { get; internal set; }

    /// <summary>Packets dropped because the link was down.</summary>
    public long DroppedDown { get; internal set; }

    /// <summary>Packets dropped because the queue was full.</summary>
    public long DroppedQueue { get; internal set; }

    /// <summary>Packets dropped by the discipline of a queue that was not full.</summary>
    public long DroppedEarly { get; internal set; }

    /// <summary>Packets dropped because they were larger than the MTU.</summary>
    public long DroppedTooBig { get; internal set; }

    /// <summary>Bytes of all packets that were lost or dropped.</summary>
    public long DroppedBytes { get; internal set; }

    /// <summary>Copies beside the first.</summary>
    public long Duplicated { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long DuplicatedBytes { get; internal set; }

    /// <summary>Packets that changed places with others.</summary>
    public long Reordered { get; internal set; }

    /// <summary>Packets that were damaged.</summary>
    public long Corrupted { get; internal set; }

    /// <summary>Bytes that damage added; negative where it took more away.</summary>
    public long DamageBytes { get; internal set; }

    /// <summary>Packets that a congested queue marked.</summary>
    public long Marked { get; internal set; }

    /// <summary>Packets that no host sent.</summary>
    public long Injected { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long InjectedBytes { get; internal set; }

    /// <summary>All packets that never arrived.</summary>
    public readonly long Dropped => Lost + DroppedDown + DroppedQueue + DroppedEarly + DroppedTooBig;

    internal readonly bool HasLostPackets => Sent + Duplicated + Injected != Dropped + Delivered + InFlight;

    internal readonly bool HasLostBytes =>
        SentBytes + DuplicatedBytes + InjectedBytes + DamageBytes != DroppedBytes + DeliveredBytes + InFlightBytes;

    /// <summary>Adds the counters of two links.</summary>
    public static LinkStatistics Add(in LinkStatistics a, in LinkStatistics b) => new()
    {
        Sent = a.Sent + b.Sent,
        SentBytes = a.SentBytes + b.SentBytes,
        Delivered = a.Delivered + b.Delivered,
        DeliveredBytes = a.DeliveredBytes + b.DeliveredBytes,
        InFlight = a.InFlight + b.InFlight,
        InFlightBytes = a.InFlightBytes + b.InFlightBytes,
        Lost = a.Lost + b.Lost,
        DroppedDown = a.DroppedDown + b.DroppedDown,
        DroppedQueue = a.DroppedQueue + b.DroppedQueue,
        DroppedEarly = a.DroppedEarly + b.DroppedEarly,
        DroppedTooBig = a.DroppedTooBig + b.DroppedTooBig,
        DroppedBytes = a.DroppedBytes + b.DroppedBytes,
        Duplicated = a.Duplicated + b.Duplicated,
        DuplicatedBytes = a.DuplicatedBytes + b.DuplicatedBytes,
        Reordered = a.Reordered + b.Reordered,
        Corrupted = a.Corrupted + b.Corrupted,
        DamageBytes = a.DamageBytes + b.DamageBytes,
        Marked = a.Marked + b.Marked,
        Injected = a.Injected + b.Injected,
        InjectedBytes = a.InjectedBytes + b.InjectedBytes,
    };
}
