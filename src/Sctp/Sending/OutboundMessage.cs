using Sctp.Buffers;
using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>One user message from when it is taken until it is fully acknowledged or handed back. Its bytes are copied in once; DATA chunks point into them.</summary>
internal struct OutboundMessage
{
    // Its slot, the object that holds its blocks, and the list of them.
    private const int Overhead = 224;

    public PayloadBuffer Payload;
    public SctpAddress Destination;
    public Instant ExpiresAt;
    public ulong Context;
    public PayloadProtocolIdentifier PayloadProtocolId;

    /// <summary>User bytes in all.</summary>
    public int Length;

    /// <summary>User bytes that are in DATA chunks with a TSN.</summary>
    public int Cut;

    /// <summary>User bytes in DATA chunks that were cumulatively acknowledged.</summary>
    public int Acknowledged;

    /// <summary>The TSN of the first fragment, once it has one.</summary>
    public Tsn FirstTsn;

    public ushort StreamId;
    public Ssn Ssn;
    public bool Unordered;
    public bool SackImmediately;
    public bool NoBundle;

    /// <summary>Whether DATA of it left behind a COOKIE ECHO that came to nothing: the peer may have it all the same.</summary>
    public bool WasTakenBack;

    /// <summary>Neighbours in the order in which messages were taken; <see cref="MessageQueue.None"/> at the ends. Free slots are chained by <see cref="Next"/>.</summary>
    public int Previous;
    public int Next;

    /// <summary>The place in the <see cref="LifetimeHeap"/>, or <see cref="MessageQueue.None"/>.</summary>
    public int HeapPosition;

    /// <summary>Memory that the message costs.</summary>
    public readonly long Memory => MemoryOf(Length);

    /// <summary>Memory that a message of so many bytes costs.</summary>
    public static long MemoryOf(int length)
    {
        int rest = length % BlockPool.MaxBlockSize;
        return Overhead + (length - rest) + (rest == 0 ? 0 : BlockPool.CapacityFor(rest));
    }

    /// <summary>Whether a TSN was assigned: from then on the message is committed (9260-11.1.5-03).</summary>
    public readonly bool IsCommitted => Cut != 0;
}
