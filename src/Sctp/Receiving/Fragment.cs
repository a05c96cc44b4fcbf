using Sctp.Buffers;
using Sctp.Wire;

namespace Sctp.Receiving;

/// <summary>
/// A received DATA chunk that cannot be delivered yet. Fragments of one message whose TSNs follow each other without a hole form a run, chained in
/// order; the first knows the last and the last the first, so that runs join in constant time.
/// </summary>
internal struct Fragment
{
    /// <summary>Flag, beside those of the chunk: the bytes before it were already handed to the user by partial delivery.</summary>
    public const byte Continuing = 0x80;

    public Block Block;

    /// <summary>The rest of a payload longer than one block.</summary>
    public Block SecondBlock;

    public Tsn Tsn;
    public uint PayloadProtocolId;
    public int Length;

    /// <summary>The slot of the fragment before it in the run; 0 for the first.</summary>
    public int Previous;

    /// <summary>The slot of the fragment behind it in the run; 0 for the last. In a free slot the next free one.</summary>
    public int Next;

    /// <summary>In the first fragment of a run the slot of the last, in the last that of the first.</summary>
    public int OtherEnd;

    /// <summary>In the first fragment of a run the user bytes of the run.</summary>
    public int RunLength;

    public ushort StreamId;
    public Ssn Ssn;
    public byte Flags;
    public byte PathIndex;

    public readonly bool IsBeginning => (Flags & DataChunk.Beginning) != 0;

    public readonly bool IsEnding => (Flags & DataChunk.Ending) != 0;

    public readonly bool IsUnordered => (Flags & DataChunk.Unordered) != 0;

    public readonly bool IsContinuing => (Flags & Continuing) != 0;

    /// <summary>Whether nothing of the message is missing before this fragment.</summary>
    public readonly bool OpensMessage => (Flags & (DataChunk.Beginning | Continuing)) != 0;

    /// <summary>Whether a chunk can belong to the same message (9260-3.3.1-06, 9260-3.3.1-09); the SSN of unordered data means nothing (9260-3.3.1-04).</summary>
    public readonly bool IsSameMessageAs(in DataChunk chunk) =>
        StreamId == chunk.StreamId && IsUnordered == chunk.IsUnordered && (IsUnordered || Ssn == chunk.Ssn);
}
