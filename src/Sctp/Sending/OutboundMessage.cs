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

    /// <summary>User bytes that are in DATA chunks with a TSN.</summary>
    public int Cut;

    /// <summary>The TSN of the first fragment, once it has one.</summary>
    public Tsn FirstTsn;

    public ushort StreamId;
    public Ssn Ssn;
    public bool Unordered;
    public bool SackImmediately;
    public bool NoBundle;

    /// <summary>Whether DATA of it left behind a COOKIE ECHO that came to nothing: the peer may have it all the same.</summary>
    public bool WasTakenBack;

    /// <summary>The place in the <see cref="LifetimeHeap"/>, or <see cref="MessageQueue.None"/>.</summary>
    public int HeapPosition;

    /// <summary>Memory that a message of so many bytes costs.</summary>
    public static int MemoryOf(int length)
    {
        int rest = length % BlockPool.MaxBlockSize;
        return Overhead + (length - rest) + (rest == 0 ? 0 : BlockPool.CapacityFor(rest));
    }

    /// <summary>Whether a TSN was assigned: from then on the message is committed (9260-11.1.5-03).</summary>
    public readonly bool IsCommitted => Cut != 0;
}
