namespace Sctp.Sim.Network;

/// <summary>Which packets the queue of a link with a rate gives up.</summary>
public enum QueueDiscipline
{
    /// <summary>The one that comes when the queue is full.</summary>
    TailDrop,

    /// <summary>The one that has waited longest when the queue is full.</summary>
    HeadDrop,

    /// <summary>Any one, the newest included, when the queue is full.</summary>
    RandomVictim,

    /// <summary>Random early detection (Floyd and Jacobson 1993): with a probability that grows with the average length of the queue. ECN-capable packets are marked instead.</summary>
    Red,

    /// <summary>Controlled delay (RFC 8289): packets at the head while they all have waited too long for an interval. ECN-capable packets are marked instead.</summary>
    CoDel,
}
