using System;
using System.IO;
using System.Text.Json;
using Sctp.Sim;
using Sctp.Sim.Hunting;

namespace Sctp.Cli.Simulation;

/// <summary>A hunt as one JSON object a line: start, progress, failure, finding and summary.</summary>
internal sealed class JsonHuntDisplay(TextWriter output) : IHuntDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private TimeSpan _next = Interval;

    public HuntSummary Watch(Func<HuntSummary> hunt) => hunt();

    public void OnStart(HuntOptions options, string profile, int jobs) => WriteLine("start", json =>
    {
        json.WriteString("seeds", options.Seeds.ToString());
        json.WriteString("shard", options.Shard.ToString());
        json.WriteString("profile", profile);
        json.WriteNumber("jobs", jobs);
        if (options.Drill is { } bug)
        {
            json.WriteString("drill", bug.ToString());
        }
    });

    public void OnNewGroup(FailureGroup group, SeedResult result) => WriteLine("failure", json =>
    {
        json.WriteString("key", group.Key.ToString());
        json.WriteNumber("seed", result.Seed);
    });

    public void OnTick(HuntStatus status)
    {
        if (status.Elapsed >= _next)
        {
            _next = status.Elapsed + Interval;
            WriteLine("progress", json => WriteStatus(json, status));
        }
    }

    public void OnFinding(HuntFinding finding) => WriteLine("finding", json =>
    {
        json.WriteString("key", finding.Group.Key.ToString());
        json.WriteNumber("count", finding.Group.Count);
        json.WriteNumber("firstSeed", finding.Group.FirstSeed);
        json.WriteStartArray("seeds");
        foreach (SeedResult example in finding.Group.Examples)
        {
            json.WriteNumberValue(example.Seed);
        }

        json.WriteEndArray();
        if (finding.Example.Report is { Violations.Count: > 0 } report)
        {
            Violation violation = report.Violations[0];
            json.WriteString("oracle", violation.OracleId);
            json.WriteString("statement", violation.Statement);
            json.WriteString("section", violation.RfcSection);
            json.WriteNumber("time", violation.Time.Nanoseconds);
            json.WriteString("detail", violation.Detail);
        }

        if ((finding.Example.Report?.Exception ?? finding.Example.Exception) is { } exception)
        {
            json.WriteString("exception", exception);
        }

        if (finding.Example.Divergence is { } divergence)
        {
            json.WriteString("divergence", divergence.ToString());
        }

        foreach (string note in finding.Notes)
        {
            json.WriteString("shrunk", note);
        }

        json.WriteString("replay", finding.Replay);
        if (finding.Folder is { } folder)
        {
            json.WriteString("artefacts", folder);
        }
    });

    public void OnEnd(HuntStatus status, bool isInterrupted) => WriteLine("summary", json =>
    {
        json.WriteBoolean("interrupted", isInterrupted);
        WriteStatus(json, status);
        json.WriteStartArray("unreachedMarks");
        foreach (MarkDescription mark in status.Summary.Marks.Unreached())
        {
            json.WriteStringValue(mark.Name);
        }

        json.WriteEndArray();
    });

    private static void WriteStatus(Utf8JsonWriter json, HuntStatus status)
    {
        HuntSummary summary = status.Summary;
        json.WriteNumber("seconds", Math.Round(status.Elapsed.TotalSeconds, 3));
        json.WriteNumber("started", summary.Started);
        json.WriteNumber("clean", summary.Clean);
        json.WriteNumber("violations", summary.Violations);
        json.WriteNumber("crashes", summary.Crashes);
        json.WriteNumber("nondeterministic", summary.Nondeterministic);
        json.WriteNumber("unfinished", summary.Unfinished);
        json.WriteNumber("groups", summary.Groups.Count);
        json.WriteNumber("repeated", summary.Repeated);
        json.WriteString("canary", summary.Canary.ToString());
        json.WriteNumber("packets", summary.Packets.Sent);
        json.WriteNumber("messages", summary.Messages);
        json.WriteNumber("events", summary.Events);
        json.WriteNumber("marks", summary.Marks.Count);
        json.WriteNumber("virtualSeconds", summary.VirtualSeconds);
    }

    private void WriteLine(string kind, Action<Utf8JsonWriter> write)
    {
        JsonLine.Write(output, json =>
        {
            json.WriteString("kind", kind);
            write(json);
        });
        output.Flush();
    }
}
