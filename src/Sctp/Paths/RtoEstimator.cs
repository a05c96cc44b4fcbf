namespace Sctp.Paths;

/// <summary>
/// SRTT, RTTVAR and RTO of one path (RFC 9260 section 6.3.1), in whole nanoseconds. SRTT is kept in units of 1/2^alpha and RTTVAR in units of
/// 1/2^beta of a nanosecond, so that no step loses more than it must.
/// </summary>
internal sealed class RtoEstimator
{
    private SctpOptions _options;
    private long _scaledSrtt;
    private long _scaledRttvar;
    private bool _hasSample;

    public RtoEstimator(SctpOptions options)
    {
        _options = options;
        Rto = options.RtoInitial; // 9260-6.3.1-01
    }

    public Duration Srtt => Duration.FromNanoseconds(_scaledSrtt >> _options.RtoAlphaExponent);

    public Duration Rttvar => Duration.FromNanoseconds(_scaledRttvar >> _options.RtoBetaExponent);

    /// <summary>The RTO in force, with its back-off.</summary>
    public Duration Rto { get; private set; }

    /// <summary>Takes in a round-trip time that Karn's rule allows. Only this ends a back-off (9260-6.3.3-07).</summary>
    public void AddSample(Duration roundTrip)
    {
        // A round trip cannot be longer than what would keep the scaled values inside 63 bits; nothing that long is ever waited for.
        long r = long.Clamp(roundTrip.Nanoseconds, 0, long.MaxValue >> 12);
        if (!_hasSample)
        {
            _hasSample = true;
            _scaledSrtt = r << _options.RtoAlphaExponent; // 9260-6.3.1-02
            _scaledRttvar = (r << _options.RtoBetaExponent) / 2;
        }
        else
        {
            // 9260-6.3.1-03: RTTVAR first, with the old SRTT.
            long deviation = System.Math.Abs((_scaledSrtt >> _options.RtoAlphaExponent) - r);
            _scaledRttvar += deviation - (_scaledRttvar >> _options.RtoBetaExponent);
            _scaledSrtt += r - (_scaledSrtt >> _options.RtoAlphaExponent);
        }

        // 9260-6.3.1-11
        long granularity = _options.ClockGranularity.Nanoseconds;
        if (_scaledRttvar >> _options.RtoBetaExponent == 0)
        {
            _scaledRttvar = granularity << _options.RtoBetaExponent;
        }

        Rto = Bound(Srtt + (Rttvar * 4));
    }

    /// <summary>Doubles the RTO (9260-6.3.3-02).</summary>
    public void BackOff() => Rto = Bound(Rto * 2);

    /// <summary>Other bounds; RTO.Initial is taken up as long as there is no sample.</summary>
    public void SetOptions(SctpOptions options)
    {
        bool isInitial = !_hasSample && Rto == _options.RtoInitial;
        Duration srtt = Srtt;
        Duration rttvar = Rttvar;
        _options = options;
        _scaledSrtt = srtt.Nanoseconds << options.RtoAlphaExponent;
        _scaledRttvar = rttvar.Nanoseconds << options.RtoBetaExponent;
        Rto = isInitial ? options.RtoInitial : Bound(Rto);
    }

    /// <summary>Forgets all samples, as at the start of an association.</summary>
    public void Reset()
    {
        _scaledSrtt = 0;
        _scaledRttvar = 0;
        _hasSample = false;
        Rto = _options.RtoInitial;
    }

    // 9260-6.3.1-09, 9260-6.3.1-10
    private Duration Bound(Duration rto) => Duration.Min(Duration.Max(rto, _options.RtoMin), _options.RtoMax);
}
