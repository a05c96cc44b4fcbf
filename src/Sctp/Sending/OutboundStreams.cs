using Sctp.Wire;

namespace Sctp.Sending;

/// <summary>The Stream Sequence Numbers of the outbound streams (RFC 9260 section 6.5), kept in pages that come with the first ordered message of a stream.</summary>
internal sealed class OutboundStreams
{
    private const int PageSize = 256;

    private Ssn[]?[] _pages = [];

    /// <summary>The number of outbound streams; stream identifiers are 0 to this - 1 (9260-5.1.1-05).</summary>
    public int Count { get; private set; }

    /// <summary>All streams begin with SSN 0 (9260-6.5-06).</summary>
    public void Reset(int count)
    {
        Count = count;
        _pages = [];
    }

    /// <summary>The SSN of the next ordered message of a stream (9260-6.5-07, 9260-6.5-08).</summary>
    public Ssn TakeNext(ushort streamId)
    {
        if (_pages.Length == 0)
        {
            _pages = new Ssn[]?[((Count - 1) / PageSize) + 1];
        }

        Ssn[] page = _pages[streamId / PageSize] ??= new Ssn[PageSize];
        ref Ssn next = ref page[streamId % PageSize];
        Ssn taken = next;
        next = taken.Next;
        return taken;
    }
}
