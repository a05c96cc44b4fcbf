using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Sctp.Sim;
using Sctp.Sim.Network;
using static System.FormattableString;

namespace Sctp.Cli.Simulation;

/// <summary>A report as text for a person.</summary>
internal static class ReportText
{
    private const int LabelWidth = 12;

    /// <summary>The command that runs the same again.</summary>
    public static string ReplayCommand(SimulationReport report) =>
        string.Create(CultureInfo.InvariantCulture, $"sctp sim run --seed {report.Scenario.Seed}{Profiles.Argument(report.Scenario.Profile)}{NamedOracles.Argument(report.Oracles)} --trace");

    /// <summary>The section that asks for an invariant, with its RFC.</summary>
    public static string Section(string rfcSection) => rfcSection.StartsWith("RFC", StringComparison.Ordinal) ? rfcSection : "RFC 9260 section " + rfcSection;

    /// <param name="output">Where to write.</param>
    /// <param name="report">The report.</param>
    /// <param name="elapsed">The real time it took; null where that is not to be told.</param>
    /// <param name="replay">The command that runs the same again; null for the one of the seed.</param>
    public static void Write(TextWriter output, SimulationReport report, TimeSpan? elapsed, string? replay = null)
    {
        Scenario scenario = report.Scenario;
        Line(output, "seed", Number(scenario.Seed));
        Line(output, "outcome", Outcome(report));
        Line(output, "scenario", Describe(scenario));
        for (int i = 0; i < scenario.Paths.Count; i++)
        {
            WritePath(output, i, scenario.Paths[i], report.Paths[i]);
        }

        foreach (Fault fault in scenario.Faults)
        {
            Line(output, "fault", fault.ToString());
        }

        WriteSide(output, "client", report.Client);
        WriteSide(output, "server", report.Server);
        Line(output, "time", Invariant($"{Seconds(report.EndTime - Instant.Epoch)} s virtual, up at {Seconds(report.Established - Instant.Epoch)} s, last delivery at {Seconds(report.LastDelivery - Instant.Epoch)} s")
            + (elapsed is { } real ? Invariant($"; {real.TotalMilliseconds:F0} ms real, {report.EventCount:N0} events") : ""));
        Line(output, "throughput", Throughput(report));
        Line(output, "hash", report.TraceHash);
        foreach (Violation violation in report.Violations)
        {
            output.WriteLine();
            Line(output, "VIOLATION", Invariant($"{violation.OracleId} {violation.OracleName}"));
            Line(output, "  invariant", violation.Statement);
            Line(output, "  section", Section(violation.RfcSection));
            Line(output, "  at", Invariant($"{violation.Time} virtual, {violation.Node}"));
            Line(output, "  seen", violation.Detail);
        }

        if (report.Exception is { } exception)
        {
            output.WriteLine();
            Line(output, "EXCEPTION", exception);
        }

        if (report.Outcome != SimulationOutcome.Clean)
        {
            Line(output, "replay", replay ?? ReplayCommand(report));
        }
    }

    public static void WriteTotals(TextWriter output, SeedRange range, RunTotals totals, TimeSpan elapsed)
    {
        double seconds = Math.Max(elapsed.TotalSeconds, 1e-9);
        LinkStatistics packets = totals.Packets;
        Line(output, "seeds", Invariant($"{range.First}..{range.Last}: {totals.Runs:N0} runs, all clean"));
        Line(output, "packets", Invariant($"{packets.Sent:N0} sent, {packets.Dropped:N0} dropped, {packets.Duplicated:N0} duplicated, {packets.Reordered:N0} held back, {packets.Corrupted:N0} damaged"));
        Line(output, "delivered", Invariant($"{totals.Messages:N0} messages, {totals.Bytes:N0} bytes; {totals.Retransmissions:N0} DATA chunks sent again"));
        Line(output, "time", Invariant($"{totals.VirtualTime.TotalSeconds:N0} s virtual in {elapsed.TotalSeconds:F1} s real ({totals.VirtualTime.TotalSeconds / seconds:N0} times as fast)"));
        Line(output, "speed", Invariant($"{totals.Runs / seconds:N0} seeds/s, {packets.Sent / seconds / 1e6:F2} M packets/s"));
    }

    private static void WritePath(TextWriter output, int index, PathOptions options, PathReport report)
    {
        string label = Invariant($"path {index}");
        Line(output, label, "-> " + options.ToServer + "; " + Describe(report.ToServer));
        Line(output, "", "<- " + options.ToClient + "; " + Describe(report.ToClient));
    }

    private static void WriteSide(TextWriter output, string label, SideReport side)
    {
        string failed = side.MessagesFailed > 0 ? Invariant($", {side.MessagesFailed:N0} handed back") : "";
        string lost = side.LossReason != LossReason.None ? Invariant($"; association lost: {side.LossReason}") : "";
        Line(output, label, Invariant($"sent {side.MessagesSent:N0} messages ({side.BytesSent:N0} bytes), delivered {side.MessagesDelivered:N0}{failed}; {side.Retransmissions:N0} DATA chunks again ({side.Statistics.T3Expiries} T3-rtx, {side.Statistics.FastRecoveries} fast recoveries); ends {side.State}{lost}"));
    }

    private static string Outcome(SimulationReport report) => report.Outcome switch
    {
        SimulationOutcome.Clean => "clean: everything delivered or handed back, the association ended, every invariant held",
        SimulationOutcome.Crash => "the core threw an exception",
        _ => "an invariant was violated",
    };

    private static string Describe(Scenario scenario) =>
        Invariant($"{(scenario.Paths.Count == 1 ? "one path" : scenario.Paths.Count + " paths")}, {(scenario.Opening == Opening.BothConnect ? "both connect" : "client connects")}{Naming("client", scenario.Client)}{Naming("server", scenario.Server)}, {Describe(scenario.Ending)}, faults stop at {Seconds(scenario.HealAfter)} s");

    private static string Naming(string who, SideOptions side) => side.NamedAddresses == 0 ? "" : Invariant($", {who} names {side.NamedAddresses} of the peer's addresses");

    private static string Describe(EndingOptions ending)
    {
        string who = ending.Who == EndingSide.Client ? "client" : ending.Who == EndingSide.Server ? "server" : "both";
        string when = ending.When == EndingMoment.At ? Invariant($" at {Seconds(ending.At)} s") : ending.When == EndingMoment.WhenEarly ? " early" : "";
        return Invariant($"{(ending.How == EndingKind.Abort ? "aborted" : "shut down")} by {who}{when}");
    }

    private static string Describe(in LinkStatistics s)
    {
        List<string> parts = [Invariant($"{s.Sent:N0} packets")];
        Add(s.Lost, "lost");
        Add(s.DroppedDown, "dropped while down");
        Add(s.DroppedQueue, "dropped by the queue");
        Add(s.DroppedTooBig, "too big");
        Add(s.Duplicated, "duplicated");
        Add(s.Reordered, "held back");
        Add(s.Corrupted, "damaged");
        return string.Join(", ", parts);

        void Add(long count, string what)
        {
            if (count > 0)
            {
                parts.Add(Invariant($"{count:N0} {what}"));
            }
        }
    }

    private static string Throughput(SimulationReport report)
    {
        Duration span = report.LastDelivery - report.Established;
        long bytes = report.Client.BytesDelivered + report.Server.BytesDelivered;
        return span <= Duration.Zero
            ? "nothing to measure"
            : Invariant($"{bytes * 8.0 / (span.Nanoseconds / 1e9) / 1000:N0} kbit/s of user data, both directions");
    }

    private static string Seconds(Duration duration) => (duration.Nanoseconds / 1e9).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Line(TextWriter output, string label, string text) =>
        output.WriteLine(label.PadRight(LabelWidth) + text);
}
