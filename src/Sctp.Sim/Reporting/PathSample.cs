namespace Sctp.Sim.Reporting;

/// <summary>The state of a path at one time.</summary>
/// <param name="Time">The virtual time.</param>
/// <param name="Association">The number of the association.</param>
/// <param name="Side">The side.</param>
/// <param name="Path">The number of the path.</param>
/// <param name="CongestionWindow">cwnd in bytes.</param>
/// <param name="SlowStartThreshold">ssthresh in bytes.</param>
/// <param name="FlightSize">Bytes outstanding.</param>
/// <param name="PeerWindow">The peer's receiver window in bytes, less what is outstanding; of the association.</param>
/// <param name="RetransmissionTimeout">RTO.</param>
/// <param name="State">Whether the path is active.</param>
public readonly record struct PathSample(
    Instant Time,
    int Association,
    Side Side,
    int Path,
    int CongestionWindow,
    int SlowStartThreshold,
    int FlightSize,
    uint PeerWindow,
    Duration RetransmissionTimeout,
    PathState State);
