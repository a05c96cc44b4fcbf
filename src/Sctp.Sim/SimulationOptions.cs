using System.IO;

namespace Sctp.Sim;

/// <summary>How a run is watched. Nothing of it changes what happens.</summary>
public sealed record SimulationOptions
{
    /// <summary>Where every packet and event is written as text; null for nowhere.</summary>
    public TextWriter? Trace { get; init; }

    /// <summary>Whether the invariants are checked, default true.</summary>
    public bool ChecksOracles { get; init; } = true;
}
