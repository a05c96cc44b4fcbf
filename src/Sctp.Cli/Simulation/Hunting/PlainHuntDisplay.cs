using System;
using System.Globalization;
using System.IO;
using Sctp.Sim;
using Sctp.Sim.Hunting;
using Sctp.Sim.Network;

namespace Sctp.Cli.Simulation;

/// <summary>A hunt as lines of text, one for the progress every few seconds.</summary>
internal class PlainHuntDisplay(TextWriter output) : IHuntDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private TimeSpan _next = Interval;

    protected TextWriter Output { get; } = output;

    public virtual HuntSummary Watch(Func<HuntSummary> hunt) => hunt();

    public virtual void OnStart(HuntOptions options, string profile, int jobs)
    {
        string drill = options.Drill is { } bug ? $", drill {bug}" : "";
        string jobsText = jobs == 1 ? "one job" : Text($"{jobs} jobs");
        Output.WriteLine(Text($"hunt of seeds {options.Seeds}, shard {options.Shard}, profile {profile}, {jobsText}{drill}"));
    }

    public virtual void OnNewGroup(FailureGroup group, SeedResult result) => Output.WriteLine(Text($"FAILURE {group.Key}: {Describe(result)}"));

    public virtual void OnTick(HuntStatus status)
    {
        if (status.Elapsed >= _next)
        {
            _next = status.Elapsed + Interval;
            Output.WriteLine(ProgressLine(status));
        }
    }

    public void OnFinding(HuntFinding finding)
    {
        Output.WriteLine();
        Line("failure", Text($"{finding.Group.Key}, {finding.Group.Count:N0} times, first seed {finding.Group.FirstSeed}"));
        SimulationReport? report = finding.Example.Report;
        if (report is { Violations.Count: > 0 })
        {
            Violation violation = report.Violations[0];
            Line("  oracle", $"{violation.OracleId} {violation.OracleName}");
            Line("  invariant", violation.Statement);
            Line("  section", ReportText.Section(violation.RfcSection));
            Line("  at", Text($"{violation.Time} virtual, {violation.Node}: {violation.Detail}"));
        }

        if ((report?.Exception ?? finding.Example.Exception) is { } exception)
        {
            Line("  exception", exception.ReplaceLineEndings(" "));
        }

        if (finding.Example.Divergence is { } divergence)
        {
            Line("  differs", divergence.ToString());
        }

        foreach (string note in finding.Notes)
        {
            Line("  shrunk", note);
        }

        Line("  replay", finding.Replay);
        if (finding.Folder is { } folder)
        {
            Line("  artefacts", folder);
        }
    }

    public virtual void OnEnd(HuntStatus status, bool isInterrupted)
    {
        HuntSummary summary = status.Summary;
        LinkStatistics packets = summary.Packets;
        Output.WriteLine();
        Line(isInterrupted ? "interrupted" : "done", Text($"after {TimeText.Clock(status.Elapsed)}; {status.SeedsPerSecond:N0} seeds/s, {status.PacketsPerSecond / 1e6:F2} M packets/s"));
        Line("seeds", Text($"{summary.Started:N0} = {summary.Clean:N0} clean + {summary.Violations:N0} violations + {summary.Crashes:N0} crashes + {summary.Nondeterministic:N0} nondeterministic + {summary.Unfinished:N0} unfinished"));
        Line("checked", Text($"{summary.Repeated:N0} seeds run twice; {status.Canary}"));
        Line("packets", Text($"{packets.Sent:N0} sent, {packets.Dropped:N0} dropped, {packets.Duplicated:N0} duplicated, {packets.Reordered:N0} held back, {packets.Corrupted:N0} damaged; {summary.Messages:N0} messages delivered"));
        Line("time", Text($"{TimeText.Long(summary.VirtualSeconds)} virtual"));
        Line("marks", MarksText.Describe(summary.Marks, int.MaxValue));
        Line("failures", summary.Groups.Count == 0 ? "none" : Text($"{summary.Failed:N0} in {summary.Groups.Count} groups"));
    }

    protected static string ProgressLine(HuntStatus status)
    {
        HuntSummary summary = status.Summary;
        string share = status.Share is { } done ? Text($"{Math.Min(done, 1),4:P0}  ") : "";
        return Text($"{TimeText.Clock(status.Elapsed)}  {share}{summary.Started:N0} seeds, {status.SeedsPerSecond:N0}/s  {status.PacketsPerSecond / 1e6:F2} M packets/s  {TimeText.Long(summary.VirtualSeconds)} virtual  {summary.Failed:N0} failures  {summary.Marks.Count} marks  {status.Canary}");
    }

    protected static string Describe(SeedResult result) => result.Report is { Violations.Count: > 0 } report
        ? Text($"seed {result.Seed} at {report.Violations[0].Time}: {report.Violations[0].Detail}")
        : Text($"seed {result.Seed}");

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Line(string label, string text) => Output.WriteLine(label.PadRight(13) + text);
}
