using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Sctp.Sim;
using Sctp.Sim.Associations;
using Sctp.Sim.Reporting;
using Xunit.Abstractions;

namespace Sctp.Interop.Tshark;

/// <summary>
/// Wireshark's tshark dissects what honest stacks sent in simulated runs. Runs in which a side breaks the protocol on purpose are passed over; packets that
/// a fault damaged or somebody forged are on an interface of their own, as plain bytes, and are not dissected. Everything else is, as it was sent, as it arrived and as
/// it was dropped.
/// </summary>
public sealed class TsharkSeedTests(ITestOutputHelper output) : IDisposable
{
    private const int SeedCount = 1_000;

    /// <summary>How many runs tshark reads at once: each is a section of one file.</summary>
    private const int SeedsInFile = 50;

    /// <summary>"Error", PI_ERROR of Wireshark's epan/proto.h.</summary>
    private const int ExpertError = 0x0080_0000;

    private const string Good = "1";

    private const Conditions Dishonest = Conditions.MisbehavingPeer | Conditions.Attacker | Conditions.SealedDamage;

    private readonly string _folder = Directory.CreateTempSubdirectory("sctp-tshark").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Tshark_finds_no_fault_in_the_packets_of_a_thousand_seeds()
    {
        RequireTshark();
        StringBuilder marked = new();
        long packets = 0;
        ulong seed = 0;
        Task<string> judgement = Task.FromResult("");
        for (int count = 0; count < SeedCount; count += SeedsInFile)
        {
            // The next runs are recorded while tshark reads the last ones.
            string file = Path.Combine(_folder, FormattableString.Invariant($"runs-{count}.pcapng"));
            ulong first = seed + 1;
            long honest = RecordRuns(file, ref seed);
            packets += honest;
            _ = marked.Append(await judgement);
            string name = FormattableString.Invariant($"seeds {first} to {seed}");
            judgement = Task.Run(() => Judge(file, honest, name));
        }

        _ = marked.Append(await judgement);
        output.WriteLine($"{packets} packets");
        Assert.True(marked.Length == 0, marked.ToString());
    }

    [SkippableFact]
    public void Tshark_sees_a_packet_with_a_wrong_checksum_and_one_that_is_malformed()
    {
        RequireTshark();
        var recorder = new RunRecorder();
        SimulationReport report = SimulationRun.Run(new Scenario { Seed = 1 }, recorder.Attach(new SimulationOptions()));
        string file = Path.Combine(_folder, "run.pcapng");
        using (FileStream stream = File.Create(file))
        {
            PcapngWriter.Write(stream, recorder, report);
        }

        // The INIT is the first packet: its checksum and the length of its chunk, each in another copy.
        byte[] bytes = File.ReadAllBytes(file);
        int packet = bytes.AsSpan().IndexOf(recorder.Packets[0].Bytes.Span);
        bytes[packet + 8] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal("0", Dissect(file)[0].Split('\t')[1]);
        bytes[packet + 12 + 2] ^= 0x10;
        File.WriteAllBytes(file, bytes);
        string[] fields = Dissect(file)[0].Split('\t');
        Assert.True(fields[2].Length > 0 || IsError(fields[3]), "tshark marks nothing");
    }

    private static Scenario NextHonest(ref ulong seed)
    {
        while (true)
        {
            Scenario scenario = Scenario.Generate(++seed);
            if ((ScenarioConditions.Of(scenario) & Dishonest) == 0)
            {
                return scenario;
            }
        }
    }

    // How many packets tshark is to dissect.
    private static long RecordRuns(string file, ref ulong seed)
    {
        long honest = 0;
        using FileStream stream = File.Create(file);
        for (int i = 0; i < SeedsInFile; i++)
        {
            honest += Record(NextHonest(ref seed), stream);
        }

        return honest;
    }

    // What tshark has to say against some runs.
    private static string Judge(string file, long honest, string name)
    {
        StringBuilder marked = new();
        List<string> lines = Dissect(file);
        foreach (string line in lines)
        {
            string[] fields = line.Split('\t');
            if (fields[1] != Good || fields[2].Length > 0 || IsError(fields[3]))
            {
                _ = marked.AppendLine(CultureInfo.InvariantCulture, $"{name}, frame {fields[0]}: checksum {fields[1]}, malformed '{fields[2]}', expert {fields[3]}");
            }
        }

        if (lines.Count != honest)
        {
            _ = marked.AppendLine(CultureInfo.InvariantCulture, $"{name}: {lines.Count} packets are SCTP to tshark, {honest} were written");
        }

        if (marked.Length > 0 && Environment.GetEnvironmentVariable("SCTP_INTEROP_TRACES") is { } folder)
        {
            File.Copy(file, Path.Combine(Directory.CreateDirectory(folder).FullName, Path.GetFileName(file)), overwrite: true);
        }

        File.Delete(file);
        return marked.ToString();
    }

    private static long Record(Scenario scenario, Stream stream)
    {
        var recorder = new RunRecorder();
        SimulationReport report = SimulationRun.Run(scenario, recorder.Attach(new SimulationOptions { CollectsMarks = false, ChecksOracles = false }));
        PcapngWriter.Write(stream, recorder, report);
        return recorder.Packets.Count(packet => packet.Appearance is Appearance.Sent or Appearance.Arrived or Appearance.Dropped);
    }

    private static bool IsError(string severities) =>
        severities.Split(',', StringSplitOptions.RemoveEmptyEntries).Any(severity => int.Parse(severity, CultureInfo.InvariantCulture) >= ExpertError);

    private static List<string> Dissect(string file)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo(
            "tshark",
            [
                "-n", "-r", file, "-o", "sctp.checksum:CRC 32c", "-Y", "sctp", "-T", "fields",
                "-e", "frame.number", "-e", "sctp.checksum.status", "-e", "_ws.malformed", "-e", "_ws.expert.severity",
            ])
        { RedirectStandardOutput = true };
        _ = process.Start();
        List<string> lines = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return lines;
    }

    private static void RequireTshark()
    {
        bool isThere = File.Exists("/usr/bin/tshark");
        if (!isThere && Environment.GetEnvironmentVariable("SCTP_REQUIRE_INTEROP") == "1")
        {
            Assert.Fail("tshark is missing (apt-get install tshark) and SCTP_REQUIRE_INTEROP=1 requires it.");
        }

        Skip.IfNot(isThere, "tshark is missing (apt-get install tshark).");
    }
}
