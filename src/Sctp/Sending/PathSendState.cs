using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>What the sender keeps for each path besides the path itself, and its notes about the acknowledgement in hand.</summary>
internal struct PathSendState
{
    /// <summary>Chunks that are marked for retransmission to this path.</summary>
    public int Marked;

    public RttSample Rtt;

    /// <summary>Whether cwnd decayed since DATA was last sent here, and up to when that is accounted for.</summary>
    public bool HasDecayed;
    public Instant DecayedUntil;

    /// <summary>Flightsize before the acknowledgement; cwnd where that is larger and was fully utilized all the same.</summary>
    public int FlightBefore;

    /// <summary>Bytes newly acknowledged of chunks last sent here.</summary>
    public int NewlyAckedBytes;

    /// <summary>Whether a chunk last sent here was newly acknowledged.</summary>
    public bool WasNewlyAcked;

    /// <summary>Whether an outstanding chunk of this path was acknowledged, and the lowest of these.</summary>
    public bool HasLowestAcked;
    public Tsn LowestAcked;

    /// <summary>Whether that was the earliest outstanding chunk of the path.</summary>
    public bool EarliestWasAcked;

    /// <summary>Whether a chunk last sent here reached three miss indications.</summary>
    public bool HasLoss;

    public void BeginAcknowledgement(int flight)
    {
        FlightBefore = flight;
        NewlyAckedBytes = 0;
        WasNewlyAcked = false;
        HasLowestAcked = false;
        EarliestWasAcked = false;
        HasLoss = false;
    }
}
