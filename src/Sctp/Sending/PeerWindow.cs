using System;

namespace Sctp.Sending;

/// <summary>rwnd: what the peer's receive buffer has room for, as the sender sees it (RFC 9260 section 6.2.1), in bytes of user data.</summary>
internal struct PeerWindow
{
    // Kept signed between two SACKs, so that what a window probe takes below zero comes back when the probe is marked for retransmission.
    private long _bytes;

    /// <summary>rwnd; never negative (9260-6.2.1-06).</summary>
    public readonly uint Available => (uint)Math.Clamp(_bytes, 0, uint.MaxValue);

    /// <summary>The largest a_rwnd seen: no chunk larger than this can ever be accepted.</summary>
    public uint Largest { get; private set; }

    /// <summary>The last a_rwnd.</summary>
    public uint Advertised { get; private set; }

    /// <summary>Rule A: at the establishment (9260-6.2.1-02).</summary>
    public void Initialize(uint advertised)
    {
        _bytes = advertised;
        Largest = advertised;
        Advertised = advertised;
    }

    /// <summary>Rule B: a chunk was sent or sent again (9260-6.2.1-03).</summary>
    public void OnSent(int length) => _bytes -= length;

    /// <summary>Rule C: a chunk was marked for retransmission (9260-6.2.1-04).</summary>
    public void OnMarked(int length) => _bytes += length;

    /// <summary>Outstanding bytes were acknowledged by a chunk that carries no a_rwnd (SHUTDOWN, section 9.2).</summary>
    public void OnAcknowledgedWithoutWindow(long bytes) => _bytes = Math.Min(_bytes + bytes, Largest);

    /// <summary>Rule D-ii: a SACK was processed (9260-6.2.1-06).</summary>
    public void OnSack(uint advertised, long outstandingBytes)
    {
        _bytes = Math.Max(0, advertised - outstandingBytes);
        Largest = Math.Max(Largest, advertised);
        Advertised = advertised;
    }
}
