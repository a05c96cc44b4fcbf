using System.IO;
using Sctp.Sim.Engine;

namespace Sctp.Sim;

/// <summary>How a run is watched. Nothing of it changes what happens.</summary>
public sealed record SimulationOptions
{
    /// <summary>Where every packet and event is written as text; null for nowhere.</summary>
    public TextWriter? Trace { get; init; }

    /// <summary>Whether the invariants are checked, default true.</summary>
    public bool ChecksOracles { get; init; } = true;

    /// <summary>Where events are kept to compare the run with another; null for nowhere.</summary>
    public EventRecord? Events { get; init; }

    /// <summary>Whether everything that chance decides is written down in <see cref="SimulationReport.Schedule"/>.</summary>
    public bool RecordsSchedule { get; init; }
}
