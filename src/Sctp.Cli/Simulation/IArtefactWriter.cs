using Sctp.Sim;

namespace Sctp.Cli.Simulation;

/// <summary>Writes one file about a failure into the folder of its artefacts.</summary>
internal interface IArtefactWriter
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="scenario">The scenario that fails, made small where that was possible.</param>
    /// <param name="report">The report of its run.</param>
    void Write(string folder, Scenario scenario, SimulationReport report);
}
