using System;
using System.Collections.Generic;
using System.IO;
using Sctp.Sim.Hunting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sctp.Cli.Simulation;

/// <summary>A hunt on a terminal: a table that is drawn over and over, and the findings below it at the end.</summary>
internal sealed class LiveHuntDisplay(TextWriter output, IAnsiConsole console) : PlainHuntDisplay(output)
{
    private const int BarWidth = 24;
    private const int GroupsShown = 8;
    private const int MarksShown = 6;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly List<(FailureGroup Group, string Text)> _groups = [];
    private LiveDisplayContext? _context;
    private TimeSpan _next;

    public override HuntSummary Watch(Func<HuntSummary> hunt)
    {
        HuntSummary? summary = null;
        console.Live(new Text("")).AutoClear(true).Start(context =>
        {
            _context = context;
            summary = hunt();
        });
        return summary!;
    }

    public override void OnNewGroup(FailureGroup group, SeedResult result) => _groups.Add((group, Describe(result)));

    public override void OnTick(HuntStatus status)
    {
        if (status.Elapsed >= _next)
        {
            _next = status.Elapsed + Interval;
            _context?.UpdateTarget(Draw(status));
        }
    }

    internal IRenderable Draw(HuntStatus status)
    {
        HuntSummary summary = status.Summary;
        Table table = new Table().NoBorder().HideHeaders().AddColumn("").AddColumn("");
        string limit = status.Limit is { } time ? " / " + TimeText.Clock(time) : "";
        Row(table, "elapsed", TimeText.Clock(status.Elapsed) + limit);
        Row(table, "seeds", Bar(status.Share) + Text($"{summary.Started:N0}   {status.SeedsPerSecond:N0}/s"));
        Row(table, "packets", Text($"{summary.Packets.Sent:N0}   {status.PacketsPerSecond / 1e6:F2} M/s   {summary.Packets.Dropped:N0} dropped"));
        Row(table, "virtual time", TimeText.Long(summary.VirtualSeconds));
        Row(table, "checked", Text($"{summary.Repeated:N0} run twice   {status.Canary}"));
        Row(table, "marks", MarksText.Describe(summary.Marks, MarksShown));
        string color = summary.Failed == 0 ? "green" : "red";
        table.AddRow(new Text("failures"), new Markup(Text($"[{color}]{summary.Failed:N0}[/] in {summary.Groups.Count} groups")));
        for (int i = Math.Max(0, _groups.Count - GroupsShown); i < _groups.Count; i++)
        {
            Row(table, Text($"{_groups[i].Group.Count,8:N0} x"), $"{_groups[i].Group.Key}  {_groups[i].Text}");
        }

        return table;
    }

    private static void Row(Table table, string label, string text) => table.AddRow(new Text(label), new Text(text));

    private static string Bar(double? share)
    {
        if (share is not { } done)
        {
            return "";
        }

        int filled = (int)(Math.Clamp(done, 0, 1) * BarWidth);
        return "[" + new string('#', filled) + new string('.', BarWidth - filled) + "]  ";
    }
}
