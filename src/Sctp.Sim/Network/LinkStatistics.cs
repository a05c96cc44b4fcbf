namespace Sctp.Sim.Network;

/// <summary>
/// What became of the packets of one link. Every packet has one fate: <c>Sent = Lost + DroppedDown + DroppedQueue + DroppedTooBig + those
/// carried</c>, and <c>Delivered + InFlight = carried + Duplicated</c>.
/// </summary>
public struct LinkStatistics
{
    /// <summary>Packets handed to the link.</summary>
    public long Sent { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long SentBytes { get; internal set; }

    /// <summary>Packets that arrived, second copies included.</summary>
    public long Delivered { get; internal set; }

    /// <summary>Bytes of them.</summary>
    public long DeliveredBytes { get; internal set; }

    /// <summary>Packets on their way, second copies included.</summary>
    public long InFlight { get; internal set; }

    /// <summary>Packets lost at random.</summary>
    public long Lost { get; internal set; }

    /// <summary>Packets dropped because the link was down.</summary>
    public long DroppedDown { get; internal set; }

    /// <summary>Packets dropped because the queue was full.</summary>
    public long DroppedQueue { get; internal set; }

    /// <summary>Packets dropped because they were larger than the MTU.</summary>
    public long DroppedTooBig { get; internal set; }

    /// <summary>Packets that arrived twice.</summary>
    public long Duplicated { get; internal set; }

    /// <summary>Packets that were held back.</summary>
    public long Reordered { get; internal set; }

    /// <summary>Packets that were damaged.</summary>
    public long Corrupted { get; internal set; }

    /// <summary>All packets that never arrived.</summary>
    public readonly long Dropped => Lost + DroppedDown + DroppedQueue + DroppedTooBig;

    /// <summary>Adds the counters of two links.</summary>
    public static LinkStatistics Add(in LinkStatistics a, in LinkStatistics b) => new()
    {
        Sent = a.Sent + b.Sent,
        SentBytes = a.SentBytes + b.SentBytes,
        Delivered = a.Delivered + b.Delivered,
        DeliveredBytes = a.DeliveredBytes + b.DeliveredBytes,
        InFlight = a.InFlight + b.InFlight,
        Lost = a.Lost + b.Lost,
        DroppedDown = a.DroppedDown + b.DroppedDown,
        DroppedQueue = a.DroppedQueue + b.DroppedQueue,
        DroppedTooBig = a.DroppedTooBig + b.DroppedTooBig,
        Duplicated = a.Duplicated + b.Duplicated,
        Reordered = a.Reordered + b.Reordered,
        Corrupted = a.Corrupted + b.Corrupted,
    };
}
