namespace Sctp.Sim.Associations;

/// <summary>The DATA of the packet that a side received last, as a reference receiver takes it.</summary>
internal struct ArrivedData
{
    /// <summary>DATA chunks whose TSN had not arrived before.</summary>
    public int NewCount;

    /// <summary>DATA chunks whose TSN had arrived before.</summary>
    public int DuplicateCount;

    /// <summary>Whether one of them has the I bit.</summary>
    public bool IsImmediate;

    /// <summary>Whether there was a gap before the packet.</summary>
    public bool HadGaps;

    /// <summary>Whether it is the first packet with DATA of the association.</summary>
    public bool IsFirst;

    /// <summary>Whether something of it may have been dropped for lack of room.</summary>
    public bool MayBeDropped;

    /// <summary>The index of the source address.</summary>
    public int Path;

    public readonly bool HasData => NewCount + DuplicateCount > 0;
}
