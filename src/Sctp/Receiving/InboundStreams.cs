using Sctp.Wire;

namespace Sctp.Receiving;

/// <summary>What is known of one inbound stream.</summary>
internal struct InboundStream
{
    /// <summary>The SSN whose turn it is; the first is 0 (9260-6.5-06).</summary>
    public Ssn NextSsn;

    /// <summary>Whether any DATA came in on it.</summary>
    public bool IsUsed;

    /// <summary>Complete messages that wait for their turn.</summary>
    public int HeldMessages;
}

/// <summary>The inbound streams, in pages that are made when one of their streams is used: 65,535 announced streams cost one small array.</summary>
internal sealed class InboundStreams
{
    private const int PageShift = 6;
    private const int PageSize = 1 << PageShift;

    private InboundStream[]?[] _pages = [];

    /// <summary>The number of streams: identifiers from here on are invalid.</summary>
    public int Count { get; private set; }

    public ref InboundStream this[ushort streamId]
    {
        get
        {
            ref InboundStream[]? page = ref _pages[streamId >> PageShift];
            page ??= new InboundStream[PageSize];
            return ref page[streamId & (PageSize - 1)];
        }
    }

    public void Reset(int count)
    {
        Count = count;
        _pages = new InboundStream[]?[(count + PageSize - 1) >> PageShift];
    }
}
