namespace Sctp.Sim.Associations;

/// <summary>A DATA chunk as it was last seen on its way out, and what acknowledgements that arrived said of it.</summary>
internal struct SentChunk
{
    /// <summary>User bytes.</summary>
    public int Length;

    public uint PayloadProtocolId;

    public ushort StreamId;

    public ushort Ssn;

    /// <summary>The chunk flags.</summary>
    public byte Flags;

    /// <summary>How often it was sent; 0 for a TSN that was left out.</summary>
    public int Transmissions;

    public Instant FirstSent;

    public Instant LastSent;

    /// <summary>The number of the packet it was last sent in: see <see cref="AssociationShadow.PacketCount"/>.</summary>
    public long LastPacket;

    /// <summary>The index of the destination address it was last sent to.</summary>
    public int LastPath;

    /// <summary>The path of the transmission before the last one.</summary>
    public int PreviousPath;

    /// <summary>Whether the last SACK that arrived covers it by a Gap Ack Block.</summary>
    public bool IsGapAcked;

    /// <summary>Whether a Gap Ack Block covered it once, and was taken back since it was last sent.</summary>
    public bool WasGapAcked;

    /// <summary>
    /// The miss indications since it was last sent, by the SACKs that arrived (RFC 9260 section 7.2.4), at most 3. A sender may have counted fewer: what it
    /// marked after a timeout is not counted while it waits.
    /// </summary>
    public int MissCount;

    /// <summary>Whether it was sent again after three miss indications.</summary>
    public bool WasFastRetransmitted;

    /// <summary>Bytes in a packet: header and padding too.</summary>
    public readonly int Size => (WireData.HeaderLength + Length + 3) & ~3;

    public readonly bool IsBeginning => (Flags & 2) != 0;

    public readonly bool IsEnding => (Flags & 1) != 0;

    public readonly bool IsUnordered => (Flags & 4) != 0;

    public readonly bool IsImmediate => (Flags & 8) != 0;
}
