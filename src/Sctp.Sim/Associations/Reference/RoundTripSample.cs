namespace Sctp.Sim.Associations;

/// <summary>What explains a change of SRTT and RTTVAR.</summary>
internal enum SampleSource
{
    /// <summary>They did not change.</summary>
    None,

    /// <summary>No round trip that ended in this step gives these values.</summary>
    Unexplained,

    /// <summary>A DATA chunk that was sent once.</summary>
    Data,

    /// <summary>A DATA chunk that was sent again, or behind one that was sent again.</summary>
    AmbiguousData,

    /// <summary>A HEARTBEAT.</summary>
    Heartbeat,
}

/// <summary>SRTT and RTTVAR of RFC 9260 section 6.3.1 and how a round trip changes them.</summary>
internal readonly record struct RoundTripEstimate(long Srtt, long Rttvar)
{
    // What is shown is rounded down to whole nanoseconds at each step.
    private const long Tolerance = 3;

    public bool IsEmpty => Rttvar == 0;

    public static RoundTripEstimate Of(in PathStatus path) => new(path.SmoothedRoundTripTime.Nanoseconds, path.RoundTripTimeVariation.Nanoseconds);

    /// <summary>Rules C2 and C3; rule G1 is left to the comparison, for what is shown is not exact enough to tell when RTTVAR is 0.</summary>
    public RoundTripEstimate After(Duration roundTrip, SctpOptions options)
    {
        long r = roundTrip.Nanoseconds;
        long srtt = IsEmpty ? r : Srtt + ((r - Srtt) >> options.RtoAlphaExponent);
        long rttvar = IsEmpty ? r / 2 : Rttvar + ((System.Math.Abs(Srtt - r) - Rttvar) >> options.RtoBetaExponent);
        return new RoundTripEstimate(srtt, rttvar);
    }

    /// <summary>Rule G1, where RTTVAR may have become 0.</summary>
    public RoundTripEstimate Adjusted(SctpOptions options) => Rttvar <= Tolerance ? this with { Rttvar = options.ClockGranularity.Nanoseconds } : this;

    public bool IsNear(in RoundTripEstimate other, SctpOptions options)
    {
        bool isVariationNear = System.Math.Abs(Rttvar - other.Rttvar) <= Tolerance
            || (Rttvar <= Tolerance && other.Rttvar == options.ClockGranularity.Nanoseconds);
        return isVariationNear && System.Math.Abs(Srtt - other.Srtt) <= Tolerance;
    }
}
