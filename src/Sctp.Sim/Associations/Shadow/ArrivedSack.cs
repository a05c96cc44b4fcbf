namespace Sctp.Sim.Associations;

/// <summary>What became of an acknowledgement when it arrived.</summary>
internal enum SackEffect
{
    /// <summary>There was none in the packet.</summary>
    None,

    /// <summary>Older than the Cumulative TSN Ack Point: dropped whole (RFC 9260 section 6.2.1 rule D-i).</summary>
    Stale,

    /// <summary>It acknowledges what was never sent, or its counts do not fit its length.</summary>
    Invalid,

    /// <summary>It counts.</summary>
    Processed,
}

/// <summary>What the packet that a side received last acknowledged, by SACK or SHUTDOWN, and what was new in that.</summary>
internal struct ArrivedSack
{
    public SackEffect Effect;

    /// <summary>Whether a SHUTDOWN brought it: no a_rwnd, and no word on gaps.</summary>
    public bool IsShutdown;

    /// <summary>Whether its counts do not fit its length.</summary>
    public bool IsMalformed;

    public uint CumulativeTsn;

    /// <summary>The Cumulative TSN Ack Point before.</summary>
    public uint CumulativeBefore;

    public uint AdvertisedWindow;

    public int GapBlockCount;

    public int DuplicateCount;

    /// <summary>The highest TSN that its Gap Ack Blocks cover; the cumulative TSN where it has none.</summary>
    public uint HighestTsn;

    /// <summary>Chunks that no acknowledgement had covered before since they were last sent.</summary>
    public int NewlyAckedCount;

    /// <summary>User bytes of these.</summary>
    public long NewlyAckedBytes;

    /// <summary>The highest of these; meaningful where there are any.</summary>
    public uint HighestNewlyAcked;

    /// <summary>The lowest of these; meaningful where there are any.</summary>
    public uint LowestNewlyAcked;

    /// <summary>Chunks whose Gap Ack Block was taken back.</summary>
    public int RevokedCount;

    /// <summary>The lowest of these; meaningful where there are any.</summary>
    public uint LowestRevoked;

    public readonly bool IsProcessed => Effect == SackEffect.Processed;

    public readonly bool AdvancedCumulative => Effect == SackEffect.Processed && CumulativeTsn != CumulativeBefore;
}
