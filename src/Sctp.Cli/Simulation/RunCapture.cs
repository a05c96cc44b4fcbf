using System.IO;
using Sctp.Sim;
using Sctp.Sim.Reporting;

namespace Sctp.Cli.Simulation;

/// <summary>The capture and the page of a failure: <c>run.pcapng</c> for Wireshark, <c>run.html</c> for a browser.</summary>
internal sealed class RunCapture : IArtefactWriter
{
    public const string CaptureName = "run.pcapng";
    public const string PageName = "run.html";

    public void Write(string folder, Scenario scenario, SimulationReport report)
    {
        // A run is the same however often it happens, so it is recorded in another one.
        var recorder = new RunRecorder();
        SimulationReport recorded = SimulationRun.Run(scenario, recorder.Attach(new SimulationOptions { Oracles = report.Oracles }));
        WriteCapture(Path.Combine(folder, CaptureName), recorder, recorded);
        WritePage(Path.Combine(folder, PageName), recorder, recorded);
    }

    public static void WriteCapture(string file, RunRecorder recorder, SimulationReport report)
    {
        using FileStream stream = File.Create(file);
        PcapngWriter.Write(stream, recorder, report);
    }

    public static void WritePage(string file, RunRecorder recorder, SimulationReport report)
    {
        using var writer = new StreamWriter(file);
        HtmlReport.Write(writer, recorder, report);
    }
}
