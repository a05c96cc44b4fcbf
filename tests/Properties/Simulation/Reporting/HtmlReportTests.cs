using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Sctp.Sim;
using Sctp.Sim.Reporting;

namespace Sctp.Properties.Simulation.Reporting;

/// <summary>The page about a run.</summary>
public sealed class HtmlReportTests
{
    private const int MostBytesPerPacket = 50;

    [Fact]
    public void The_page_holds_every_packet_and_violation_and_stays_small()
    {
        var side = new SideOptions { Workload = new WorkloadOptions { MessageCount = 400 } };
        var recorder = new RunRecorder();
        SimulationReport report = SimulationRun.Run(new Scenario { Seed = 11, Client = side, Server = side }, recorder.Attach(new SimulationOptions()));
        var violation = new Violation("O-D1", "exactly-once", "Each message </script> once.", "6", report.EndTime, "client", "for this test");
        using var writer = new StringWriter();
        HtmlReport.Write(writer, recorder, report with { Violations = [violation] });
        string page = writer.ToString();

        const string Begin = "const run = ";
        int start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = page.IndexOf(";\n", start, StringComparison.Ordinal);
        using JsonDocument data = JsonDocument.Parse(page[start..end]);
        JsonElement packets = data.RootElement.GetProperty("packets");
        Assert.True(recorder.Packets.Count > 5_000);
        Assert.All(packets.EnumerateObject(), column => Assert.Equal(recorder.Packets.Count, column.Value.GetArrayLength()));
        Assert.Equal(recorder.Packets[^1].Time.Nanoseconds, packets.GetProperty("t").EnumerateArray().Sum(step => step.GetInt64()));
        Assert.Equal("O-D1", data.RootElement.GetProperty("violations")[0].GetProperty("id").GetString());
        Assert.Equal(2, page.Split("</script>").Length);
        Assert.True(page.Length < recorder.Packets.Count * MostBytesPerPacket, $"{page.Length} bytes for {recorder.Packets.Count} packets");
    }
}
