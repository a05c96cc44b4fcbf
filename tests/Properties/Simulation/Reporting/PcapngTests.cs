using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Sctp.Sim;
using Sctp.Sim.Reporting;

namespace Sctp.Properties.Simulation.Reporting;

/// <summary>What the simulator writes down of a run, as pcapng that Wireshark's tshark reads.</summary>
public sealed class PcapngTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sctp-pcapng").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Packets_that_nobody_damaged_are_SCTP_to_tshark_and_those_that_were_dropped_are_told_apart()
    {
        RequireTshark();
        for (ulong seed = 1; seed <= 3; seed++)
        {
            string file = WriteRun(Scenario.Generate(seed), out RunRecorder recorder, out _);
            int honest = recorder.Packets.Count(packet => packet.Appearance is Appearance.Sent or Appearance.Arrived or Appearance.Dropped);
            string[] lines = Tshark(file, "-Y", "sctp", "-T", "fields", "-e", "frame.interface_name").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(honest, lines.Length);
            Assert.Equal(recorder.Packets.Count(packet => packet.Appearance == Appearance.Dropped), lines.Count(line => line == "dropped"));
        }
    }

    [SkippableFact]
    public void Times_are_virtual_nanoseconds_and_faults_and_events_are_comments()
    {
        RequireTshark();
        string file = WriteRun(
            new Scenario { Seed = 3, Paths = [new PathOptions(Lossy, Lossy)], Client = new SideOptions { Workload = new WorkloadOptions { MessageCount = 40 } } },
            out RunRecorder recorder,
            out _);
        string[] times = Tshark(file, "-T", "fields", "-e", "frame.time_epoch").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        RecordedPacket last = recorder.Packets[^1];
        Assert.Equal(last.Time.Nanoseconds, (long)(decimal.Parse(times[^1], System.Globalization.CultureInfo.InvariantCulture) * 1_000_000_000));
        string comments = Tshark(file, "-T", "fields", "-e", "frame.comment");
        Assert.Contains("dropped: Loss", comments, StringComparison.Ordinal);
        Assert.Contains("CommunicationUp", comments, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_run_is_the_run_that_is_not_recorded()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            WriteRun(Scenario.Generate(seed), out RunRecorder recorder, out SimulationReport report);
            Assert.Equal(SimulationRun.Run(seed).TraceHash, report.TraceHash);
            Assert.Equal(report.Packets.Sent, recorder.Packets.Count(packet => packet.Appearance == Appearance.Sent));
            Assert.Equal(report.Packets.Dropped, recorder.Packets.Count(packet => packet.Appearance == Appearance.Dropped));
        }
    }

    private static Sctp.Sim.Network.LinkOptions Lossy => new() { LossPerMillion = 100_000 };

    private static void RequireTshark()
    {
        bool isThere = File.Exists("/usr/bin/tshark");
        Skip.If(!isThere && Environment.GetEnvironmentVariable("SCTP_REQUIRE_INTEROP") != "1", "tshark is not installed");
        Assert.True(isThere, "tshark is not installed");
    }

    private string WriteRun(Scenario scenario, out RunRecorder recorder, out SimulationReport report)
    {
        recorder = new RunRecorder();
        report = SimulationRun.Run(scenario, recorder.Attach(new SimulationOptions()));
        string file = Path.Combine(_folder, "run.pcapng");
        using FileStream stream = File.Create(file);
        PcapngWriter.Write(stream, recorder, report);
        return file;
    }

    private static string Tshark(string file, params string[] arguments)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo("tshark", ["-n", "-r", file, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        process.Start();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
