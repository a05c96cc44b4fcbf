using System.IO;
using Sctp.Sim.Hunting;
using static System.FormattableString;

namespace Sctp.Cli.Simulation;

/// <summary>An explanation as text for a person.</summary>
internal static class ExplanationText
{
    private const int BarWidth = 50;

    public static void Write(TextWriter output, Explanation explanation)
    {
        if (explanation.Key is not { } key)
        {
            output.WriteLine("The scenario does not fail: there is nothing to explain.");
            return;
        }

        output.WriteLine(Invariant($"failure      {key}"));
        if (explanation.Report.Violations is [var violation, ..])
        {
            output.WriteLine(Invariant($"invariant    {violation.OracleId} {violation.OracleName}: {violation.Statement}"));
            output.WriteLine(Invariant($"section      {ReportText.Section(violation.RfcSection)}"));
            output.WriteLine(Invariant($"first seen   event {explanation.ViolatingEvent} at {violation.Time}, {violation.Node}: {violation.Detail}"));
        }
        else
        {
            output.WriteLine(Invariant($"first seen   event {explanation.ViolatingEvent} at {explanation.Report.EndTime}"));
        }

        WriteFaults(output, explanation);
        WriteSibling(output, explanation);
        WriteCurve(output, explanation);
    }

    private static void WriteFaults(TextWriter output, Explanation explanation)
    {
        output.WriteLine();
        output.WriteLine(explanation.Faults.Count == 0 ? "faults       none: the traffic alone makes it fail" : "faults");
        foreach (FaultRemoval removal in explanation.Faults)
        {
            string effect = removal.Effect switch
            {
                RemovalEffect.Passes => "necessary",
                RemovalEffect.StillFails => "not needed",
                _ => "without it " + removal.Other,
            };
            output.WriteLine(Invariant($"  {effect,-12} {removal.Fault}"));
        }
    }

    private static void WriteSibling(TextWriter output, Explanation explanation)
    {
        if (explanation.Sibling is { } sibling)
        {
            output.WriteLine();
            output.WriteLine(Invariant($"nearest scenario that passes: the one without {sibling.Without}"));
            output.WriteLine(Invariant($"  parts at   {sibling.PartsAt}"));
        }
    }

    private static void WriteCurve(TextWriter output, Explanation explanation)
    {
        if (explanation.Curve.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(Invariant($"probability of the failure when all chance is drawn anew from a time on ({explanation.Curve[0].Runs} seeds each)"));
        foreach (ReseedPoint point in explanation.Curve)
        {
            int filled = (int)((long)point.Failures * BarWidth / point.Runs);
            string others = point.OtherFailures > 0 ? Invariant($"  ({point.OtherFailures} other failures)") : "";
            output.WriteLine(Invariant($"  {(point.At - Instant.Epoch).TotalMilliseconds / 1_000.0,10:F3} s  {new string('#', filled).PadRight(BarWidth, '.')} {100.0 * point.Failures / point.Runs,5:F1} %{others}"));
        }
    }
}
