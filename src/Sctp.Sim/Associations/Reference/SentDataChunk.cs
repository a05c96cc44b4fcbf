namespace Sctp.Sim.Associations;

/// <summary>Why a chunk counts as marked for retransmission.</summary>
internal enum MarkCause : byte
{
    None,

    /// <summary>T3-rtx of its path expired (RFC 9260 section 6.3.3).</summary>
    Timeout,

    /// <summary>Three miss indications (section 7.2.4).</summary>
    Missing,

    /// <summary>The window opened, and the probe it was or left with had been dropped (section 6.1, rule A).</summary>
    Probe,
}

/// <summary>One DATA chunk that a side sent, with what the rules of RFC 9260 say of it after the acknowledgements that arrived.</summary>
internal struct SentDataChunk
{
    public int Length;
    public int Transmissions;
    public Instant FirstSent;
    public Instant LastSent;
    public Instant MarkedAt;
    public uint SackStamp;
    public byte FirstPath;
    public byte LastPath;
    public byte Misses;
    public MarkCause Mark;

    /// <summary>Covered by the last SACK that arrived, beyond its cumulative TSN.</summary>
    public bool IsAcked;

    /// <summary>Acknowledged once and taken back since, and not sent again after that.</summary>
    public bool WasAckedBefore;

    /// <summary>Marked once by three miss indications: never again that way.</summary>
    public bool WasFastRetransmitted;

    /// <summary>This chunk or an earlier one was sent again since it was sent first: it gives no round-trip time (section 6.3.1, rule C5).</summary>
    public bool IsAmbiguous;

    /// <summary>May be sent again at any time: the peer may have begun anew in between, or a COOKIE ECHO takes it along again.</summary>
    public bool IsExcused;

    /// <summary>The bytes that it counts in a congestion window.</summary>
    public readonly int Size => WireData.HeaderLength + ((Length + 3) & ~3);

    public readonly bool IsInFlight => !IsAcked && Mark == MarkCause.None;
}

/// <summary>A chunk that an acknowledgement covered for the first time.</summary>
internal readonly record struct AckedDataChunk(uint Tsn, int Size, byte FirstPath, byte LastPath, int Transmissions, Instant FirstSent, bool IsAmbiguous, bool IsCumulative);

/// <summary>A DATA chunk of the packet that is being sent, with how things stood just before it.</summary>
internal struct DataInPacket
{
    public uint Tsn;
    public int Length;
    public bool IsNew;

    /// <summary>How it stood; of a new chunk nothing but its length.</summary>
    public SentDataChunk Before;

    /// <summary>How many chunks were marked for retransmission.</summary>
    public int MarkedCount;

    /// <summary>How many chunks were not cumulatively acknowledged.</summary>
    public int OutstandingCount;

    /// <summary>rwnd by the rules of section 6.2.1.</summary>
    public long PeerWindow;

    /// <summary>The bytes in flight on the path that the packet goes to, with the chunks before this one.</summary>
    public long PathFlight;

    public readonly int Size => WireData.HeaderLength + ((Length + 3) & ~3);
}
