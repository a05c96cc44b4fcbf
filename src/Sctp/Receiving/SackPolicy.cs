using Sctp.Timers;

namespace Sctp.Receiving;

/// <summary>When a SACK is sent: at once, after SACK.Delay, or with the next DATA (RFC 9260 sections 6.2 and 6.7).</summary>
internal sealed class SackPolicy
{
    private readonly AssociationContext _context;

    private int _packets;
    private bool _isFirstPacket;
    private bool _hadGaps;
    private bool _hasNewData;
    private bool _hasDuplicate;
    private bool _hasDrop;
    private bool _isImmediate;

    public SackPolicy(AssociationContext context) => _context = context;

    /// <summary>Whether a SACK must go out now.</summary>
    public bool IsDue { get; private set; }

    /// <summary>Whether there is something to acknowledge.</summary>
    public bool IsPending { get; private set; }

    /// <summary>The path that the last packet with DATA came from.</summary>
    public int PathIndex { get; private set; }

    /// <summary>An association begins: its first DATA is acknowledged at once (9260-5.1-25, 9260-5.1.5-10).</summary>
    public void Reset()
    {
        Stop();
        PathIndex = 0;
        _isFirstPacket = true;
        _hadGaps = false;
        ForgetPacket();
    }

    /// <summary>The packet held a DATA chunk whose TSN is new.</summary>
    public void OnNewData(bool isImmediate)
    {
        _hasNewData = true;
        _isImmediate |= isImmediate;
    }

    /// <summary>The packet held a DATA chunk that had been received before.</summary>
    public void OnDuplicate(bool isImmediate)
    {
        _hasDuplicate = true;
        _isImmediate |= isImmediate;
    }

    /// <summary>The packet held a DATA chunk that was not accepted.</summary>
    public void OnDrop() => _hasDrop = true;

    /// <summary>A packet with DATA is done: at most one SACK for all of it (9260-6.2-11).</summary>
    public void OnPacketEnd(bool hasGaps, int pathIndex, Instant now)
    {
        if (!_hasNewData && !_hasDuplicate && !_hasDrop)
        {
            return;
        }

        PathIndex = pathIndex;
        IsPending = true;
        _packets++;
        if (MustNotBeDelayed(hasGaps))
        {
            BecomeDue();
        }
        else if (!IsDue && !_context.Timers.IsRunning(TimerKind.SackDelay))
        {
            _context.Timers.Start(TimerKind.SackDelay, now + _context.Options.SackDelay); // 9260-6.2-09
        }

        _isFirstPacket = false;
        _hadGaps = hasGaps;
        ForgetPacket();
    }

    public void OnDelayExpired()
    {
        if (IsPending)
        {
            BecomeDue();
        }
    }

    /// <summary>A SACK is sent although no packet asks for one.</summary>
    public void Require()
    {
        IsPending = true;
        BecomeDue();
    }

    /// <summary>Nothing is left to acknowledge: a SACK was written, or the association ended.</summary>
    public void Stop()
    {
        IsDue = false;
        IsPending = false;
        _packets = 0;
        _context.Timers.Stop(TimerKind.SackDelay);
    }

    private bool MustNotBeDelayed(bool hasGaps) =>
        _isFirstPacket
        || hasGaps // 9260-6.7-01, 9260-6.7-02, 9260-7.2.4-01
        || _hadGaps // a gap was closed (RFC 5681 section 4.2)
        || _hasDrop // 9260-6.2-04
        || _isImmediate // 9260-6.2-23, 9260-6.2-24
        || !_hasNewData // only duplicates: 9260-6.2-25
        || _packets >= _context.Options.SackFrequency // 9260-6.2-08
        || _context.Options.SackDelay <= Duration.Zero;

    private void BecomeDue()
    {
        IsDue = true;
        _context.Timers.Stop(TimerKind.SackDelay);
    }

    private void ForgetPacket()
    {
        _hasNewData = false;
        _hasDuplicate = false;
        _hasDrop = false;
        _isImmediate = false;
    }
}
