using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Sctp.Sim.Hunting;

namespace Sctp.Sim.Xunit;

/// <summary>A scenario failed. The message says all that is needed to begin with.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "There is none without a failure.")]
public sealed class SimulationException : Exception
{
    internal SimulationException(ShrinkResult shrunk, string file)
        : base(MessageOf(shrunk, file))
    {
        Report = shrunk.Report;
        File = file;
    }

    /// <summary>The report of the smallest scenario that fails in the same way.</summary>
    public SimulationReport Report { get; }

    /// <summary>Where this scenario was written.</summary>
    public string File { get; }

    private static string MessageOf(ShrinkResult shrunk, string file)
    {
        SimulationReport report = shrunk.Report;
        var text = new StringBuilder();
        if (report.Outcome == SimulationOutcome.Crash)
        {
            text.Append("The core threw an exception: ").AppendLine(report.Exception);
        }

        foreach (Violation violation in report.Violations)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{violation.OracleId} {violation.OracleName} does not hold: {violation.Statement}")
                .AppendLine(CultureInfo.InvariantCulture, $"  asked for by {SectionOf(violation)}; seen at {violation.Node} at {violation.Time} of virtual time: {violation.Detail}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  seed {report.Scenario.Seed}, made smaller in {shrunk.Runs} runs: {shrunk.FaultCount} faults (of {shrunk.OriginalFaultCount}), {shrunk.OperationCount} messages (of {shrunk.OriginalOperationCount})");
        return text.Append("  replay: sctp sim replay ").Append(file.Contains(' ', StringComparison.Ordinal) ? $"\"{file}\"" : file).ToString();
    }

    private static string SectionOf(Violation violation) =>
        violation.RfcSection.StartsWith("RFC", StringComparison.Ordinal) ? violation.RfcSection : "RFC 9260 section " + violation.RfcSection;
}
