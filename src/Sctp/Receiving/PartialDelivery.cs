using Sctp.Wire;

namespace Sctp.Receiving;

/// <summary>The message that is being handed to the user in parts (9260-6.9-19). There is one at most: the one that the Cumulative TSN stands in.</summary>
internal struct PartialDelivery
{
    private Tsn _next;

    public bool IsActive { get; private set; }

    /// <summary>The first part: what each later part tells of the message too.</summary>
    public MessageInfo Info { get; private set; }

    /// <summary>Whether a chunk with this TSN goes on where the delivered parts ended.</summary>
    public readonly bool IsNext(Tsn tsn) => IsActive && tsn == _next;

    /// <summary>Whether a chunk can belong to the message.</summary>
    public readonly bool IsSameMessageAs(in DataChunk chunk) =>
        Info.StreamId == chunk.StreamId
        && Info.IsUnordered == chunk.IsUnordered
        && (Info.IsUnordered || Info.StreamSequenceNumber == chunk.Ssn);

    /// <summary>Whether this ordered message is the one being delivered.</summary>
    public readonly bool IsOrdered(ushort streamId, Ssn ssn) =>
        IsActive && !Info.IsUnordered && Info.StreamId == streamId && Info.StreamSequenceNumber == ssn;

    /// <summary>A part was delivered that is not the end.</summary>
    public void Continue(in MessageInfo info, Tsn next)
    {
        IsActive = true;
        Info = info;
        _next = next;
    }

    public void End() => this = default;
}
