using System.IO;
using Sctp.Sim;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary>The folder of a failure: its scenario, the shrunk one, the schedule, the trace around the violation, and the report.</summary>
internal sealed class FailureArtefacts
{
    public const string ScenarioName = "scenario.sim.json";
    public const string ShrunkName = "shrunk.sim.json";

    private static readonly IArtefactWriter[] Writers = [new ScheduleText(), new TraceTail(), new RunCapture()];

    private FailureArtefacts(string folder) => Folder = folder;

    public string Folder { get; }

    public string ScenarioPath => Path.Combine(Folder, ScenarioName);

    public string ShrunkPath => Path.Combine(Folder, ShrunkName);

    /// <summary>The one command that runs the failure again.</summary>
    public string ReplayCommand(SimulationReport report) =>
        "sctp sim replay " + (File.Exists(ShrunkPath) ? ShrunkPath : ScenarioPath) + NamedOracles.Argument(report.Oracles);

    /// <summary>Where a failure of a hunt goes.</summary>
    public static FailureArtefacts For(string root, FailureKey key, ulong seed)
    {
        string folder = Path.Combine(root, key.ShortName, "seed-" + seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        return new FailureArtefacts(folder);
    }

    /// <summary>A folder for the failure of one scenario.</summary>
    public static FailureArtefacts In(string folder)
    {
        Directory.CreateDirectory(folder);
        return new FailureArtefacts(folder);
    }

    /// <summary>Writes what is known as soon as the failure is seen.</summary>
    public void WriteScenario(SimulationReport report)
    {
        ScenarioFile.Write(ScenarioPath, report.Scenario);
        WriteAbout(report.Scenario, report);
    }

    /// <summary>Writes the shrunk scenario; the other files are about it from now on.</summary>
    public void WriteShrunk(ShrinkResult result)
    {
        ScenarioFile.Write(ShrunkPath, result.Scenario);
        WriteAbout(result.Scenario, result.Report);
    }

    private void WriteAbout(Scenario scenario, SimulationReport report)
    {
        using (var text = new StreamWriter(Path.Combine(Folder, "report.txt")))
        {
            ReportText.Write(text, report, elapsed: null);
        }

        foreach (IArtefactWriter writer in Writers)
        {
            writer.Write(Folder, scenario, report);
        }
    }
}
